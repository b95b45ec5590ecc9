package import NIOCore
import TidelineCore

/// Cuts and hashes content while it arrives. Never more than ``Limits/chunkStoreBytes`` and a chunk are in memory, and what
/// stands for each chunk in the list of them.
package struct ContentIntake: Sendable {
    private var chunker = Chunker()
    private var pending = ByteBuffer()
    private var checksum = DigestBuilder()
    private var manifest: [ChunkRef] = []
    private var size: Int64 = 0
    private var batch: [Chunk] = []
    private var batchBytes = 0

    private let room: Int64?

    /// - Parameter room: bytes that there is room for; nil: any number.
    package init(room: Int64? = nil) { self.room = room }

    /// Chunks to store now, when enough have come together. Throws `PAYLOAD_TOO_LARGE`, or `QUOTA_EXCEEDED` beyond the room.
    package mutating func take(_ piece: ByteBuffer) throws -> [Chunk] {
        size += Int64(piece.readableBytes)
        guard size <= Limits.fileBytesMax else {
            throw ServiceError(
                .payloadTooLarge, "A file may have at most \(Limits.fileBytesMax) bytes (fileBytesMax).")
        }
        guard room.map({ size <= $0 }) ?? true else { throw ServiceError.noRoom(for: size) }
        piece.withUnsafeReadableBytes { checksum.update($0) }
        pending.writeImmutableBuffer(piece)
        try cut(isLast: false)
        return batchBytes >= Limits.chunkStoreBytes ? release() : []
    }

    /// The rest of the chunks, after the last piece.
    package mutating func finish() throws -> [Chunk] {
        try cut(isLast: true)
        return release()
    }

    /// All of what came, once ``finish()`` was called and everything is stored.
    func content(mimeType: String?) -> ProposedContent {
        ProposedContent(
            content: Content(checksum: checksum.finish(), size: size, executable: false), mimeType: mimeType,
            chunks: manifest)
    }

    private mutating func cut(isLast: Bool) throws {
        var isCut = false
        while let length = pending.withUnsafeReadableBytes({ chunker.cut(in: $0, isLast: isLast) }),
            let bytes = pending.readSlice(length: length)
        {
            isCut = true
            try add(Chunk(hash: bytes.withUnsafeReadableBytes { Digest(of: $0) }, bytes: bytes))
        }
        guard isCut else { return }
        // The chunks keep the old buffer; what is left goes into one of its own, which can grow in place.
        var rest = ByteBuffer()
        rest.reserveCapacity(Limits.cutBytesMax)
        rest.writeImmutableBuffer(pending)
        pending = rest
    }

    private mutating func add(_ chunk: Chunk) throws {
        guard manifest.count < Limits.manifestChunksMax else {
            throw ServiceError(
                .payloadTooLarge,
                "A file sent in one request may have \(Limits.manifestChunksMax) chunks (manifestChunksMax), some 250 GB; use an upload session."
            )
        }
        manifest.append(ChunkRef(hash: chunk.hash, size: chunk.bytes.readableBytes))
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
}
