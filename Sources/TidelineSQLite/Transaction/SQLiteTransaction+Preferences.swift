import TidelineCore
import TidelineService

extension SQLiteTransaction {
    func preference(of deviceID: String, user: UserID, share: ShareID) throws -> SyncPreference? {
        try session.first(HotSQL.preference, user, deviceID, share) { try SyncPreference(from: &$0) }
    }

    func preferences(of deviceID: String, user: UserID) throws -> [SyncPreference] {
        try session.all(HotSQL.preferences, user, deviceID) { try SyncPreference(from: &$0) }
    }

    func put(_ preference: SyncPreference) throws {
        try session.run(
            SyncPreference.put, preference.userID, preference.deviceID, preference.shareID, preference.isEnabled,
            FolderList(preference.selected), FolderList(preference.excluded), preference.updatedAt)
    }

    func removePreferences(of deviceID: String, user: UserID) throws {
        try session.run("DELETE FROM preferences WHERE user_id = ? AND device_id = ?", user, deviceID)
    }

    func removePreferences(in share: ShareID, user: UserID) throws {
        try session.run("DELETE FROM preferences WHERE user_id = ? AND share_id = ?", user, share)
    }
}

extension SyncPreference {
    fileprivate static let put = upsert(
        "preferences", key: ["user_id", "device_id", "share_id"],
        columns: ["sync_enabled", "selected_folders", "excluded_folders", "updated_at"])

    fileprivate init(from row: inout Row) throws {
        let (user, device, share): (UserID, String, ShareID) = (try row.next(), try row.next(), try row.next())
        let isEnabled: Bool = try row.next()
        let (selected, excluded): (FolderList, FolderList) = (try row.next(), try row.next())
        self.init(
            userID: user, deviceID: device, shareID: share, isEnabled: isEnabled, selected: selected.ids,
            excluded: excluded.ids, updatedAt: try row.next())
    }
}

/// Ids of folders as a JSON array.
private struct FolderList: Storable {
    let ids: [NodeID]

    init(_ ids: [NodeID]) { self.ids = ids }

    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        ("[" + ids.map { "\"\($0)\"" }.joined(separator: ",") + "]").bind(to: statement, at: index)
    }

    /// An id has no character that JSON would escape.
    init(from statement: OpaquePointer, column: Int32) throws {
        let parts = try String(from: statement, column: column).dropFirst().dropLast().split(separator: ",")
        ids = try parts.map { part in
            guard let id = NodeID(part.dropFirst().dropLast()) else {
                throw StoreUnavailable(
                    reason: "A preference names a folder in a way that no version of Tideline writes.")
            }
            return id
        }
    }
}
