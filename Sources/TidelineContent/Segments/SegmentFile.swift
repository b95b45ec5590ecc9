import Glibc
import NIOCore
import TidelineCore
import TidelineService

/// A chunk that is not stored yet.
struct NewChunk {
    let tenant: TenantID
    let chunk: Chunk

    var header: RecordHeader { RecordHeader(tenant: tenant, hash: chunk.hash, length: chunk.bytes.readableBytes) }
    var recordBytes: Int64 { Int64(RecordHeader.byteCount + chunk.bytes.readableBytes) }
}

/// An open segment to append to. Bytes below ``end`` never change again.
final class SegmentFile {
    let number: Int64
    let path: String
    /// Everything below is durable and indexed.
    private(set) var end: Int64
    /// Where the last record that was written ends.
    private(set) var written: Int64
    private let descriptor: Int32
    private let io: SegmentIO

    private static let vectorsPerWrite = 1024  // IOV_MAX of Linux

    /// Opens an existing segment that ends at `end`, or makes a new one when `end` is nil.
    init(number: Int64, in folder: SegmentFolder, end: Int64?, io: SegmentIO) throws {
        self.number = number
        self.path = folder.path(of: number)
        self.end = end ?? 0
        self.written = end ?? 0
        self.io = io
        descriptor = open(path, O_RDWR | O_CLOEXEC | (end == nil ? O_CREAT | O_EXCL : 0), 0o600)
        guard descriptor >= 0 else { throw StoreUnavailable.lastError("open", path) }
    }

    deinit { close(descriptor) }

    /// How many of the chunks this segment takes, in order, before it is as long as `bytesMax`.
    func room(for chunks: ArraySlice<NewChunk>, bytesMax: Int64) -> Int {
        var size = written
        var count = 0
        for chunk in chunks {
            guard size == 0 || size + chunk.recordBytes <= bytesMax else { break }
            size += chunk.recordBytes
            count += 1
        }
        return count
    }

    /// Writes the records one after the other and answers where each content lies. Not durable before ``sync()``.
    func append(_ chunks: ArraySlice<NewChunk>) throws -> [Placement] {
        let placements = chunks.map { chunk in
            defer { written += chunk.recordBytes }
            return Placement(
                segment: number, offset: written + Int64(RecordHeader.byteCount),
                length: chunk.chunk.bytes.readableBytes)
        }
        guard let first = placements.first else { return [] }
        try withVectors(chunks) { try write($0, at: first.offset - Int64(RecordHeader.byteCount)) }
        return placements
    }

    func sync() throws {
        guard io.sync(descriptor) == 0 else { throw StoreUnavailable.lastError("fdatasync", path) }
    }

    /// To be called once the records are durable and indexed.
    func accept() { end = written }

    /// Drops what was not accepted. False when the disk refuses even that.
    func cutBack() -> Bool {
        written = end
        return ftruncate(descriptor, off_t(end)) == 0
    }

    func remove() { unlink(path) }

    private func write(_ vectors: UnsafeMutableBufferPointer<iovec>, at start: Int64) throws {
        var rest = vectors[...]
        var offset = start
        while let first = rest.first {
            guard first.iov_len > 0 else {
                rest.removeFirst()
                continue
            }
            let part = UnsafeMutableBufferPointer(rebasing: rest.prefix(Self.vectorsPerWrite))
            guard let base = part.baseAddress else { return }
            let count = io.write(descriptor, base, Int32(part.count), offset)
            guard count >= 0 || errno == EINTR else { throw StoreUnavailable.lastError("pwritev", path) }
            offset += Int64(max(count, 0))
            consume(max(count, 0), of: &rest)
        }
    }

    /// Steps over `count` written bytes, which may end inside a vector.
    private func consume(_ count: Int, of rest: inout Slice<UnsafeMutableBufferPointer<iovec>>) {
        var count = count
        while let first = rest.first, count >= first.iov_len {
            count -= first.iov_len
            rest.removeFirst()
        }
        if count > 0 {
            rest[rest.startIndex].iov_base += count
            rest[rest.startIndex].iov_len -= count
        }
    }
}

/// Gathers headers and contents without copying the contents, and keeps them alive meanwhile.
private func withVectors(
    _ chunks: ArraySlice<NewChunk>, _ body: (UnsafeMutableBufferPointer<iovec>) throws -> Void
) rethrows {
    let headers = UnsafeMutableRawBufferPointer.allocate(
        byteCount: chunks.count * RecordHeader.byteCount, alignment: 8)
    var owners: [Unmanaged<AnyObject>] = []
    defer {
        headers.deallocate()
        for owner in owners { owner.release() }
    }
    var vectors: [iovec] = []
    vectors.reserveCapacity(2 * chunks.count)
    for (index, new) in chunks.enumerated() {
        let start = index * RecordHeader.byteCount
        let header = UnsafeMutableRawBufferPointer(rebasing: headers[start..<start + RecordHeader.byteCount])
        new.header.write(to: header)
        vectors.append(iovec(iov_base: header.baseAddress, iov_len: header.count))
        new.chunk.bytes.withUnsafeReadableBytesWithStorageManagement { content, owner in
            owners.append(owner.retain())
            vectors.append(
                iovec(iov_base: UnsafeMutableRawPointer(mutating: content.baseAddress), iov_len: content.count))
        }
    }
    try vectors.withUnsafeMutableBufferPointer { try body($0) }
}
