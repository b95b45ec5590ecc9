import Logging
package import NIOCore
package import TidelineAPI
package import TidelineCore

/// Sending and fetching content.
package struct ContentService: Sendable {
    private let context: ServiceContext

    init(_ context: ServiceContext) { self.context = context }

    /// The hashes that this user must send before an `apply` may name them: those not stored, and those stored that this
    /// user may not READ and did not send.
    package func missing(_ caller: Caller, _ body: MissingBody) async throws -> MissingAnswer {
        guard body.hashes.count <= Limits.missingHashesMax else {
            throw ServiceError.invalid(
                ["body", "hashes"], "at most \(Limits.missingHashesMax) at a time (missingHashesMax)")
        }
        let hashes = try body.hashes.enumerated().map { index, text in
            guard let hash = Digest(hex: text) else {
                throw ServiceError.invalid(["body", "hashes", "\(index)"], "must be 64 hexadecimal digits")
            }
            return hash
        }
        _ = try await context.store.read { try $0.access(caller, share: body.shareID) }
        return MissingAnswer(missing: try await context.unusable(hashes, by: caller).map(\.hex))
    }

    /// Verifies, stores and grants them to the caller; durable when it returns.
    package func store(_ caller: Caller, _ chunks: [Chunk]) async throws {
        guard chunks.count <= Limits.chunkBatchCountMax else {
            throw ServiceError(
                .payloadTooLarge, "At most \(Limits.chunkBatchCountMax) chunks at a time (chunkBatchCountMax).")
        }
        for chunk in chunks {
            guard chunk.bytes.readableBytes <= Limits.chunkBytesMax else {
                throw ServiceError(
                    .payloadTooLarge, "A chunk may have at most \(Limits.chunkBytesMax) bytes (chunkBytesMax).")
            }
        }
        do {
            try await context.chunks.store(chunks, tenant: caller.tenantID)
        } catch ChunkError.mismatch(let hash) {
            throw ServiceError(
                .checksumMismatch, "The bytes sent for chunk \(hash) have another hash; send them again.")
        }
        let now = context.clock.now()
        try await context.store.write { try $0.grant(chunks.map(\.hash), to: caller.userID, at: now) }
    }

    /// A version that the caller may READ, ready to be sent.
    package struct Readable: Sendable {
        package let node: Node
        package let version: FileVersion
        package let chunks: [ChunkRef]
    }

    /// `version` is a `ver_` id, a number, or nil for the head. Trashed: `GONE`.
    package func open(_ caller: Caller, file: String, version: String?) async throws -> Readable {
        try await context.store.read { reader in
            let found = try reader.find(caller, file: file, version: version, in: nil)
            return Readable(
                node: found.node, version: found.version, chunks: try reader.manifest(of: found.version.id))
        }
    }

    /// A version that the caller may READ, as one of many: lists of chunks are long, so each is read when its turn comes.
    package struct Found: Sendable {
        package let node: Node
        package let version: FileVersion
    }

    /// Many at once, for bulk download: each item opens or says why not.
    package func open(_ caller: Caller, _ body: BulkDownloadBody) async throws -> [Result<Found, ServiceError>] {
        guard body.items.count <= Limits.bulkDownloadItemsMax else {
            throw ServiceError.invalid(
                ["body", "items"], "at most \(Limits.bulkDownloadItemsMax) at a time (bulkDownloadItemsMax)")
        }
        return try await context.store.read { reader in
            let share = try reader.access(caller, share: body.shareID).share.id
            return try body.items.map { item in
                do {
                    return .success(try reader.find(caller, file: item.fileID, version: item.versionID, in: share))
                } catch let error as ServiceError {
                    return .failure(error)
                }
            }
        }
    }

    /// What makes up something that was opened.
    package func chunks(of found: Found) async throws -> [ChunkRef] {
        try await context.store.read { try $0.manifest(of: found.version.id) }
    }

    /// One verified chunk of something that was opened.
    package func read(_ caller: Caller, _ hash: Digest) async throws -> ByteBuffer {
        do {
            return try await context.chunks.read(hash, tenant: caller.tenantID)
        } catch let error as ChunkError {
            throw context.unreadable(error)
        }
    }

    /// Where chunks lie in files, for sendfile; nil when the store has no files.
    package func locate(_ caller: Caller, _ hashes: [Digest]) async throws -> [ChunkLocation]? {
        do {
            return try await context.chunks.locate(hashes, tenant: caller.tenantID)
        } catch let error as ChunkError {
            throw context.unreadable(error)
        }
    }

    package func manifest(_ caller: Caller, file: String, version: String?) async throws -> ManifestAnswer {
        let readable = try await open(caller, file: file, version: version)
        return ManifestAnswer(
            fileID: readable.node.id.description, versionID: readable.version.id.description,
            size: readable.version.content.size, checksumSHA256: readable.version.content.checksum.hex,
            chunks: readable.chunks.map { ChunkBody(hash: $0.hash.hex, size: $0.size) })
    }
}

extension MetadataReader {
    /// Only in `share`, when given.
    fileprivate func find(_ caller: Caller, file: String, version: String?, in share: ShareID?) throws
        -> ContentService.Found
    {
        guard let id = NodeID(file), id.kind == .file, let node = try node(id), node.tenantID == caller.tenantID,
            share.map({ $0 == node.shareID }) ?? true, try member(caller.userID, of: node.shareID) != nil,
            try self.share(node.shareID)?.deletedAt == nil
        else { throw ServiceError.notFound("The file") }
        var folders = FolderPaths()
        let parent = try folders.info(node.place.parent, in: self)
        guard let head = node.head, node.trashedAt == nil, parent?.removedAt == nil else {
            throw ServiceError(.gone, "This file is in the trash; restore it to read it.")
        }
        let version = try self.version(version, of: node.id, head: head, ["query", "version"])
        return ContentService.Found(node: node, version: version)
    }

    /// By id or number; nil is the head. `location` is where the text stands.
    func version(_ text: String?, of file: NodeID, head: Head, _ location: [String]) throws -> FileVersion {
        let found: FileVersion?
        if let text, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), !text.isEmpty {
            found = try Int(text).flatMap { try version(number: $0, of: file) }
        } else if let text {
            guard let id = VersionID(text) else {
                throw ServiceError.invalid(location, "must be a version's id or number")
            }
            found = try version(id)
        } else {
            found = try version(head.versionID)
        }
        guard let found, found.fileID == file else { throw ServiceError.notFound("The version") }
        return found
    }
}

extension ServiceContext {
    /// Those of the hashes that the caller must send first, in the given order, without repeats.
    func unusable(_ hashes: [Digest], by caller: Caller) async throws -> [Digest] {
        guard !hashes.isEmpty else { return [] }
        let missing = Set(try await chunks.missing(hashes, tenant: caller.tenantID))
        let since = clock.now().adding(seconds: -Limits.chunkGrantSeconds)
        let known = try await store.read { reader in
            let readable = try reader.visibleShares(caller).readable
            return try reader.chunks(hashes, knownTo: caller.userID, shares: readable, grantedSince: since)
                .subtracting(reader.taken(hashes, in: caller.tenantID))
        }
        var seen = Set<Digest>()
        return hashes.filter { seen.insert($0).inserted && (missing.contains($0) || !known.contains($0)) }
    }

    /// Logged once here, because the client must not hear which chunk or why.
    func unreadable(_ error: ChunkError) -> ServiceError {
        logger.error("stored content cannot be read: \(error)")
        return ServiceError(
            .internalError,
            "The content of this file is damaged on the server; its operator has to restore it from a backup.")
    }
}
