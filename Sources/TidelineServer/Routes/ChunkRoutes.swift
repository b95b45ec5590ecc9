import Hummingbird
import NIOCore
import TidelineAPI
import TidelineCore
import TidelineService

extension API {
    var chunkRoutes: [Route] {
        [
            .signedIn(.post, "/api/v1/sync/chunks/missing") { request, caller in
                try .json(await service.content.missing(caller, try await request.json(MissingBody.self)))
            },
            .signedIn(.post, "/api/v1/sync/chunks") { try await storeChunks($0, $1) },
            .signedIn(.put, "/api/v1/sync/chunks/{sha256}") { try await storeChunk($0, $1) },
            .signedIn(.get, "/api/v1/sync/files/{file_id}/manifest") { request, caller in
                try .json(
                    await service.content.manifest(
                        caller, file: request.parameter("file_id"), version: request.query().text("version")))
            },
        ]
    }

    private func storeChunk(_ request: Incoming, _ caller: Caller) async throws -> Response {
        guard let hash = Digest(hex: request.parameter("sha256")) else {
            throw ServiceError.invalid(["path", "sha256"], "must be 64 hexadecimal digits")
        }
        var bytes = ByteBuffer()
        try await request.forEachPiece(bytesMax: Limits.chunkBytesMax) { bytes.writeImmutableBuffer($0) }
        try await service.content.store(caller, [Chunk(hash: hash, bytes: bytes)])
        metrics.contentReceived(bytes.readableBytes)
        return try .json(StoredAnswer(stored: [hash.hex]))
    }

    /// Stores the frames of a body while it arrives: a few MiB are in memory, however many come.
    private func storeChunks(_ request: Incoming, _ caller: Caller) async throws -> Response {
        try request.requireMediaType(ChunkFraming.mediaType)
        var intake = ChunkIntake()
        try await request.forEachPiece(bytesMax: Limits.chunkBatchBytesMax) { piece in
            if let batch = try intake.take(piece) { try await store(caller, batch) }
        }
        if let batch = try intake.finish() { try await store(caller, batch) }
        return try .json(StoredAnswer(stored: intake.hashes.map(\.hex)))
    }

    private func store(_ caller: Caller, _ chunks: [Chunk]) async throws {
        try await service.content.store(caller, chunks)
        metrics.contentReceived(chunks.reduce(0) { $0 + $1.bytes.readableBytes })
    }
}

/// Gathers arriving frames into batches that are worth a sync to disk.
private struct ChunkIntake {
    private(set) var hashes: [Digest] = []
    private var decoder = FrameDecoder(takesProblems: false)
    private var batch: [Chunk] = []
    private var batchBytes = 0

    /// A batch to store, when enough has come together.
    mutating func take(_ piece: ByteBuffer) throws -> [Chunk]? {
        decoder.append(piece)
        do {
            while let frame = try decoder.next() {
                if case .content(let key, let bytes) = frame { try add(Chunk(hash: key.digest, bytes: bytes)) }
            }
        } catch let error as FramingError {
            throw Self.refusal(error)
        }
        return batchBytes >= Limits.chunkStoreBytes ? release() : nil
    }

    /// The rest, after the last piece.
    mutating func finish() throws -> [Chunk]? {
        do { try decoder.finish() } catch { throw Self.refusal(error) }
        return batch.isEmpty ? nil : release()
    }

    private mutating func add(_ chunk: Chunk) throws {
        guard hashes.count < Limits.chunkBatchCountMax else {
            throw ServiceError(
                .payloadTooLarge, "The body has more than \(Limits.chunkBatchCountMax) chunks; send less at once.")
        }
        hashes.append(chunk.hash)
        batch.append(chunk)
        batchBytes += chunk.bytes.readableBytes
    }

    private mutating func release() -> [Chunk] {
        defer {
            batch = []
            batchBytes = 0
        }
        return batch
    }

    private static func refusal(_ error: FramingError) -> ServiceError {
        switch error {
        case .tooLong: ServiceError(.payloadTooLarge, error.explanation)
        case .truncated, .problemNotAllowed: ServiceError(.badRequest, error.explanation)
        }
    }
}
