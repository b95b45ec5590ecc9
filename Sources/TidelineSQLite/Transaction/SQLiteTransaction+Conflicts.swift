import TidelineCore
import TidelineService

extension SQLiteTransaction {
    func conflict(_ id: ConflictID) throws -> Conflict? {
        try session.first("\(Conflict.select) WHERE id = ?", id) { try Conflict(from: &$0) }
    }

    /// Share by share; once there are enough, only what is newer than the oldest of them can still matter.
    func conflicts(_ query: ConflictsQuery) throws -> [Conflict] {
        var found: [Conflict] = []
        for share in query.shares where query.limit > 0 {
            let floor = found.count == query.limit ? found.last?.id.description : nil
            let more = try conflicts(query, in: share, after: floor ?? "")
            guard !more.isEmpty else { continue }
            found = Array((found + more).sorted { $0.id > $1.id }.prefix(query.limit))
        }
        return found
    }

    private func conflicts(_ query: ConflictsQuery, in share: ShareID, after: String) throws -> [Conflict] {
        // Ids are compared as text; a tilde comes after all of them.
        let before = query.before?.description ?? "~"
        guard let device = query.device else {
            let sql = query.includeResolved ? HotSQL.shareConflicts : HotSQL.openShareConflicts
            return try session.all(sql, share, after, before, query.limit) { try Conflict(from: &$0) }
        }
        let sql = query.includeResolved ? HotSQL.deviceConflicts : HotSQL.openDeviceConflicts
        return try session.all(sql, share, after, before, query.limit, device.userID, device.deviceID) {
            try Conflict(from: &$0)
        }
    }

    func openConflicts(of node: NodeID) throws -> [Conflict] {
        try session.all("\(Conflict.select) WHERE node_id = ? AND status = 'open' ORDER BY id", node) {
            try Conflict(from: &$0)
        }
    }

    func put(_ conflict: Conflict) throws {
        try refusal(is: .missingReference) {
            try session.run(
                Conflict.put, conflict.id, conflict.tenantID, conflict.shareID, conflict.userID, conflict.deviceID,
                conflict.nodeID, conflict.path, conflict.type, conflict.baseVersionID, conflict.localVersionID,
                conflict.serverVersionID, conflict.wantedPlace?.parent, conflict.wantedPlace?.name, conflict.writtenAt,
                conflict.createdAt, conflict.copyID, conflict.status, conflict.resolution, conflict.resolvedBy,
                conflict.resolvedAt)
        }
    }

    // MARK: Outcomes

    func outcome(of clientChangeID: String, device: String, user: UserID) throws -> StoredOutcome? {
        try session.first(HotSQL.outcome, user, device, clientChangeID) { row in
            StoredOutcome(
                userID: try row.next(), deviceID: try row.next(), clientChangeID: try row.next(),
                createdAt: try row.next(), body: try row.next())
        }
    }

    func remember(_ outcome: StoredOutcome) throws {
        try session.run(
            HotSQL.remember, outcome.userID, outcome.deviceID, outcome.clientChangeID, outcome.createdAt, outcome.body)
    }

    func forgetOutcomes(before time: Timestamp, limit: Int) throws -> Int {
        try session.run(
            """
            DELETE FROM outcomes WHERE (user_id, device_id, client_change_id) IN
                (SELECT user_id, device_id, client_change_id FROM outcomes WHERE created_at < ? LIMIT ?)
            """, time, limit)
    }
}

extension Conflict {
    private static let fixed = [
        "tenant_id", "share_id", "user_id", "device_id", "node_id", "path", "type", "base_version_id",
        "local_version_id", "server_version_id", "wanted_parent_id", "wanted_name", "written_at", "created_at",
    ]
    private static let columns = ["copy_id", "status", "resolution", "resolved_by", "resolved_at"]

    fileprivate static let put = upsert("conflicts", key: ["id"], fixed: fixed, columns: columns)

    fileprivate static let select = "SELECT \(HotSQL.conflictColumns) FROM conflicts"

    fileprivate init(from row: inout Row) throws {
        let id: ConflictID = try row.next()
        let tenant: TenantID = try row.next()
        let share: ShareID = try row.next()
        let user: UserID = try row.next()
        let device: String? = try row.next()
        let node: NodeID = try row.next()
        let path: String = try row.next()
        let type: ConflictType = try row.next()
        let versions: (base: VersionID?, local: VersionID?, server: VersionID?) =
            (try row.next(), try row.next(), try row.next())
        let wantedParent: NodeID? = try row.next()
        let wantedName: NodeName? = try row.next()
        let writtenAt: Timestamp = try row.next()
        let createdAt: Timestamp = try row.next()
        self.init(
            id: id, tenantID: tenant, shareID: share, userID: user, deviceID: device, nodeID: node, path: path,
            type: type, baseVersionID: versions.base, localVersionID: versions.local,
            serverVersionID: versions.server, wantedPlace: wantedName.map { Place(parent: wantedParent, name: $0) },
            writtenAt: writtenAt, copyID: try row.next(), status: try row.next(), resolution: try row.next(),
            resolvedBy: try row.next(), resolvedAt: try row.next(), createdAt: createdAt)
    }
}
