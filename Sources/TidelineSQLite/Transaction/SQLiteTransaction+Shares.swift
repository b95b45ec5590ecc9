import TidelineCore
import TidelineService

extension SQLiteTransaction {
    func share(_ id: ShareID) throws -> Share? {
        try session.first("SELECT \(Share.columns) FROM shares WHERE id = ?", id) { try Share(from: &$0) }
    }

    func shares(of user: UserID) throws -> [(share: Share, role: Role)] {
        try session.all(Share.ofUser, user) { row in (share: try Share(from: &row), role: try row.next()) }
    }

    func allShares(of tenant: TenantID) throws -> [Share] {
        try session.all("SELECT \(Share.columns) FROM shares WHERE tenant_id = ? ORDER BY id", tenant) {
            try Share(from: &$0)
        }
    }

    func put(_ share: Share) throws {
        try session.run(
            Share.put, share.id, share.tenantID, share.createdAt, share.name, share.ownerID, share.quotaBytes,
            share.usedBytes, share.deletedAt)
    }

    // MARK: Members

    func member(_ user: UserID, of share: ShareID) throws -> Member? {
        try session.first("\(Member.select) WHERE share_id = ? AND user_id = ?", share, user) { try Member(from: &$0) }
    }

    func members(of share: ShareID) throws -> [Member] {
        try session.all("\(Member.select) WHERE share_id = ? ORDER BY created_at, user_id", share) {
            try Member(from: &$0)
        }
    }

    func put(_ member: Member) throws {
        try session.run(
            upsert("members", key: ["share_id", "user_id"], columns: ["role", "created_at"]), member.shareID,
            member.userID, member.role, member.createdAt)
    }

    func removeMember(_ user: UserID, of share: ShareID) throws {
        try session.run("DELETE FROM members WHERE share_id = ? AND user_id = ?", share, user)
    }

    // MARK: Devices

    func device(_ deviceID: String, of user: UserID) throws -> Device? {
        try session.first("\(Device.select) WHERE user_id = ? AND device_id = ?", user, deviceID) {
            try Device(from: &$0)
        }
    }

    func devices(of user: UserID) throws -> [Device] {
        try session.all(
            "\(Device.select) WHERE user_id = ? AND removed_at IS NULL ORDER BY created_at, device_id", user
        ) { try Device(from: &$0) }
    }

    func put(_ device: Device) throws {
        try session.run(
            Device.put, device.userID, device.deviceID, device.name, device.platform, device.clientVersion,
            device.isActive, device.lastSeenAt, device.createdAt, device.removedAt)
    }

    // MARK: Cursors

    func cursor(of deviceID: String, user: UserID, share: ShareID) throws -> DeviceCursor? {
        try session.first(
            "\(DeviceCursor.select) WHERE user_id = ? AND device_id = ? AND share_id = ?", user, deviceID, share
        ) { try DeviceCursor(from: &$0) }
    }

    func cursors(of deviceID: String, user: UserID) throws -> [DeviceCursor] {
        try session.all("\(DeviceCursor.select) WHERE user_id = ? AND device_id = ? ORDER BY share_id", user, deviceID)
        {
            try DeviceCursor(from: &$0)
        }
    }

    func put(_ cursor: DeviceCursor) throws {
        try session.run(
            upsert("cursors", key: ["user_id", "device_id", "share_id"], columns: ["position", "last_sync_at"]),
            cursor.userID, cursor.deviceID, cursor.shareID, cursor.position, cursor.lastSyncAt)
    }

    func removeCursors(of deviceID: String, user: UserID) throws {
        try session.run("DELETE FROM cursors WHERE user_id = ? AND device_id = ?", user, deviceID)
    }
}

extension Share {
    fileprivate static let columns =
        "id, tenant_id, name, owner_id, quota_bytes, used_bytes, shares.created_at, deleted_at"

    fileprivate static let ofUser = """
        SELECT \(columns), role FROM members JOIN shares ON shares.id = members.share_id
        WHERE user_id = ? AND deleted_at IS NULL ORDER BY name, id
        """

    fileprivate static let put = upsert(
        "shares", key: ["id"], fixed: ["tenant_id", "created_at"],
        columns: ["name", "owner_id", "quota_bytes", "used_bytes", "deleted_at"])

    fileprivate init(from row: inout Row) throws {
        self.init(
            id: try row.next(), tenantID: try row.next(), name: try row.next(), ownerID: try row.next(),
            quotaBytes: try row.next(), usedBytes: try row.next(), createdAt: try row.next(), deletedAt: try row.next())
    }
}

extension Member {
    fileprivate static let select = "SELECT share_id, user_id, role, created_at FROM members"

    fileprivate init(from row: inout Row) throws {
        self.init(
            shareID: try row.next(), userID: try row.next(), role: try row.next(), createdAt: try row.next())
    }
}

extension DeviceCursor {
    fileprivate static let select = "SELECT user_id, device_id, share_id, position, last_sync_at FROM cursors"

    fileprivate init(from row: inout Row) throws {
        self.init(
            userID: try row.next(), deviceID: try row.next(), shareID: try row.next(), position: try row.next(),
            lastSyncAt: try row.next())
    }
}

extension Device {
    private static let columns = [
        "name", "platform", "client_version", "is_active", "last_seen_at", "created_at", "removed_at",
    ]

    fileprivate static let select = "SELECT user_id, device_id, \(columns.joined(separator: ", ")) FROM devices"

    fileprivate static let put = upsert("devices", key: ["user_id", "device_id"], columns: columns)

    fileprivate init(from row: inout Row) throws {
        self.init(
            userID: try row.next(), deviceID: try row.next(), name: try row.next(), platform: try row.next(),
            clientVersion: try row.next(), isActive: try row.next(), lastSeenAt: try row.next(),
            createdAt: try row.next(), removedAt: try row.next())
    }
}
