package import TidelineCore

/// The whole tree of a share, a page at a time.
package struct Snapshots: Sendable {
    private let context: ServiceContext

    init(_ context: ServiceContext) { self.context = context }

    package struct Page: Sendable {
        /// Entries in wire form, each a JSON object.
        package let entries: [[UInt8]]
        /// Opaque; nil after the last page.
        package let nextPageToken: String?
        /// Head of the log when the first page was read: changes from here on complete the snapshot.
        package let cursor: Position
    }

    /// Things written while pages are read may show in their new state; the rows after the cursor say so again. What lies
    /// in a folder that was deleted meanwhile is still shown, so that its row takes all of it along. A page
    /// may have fewer entries than asked for, even none, while there are more pages. With a device of the caller's only what
    /// that one syncs.
    package func page(
        _ caller: Caller, share: String, device: String? = nil, pageToken: String?, limit: Int
    ) async throws -> Page {
        guard (1...Limits.pageRowsMax).contains(limit) else {
            throw ServiceError.invalid(["query", "limit"], "must be from 1 to \(Limits.pageRowsMax) (pageRowsMax)")
        }
        return try await context.store.read { reader in
            try reader.requireActive(caller)
            let shareID = try reader.access(caller, share: share).share.id
            let device = try device.map { try reader.knownDevice($0, of: caller).reference }
            let filter = try device.flatMap { try DeviceFilter($0, only: shareID, reader) }
            let log = try reader.log(of: caller.tenantID)
            let token = try pageToken.map { try PageToken($0, share: shareID) }
            let cursor = token?.cursor ?? log.head
            try log.check(cursor)
            // One more than the page tells whether another follows.
            let nodes = try reader.nodes(in: shareID, after: token?.last, limit: limit + 1)
            var folders = FolderPaths()
            let entries: [[UInt8]] = try nodes.prefix(limit).compactMap { node in
                guard let parent = try folders.info(node.place.parent, in: reader),
                    parent.removal.map({ $0 > cursor }) != false, try filter?.shows(node) != false
                else { return nil }
                return snapshotEntryWire(node, path: parent.path(of: node.place.name))
            }
            let next = nodes.count > limit ? PageToken(cursor: cursor, last: nodes[limit - 1].id) : nil
            return Page(entries: entries, nextPageToken: next?.text(share: shareID), cursor: cursor)
        }
    }
}

/// Where a snapshot goes on. A check sum tells a damaged token from a good one; it grants nothing, so it is no secret.
struct PageToken {
    let cursor: Position
    let last: NodeID

    init(cursor: Position, last: NodeID) {
        self.cursor = cursor
        self.last = last
    }

    init(_ text: String, share: ShareID) throws {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let cursor = Position(parts[0]), let last = NodeID(parts[1]) else {
            throw Self.invalid
        }
        self.init(cursor: cursor, last: last)
        guard text == self.text(share: share) else { throw Self.invalid }
    }

    func text(share: ShareID) -> String {
        let body = "\(cursor).\(last)"
        return body + "." + Digest(of: Array("\(share).\(body)".utf8)).hex.prefix(16)
    }

    private static let invalid = ServiceError.invalid(
        ["query", "page_token"], "is not one that this snapshot gave; start again without it")
}
