import Glibc
import NIOCore
import TidelineCore
import TidelineService

/// Where the bytes of a chunk lie.
struct Placement: Hashable {
    let segment: Int64
    let offset: Int64
    let length: Int
}

extension SegmentFolder {
    /// The bytes at a place; nil when the file does not have them any more, or the disk cannot read them.
    func read(_ placement: Placement) throws -> ByteBuffer? {
        let path = path(of: placement.segment)
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw StoreUnavailable.lastError("open", path)
        }
        defer { close(descriptor) }
        return try readBytes(descriptor, path, placement.offset, placement.length)
    }

    func bytes(of number: Int64, _ range: Range<Int64>) throws -> ByteBuffer {
        let place = Placement(
            segment: number, offset: range.lowerBound, length: Int(range.upperBound - range.lowerBound))
        guard let bytes = try read(place) else {
            throw StoreUnavailable(reason: "\(path(of: number)) cannot be read; check the disk")
        }
        return bytes
    }

    func size(of number: Int64) throws -> Int64 {
        var status = stat()
        guard stat(path(of: number), &status) == 0 else { throw StoreUnavailable.lastError("stat", path(of: number)) }
        return Int64(status.st_size)
    }

    private func readBytes(_ descriptor: Int32, _ path: String, _ start: Int64, _ length: Int) throws -> ByteBuffer? {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(length)
        while buffer.readableBytes < length {
            let wanted = length - buffer.readableBytes
            let offset = start + Int64(buffer.readableBytes)
            let count = buffer.withUnsafeMutableWritableBytes {
                pread(descriptor, $0.baseAddress, wanted, off_t(offset))
            }
            if count < 0 {
                if errno == EINTR { continue }
                if errno == EIO { return nil }
                throw StoreUnavailable.lastError("pread", path)
            }
            guard count > 0 else { return nil }
            buffer.moveWriterIndex(forwardBy: count)
        }
        return buffer
    }
}
