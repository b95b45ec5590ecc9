package import TidelineAPI
package import TidelineCore
package import TidelineSync

extension RemoteRow {
    /// nil for rows about shares. Nothing malformed passes: ``RemoteError/garbage(_:)`` names the row.
    package init?(_ change: ChangeBody) throws(RemoteError) {
        let row = "Row \(change.position)"
        guard change.resourceType != .share else { return nil }
        let id = try nodeID(change.resourceID, change.resourceType, row)
        if change.changeType == .deleted {
            self = .deleted(id)
            return
        }
        guard let path = change.newPath else { throw .garbage("\(row) has no new_path.") }
        let node = RemoteNode(
            id: id, place: try readPlace(change.parentID, try lastName(of: path, change.parentID, row), row, of: id),
            file: try readFile(id, change.versionID, change.metadata, row))
        self = change.changeType == .moved ? .moved(node) : .live(node)
    }
}

extension HistoryRow {
    /// nil for rows about shares.
    package init?(_ change: ChangeBody) throws(RemoteError) {
        let row = "Row \(change.position)"
        guard let remote = try RemoteRow(change) else { return nil }
        guard let position = Position(change.position), let changedAt = Timestamp(rfc3339: change.changedAt) else {
            throw .garbage("\(row): position or changed_at is malformed.")
        }
        switch remote {
        case .deleted(let id):
            let name = try oldPath(change, row).name?.text ?? ""
            let place = try readPlace(change.parentID, name, row, of: id)
            self.init(id: id, position: position, changedAt: changedAt, change: .deleted(place))
        case .live(let node), .moved(let node):
            let happened: Change =
                switch change.changeType {
                case .created: .created(node)
                case .moved, .renamed: .placed(node, oldPath: try oldPath(change, row))
                case .updated, .deleted: .updated(node)
                }
            self.init(id: node.id, position: position, changedAt: changedAt, change: happened)
        case .garbled(let it): throw .garbage(it.problem)
        }
    }
}

/// What is at the root has one name in its path, all else has more. Of bytes: a combining mark after a slash would hide it.
private func lastName(of path: String, _ parent: String?, _ row: String) throws(RemoteError) -> String {
    let names = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard let last = names.last, names.first?.isEmpty == true, (names.count == 2) == (parent == nil) else {
        throw .garbage("\(row): new_path and parent_id contradict each other.")
    }
    return String(decoding: last, as: UTF8.self)
}

private func oldPath(_ change: ChangeBody, _ row: String) throws(RemoteError) -> NodePath {
    do {
        return try NodePath(parsing: change.oldPath ?? "")
    } catch {
        throw .garbage("\(row): old_path: \(error.explanation)")
    }
}

extension RemoteNode {
    package init(_ entry: SnapshotEntry) throws(RemoteError) {
        let row = "Snapshot entry \(entry.resourceID)"
        let id = try nodeID(entry.resourceID, entry.resourceType, row)
        self.init(
            id: id, place: try readPlace(entry.parentID, entry.name, row, of: id),
            file: try readFile(id, entry.versionID, entry.metadata, row))
    }
}

extension Selection {
    package init(_ preference: PreferenceBody) throws(RemoteError) {
        self.init(
            isEnabled: preference.syncEnabled,
            selected: try chosen(preference.selectedFolderIDs, preference.selectedFolders),
            excluded: try chosen(preference.excludedFolderIDs, preference.excludedFolders))
    }
}

private func chosen(_ ids: [String], _ paths: [String]) throws(RemoteError) -> [Selection.Folder] {
    guard ids.count == paths.count, ids.count <= Limits.preferenceFoldersMax else {
        throw .garbage("The preference has \(paths.count) folders and \(ids.count) ids of them.")
    }
    var folders: [Selection.Folder] = []
    for (text, path) in zip(ids, paths) {
        guard let id = NodeID(text), id.kind == .folder else { throw .garbage("\(text) is not the id of a folder.") }
        // In the trash, or gone, a folder has its id for a path.
        folders.append(Selection.Folder(id: id, path: path.hasPrefix("/") ? String(path.dropFirst()) : nil))
    }
    return folders
}

extension RemotePage {
    init(_ page: ToldPage) throws(RemoteError) {
        let rows = page.changes.compactMap { RemoteRow($0) }
        guard let cursor = Position(page.cursor) else { throw .garbage("The cursor \(page.cursor) is no position.") }
        self.init(rows: rows, cursor: cursor, hasMore: page.hasMore)
    }
}

extension [ChunkRef] {
    package init(_ answer: ManifestAnswer, version: VersionID) throws(RemoteError) {
        let row = "The manifest of \(answer.fileID)"
        guard answer.versionID == version.description else { throw .garbage("\(row) is of another version.") }
        guard answer.chunks.count <= Limits.manifestChunksMax else { throw .garbage("\(row) is too long.") }
        self = []
        var total: Int64 = 0
        for chunk in answer.chunks {
            guard let hash = Digest(hex: chunk.hash), (1...Limits.chunkBytesMax).contains(chunk.size) else {
                throw .garbage("\(row) has a malformed chunk.")
            }
            append(ChunkRef(hash: hash, size: chunk.size))
            total += Int64(chunk.size)
        }
        guard total == answer.size else { throw .garbage("\(row) has \(total) bytes of \(answer.size).") }
    }
}

private func nodeID(_ text: String, _ type: ResourceType, _ row: String) throws(RemoteError) -> NodeID {
    guard let id = NodeID(text), id.kind.resourceType == type else {
        throw .garbage("\(row): resource_id is not the id of a \(type.rawValue).")
    }
    return id
}

private func readPlace(
    _ parent: String?, _ name: String, _ row: String, of node: NodeID
) throws(RemoteError) -> Place {
    var parentID: NodeID?
    if let parent {
        guard let id = NodeID(parent), id.kind == .folder, id != node else {
            throw .garbage("\(row): parent_id is not the id of a folder that may hold it.")
        }
        parentID = id
    }
    do {
        return Place(parent: parentID, name: try NodeName(name))
    } catch {
        throw .garbage("\(row): \(error.explanation)")
    }
}

/// nil for folders.
private func readFile(
    _ id: NodeID, _ version: String?, _ metadata: NodeMetadata, _ row: String
) throws(RemoteError) -> RemoteFile? {
    guard id.kind == .file else { return nil }
    guard let version = version.flatMap({ VersionID($0) }) else { throw .garbage("\(row): version_id is malformed.") }
    guard let checksum = metadata.checksumSHA256.flatMap({ Digest(hex: $0) }) else {
        throw .garbage("\(row): checksum_sha256 is malformed.")
    }
    guard let size = metadata.size, (0...Limits.fileBytesMax).contains(size) else {
        throw .garbage("\(row): size is malformed.")
    }
    guard let modifiedAt = metadata.modifiedAt.flatMap({ Timestamp(rfc3339: $0) }) else {
        throw .garbage("\(row): modified_at is malformed.")
    }
    return RemoteFile(
        version: version,
        content: Content(
            checksum: checksum, size: size, executable: metadata.executable ?? false,
            isLink: metadata.mimeType == LinkTarget.mimeType),
        modifiedAt: modifiedAt)
}
