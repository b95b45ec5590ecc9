import CZstd
package import NIOCore
import TidelineCore

package enum ZstdError: Error, Hashable, Sendable {
    /// Not zstd, or broken.
    case malformed
    /// It asks for more memory than ``Limits/zstdWindowLogMax`` allows.
    case windowTooLarge
    /// It ended in the middle.
    case truncated

    package var explanation: String {
        switch self {
        case .malformed: "The body is not zstd, as its Content-Encoding says."
        case .windowTooLarge:
            "The body's zstd window is larger than \(1 << Limits.zstdWindowLogMax) bytes (zstdWindowLogMax)."
        case .truncated: "The zstd body ends in the middle; send it again."
        }
    }
}

/// Reads a zstd stream that arrives in pieces. Memory is bounded by one piece, one output and the window, whatever the
/// stream unpacks to: call ``next()`` after each ``append(_:)`` until nil. Not for use from several tasks at once.
package final class ZstdDecompressor {
    private let stream: OpaquePointer
    private var pending = ByteBuffer()
    /// The last output was full, so that more may be held inside.
    private var mayHoldMore = false
    private var isAtEnd = false

    package init() {
        guard let stream = ZSTD_createDCtx() else { preconditionFailure("no memory for a zstd stream") }
        self.stream = stream
        ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, Limits.zstdWindowLogMax)
    }

    deinit { ZSTD_freeDCtx(stream) }

    package func append(_ piece: ByteBuffer) {
        if pending.readableBytes == 0 { pending = piece } else { pending.writeImmutableBuffer(piece) }
    }

    /// Some bytes, at most ``Limits/zstdOutputBytes``; nil when more must arrive first.
    package func next() throws(ZstdError) -> ByteBuffer? {
        while pending.readableBytes > 0 || mayHoldMore {
            let output = try unpack()
            if output.readableBytes > 0 { return output }
        }
        return nil
    }

    private func unpack() throws(ZstdError) -> ByteBuffer {
        var output = ByteBuffer()
        var left = 0
        var used = 0
        output.writeWithUnsafeMutableBytes(minimumWritableBytes: Limits.zstdOutputBytes) { room in
            pending.withUnsafeReadableBytes { source in
                var input = ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
                var target = ZSTD_outBuffer(dst: room.baseAddress, size: Limits.zstdOutputBytes, pos: 0)
                left = ZSTD_decompressStream(stream, &target, &input)
                used = input.pos
                return target.pos
            }
        }
        guard ZSTD_isError(left) == 0 else {
            throw ZSTD_getErrorCode(left) == ZSTD_error_frameParameter_windowTooLarge ? .windowTooLarge : .malformed
        }
        pending.moveReaderIndex(forwardBy: used)
        isAtEnd = left == 0
        mayHoldMore = output.readableBytes == Limits.zstdOutputBytes && !isAtEnd
        return output
    }

    /// To be called when the body has ended and ``next()`` gave nil.
    package func finish() throws(ZstdError) {
        guard isAtEnd else { throw .truncated }
    }
}
