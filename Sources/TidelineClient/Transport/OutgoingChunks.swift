import NIOCore
import Synchronization
import TidelineCore
import TidelineSync
import TidelineZstd

/// Counts content as it travels, both ways.
final class WireMeter: Sendable {
    private let count = Mutex(WireBytes())

    var bytes: WireBytes { count.withLock { $0 } }

    func sent(_ bytes: Int) { count.withLock { $0.sent += Int64(bytes) } }
    func received(_ bytes: Int) { count.withLock { $0.received += Int64(bytes) } }
}

/// Chunks on their way up, each behind its header, packed or as they are. It may be read anew for another try.
struct OutgoingChunks: Sendable {
    let chunks: [(header: ByteBuffer, bytes: ByteBuffer)]
    let isPacked: Bool
    let meter: WireMeter?
    let passed: ToldOnce

    /// nil when it is not known before all is packed.
    var length: Int64? {
        isPacked ? nil : chunks.reduce(0) { $0 + Int64($1.header.readableBytes + $1.bytes.readableBytes) }
    }
}

/// The body in pieces that go out one after the other.
struct ChunkPieces: AsyncSequence, Sendable {
    let body: OutgoingChunks
    let pace: PaceGate?

    struct AsyncIterator: AsyncIteratorProtocol {
        let body: OutgoingChunks
        let pace: PaceGate?
        let packer: ZstdCompressor?
        var next = 0
        var ready = ByteBuffer()
        var hasEnded = false

        mutating func next() async throws -> ByteBuffer? {
            if ready.readableBytes == 0 { fill() }
            let most = pace == nil ? ready.readableBytes : Swift.min(ready.readableBytes, Limits.pacedPieceBytes)
            guard most > 0, let piece = ready.readSlice(length: most) else { return nil }
            try await pace?.pass(piece.readableBytes)
            body.meter?.sent(piece.readableBytes)
            return piece
        }

        /// The next chunk, or what ends the stream.
        private mutating func fill() {
            if next > 0 { body.passed.upTo(next - 1) }
            guard next < body.chunks.count else {
                if let packer, !hasEnded { ready = packer.finish() }
                hasEnded = true
                return
            }
            let chunk = body.chunks[next]
            next += 1
            ready = chunk.header
            ready.writeImmutableBuffer(chunk.bytes)
            if let packer { ready = packer.compress(ready) }
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(body: body, pace: pace, packer: body.isPacked ? ZstdCompressor() : nil)
    }
}

/// Tells of each chunk once, whatever the number of tries.
final class ToldOnce: Sendable {
    private let count = Mutex(0)
    private let tell: @Sendable (Int) -> Void

    init(_ tell: @escaping @Sendable (Int) -> Void) { self.tell = tell }

    /// Of all up to this one.
    func upTo(_ index: Int) {
        let fresh = count.withLock { count in
            let first = count
            count = Swift.max(count, index + 1)
            return first..<count
        }
        for one in fresh { tell(one) }
    }
}
