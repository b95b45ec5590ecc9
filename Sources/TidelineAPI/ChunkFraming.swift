package import NIOCore
package import TidelineCore

/// How many pieces of content travel in one body: `POST chunks` up, bulk `POST download` down.
///
/// A frame is a 4-byte big-endian length, a 32-byte key and as many bytes as the length says. The key is the SHA-256 of
/// a chunk going up, and the version id in ASCII, filled up with zero bytes, coming down.
///
/// Coming down, an item that cannot be served is a problem frame: the length 0xFFFFFFFF, its key, and then a 4-byte
/// big-endian length and that many bytes of problem JSON. The second length has no key.
package enum ChunkFraming {
    package static let mediaType = "application/vnd.tideline.chunks"
    package static let headerBytes = 4 + Digest.byteCount
    static let problemMark = UInt32.max

    /// Starts a frame; exactly `length` bytes of content must follow.
    package static func writeHeader(_ key: FrameKey, length: Int, to buffer: inout ByteBuffer) {
        precondition((0..<Int(problemMark)).contains(length), "frame length out of range")
        buffer.writeInteger(UInt32(length))
        buffer.writeBytes(key.digest.bytes)
    }

    package static func write(_ key: FrameKey, _ bytes: ByteBuffer, to buffer: inout ByteBuffer) {
        buffer.reserveCapacity(minimumWritableBytes: headerBytes + bytes.readableBytes)
        writeHeader(key, length: bytes.readableBytes, to: &buffer)
        buffer.writeImmutableBuffer(bytes)
    }

    /// `json` is a ``ProblemBody``.
    package static func writeProblem(_ key: FrameKey, json: ByteBuffer, to buffer: inout ByteBuffer) {
        precondition(json.readableBytes <= Limits.jsonBodyBytesMax, "problem over jsonBodyBytesMax")
        buffer.writeInteger(problemMark)
        buffer.writeBytes(key.digest.bytes)
        buffer.writeInteger(UInt32(json.readableBytes))
        buffer.writeImmutableBuffer(json)
    }
}

/// The 32 bytes that say what a frame holds.
package struct FrameKey: Hashable, Sendable {
    /// The key of a frame going up.
    package let digest: Digest

    package init(_ digest: Digest) { self.digest = digest }

    package init(_ version: VersionID) {
        let text = Array(version.description.utf8)
        guard let digest = Digest(bytes: text + [UInt8](repeating: 0, count: Digest.byteCount - text.count)) else {
            preconditionFailure("a version id fits a key")
        }
        self.digest = digest
    }

    /// The key of a frame coming down; nil when it is no version id.
    package var version: VersionID? {
        var bytes = digest.bytes[...]
        while bytes.last == 0 { bytes.removeLast() }
        return VersionID(String(decoding: bytes, as: UTF8.self))
    }
}

package enum Frame: Hashable, Sendable {
    case content(FrameKey, ByteBuffer)
    /// Problem JSON instead of content.
    case problem(FrameKey, ByteBuffer)
}

package enum FramingError: Error, Hashable, Sendable {
    case tooLong(length: Int, bytesMax: Int)
    /// The body ended inside a frame.
    case truncated
    /// A problem frame where only content may come.
    case problemNotAllowed

    package var explanation: String {
        switch self {
        case .tooLong(let length, let bytesMax): "A frame of \(length) bytes is over the limit of \(bytesMax) bytes."
        case .truncated: "The body ends in the middle of a frame; send it again."
        case .problemNotAllowed: "The frame length 0xFFFFFFFF is only for answers."
        }
    }
}

/// Takes frames out of a body that arrives in pieces.
///
/// Memory is bounded by one frame and one piece when every ``append(_:)`` is followed by ``next()`` until nil. After an
/// error the body is useless: drop the decoder.
package struct FrameDecoder: Sendable {
    private let bytesMax: Int
    private let takesProblems: Bool
    private var pending = ByteBuffer()
    /// Nobody else holds a part of `pending`, so it can grow in place.
    private var isOwned = false
    /// A header that was read and whose bytes are still to come.
    private var header: (key: FrameKey, length: Int, isProblem: Bool)?

    /// - Parameters:
    ///   - bytesMax: the most content a frame may have.
    ///   - takesProblems: true for answers.
    package init(bytesMax: Int = Limits.chunkBytesMax, takesProblems: Bool) {
        self.bytesMax = bytesMax
        self.takesProblems = takesProblems
    }

    package mutating func append(_ piece: ByteBuffer) {
        guard pending.readableBytes > 0 else {
            pending = piece
            isOwned = false
            return
        }
        if !isOwned {
            var copy = ByteBuffer()
            copy.reserveCapacity(max(pending.readableBytes + piece.readableBytes, header?.length ?? 0))
            copy.writeImmutableBuffer(pending)
            pending = copy
            isOwned = true
        }
        pending.writeImmutableBuffer(piece)
    }

    /// The next whole frame, or nil when more must arrive first.
    package mutating func next() throws(FramingError) -> Frame? {
        if header == nil { header = try readHeader() }
        guard let (key, length, isProblem) = header, let bytes = pending.readSlice(length: length) else { return nil }
        isOwned = false
        header = nil
        return isProblem ? .problem(key, bytes) : .content(key, bytes)
    }

    /// To be called when the body has ended and ``next()`` gave nil.
    package func finish() throws(FramingError) {
        guard header == nil, pending.readableBytes == 0 else { throw .truncated }
    }

    private mutating func readHeader() throws(FramingError) -> (FrameKey, Int, Bool)? {
        var reader = pending
        guard let mark = reader.readInteger(as: UInt32.self),
            let digest = reader.readBytes(length: Digest.byteCount).flatMap({ Digest(bytes: $0) })
        else { return nil }
        var length = Int(mark)
        let isProblem = mark == ChunkFraming.problemMark
        if isProblem {
            guard takesProblems else { throw .problemNotAllowed }
            guard let own = reader.readInteger(as: UInt32.self) else { return nil }
            length = Int(own)
        }
        let limit = isProblem ? Limits.jsonBodyBytesMax : bytesMax
        guard length <= limit else { throw .tooLong(length: length, bytesMax: limit) }
        pending.moveReaderIndex(to: reader.readerIndex)
        return (FrameKey(digest), length, isProblem)
    }
}
