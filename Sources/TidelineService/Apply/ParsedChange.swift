import TidelineAPI
import TidelineCore

/// One proposed change as domain values: well-formed, but not yet compared with anything.
struct ParsedChange: Sendable {
    enum Parent: Hashable, Sendable {
        case root
        case folder(NodeID)
    }

    enum Source: Sendable {
        case manifest([ChunkRef])
        /// The content of a version that the caller may READ.
        case version(VersionID)
    }

    let clientChangeID: String?
    let kind: NodeKind
    let type: ChangeType
    let resourceID: NodeID?
    let baseVersionID: VersionID?
    let oldPath: NodePath?
    let newPath: NodePath?
    let parent: Parent?
    let name: NodeName?
    let modifiedAt: Timestamp?
    /// nil where the change has no content.
    let source: Source?
    let size: Int64?
    let checksum: Digest?
    let mimeType: String?
    let executable: Bool?

    var verb: Proposal.Verb {
        switch type {
        case .created: .create
        case .updated: .update
        case .moved, .renamed: .move
        case .deleted: .delete
        }
    }

    var permission: Permission {
        switch verb {
        case .create: .create
        case .update, .move: .write
        case .delete: .delete
        }
    }
}

extension ParsedChange {
    init(_ body: ProposedChangeBody) throws {
        clientChangeID = try body.clientChangeID.map { try checkChangeID($0) }
        kind = try parseKind(body.resourceType)
        guard let type = ChangeType(rawValue: body.changeType) else {
            throw wrong("change_type", "must be one of \(ChangeType.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        self.type = type
        resourceID = try body.resourceID.map { try parseNodeID($0, "resource_id") }
        guard resourceID.map({ [kind] in $0.kind == kind }) ?? true else {
            throw wrong("resource_id", "is not the id of a \(body.resourceType)")
        }
        baseVersionID = try body.baseVersionID.map { try parseVersionID($0, "base_version_id") }
        oldPath = try body.oldPath.map { try parsePath($0, "old_path") }
        newPath = try body.newPath.map { try parsePath($0, "new_path") }
        parent = try body.parentID.map { try parseParent($0) }
        name = try body.name.map { try parseName($0) }
        let metadata = body.metadata ?? ProposedMetadata()
        modifiedAt = try metadata.modifiedAt.map { try parseTime($0) }
        size = metadata.size
        checksum = try metadata.checksumSHA256.map { try parseDigest($0, "checksum_sha256") }
        mimeType = try metadata.mimeType.map { try checkMimeType($0) }
        executable = metadata.executable
        source = try parseSource(body, type: type, kind: kind)
    }
}

private func wrong(_ field: String, _ message: String) -> ServiceError {
    ServiceError(.validationFailed, "\(field) \(message).")
}

private func checkChangeID(_ text: String) throws -> String {
    guard (1...Limits.clientChangeIDBytesMax).contains(text.utf8.count) else {
        throw wrong(
            "client_change_id", "must have 1 to \(Limits.clientChangeIDBytesMax) bytes (clientChangeIDBytesMax)")
    }
    return text
}

private func parseKind(_ text: String) throws -> NodeKind {
    switch ResourceType(rawValue: text) {
    case .file: .file
    case .folder: .folder
    case .share, nil: throw wrong("resource_type", "must be file or folder")
    }
}

private func parseNodeID(_ text: String, _ field: String) throws -> NodeID {
    guard let id = NodeID(text) else { throw wrong(field, "must be the id of a file (fil_…) or a folder (fld_…)") }
    return id
}

private func parseVersionID(_ text: String, _ field: String) throws -> VersionID {
    guard let id = VersionID(text) else { throw wrong(field, "must be the id of a version (ver_…)") }
    return id
}

private func parsePath(_ text: String, _ field: String) throws -> NodePath {
    do {
        let path = try NodePath(parsing: text)
        guard path.name != nil else { throw wrong(field, "may not be the root of the share") }
        return path
    } catch let error as PathError {
        throw ServiceError(.validationFailed, "\(field): \(error.explanation)")
    }
}

private func parseParent(_ reference: ParentReference) throws -> ParsedChange.Parent {
    guard case .folder(let text) = reference else { return .root }
    let id = try parseNodeID(text, "parent_id")
    guard id.kind == .folder else {
        throw wrong("parent_id", "must be the id of a folder (fld_…), or null for the root")
    }
    return .folder(id)
}

private func parseName(_ text: String) throws -> NodeName {
    do { return try NodeName(text) } catch { throw ServiceError(.validationFailed, "name: \(error.explanation)") }
}

private func parseTime(_ text: String) throws -> Timestamp {
    guard let time = Timestamp(rfc3339: text) else {
        throw wrong("metadata.modified_at", "must be a time as 2026-04-23T08:15:30Z")
    }
    return time
}

private func parseDigest(_ text: String, _ field: String) throws -> Digest {
    guard let digest = Digest(hex: text) else { throw wrong("metadata.\(field)", "must be 64 hexadecimal digits") }
    return digest
}

private func checkMimeType(_ text: String) throws -> String {
    guard isMimeType(text) else {
        throw wrong(
            "metadata.mime_type",
            "must be a media type of at most \(Limits.mimeTypeBytesMax) ASCII characters (mimeTypeBytesMax)")
    }
    return text
}

private func parseSource(_ body: ProposedChangeBody, type: ChangeType, kind: NodeKind) throws -> ParsedChange.Source? {
    guard type == .created || type == .updated else { return nil }
    guard kind == .file else {
        guard type == .created else { throw wrong("change_type", "of a folder may not be updated: it has no content") }
        return nil
    }
    if let version = body.versionID { return .version(try parseVersionID(version, "version_id")) }
    if let chunks = body.metadata?.chunks { return .manifest(try parseManifest(chunks)) }
    guard body.metadata?.size == 0 else { throw wrong("metadata.chunks", "or version_id must say what the content is") }
    return .manifest([])
}

private func parseManifest(_ chunks: [ChunkBody]) throws -> [ChunkRef] {
    guard chunks.count <= Limits.manifestChunksMax else {
        throw wrong("metadata.chunks", "may have at most \(Limits.manifestChunksMax) entries (manifestChunksMax)")
    }
    return try chunks.map { chunk in
        guard (1...Limits.chunkBytesMax).contains(chunk.size) else {
            throw wrong("metadata.chunks", "must have sizes from 1 to \(Limits.chunkBytesMax) (chunkBytesMax)")
        }
        return ChunkRef(hash: try parseDigest(chunk.hash, "chunks"), size: chunk.size)
    }
}
