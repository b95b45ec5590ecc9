import TidelineAPI
import TidelineCore

// Things of a share as a caller without a device reaches them.

extension MetadataReader {
    /// A thing that the caller may READ, in the trash or not; `NOT_FOUND` for whatever the caller may not know of.
    func known(_ kind: NodeKind?, _ text: String, _ caller: Caller) throws -> (node: Node, access: ShareAccess) {
        let what = kind.map { "The \($0.resourceType.rawValue)" } ?? "The file or folder"
        guard let id = NodeID(text), kind == nil || id.kind == kind, let node = try node(id),
            node.tenantID == caller.tenantID, try member(caller.userID, of: node.shareID) != nil,
            try share(node.shareID)?.deletedAt == nil
        else { throw ServiceError.notFound(what) }
        return (node, try access(caller, share: node.shareID))
    }

    /// The same, and neither it nor a folder above is in the trash: that is `GONE`.
    func live(_ kind: NodeKind, _ text: String, _ caller: Caller) throws -> (node: Node, path: String) {
        let node = try known(kind, text, caller).node
        var folders = FolderPaths()
        guard node.trashedAt == nil, let parent = try folders.info(node.place.parent, in: self),
            parent.removedAt == nil
        else { throw goneToTrash(kind) }
        return (node, parent.path(of: node.place.name))
    }

    /// nil is the root, which is always there.
    func requireLiveFolder(_ id: NodeID?, in share: ShareID) throws {
        var folders = FolderPaths()
        guard let folder = try folders.info(id, in: self), id == nil || folder.shareID == share else {
            throw ServiceError.notFound("The folder to put it in")
        }
        guard folder.removedAt == nil else {
            throw ServiceError(.gone, "The folder to put it in is in the trash; restore it, or choose another one.")
        }
    }
}

private func goneToTrash(_ kind: NodeKind) -> ServiceError {
    ServiceError(.gone, "This \(kind.resourceType.rawValue) is in the trash; restore it first.")
}

extension ServiceContext {
    /// One transaction over a share's tree; its rows are published after the commit.
    func edit<T: Sendable>(
        _ caller: Caller, share: String, _ permission: Permission,
        _ body: @escaping @Sendable (TreeEditor) throws -> T
    ) async throws -> T {
        try await edit(caller, permission, { try $0.access(caller, share: share) }, body)
    }

    /// The same over the tree of a live thing; `GONE` when it is in the trash.
    func edit<T: Sendable>(
        _ caller: Caller, _ kind: NodeKind, _ id: String, _ permission: Permission,
        _ body: @escaping @Sendable (TreeEditor, Node) throws -> T
    ) async throws -> T {
        try await edit(caller, permission, { try $0.known(kind, id, caller).access }) { tree in
            let node = try tree.writer.known(kind, id, caller).node
            guard try tree.removal(of: node) == nil else { throw goneToTrash(kind) }
            return try body(tree, node)
        }
    }

    func edit<T: Sendable>(
        _ caller: Caller, _ permission: Permission,
        _ access: @escaping @Sendable (any MetadataWriter) throws -> ShareAccess,
        _ body: @escaping @Sendable (TreeEditor) throws -> T
    ) async throws -> T {
        let (now, ids) = (clock.now(), self.ids)
        let (value, rows) = try await store.write { writer in
            let access = try access(writer)
            try access.require(permission)
            let tree = TreeEditor(
                writer, share: access.share, userID: caller.userID, deviceID: nil, now: now, ids: ids)
            return (try body(tree), tree.rows)
        }
        events.publish(rows.map { .changed($0) })
        return value
    }
}
