import TidelineCore

// What the memory store knows of the trash, and lets go of for good.

extension MemoryTransaction {
    package func allShares(of tenant: TenantID) throws -> [Share] {
        state.shares.values.filter { $0.tenantID == tenant }.sorted { $0.id < $1.id }
    }

    package func cursors(of deviceID: String, user: UserID) throws -> [DeviceCursor] {
        let device = DeviceKey(user: user, device: deviceID)
        return state.cursors.filter { $0.key.device == device }.values.sorted { $0.shareID < $1.shareID }
    }

    // MARK: Trash

    package func unpurged(below parent: NodeID?, in share: ShareID, after: NodeID?, limit: Int) throws -> [Node] {
        let found = (state.children[Folder(share: share, id: parent)] ?? []).compactMap { state.nodes[$0] }
            .filter { node in node.purgedAt == nil && after.map { node.id > $0 } != false }
        return Array(found.sorted { $0.id < $1.id }.prefix(limit))
    }

    package func tombstones(in share: ShareID, upTo position: Position, after: Node?, limit: Int) throws -> [Node] {
        let found = state.nodes.values.filter { node in
            node.shareID == share && node.purgedAt != nil && node.changedPosition <= position
                && after.map { (node.changedPosition, node.id) > ($0.changedPosition, $0.id) } != false
        }
        return Array(
            found.sorted { ($0.changedPosition, $0.id) < ($1.changedPosition, $1.id) }.prefix(limit))
    }

    package func isParent(_ id: NodeID) throws -> Bool {
        guard let node = state.nodes[id] else { return false }
        return state.children[Folder(share: node.shareID, id: id)]?.isEmpty == false
    }

    package func isInOpenConflict(_ id: NodeID) throws -> Bool {
        let versions = Set((state.versionNumbers[id] ?? [:]).values)
        return state.conflicts.values.contains { conflict in
            guard conflict.status == .open else { return false }
            let named = [conflict.baseVersionID, conflict.localVersionID, conflict.serverVersionID]
            return conflict.nodeID == id || conflict.wantedPlace?.parent == id
                || named.contains { $0.map { versions.contains($0) } ?? false }
        }
    }

    // MARK: Letting go

    package func remove(_ node: NodeID) throws {
        guard let present = state.nodes[node] else { return }
        guard try !isParent(node), state.versionNumbers[node]?.isEmpty != false else {
            throw ConstraintError.missingReference
        }
        unlink(present)
        set(\.nodes, node, nil)
    }

    package func compactLog(of tenant: TenantID, upTo position: Position, before time: Timestamp, limit: Int) throws
        -> Int
    {
        let rows = state.rows[tenant] ?? []
        let gone = rows.prefix(limit).prefix { $0.position <= position && $0.changedAt < time }
        guard let last = gone.last else { return 0 }
        var log = try log(of: tenant)
        log.floor = last.position
        set(\.logs, tenant, log)
        set(\.rows, tenant, Array(rows.dropFirst(gone.count)))
        return gone.count
    }

    package func forgetRefreshTokens(endedBefore time: Timestamp, limit: Int) throws -> Int {
        remove(from: \.tokens, limit: limit) { $1.expiresAt < time }
    }
}
