import TidelineCore
import TidelineService

extension SQLiteTransaction {
    func node(_ id: NodeID) throws -> Node? {
        try session.first(HotSQL.node, id) { try Node(from: &$0) }
    }

    func child(of parent: NodeID?, in share: ShareID, key: String) throws -> Node? {
        try session.first(HotSQL.child, share, parent?.description ?? "", key) { try Node(from: &$0) }
    }

    func children(of parent: NodeID?, in share: ShareID) throws -> [Node] {
        try session.all(HotSQL.children, share, parent?.description ?? "") { try Node(from: &$0) }
    }

    func children(of parent: NodeID?, in share: ShareID, after key: String?, limit: Int) throws -> [Node] {
        try session.all(HotSQL.childrenAfter, share, parent?.description ?? "", key ?? "", limit) {
            try Node(from: &$0)
        }
    }

    func ancestors(of id: NodeID) throws -> [Node] {
        var result: [Node] = []
        var next = try session.first(HotSQL.parent, id) { row -> NodeID? in try row.next() } ?? nil
        while let id = next, let parent = try node(id) {
            result.append(parent)
            next = parent.place.parent
        }
        return result
    }

    func descendants(of folder: NodeID) throws -> [Node] {
        try session.all(HotSQL.descendants, folder) { try Node(from: &$0) }
    }

    func levels(below folder: NodeID) throws -> Int {
        try session.first(HotSQL.levels, folder) { row -> Int? in try row.next() }.flatMap { $0 } ?? 0
    }

    func longestPath(below folder: NodeID, limit: Int) throws -> Int? {
        // The folder itself counts as one, and one more tells that there are too many.
        let found = try session.first(HotSQL.longestPath, folder, limit + 2) { row -> (Int?, Int) in
            (try row.next(), try row.next())
        }
        guard let (longest, count) = found, count <= limit + 1 else { return nil }
        return longest ?? 0
    }

    func nodes(in share: ShareID, after: NodeID?, limit: Int) throws -> [Node] {
        try session.all(HotSQL.liveNodes, share, after?.description ?? "", limit) { try Node(from: &$0) }
    }

    func nodes(in share: ShareID, changedAfter position: Position, limit: Int) throws -> [Node] {
        try session.all(HotSQL.changedNodes, share, position, limit) { try Node(from: &$0) }
    }

    func trashed(in share: ShareID, before: TrashMark?, limit: Int) throws -> [Node] {
        // Every id sorts before a tilde.
        let time = before?.trashedAt ?? Timestamp(nanoseconds: .max)
        return try session.all(HotSQL.trashed, share, time, before?.id.description ?? "~", limit) {
            try Node(from: &$0)
        }
    }

    func put(_ node: Node) throws {
        let head = node.head
        try refusal(is: .nameTaken) {
            try session.run(
                HotSQL.putNode, node.id, node.tenantID, node.shareID, node.createdAt, node.place.parent,
                node.place.name,
                node.place.name.key, node.changedPosition, node.placedPosition, node.placedAt, node.changedBy,
                node.changedByDevice, node.trashedAt, node.purgedAt, head?.versionID, head?.content.checksum,
                head?.content.size, head?.content.executable, head?.mimeType, head?.modifiedAt, head?.writtenAt,
                node.placedBy, node.placedByDevice, node.headPosition)
        }
    }
}

extension Node {
    init(from row: inout Row) throws {
        self.init(
            id: try row.next(), tenantID: try row.next(), shareID: try row.next(),
            place: Place(parent: try row.next(), name: try row.next()), head: try Head(from: &row),
            changedPosition: try row.next(), placedPosition: try row.next(), placedAt: try row.next(),
            changedBy: try row.next(), changedByDevice: try row.next(), trashedAt: try row.next(),
            purgedAt: try row.next(), createdAt: try row.next(), placedBy: try row.next(),
            placedByDevice: try row.next(), headPosition: try row.next())
    }
}

extension Head {
    /// nil when the version is NULL, as it is for folders.
    fileprivate init?(from row: inout Row) throws {
        guard let versionID: VersionID = try row.next() else {
            row.skip(6)
            return nil
        }
        self.init(
            versionID: versionID,
            content: Content(checksum: try row.next(), size: try row.next(), executable: try row.next()),
            mimeType: try row.next(), modifiedAt: try row.next(), writtenAt: try row.next())
    }
}
