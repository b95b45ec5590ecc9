import TidelineCore
import TidelineService

extension SQLiteTransaction {
    // MARK: Trash

    func unpurged(below parent: NodeID?, in share: ShareID, after: NodeID?, limit: Int) throws -> [Node] {
        try session.all(HotSQL.unpurgedNodes, parent, share, after?.description ?? "", limit) { try Node(from: &$0) }
    }

    func tombstones(in share: ShareID, upTo position: Position, after: Node?, limit: Int) throws -> [Node] {
        try session.all(
            HotSQL.purgedNodes, share, position, after?.changedPosition ?? .start, after?.id.description ?? "", limit
        ) { try Node(from: &$0) }
    }

    func isParent(_ id: NodeID) throws -> Bool {
        try session.first(HotSQL.isParent, id) { _ in true } ?? false
    }

    func isInOpenConflict(_ id: NodeID) throws -> Bool {
        try session.first(HotSQL.isInOpenConflict, id) { try $0.next() } ?? false
    }

    // MARK: Letting go

    func remove(_ node: NodeID) throws { try session.run("DELETE FROM nodes WHERE id = ?", node) }

    func compactLog(of tenant: TenantID, upTo position: Position, before time: Timestamp, limit: Int) throws -> Int {
        var last: Position?
        var count = 0
        try session.stepping(HotSQL.oldestRows, tenant, position, limit) { handle in
            guard try Timestamp(from: handle, column: 1) < time else { return .stop }
            last = try Position(from: handle, column: 0)
            count += 1
            return .goOn
        }
        guard let last else { return 0 }
        // First, so that no row is missing above the floor at any moment.
        try session.run("UPDATE logs SET floor = ? WHERE tenant_id = ?", last, tenant)
        try session.run("DELETE FROM log WHERE tenant_id = ? AND position <= ?", tenant, last)
        return count
    }
}
