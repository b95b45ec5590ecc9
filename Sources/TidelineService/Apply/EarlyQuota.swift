import TidelineCore

/// Tells what the share has no room for before its content is read: reading is what costs time.
///
/// The transaction asks again. Content as large as what is there already may be equal to it, which needs no room, so that is
/// left to the transaction alone.
struct EarlyQuota {
    /// Bytes; nil is unlimited.
    private let room: Int64?
    /// By the index of a change: the size of the file that it names or would meet.
    private var present: [Int: Int64] = [:]

    init(_ batch: Batch, _ share: Share, _ reader: any MetadataReader) throws {
        room = share.quotaBytes.map { $0 - share.usedBytes }
        guard let room else { return }
        for prepared in batch.changes {
            guard case .success(let change) = prepared.change, let size = change.manifestBytes, size > room else {
                continue
            }
            present[prepared.index] = try Self.file(of: change, in: share.id, reader)?.head?.content.size
        }
    }

    /// `QUOTA_EXCEEDED` when content of this size cannot go in.
    func require(_ size: Int64, at index: Int) throws {
        guard let room, size > room, present[index] != size else { return }
        throw ServiceError.noRoom(for: size)
    }

    private static func file(of change: ParsedChange, in share: ShareID, _ reader: any MetadataReader) throws -> Node? {
        if change.verb != .create, let id = change.resourceID {
            return try reader.node(id).flatMap { $0.shareID == share ? $0 : nil }
        }
        if change.verb == .create, let parent = change.parent, let name = change.name {
            return try reader.child(of: parent.nodeID, in: share, key: name.key)
        }
        guard let path = change.verb == .create ? change.newPath : change.oldPath ?? change.newPath else { return nil }
        var node: Node?
        for name in path.names {
            node = try reader.child(of: node?.id, in: share, key: name.key)
            guard node != nil else { return nil }
        }
        return node
    }
}

extension ParsedChange {
    /// What the chunks of its manifest say; nil without a manifest.
    fileprivate var manifestBytes: Int64? {
        guard case .manifest(let chunks)? = source else { return nil }
        return chunks.reduce(0) { $0 + Int64($1.size) }
    }
}

extension ServiceError {
    static func noRoom(for bytes: Int64) -> ServiceError {
        ServiceError(.quotaExceeded, "This share's quota has no room for \(bytes) bytes more.")
    }
}
