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
        guard let path = change.newPath, let last = path.utf8.split(separator: UInt8(ascii: "/")).last else {
            throw .garbage("\(row) has no new_path.")
        }
        self = .live(
            RemoteNode(
                id: id, place: try readPlace(change.parentID, String(decoding: last, as: UTF8.self), row),
                file: try readFile(id, change.versionID, change.metadata, row)))
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
            let place = try readPlace(change.parentID, name, row)
            self.init(id: id, position: position, changedAt: changedAt, change: .deleted(place))
        case .live(let node):
            let happened: Change =
                switch change.changeType {
                case .created: .created(node)
                case .moved, .renamed: .placed(node, oldPath: try oldPath(change, row))
                case .updated, .deleted: .updated(node)
                }
            self.init(id: node.id, position: position, changedAt: changedAt, change: happened)
        }
    }
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
            id: id, place: try readPlace(entry.parentID, entry.name, row),
            file: try readFile(id, entry.versionID, entry.metadata, row))
    }
}

extension RemotePage {
    package init(_ page: ChangesPage) throws(RemoteError) {
        var rows: [RemoteRow] = []
        for change in page.changes { if let row = try RemoteRow(change) { rows.append(row) } }
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

private func readPlace(_ parent: String?, _ name: String, _ row: String) throws(RemoteError) -> Place {
    var parentID: NodeID?
    if let parent {
        guard let id = NodeID(parent), id.kind == .folder else {
            throw .garbage("\(row): parent_id is not the id of a folder.")
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
