import NIOCore
import TidelineCore

/// A file as it was read for sending: its content, cut into chunks, and the small ones' bytes.
struct ReadFile: Sendable {
    let fingerprint: Fingerprint
    let content: Content
    let chunks: [ChunkRef]
    /// The whole file, when it is small.
    let bytes: ByteBuffer?
}

/// Reads a file once and makes sure that it was not written to meanwhile.
///
/// - Throws: ``LocalError/changed(_:)`` when it is not, or no longer, what the scan saw; ``LocalError/tooLarge(_:)``;
///   `CancellationError`.
func readForSending(_ path: String, on disk: any LocalFolder, expecting: Fingerprint) throws -> ReadFile {
    if expecting.isLink { return try readLink(path, on: disk, expecting) }
    let file = try disk.open(path)
    defer { file.close() }
    guard try file.fingerprint() == expecting else { throw LocalError.changed(path) }
    // Not read at all where even the largest chunks would be too many.
    guard expecting.size <= Int64(Limits.pushChunksPerFileMax) * Int64(Limits.cutBytesMax * Limits.cutScaleMax) else {
        throw LocalError.tooLarge(path)
    }
    let read =
        expecting.size <= Int64(Limits.bulkFetchFileBytesMax)
        ? try readWhole(file, expecting) : try readInPieces(file, expecting)
    guard read.content.size == expecting.size, try file.fingerprint() == expecting else {
        throw LocalError.changed(path)
    }
    guard read.chunks.count <= Limits.pushChunksPerFileMax else { throw LocalError.tooLarge(path) }
    return read
}

private func readLink(_ path: String, on disk: any LocalFolder, _ expecting: Fingerprint) throws -> ReadFile {
    guard let entry = try disk.entry(path), entry.fingerprint == expecting, case .link(let target) = entry.kind else {
        throw LocalError.changed(path)
    }
    let bytes = ByteBuffer(string: target)
    let checksum = Digest(of: Array(target.utf8))
    return ReadFile(
        fingerprint: expecting,
        content: Content(
            checksum: checksum, size: Int64(bytes.readableBytes), executable: false, isLink: true),
        chunks: [ChunkRef(hash: checksum, size: bytes.readableBytes)], bytes: bytes)
}

private func readWhole(_ file: any LocalFile, _ fingerprint: Fingerprint) throws -> ReadFile {
    let bytes = try file.read(at: 0, count: Int(fingerprint.size) + 1)
    var chunks: [ChunkRef] = []
    let checksum = bytes.withUnsafeReadableBytes { Digest(of: $0) }
    bytes.withUnsafeReadableBytes { whole in
        var rest = whole
        for length in Chunker.lengths(of: whole) {
            let chunk = UnsafeRawBufferPointer(rebasing: rest[..<length])
            chunks.append(ChunkRef(hash: length == whole.count ? checksum : Digest(of: chunk), size: length))
            rest = UnsafeRawBufferPointer(rebasing: rest[length...])
        }
    }
    return ReadFile(
        fingerprint: fingerprint,
        content: Content(checksum: checksum, size: Int64(bytes.readableBytes), executable: fingerprint.executable),
        chunks: chunks, bytes: bytes)
}

private func readInPieces(_ file: any LocalFile, _ fingerprint: Fingerprint) throws -> ReadFile {
    var whole = DigestBuilder()
    var chunker = Chunker(size: fingerprint.size)
    var chunks: [ChunkRef] = []
    var pending = ByteBuffer()
    var offset: Int64 = 0
    var isLast = false
    while !isLast {
        // Long files take long: whoever wants to stop does not wait for the end.
        try Task.checkCancellation()
        var piece = try file.read(at: offset, count: Limits.readBufferBytes)
        offset += Int64(piece.readableBytes)
        isLast = piece.readableBytes < Limits.readBufferBytes
        piece.withUnsafeReadableBytes { whole.update($0) }
        if pending.readableBytes == 0 { pending = piece } else { pending.writeBuffer(&piece) }
        let used = pending.withUnsafeReadableBytes { buffer in
            var rest = buffer
            while let length = chunker.cut(in: rest, isLast: isLast) {
                let hash = Digest(of: UnsafeRawBufferPointer(rebasing: rest[..<length]))
                chunks.append(ChunkRef(hash: hash, size: length))
                rest = UnsafeRawBufferPointer(rebasing: rest[length...])
            }
            return buffer.count - rest.count
        }
        pending.moveReaderIndex(forwardBy: used)
        pending.discardReadBytes()
    }
    return ReadFile(
        fingerprint: fingerprint,
        content: Content(checksum: whole.finish(), size: offset, executable: fingerprint.executable), chunks: chunks,
        bytes: nil)
}
