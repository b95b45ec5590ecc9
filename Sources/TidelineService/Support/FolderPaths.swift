import TidelineCore

/// What is known of a folder by looking up its chain: its path, and whether it or one above is in the trash.
struct FolderInfo {
    /// Without a slash at the end; the root's is empty.
    var path: String
    /// 0 at the root.
    var depth: Int
    /// nil for a root.
    var shareID: ShareID?
    /// When the nearest trashed one, from here up, was removed, corrected for skew.
    var removedAt: Timestamp?
    /// The row of the log that removed that one.
    var removal: Position?

    static let root = FolderInfo(path: "", depth: 0, shareID: nil, removedAt: nil, removal: nil)

    func path(of name: NodeName) -> String { path + "/" + name.text }
}

/// Paths of folders, each looked up once. Good for one transaction, until a folder's place changes.
struct FolderPaths {
    private var known: [NodeID: FolderInfo] = [:]

    /// nil when the folder, or one above it, is not there.
    mutating func info(_ folder: NodeID?, in reader: any MetadataReader) throws -> FolderInfo? {
        var chain: [Node] = []
        var info = FolderInfo.root
        var next = folder
        while let id = next {
            if let found = known[id] {
                info = found
                break
            }
            guard let node = try reader.node(id), node.id.kind == .folder else { return nil }
            chain.append(node)
            next = node.place.parent
        }
        for node in chain.reversed() {
            info = FolderInfo(
                path: info.path(of: node.place.name), depth: info.depth + 1, shareID: node.shareID,
                removedAt: node.trashedAt == nil ? info.removedAt : node.placedAt,
                removal: node.trashedAt == nil ? info.removal : node.placedPosition)
            known[node.id] = info
        }
        return info
    }

    mutating func forget() { known.removeAll(keepingCapacity: true) }
}
