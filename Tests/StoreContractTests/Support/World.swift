import TidelineCore
import TidelineService

/// The things most facts start from, and short ways to make more. Ids are made of small numbers.
enum World {
    static let tenant = TenantID(number: 1)
    static let otherTenant = TenantID(number: 2)
    static let ann = UserID(number: 1)
    static let ben = UserID(number: 2)
    /// Of the other tenant.
    static let zoe = UserID(number: 3)
    static let docs = ShareID(number: 1)
    static let photos = ShareID(number: 2)

    @Sendable static func fill(_ writer: any MetadataWriter) throws {
        try writer.put(Tenant(id: tenant, name: "First", createdAt: time(0)))
        try writer.put(Tenant(id: otherTenant, name: "Second", createdAt: time(0)))
        try writer.put(user(ann, "Ann"))
        try writer.put(user(ben, "Ben"))
        try writer.put(user(zoe, "Zoe", in: otherTenant))
        try writer.put(share(docs, "Docs"))
        try writer.put(share(photos, "Photos"))
    }

    static func time(_ seconds: Int64) -> Timestamp { Timestamp(seconds: seconds) }

    static func position(_ sequence: Int64) -> Position { Position(epoch: 0, sequence: sequence) }

    static func user(_ id: UserID, _ name: String, email: String? = nil, in tenant: TenantID = tenant) -> User {
        User(
            id: id, tenantID: tenant, name: name, email: email ?? "\(name)@example.org", passwordHash: "scrypt",
            isAdmin: false, status: .active, createdAt: time(1))
    }

    static func share(_ id: ShareID, _ name: String) -> Share {
        Share(
            id: id, tenantID: tenant, name: name, ownerID: ann, quotaBytes: nil, usedBytes: 0, createdAt: time(1))
    }

    static func device(_ id: String, of user: UserID = ann, createdAt: Timestamp = time(1)) -> Device {
        Device(
            userID: user, deviceID: id, name: "Laptop", platform: .linux, clientVersion: "1.2.3", isActive: true,
            lastSeenAt: nil, createdAt: createdAt)
    }

    static func node(
        _ id: NodeID, _ name: String, in parent: NodeID? = nil, share: ShareID = docs, changed: Int64 = 0,
        trashed: Bool = false
    ) throws -> Node {
        Node(
            id: id, tenantID: tenant, shareID: share, place: Place(parent: parent, name: try NodeName(name)), head: nil,
            changedPosition: position(changed), placedPosition: position(changed), placedAt: time(2), changedBy: ann,
            changedByDevice: nil, trashedAt: trashed ? time(3) : nil, createdAt: time(1))
    }

    static func version(
        _ id: VersionID, of file: NodeID, number: Int = 1, size: Int64 = 10, base: VersionID? = nil
    ) -> FileVersion {
        FileVersion(
            id: id, tenantID: tenant, shareID: docs, fileID: file, number: number,
            content: Content(checksum: digest(7), size: size, executable: true), mimeType: "text/plain",
            modifiedAt: Timestamp(nanoseconds: 1_234_567_890_123_456_789), writtenAt: time(5), createdBy: ann,
            deviceID: "laptop", createdAt: time(6), baseVersionID: base)
    }

    static func change(
        _ position: Position, in share: ShareID = docs, for audience: UserID? = nil, tenant: TenantID = tenant,
        from oldParent: NodeID? = nil
    ) -> LoggedChange {
        LoggedChange(
            tenantID: tenant, position: position, shareID: share, audience: audience, changedAt: time(9),
            oldParent: oldParent, wire: Array("{\"position\":\(position)}".utf8))
    }

    static func query(
        after: Position = .start, limit: Int = 100, readable: Set<ShareID> = [docs, photos],
        administered: Set<ShareID> = [], user: UserID = ben, only: ShareID? = nil
    ) -> ChangesQuery {
        ChangesQuery(
            tenantID: tenant, after: after, limit: limit, readable: readable, administered: administered, userID: user,
            only: only)
    }

    static func conflict(
        _ id: UInt64, about node: NodeID, in share: ShareID = docs, of user: UserID = ann, device: String? = "laptop",
        local: VersionID? = nil, wanted: Place? = nil, status: ConflictStatus = .open
    ) -> Conflict {
        Conflict(
            id: ConflictID(number: id), tenantID: tenant, shareID: share, userID: user, deviceID: device, nodeID: node,
            path: "/a", type: .editEdit, baseVersionID: nil, localVersionID: local, serverVersionID: nil,
            wantedPlace: wanted, writtenAt: time(4), status: status, resolution: nil, resolvedBy: nil, resolvedAt: nil,
            createdAt: time(5))
    }

    static func digest(_ number: Int) -> Digest { Digest(of: Array("chunk \(number)".utf8)) }
}

extension Identifier {
    init(number: UInt64) { self.init(ULID(high: 0, low: number)) }
}

extension NodeID {
    static func file(_ number: UInt64) -> NodeID { NodeID(.file, ULID(high: 0, low: number)) }
    static func folder(_ number: UInt64) -> NodeID { NodeID(.folder, ULID(high: 0, low: number)) }
}

extension MetadataWriter {
    /// Takes a position and appends a row there.
    @discardableResult
    func log(in share: ShareID = World.docs, for audience: UserID? = nil, tenant: TenantID = World.tenant) throws
        -> Position
    {
        let position = try takePosition(of: tenant)
        try append(World.change(position, in: share, for: audience, tenant: tenant))
        return position
    }
}
