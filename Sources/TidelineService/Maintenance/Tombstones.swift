import TidelineCore

/// Removes what is left of purged things, once no cursor that the log accepts lies before their removal. Until then a device
/// that changes one hears of a conflict, not that it was never there.
struct Tombstones: Sendable {
    private let context: ServiceContext

    init(_ context: ServiceContext) { self.context = context }

    func run() async throws {
        let shares = try await context.store.read { reader in
            try reader.tenants().flatMap { try reader.allShares(of: $0.id) }
        }
        for share in shares { try await run(in: share) }
    }

    private func run(in share: Share) async throws {
        var last: Node?
        repeat {
            try Task.checkCancellation()
            let after = last
            last = try await context.store.write { try Self.step(in: share, after: after, $0) }
        } while last != nil
    }

    /// - Returns: the last one looked at, nil when there are no more.
    private static func step(in share: Share, after: Node?, _ writer: any MetadataWriter) throws -> Node? {
        let log = try writer.log(of: share.tenantID)
        // Nobody can ask about a deleted share.
        let position = share.deletedAt == nil ? log.floor : log.head
        let nodes = try writer.tombstones(in: share.id, upTo: position, after: after, limit: Limits.purgedPerWrite)
        for node in nodes { try remove(node, upTo: position, writer) }
        return nodes.count == Limits.purgedPerWrite ? nodes.last : nil
    }

    /// The thing, when nothing is in it, then each folder above that was only waiting for it.
    private static func remove(_ node: Node, upTo position: Position, _ writer: any MetadataWriter) throws {
        var next = try writer.node(node.id)
        while let node = next, node.purgedAt != nil, node.changedPosition <= position,
            try !writer.isParent(node.id), try !writer.isInOpenConflict(node.id)
        {
            try writer.remove(node.id)
            next = try node.place.parent.flatMap { try writer.node($0) }
        }
    }
}
