package import NIOCore
package import TidelineAPI
import TidelineCore

/// Files that come in pieces of equal size, in any order: for clients that cut and hash nothing themselves.
package struct Uploads: Sendable {
    let context: ServiceContext
    let checksums = RunningChecksums()

    init(_ context: ServiceContext) { self.context = context }

    package func create(_ caller: Caller, _ body: NewUploadBody) async throws -> UploadBody {
        let (now, id) = (context.clock.now(), UploadID(context.ids.next()))
        let draft = try UploadDraft(body)
        let upload = try await context.store.write { writer in
            let access = try writer.access(caller, share: body.shareID)
            try access.require(.create)
            try draft.check(access.share, writer)
            let since = now.adding(seconds: -Limits.uploadSecondsKept)
            guard try writer.countUploads(of: caller.userID, touchedSince: since) < Limits.uploadsPerUserMax else {
                throw ServiceError.invalid(
                    ["body"],
                    "you have \(Limits.uploadsPerUserMax) uploads under way (uploadsPerUserMax); complete or delete one"
                )
            }
            let upload = draft.upload(id, caller, access.share.id, now)
            try writer.put(upload)
            return upload
        }
        return UploadBody(upload, [])
    }

    package func get(_ caller: Caller, id: String) async throws -> UploadBody {
        let now = context.clock.now()
        return try await context.store.read { reader in
            let upload = try reader.upload(id, of: caller, now: now).upload
            return UploadBody(upload, try reader.uploadChunks(of: upload.id))
        }
    }

    /// What came is forgotten; a file or version that it became stays.
    package func abandon(_ caller: Caller, id: String) async throws {
        let now = context.clock.now()
        let upload = try await context.store.write { writer in
            let upload = try writer.upload(id, of: caller, now: now).upload
            try writer.remove(upload.id)
            return upload.id
        }
        checksums.forget(upload)
    }

    // MARK: Chunks

    /// How many bytes this chunk must have; throws when it may not come at all. To be asked before its bytes are read.
    package func size(_ caller: Caller, id: String, chunk index: Int) async throws -> Int {
        let now = context.clock.now()
        let upload = try await context.store.read { try $0.openUpload(id, of: caller, now: now) }
        guard (0..<upload.chunkCount).contains(index) else {
            throw ServiceError.invalid(["path", "index"], "must be below total_chunks, \(upload.chunkCount)")
        }
        return upload.bytes(ofChunk: index)
    }

    /// Stores one chunk, in place of what came under this index before. Durable when it returns.
    package func receive(_ caller: Caller, id: String, chunk index: Int, _ bytes: ByteBuffer) async throws
        -> UploadedChunkBody
    {
        let size = try await size(caller, id: id, chunk: index)
        guard bytes.readableBytes == size else {
            throw ServiceError.invalid(
                ["body"], "chunk \(index) must have exactly \(size) bytes, not \(bytes.readableBytes)")
        }
        let hash = bytes.withUnsafeReadableBytes { Digest(of: $0) }
        try await context.chunks.store([Chunk(hash: hash, bytes: bytes)], tenant: caller.tenantID)
        let now = context.clock.now()
        let upload = try await context.store.write { writer in
            var upload = try writer.openUpload(id, of: caller, now: now)
            upload.touchedAt = now
            try writer.put(upload)
            try writer.put(UploadChunk(index: index, hash: hash), of: upload.id)
            return upload
        }
        try await goOn(upload, bytes, hash, at: index)
        return UploadedChunkBody(index: index, size: size, checksumSHA256: hash.hex)
    }

    /// Goes on with the checksum of the whole: with the bytes at hand when it is their turn, and a little with what had come
    /// before its turn.
    private func goOn(_ upload: Upload, _ bytes: ByteBuffer, _ hash: Digest, at index: Int) async throws {
        guard var running = checksums.take(upload.id) else { return }
        defer { checksums.putBack(upload.id, running) }
        var readBytes = 0
        while readBytes < Limits.uploadCatchUpBytes {
            let next = running.next
            if next == index {
                running.add(bytes, hash: hash)
            } else if let chunk = try await context.store.read({ try $0.uploadChunk(next, of: upload.id) }) {
                running.add(try await context.readChunk(chunk.hash, upload.tenantID), hash: chunk.hash)
                readBytes += upload.chunkSize
            } else {
                return
            }
        }
    }
}

/// What a client asks for, checked as far as that goes without the store.
private struct UploadDraft {
    let folder: NodeID?
    let name: NodeName
    let size: Int64
    let chunkSize: Int
    let mimeType: String?
    let modifiedAt: Timestamp?
    let checksum: Digest?

    init(_ body: NewUploadBody) throws {
        folder = try body.folderID.flatMap { try parseFolder($0, "folder_id") }
        name = try parseName(body.fileName, "file_name")
        mimeType = try body.mimeType.map { try parseMimeType($0, "mime_type") }
        modifiedAt = try body.modifiedAt.map { try parseTime($0, "modified_at") }
        checksum = try body.checksumSHA256.map { try parseChecksum($0, "checksum_sha256") }
        guard (0...Limits.fileBytesMax).contains(body.fileSize) else {
            throw ServiceError.invalid(
                ["body", "file_size"], "must be from 0 to \(Limits.fileBytesMax) bytes (fileBytesMax)")
        }
        size = body.fileSize
        chunkSize = try Self.chunkSize(body.chunkSize, for: size)
    }

    private static func chunkSize(_ wanted: Int?, for size: Int64) throws -> Int {
        let sizes = Limits.uploadChunkBytesMin...Limits.chunkBytesMax
        let chunkSize = wanted ?? (size > manySmall ? Limits.chunkBytesMax : Limits.uploadChunkBytesDefault)
        guard sizes.contains(chunkSize) else {
            throw ServiceError.invalid(
                ["body", "chunk_size"],
                "must be from \(sizes.lowerBound) to \(sizes.upperBound) bytes (uploadChunkBytesMin, chunkBytesMax)")
        }
        guard size <= Int64(chunkSize) * Int64(Limits.manifestChunksMax) else {
            throw ServiceError.invalid(
                ["body", "chunk_size"],
                "makes more than \(Limits.manifestChunksMax) chunks (manifestChunksMax); choose a larger one")
        }
        return chunkSize
    }

    /// Beyond this, chunks of the usual size would be too many.
    private static let manySmall = Int64(Limits.uploadChunkBytesDefault) * Int64(Limits.manifestChunksMax)

    /// The name may become free, or another one be chosen, so it is looked at when the upload is completed.
    func check(_ share: Share, _ reader: any MetadataReader) throws {
        try reader.requireLiveFolder(folder, in: share.id)
        guard share.quotaBytes.map({ share.usedBytes + size <= $0 }) ?? true else {
            throw ServiceError.noRoom(for: size)
        }
    }

    func upload(_ id: UploadID, _ caller: Caller, _ share: ShareID, _ now: Timestamp) -> Upload {
        Upload(
            id: id, tenantID: caller.tenantID, userID: caller.userID, shareID: share, folderID: folder, name: name,
            size: size, chunkSize: chunkSize, mimeType: mimeType, modifiedAt: modifiedAt, checksum: checksum,
            createdAt: now, touchedAt: now, outcome: .open)
    }
}
