package import TidelineAPI
import TidelineCore

/// Files one at a time, for clients that do not sync: the same tree, the same rows.
package struct Files: Sendable {
    let context: ServiceContext

    init(_ context: ServiceContext) { self.context = context }

    package func get(_ caller: Caller, id: String) async throws -> FileBody {
        try await context.store.read { reader in
            let (node, path) = try reader.live(.file, id, caller)
            return try reader.fileBody(node, path: path)
        }
    }

    /// Renames or moves. Throws `NAME_CONFLICT` when something else has the name.
    package func update(_ caller: Caller, id: String, _ body: FilePatchBody) async throws -> FileBody {
        let name = try body.name.map { try parseName($0, "name") }
        let folder = try body.folderID.map { try parseFolder($0, "folder_id") }
        return try await context.edit(caller, .file, id, .write) { tree, node in
            let place = Place(parent: folder ?? node.place.parent, name: name ?? node.place.name)
            return try tree.fileBody(try tree.relocate(node, to: place))
        }
    }

    /// Into the trash, with all its versions.
    package func delete(_ caller: Caller, id: String) async throws {
        try await context.edit(caller, .file, id, .delete) { tree, node in try tree.trash(node, writtenAt: tree.now) }
    }

    // MARK: Versions

    /// Newest first. `before` is a version's number.
    package func versions(_ caller: Caller, id: String, limit: Int, before: Int?) async throws -> VersionList {
        try requireListLimit(limit)
        return try await context.store.read { reader in
            let node = try reader.live(.file, id, caller).node
            // One more than the page tells whether another follows.
            let found = try reader.versions(of: node.id, before: before, limit: limit + 1)
            return VersionList(
                versions: found.prefix(limit).map { VersionBody($0, isHead: $0.id == node.head?.versionID) },
                hasMore: found.count > limit)
        }
    }

    /// Makes the content of a version the head again, as a new version. The head itself stays as it is.
    package func restore(_ caller: Caller, id: String, version: String) async throws -> FileBody {
        try await context.edit(caller, .file, id, .write) { tree, node in
            guard let head = node.head else { preconditionFailure("a file has a head") }
            let old = try tree.writer.version(version, of: node.id, head: head, ["path", "version"])
            guard old.id != head.versionID else { return try tree.fileBody(node) }
            try tree.requireRoom(for: old.content.size)
            let proposed = ProposedContent(
                content: old.content, mimeType: old.mimeType, chunks: try tree.writer.manifest(of: old.id))
            let restored = try tree.write(
                node,
                NewContent(
                    proposed: proposed, modifiedAt: old.modifiedAt, writtenAt: tree.now,
                    baseVersionID: head.versionID))
            try tree.closeMoot(restored)
            return try tree.fileBody(restored)
        }
    }
}
