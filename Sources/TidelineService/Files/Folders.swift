package import TidelineAPI
import TidelineCore

/// Folders one at a time, and what is in them.
package struct Folders: Sendable {
    private let context: ServiceContext

    init(_ context: ServiceContext) { self.context = context }

    package func create(_ caller: Caller, _ body: NewFolderBody) async throws -> FolderBody {
        let name = try parseName(body.name, "name")
        let parent = try body.parentID.flatMap { try parseFolder($0, "parent_id") }
        return try await context.edit(caller, share: body.shareID, .create) { tree in
            let place = Place(parent: parent, name: name)
            _ = try tree.liveParent(place)
            try tree.requireFree(place)
            let id = NodeID(.folder, tree.newID())
            return try tree.folderBody(try tree.create(id, at: place, nil, writtenAt: tree.now))
        }
    }

    package func get(_ caller: Caller, id: String) async throws -> FolderBody {
        try await context.store.read { reader in
            let (node, path) = try reader.live(.folder, id, caller)
            return FolderBody(node, path: path)
        }
    }

    /// Renames or moves, with everything below. Throws `NAME_CONFLICT` when something else has the name.
    package func update(_ caller: Caller, id: String, _ body: PlacePatchBody) async throws -> FolderBody {
        let name = try body.name.map { try parseName($0, "name") }
        let parent = try body.parentID.map { try parseFolder($0, "parent_id") }
        return try await context.edit(caller, .folder, id, .write) { tree, node in
            let place = Place(parent: parent ?? node.place.parent, name: name ?? node.place.name)
            return try tree.folderBody(try tree.relocate(node, to: place))
        }
    }

    /// Into the trash, with everything below.
    package func delete(_ caller: Caller, id: String) async throws {
        try await context.edit(caller, .folder, id, .delete) { tree, node in
            try tree.trash(node, writtenAt: tree.now)
        }
    }

    /// Files and folders together, by case-folded name. `id` may be `root`, and then `share` says of which.
    package func children(_ caller: Caller, id: String, share: String?, limit: Int, pageToken: String?) async throws
        -> ChildrenPage
    {
        try requireListLimit(limit)
        return try await context.store.read { reader in
            let folder = try Self.folder(id, share, caller, reader)
            let after = try pageToken.map { try ChildrenToken($0, of: folder).key }
            // One more than the page tells whether another follows.
            let found = try reader.children(of: folder.id, in: folder.share, after: after, limit: limit + 1)
            let children = try found.prefix(limit).map {
                try reader.body($0, path: folder.path + "/" + $0.place.name.text)
            }
            let last = found.count > limit ? found[limit - 1].place.name.key : nil
            return ChildrenPage(
                children: children, nextPageToken: last.map { ChildrenToken(key: $0).text(of: folder) })
        }
    }

    fileprivate struct ListedFolder {
        /// nil is the root.
        let id: NodeID?
        let share: ShareID
        /// Without a slash at the end.
        let path: String
    }

    private static func folder(_ id: String, _ share: String?, _ caller: Caller, _ reader: any MetadataReader) throws
        -> ListedFolder
    {
        guard id == "root" else {
            let (node, path) = try reader.live(.folder, id, caller)
            return ListedFolder(id: node.id, share: node.shareID, path: path)
        }
        guard let share else {
            throw ServiceError.invalid(["query", "share_id"], "is required for the root of a share")
        }
        return ListedFolder(id: nil, share: try reader.access(caller, share: share).share.id, path: "")
    }
}

/// Where a list of children goes on. A check sum tells a damaged token from a good one; it grants nothing.
private struct ChildrenToken {
    let key: String

    init(key: String) { self.key = key }

    init(_ text: String, of folder: Folders.ListedFolder) throws {
        let invalid = ServiceError.invalid(
            ["query", "page_token"], "is not one that this list gave; start again without it")
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let bytes = bytes(hex: parts[0]), let key = String(validating: bytes, as: UTF8.self)
        else { throw invalid }
        self.init(key: key)
        guard text == self.text(of: folder) else { throw invalid }
    }

    func text(of folder: Folders.ListedFolder) -> String {
        let body = hex(Array(key.utf8))
        let place = folder.id?.description ?? "root"
        return body + "." + Digest(of: Array("\(folder.share).\(place).\(body)".utf8)).hex.prefix(16)
    }
}

private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

/// nil unless the text is an even number of hexadecimal digits.
private func bytes(hex text: Substring) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
        guard let byte = UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16) else {
            return nil
        }
        bytes.append(byte)
    }
    return bytes
}
