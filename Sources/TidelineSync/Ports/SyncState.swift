package import TidelineCore

/// What this device remembers of a synced folder between runs.
package protocol SyncState: Sendable {
    func load() throws -> SavedState
    /// All of it or nothing, in one transaction.
    func save(_ changes: StateChanges) throws
    /// Chunks of a file with more than one, as last synced; nil when unknown.
    func manifest(of node: NodeID) throws -> [ChunkRef]?
    /// Nodes that have a manifest, with it, one after the other.
    func forEachManifest(_ body: (NodeID, [ChunkRef]) throws -> Void) throws
}

/// A thing that this device and the server last agreed on, and how it looked on disk then.
package struct BaseNode: Hashable, Sendable {
    package let id: NodeID
    package var place: Place
    /// The disk's spelling where it is not the NFC name.
    package var diskName: String?
    /// nil for folders.
    package var file: BaseFile?
    package var fingerprint: Fingerprint
    package var isMount: Bool

    package init(
        id: NodeID, place: Place, diskName: String?, file: BaseFile?, fingerprint: Fingerprint, isMount: Bool = false
    ) {
        self.id = id
        self.place = place
        self.diskName = diskName
        self.file = file
        self.fingerprint = fingerprint
        self.isMount = isMount
    }
}

package struct BaseFile: Hashable, Sendable {
    package var version: VersionID
    package var content: Content

    package init(version: VersionID, content: Content) {
        self.version = version
        self.content = content
    }
}

/// Where the server differs from the base.
package enum RemoteState: Hashable, Sendable {
    case live(RemoteNode)
    case deleted
    /// It left what this device syncs. What is here of it goes where that is proven to be what the server has; it is
    /// never a delete.
    case left
    /// Nothing is done about it, or below it, on either side.
    case garbled(Garbled)
}

package struct SavedState: Sendable {
    package var base: [BaseNode]
    package var remote: [(NodeID, RemoteState)]
    /// nil before the first snapshot was complete.
    package var cursor: Position?
    package var folderID: ULID?
    package var sent: SentBatch?
    /// The ``Selection/choice`` that all of it was read by.
    package var choice: String
    /// The server took changes of this device of which the log has not told yet: until then the rest is older than the base.
    package var awaitsLog: Bool

    package init(
        base: [BaseNode] = [], remote: [(NodeID, RemoteState)] = [], cursor: Position? = nil, folderID: ULID? = nil,
        sent: SentBatch? = nil, choice: String = "", awaitsLog: Bool = false
    ) {
        self.base = base
        self.remote = remote
        self.cursor = cursor
        self.folderID = folderID
        self.sent = sent
        self.choice = choice
        self.awaitsLog = awaitsLog
    }
}

/// A batch on its way: what came of it is not known, or not yet remembered.
package struct SentBatch: Hashable, Sendable {
    package var changes: [SentChange]
    package var strategy: ConflictResolution
    package var baseCursor: Position

    package init(changes: [SentChange], strategy: ConflictResolution, baseCursor: Position) {
        self.changes = changes
        self.strategy = strategy
        self.baseCursor = baseCursor
    }
}

package struct SentChange: Hashable, Sendable {
    package var change: PushChange
    /// What the trees call the thing; another id than the change's where that makes a thing of its own.
    package let thing: NodeID
    /// The thing on disk as it was read, under the id of the change; nil for deletes.
    package let local: LocalNode?
    /// For people.
    package let path: String

    package init(change: PushChange, thing: NodeID, local: LocalNode?, path: String) {
        self.change = change
        self.thing = thing
        self.local = local
        self.path = path
    }
}

/// What changes in one save.
package struct StateChanges: Sendable {
    package var base: [NodeID: BaseNode?] = [:]
    package var remote: [NodeID: RemoteState?] = [:]
    /// nil drops the manifest.
    package var manifests: [NodeID: [ChunkRef]?] = [:]
    package var cursor: Position?
    package var folderID: ULID?
    /// The batch that is about to be sent; an inner nil says that its outcome is known.
    package var sent: SentBatch??
    package var choice: String?
    package var awaitsLog: Bool?
    /// Forget all but the folder's id before the rest is saved.
    package var resets = false

    package init() {}

    package var isEmpty: Bool {
        base.isEmpty && remote.isEmpty && manifests.isEmpty && cursor == nil && folderID == nil && sent == nil
            && choice == nil && awaitsLog == nil && !resets
    }
}
