import TidelineCore

/// Everything the memory store holds. Sets and names beside the rows are indexes.
struct MemoryState {
    var tenants: [TenantID: Tenant] = [:]
    var users: [UserID: User] = [:]
    var externalTenants: [ExternalTenantKey: TenantID] = [:]
    var externalUsers: [ExternalUserKey: ExternalUser] = [:]
    var tokens: [Digest: RefreshToken] = [:]
    var shares: [ShareID: Share] = [:]
    var members: [MemberKey: Member] = [:]
    var devices: [DeviceKey: Device] = [:]
    var cursors: [CursorKey: DeviceCursor] = [:]
    var preferences: [CursorKey: SyncPreference] = [:]

    var nodes: [NodeID: Node] = [:]
    var liveNames: [LiveName: NodeID] = [:]
    /// Everything right below a folder or share root, trashed things included.
    var children: [Folder: Set<NodeID>] = [:]

    var versions: [VersionID: FileVersion] = [:]
    var versionNumbers: [NodeID: [Int: VersionID]] = [:]
    var manifests: [VersionID: [ChunkRef]] = [:]
    /// How often manifests of the share name each.
    var shareChunks: [ShareID: [Digest: Int]] = [:]
    var grants: [GrantKey: Timestamp] = [:]
    var taken: [TakenKey: Timestamp] = [:]

    var logs: [TenantID: LogState] = [:]
    var rows: [TenantID: [LoggedChange]] = [:]
    var conflicts: [ConflictID: Conflict] = [:]
    var outcomes: [OutcomeKey: StoredOutcome] = [:]
    var uploads: [UploadID: Upload] = [:]
    var uploadChunks: [UploadID: [Int: Digest]] = [:]
}

struct ExternalTenantKey: Hashable {
    let issuer: String
    let name: String
}

struct ExternalUserKey: Hashable {
    let issuer: String
    let subject: String
    let tenant: TenantID
}

struct MemberKey: Hashable {
    let share: ShareID
    let user: UserID
}

struct DeviceKey: Hashable {
    let user: UserID
    let device: String
}

struct CursorKey: Hashable {
    let device: DeviceKey
    let share: ShareID
}

/// A folder, or with nil the root of the share.
struct Folder: Hashable {
    let share: ShareID
    let id: NodeID?
}

struct LiveName: Hashable {
    let folder: Folder
    let key: String

    init(folder: Folder, key: String) {
        self.folder = folder
        self.key = key
    }

    /// nil while the thing is in the trash.
    init?(_ node: Node) {
        guard node.trashedAt == nil else { return nil }
        self.init(folder: Folder(node), key: node.place.name.key)
    }
}

extension Folder {
    /// The one the node is in.
    init(_ node: Node) { self.init(share: node.shareID, id: node.place.parent) }
}

struct GrantKey: Hashable {
    let user: UserID
    let hash: Digest
}

struct TakenKey: Hashable {
    let tenant: TenantID
    let hash: Digest
}

struct OutcomeKey: Hashable {
    let device: DeviceKey
    let clientChangeID: String
}

/// One body at work: the state, and how to take back what the body did.
final class MemoryTransaction {
    private(set) var state: MemoryState
    private var undoSteps: [(inout MemoryState) -> Void] = []
    private var references: [(MemoryState) -> Bool] = []

    init(_ state: MemoryState) { self.state = state }

    /// Sets or removes one entry of one table.
    func set<Key: Hashable, Value>(
        _ table: WritableKeyPath<MemoryState, [Key: Value]>, _ key: Key, _ value: Value?
    ) {
        let old = state[keyPath: table].updateOrRemove(value, for: key)
        undoSteps.append { $0[keyPath: table][key] = old }
    }

    /// Removes the entries for which the condition holds.
    func remove<Key: Hashable, Value>(
        from table: WritableKeyPath<MemoryState, [Key: Value]>, where condition: (Key, Value) -> Bool
    ) {
        for (key, value) in state[keyPath: table] where condition(key, value) { set(table, key, nil) }
    }

    /// Removes at most `limit` of the entries for which the condition holds; gives how many.
    func remove<Key: Hashable, Value>(
        from table: WritableKeyPath<MemoryState, [Key: Value]>, limit: Int, where condition: (Key, Value) -> Bool
    ) -> Int {
        let found = state[keyPath: table].filter { condition($0.key, $0.value) }.prefix(limit).map(\.key)
        for key in found { set(table, key, nil) }
        return found.count
    }

    /// Changes the state in place; `undo` takes exactly that back.
    func change(_ action: (inout MemoryState) -> Void, undo: @escaping (inout MemoryState) -> Void) {
        action(&state)
        undoSteps.append(undo)
    }

    /// What is referred to.
    @discardableResult
    func need<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw ConstraintError.missingReference }
        return value
    }

    /// What must hold when the body ends, because a file and its versions refer to each other.
    func require(_ condition: @escaping (MemoryState) -> Bool) { references.append(condition) }

    func checkReferences() throws {
        guard references.allSatisfy({ $0(state) }) else { throw ConstraintError.missingReference }
    }

    func undo() {
        for step in undoSteps.reversed() { step(&state) }
        undoSteps = []
    }
}

extension Dictionary {
    /// The value that was there.
    fileprivate mutating func updateOrRemove(_ value: Value?, for key: Key) -> Value? {
        guard let value else { return removeValue(forKey: key) }
        return updateValue(value, forKey: key)
    }
}

extension String {
    /// The order of the bytes, which is what databases sort by.
    func precedes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
