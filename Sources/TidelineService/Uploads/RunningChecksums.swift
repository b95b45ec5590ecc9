import NIOCore
import Synchronization
import TidelineCore

/// The checksum of a content as far as its chunks have come, in order.
struct RunningChecksum: Sendable {
    /// Of the first chunk that is not in it.
    private(set) var next = 0
    private var content = DigestBuilder()
    private var hashes = DigestBuilder()

    mutating func add(_ bytes: ByteBuffer, hash: Digest) {
        bytes.withUnsafeReadableBytes { content.update($0) }
        hash.bytes.withUnsafeBytes { hashes.update($0) }
        next += 1
    }

    var value: Digest { content.finish() }

    /// Whether it is made of the first of these chunks: one may have been sent again with other bytes.
    func isPrefix(of chunks: [UploadChunk]) -> Bool {
        guard next <= chunks.count else { return false }
        var expected = DigestBuilder()
        for chunk in chunks.prefix(next) { chunk.hash.bytes.withUnsafeBytes { expected.update($0) } }
        return expected.finish() == hashes.finish()
    }
}

/// Running checksums of uploads, so that completing one need not read what came. In memory only: what is lost by a restart, or
/// by too many at once, is read again when the upload is completed.
final class RunningChecksums: Sendable {
    private enum Slot {
        case idle(RunningChecksum)
        /// Somebody is going on with it.
        case taken
    }

    private let slots = Mutex<[UploadID: Slot]>([:])

    /// A new one where there is none; nil while somebody else has it.
    func take(_ id: UploadID) -> RunningChecksum? {
        slots.withLock { slots in
            switch slots[id] {
            case .taken: return nil
            case .idle(let running):
                slots[id] = .taken
                return running
            case nil:
                if slots.count >= Limits.runningChecksumsMax, let first = slots.keys.first { slots[first] = nil }
                slots[id] = .taken
                return RunningChecksum()
            }
        }
    }

    func putBack(_ id: UploadID, _ running: RunningChecksum) { slots.withLock { $0[id] = .idle(running) } }

    func forget(_ id: UploadID) { slots.withLock { $0[id] = nil } }
}
