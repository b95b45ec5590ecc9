import NIOCore
import Testing
import TidelineAPI
import TidelineCore

@Suite struct FramingTests {
    private let key = FrameKey(Digest(of: [1, 2, 3]))
    private let version = VersionID(ULID(high: 0x0156_3E3A_B5D3_D676, low: 0x4C61_EFB9_9302_BD5B))

    private func decode(
        _ body: ByteBuffer, piece: Int = .max, bytesMax: Int = Limits.chunkBytesMax, takesProblems: Bool = true
    ) throws -> [Frame] {
        var decoder = FrameDecoder(bytesMax: bytesMax, takesProblems: takesProblems)
        var rest = body
        var frames: [Frame] = []
        while let part = rest.readSlice(length: min(piece, rest.readableBytes)), part.readableBytes > 0 {
            decoder.append(part)
            while let frame = try decoder.next() { frames.append(frame) }
        }
        try decoder.finish()
        return frames
    }

    /// Content, an empty one, a problem, an empty problem, content.
    private var sample: (body: ByteBuffer, frames: [Frame]) {
        let contents = [ByteBuffer(string: "hello"), ByteBuffer(), ByteBuffer(string: #"{"code":"GONE"}"#)]
        var body = ByteBuffer()
        ChunkFraming.write(key, contents[0], to: &body)
        ChunkFraming.write(FrameKey(version), contents[1], to: &body)
        ChunkFraming.writeProblem(FrameKey(version), json: contents[2], to: &body)
        ChunkFraming.writeProblem(key, json: contents[1], to: &body)
        ChunkFraming.write(key, contents[0], to: &body)
        return (
            body,
            [
                .content(key, contents[0]), .content(FrameKey(version), contents[1]),
                .problem(FrameKey(version), contents[2]), .problem(key, contents[1]), .content(key, contents[0]),
            ]
        )
    }

    @Test func `a frame is length, key and bytes`() {
        var body = ByteBuffer()
        ChunkFraming.write(key, ByteBuffer(string: "hello"), to: &body)
        #expect(Array(body.readableBytesView) == [0, 0, 0, 5] + Digest(of: [1, 2, 3]).bytes + Array("hello".utf8))
    }

    @Test func `a problem is the mark, the key, its own length and JSON`() {
        var body = ByteBuffer()
        ChunkFraming.writeProblem(key, json: ByteBuffer(string: "{}"), to: &body)
        let expected = [255, 255, 255, 255] + Digest(of: [1, 2, 3]).bytes + [0, 0, 0, 2] + Array("{}".utf8)
        #expect(Array(body.readableBytesView) == expected)
    }

    @Test func `a version id is a key, filled up with zero bytes`() {
        let frameKey = FrameKey(version)
        #expect(frameKey.digest.bytes == Array("ver_01ARZ3NDEKTSV4RRFFQ69G5FAV\0\0".utf8))
        #expect(frameKey.version == version)
        #expect(key.version == nil)
    }

    @Test func `frames come out as they went in, however the body is cut`() throws {
        let (body, frames) = sample
        for piece in 1...body.readableBytes { #expect(try decode(body, piece: piece) == frames, "pieces of \(piece)") }
    }

    @Test func `an empty body has no frames`() throws {
        #expect(try decode(ByteBuffer()) == [])
    }

    @Test func `a body that ends inside a frame is truncated, wherever it ends`() throws {
        let (body, frames) = sample
        var whole = 0
        for end in 1..<body.readableBytes {
            let part = try #require(body.getSlice(at: 0, length: end))
            do {
                let found = try decode(part)
                whole += 1
                #expect(found == Array(frames.prefix(found.count)))
            } catch {
                #expect(error as? FramingError == .truncated)
            }
        }
        #expect(whole == frames.count - 1)
    }

    @Test func `a frame over the limit is refused before its bytes arrive`() {
        var body = ByteBuffer()
        ChunkFraming.writeHeader(key, length: 101, to: &body)
        #expect(throws: FramingError.tooLong(length: 101, bytesMax: 100)) { try decode(body, bytesMax: 100) }
        body.clear()
        ChunkFraming.write(key, ByteBuffer(repeating: 1, count: 100), to: &body)
        #expect(throws: Never.self) { try decode(body, bytesMax: 100) }
    }

    @Test func `a problem over the limit is refused before it arrives`() {
        var body = ByteBuffer()
        ChunkFraming.writeProblem(key, json: ByteBuffer(), to: &body)
        body.setInteger(UInt32.max, at: ChunkFraming.headerBytes)
        #expect(throws: FramingError.tooLong(length: Int(UInt32.max), bytesMax: Limits.jsonBodyBytesMax)) {
            try decode(body)
        }
    }

    @Test func `a problem going up is refused`() {
        var body = ByteBuffer()
        ChunkFraming.writeProblem(key, json: ByteBuffer(string: "{}"), to: &body)
        #expect(throws: FramingError.problemNotAllowed) { try decode(body, takesProblems: false) }
    }

    @Test func `a frame that was taken out stays as it is when more arrives`() throws {
        let (body, frames) = sample
        var decoder = FrameDecoder(takesProblems: true)
        decoder.append(try #require(body.getSlice(at: 0, length: 50)))
        let first = try #require(try decoder.next())
        decoder.append(try #require(body.getSlice(at: 50, length: body.readableBytes - 50)))
        #expect(first == frames[0])
    }

    @Test func `every error says what is wrong`() {
        #expect(FramingError.tooLong(length: 9, bytesMax: 8).explanation.contains("9 bytes"))
        #expect(FramingError.truncated.explanation.contains("ends"))
        #expect(FramingError.problemNotAllowed.explanation.contains("0xFFFFFFFF"))
    }
}
