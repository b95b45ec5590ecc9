import CZstd
package import NIOCore
import TidelineCore

/// Makes one zstd stream (RFC 8878) of many pieces. Not for use from several tasks at once.
package final class ZstdCompressor {
    private let stream: OpaquePointer

    package init() {
        guard let stream = ZSTD_createCCtx() else { preconditionFailure("no memory for a zstd stream") }
        self.stream = stream
        ZSTD_CCtx_setParameter(stream, ZSTD_c_compressionLevel, Limits.zstdLevel)
    }

    deinit { ZSTD_freeCCtx(stream) }

    /// What the reader needs to have all of `bytes`: nothing of them is held back.
    package func compress(_ bytes: ByteBuffer) -> ByteBuffer { run(bytes, ZSTD_e_flush) }

    /// The end of the stream; nothing may come after it.
    package func finish() -> ByteBuffer { run(ByteBuffer(), ZSTD_e_end) }

    private func run(_ bytes: ByteBuffer, _ mode: ZSTD_EndDirective) -> ByteBuffer {
        var output = ByteBuffer()
        output.reserveCapacity(ZSTD_compressBound(bytes.readableBytes) + 64)
        bytes.withUnsafeReadableBytes { source in
            var input = ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
            var left = 1
            while left > 0 || input.pos < input.size {
                output.writeWithUnsafeMutableBytes(minimumWritableBytes: ZSTD_CStreamOutSize()) { room in
                    var target = ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
                    left = ZSTD_compressStream2(stream, &target, &input, mode)
                    precondition(ZSTD_isError(left) == 0, "zstd refuses plain bytes")
                    return target.pos
                }
            }
        }
        return output
    }
}

/// Whether compressing is worth it, told from a part of the bytes.
package func looksCompressible(_ pieces: some Collection<ByteBuffer>) -> Bool {
    let total = pieces.reduce(0) { $0 + $1.readableBytes }
    guard total >= Limits.zstdBytesMin else { return false }
    let each = max(Limits.zstdSamplePartBytes, Limits.zstdSampleBytes / max(1, pieces.count))
    var sample = ByteBuffer()
    for piece in pieces where sample.readableBytes < Limits.zstdSampleBytes {
        let count = min(each, piece.readableBytes)
        // The beginning of a file is often its header, and unlike the rest.
        let start = piece.readerIndex + (piece.readableBytes - count) / 2
        if let part = piece.getSlice(at: start, length: count) { sample.writeImmutableBuffer(part) }
    }
    let packed = ZstdCompressor().compress(sample).readableBytes
    return packed * 100 <= sample.readableBytes * Limits.zstdGainPercentMax
}
