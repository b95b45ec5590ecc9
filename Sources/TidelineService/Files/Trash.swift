package import TidelineAPI
import TidelineCore

/// What was deleted in a share, and the way back.
package struct Trash: Sendable {
    private let context: ServiceContext

    init(_ context: ServiceContext) { self.context = context }

    /// What was itself put into the trash, newest first; not what lies below such a folder. `before` is the `next_before`
    /// of the page before, or the id of something in the trash.
    package func list(_ caller: Caller, share: String, limit: Int, before: String?) async throws -> TrashPage {
        try requireListLimit(limit)
        return try await context.store.read { reader in
            let share = try reader.access(caller, share: share).share.id
            let mark = try before.map { try Self.mark($0, in: share, reader) }
            // One more than the page tells whether another follows.
            let found = try reader.trashed(in: share, before: mark, limit: limit + 1)
            var folders = FolderPaths()
            let items = try found.prefix(limit).map { node in
                guard let parent = try folders.info(node.place.parent, in: reader), let time = node.trashedAt else {
                    preconditionFailure("the folders above a trashed thing are kept")
                }
                return TrashItem(node, path: parent.path(of: node.place.name), trashedAt: time)
            }
            let last = found.count > limit ? TrashMark(of: found[limit - 1]) : nil
            return TrashPage(items: items, nextBefore: last?.text)
        }
    }

    private static func mark(_ text: String, in share: ShareID, _ reader: any MetadataReader) throws -> TrashMark {
        if let mark = TrashMark(text) { return mark }
        guard let id = NodeID(text), let node = try reader.node(id), node.shareID == share,
            let mark = TrashMark(of: node)
        else {
            throw ServiceError.invalid(
                ["query", "before"], "must be a page's next_before, or the id of something in this trash")
        }
        return mark
    }

    /// Brings a thing back where it was, with the folders above it, or where the body says. Throws `NAME_CONFLICT` when
    /// something has its name there, or that of a folder to be brought back with it.
    package func restore(_ caller: Caller, id: String, _ body: PlacePatchBody) async throws -> NodeBody {
        let name = try body.name.map { try parseName($0, "name") }
        let parent = try body.parentID.map { try parseFolder($0, "parent_id") }
        return try await context.edit(caller, .create, { try $0.known(nil, id, caller).access }) { tree in
            let node = try tree.writer.known(nil, id, caller).node
            guard node.trashedAt != nil else { throw ServiceError.notFound("This in the trash") }
            try tree.requireContent(node)
            if parent == nil { try tree.restoreFolders(above: node) }
            let place = Place(parent: parent ?? node.place.parent, name: name ?? node.place.name)
            let above = try tree.liveParent(place)
            // What was moved meanwhile may lie deeper than it did; of what is in the trash nobody looked.
            try tree.requireLevels(of: node, below: above)
            try tree.checkLimits(of: node, at: place)
            try tree.requireFree(place)
            let restored = try tree.restore(node, at: place, device: "server", writtenAt: tree.now)
            return try tree.writer.body(restored, path: try tree.path(of: restored.place))
        }
    }
}

extension TreeEditor {
    /// Each trashed folder above, from the root down, at the place it had.
    fileprivate func restoreFolders(above node: Node) throws {
        for folder in try writer.ancestors(of: node.id).reversed() where folder.trashedAt != nil {
            try requireFree(folder.place)
            _ = try restore(folder, at: folder.place, device: "server", writtenAt: now)
        }
    }
}

extension TrashMark {
    fileprivate init?(of node: Node) {
        guard let time = node.trashedAt else { return nil }
        self.init(trashedAt: time, id: node.id)
    }

    fileprivate init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let time = Int64(parts[0]), let id = NodeID(parts[1]) else { return nil }
        self.init(trashedAt: Timestamp(nanoseconds: time), id: id)
    }

    fileprivate var text: String { "\(trashedAt.nanoseconds).\(id)" }
}

extension TrashItem {
    fileprivate init(_ node: Node, path: String, trashedAt: Timestamp) {
        self.init(
            id: node.id.description, resourceType: node.id.kind.resourceType, shareID: node.shareID.description,
            parentID: node.place.parent?.description, name: node.place.name.text, path: path,
            size: node.head?.content.size, mimeType: node.head?.mimeType, trashedAt: trashedAt.rfc3339,
            trashedBy: (node.placedBy ?? node.changedBy).description)
    }
}
