import NIOCore
import Testing
import TidelineCore

@testable import TidelineZstd

/// Streams in pieces of any size come out as they went in, and nobody can make a reader hold more than it wants.
@Suite struct ZstdTests {
    private func noise(_ count: Int, seed: UInt64 = 1) -> ByteBuffer {
        var generator = SplitMix64(seed: seed)
        return ByteBuffer(bytes: (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) })
    }

    private func unpacked(_ stream: ByteBuffer, pieces: Int) throws -> ByteBuffer {
        let reader = ZstdDecompressor()
        var rest = stream
        var whole = ByteBuffer()
        while let piece = rest.readSlice(length: min(pieces, rest.readableBytes)), piece.readableBytes > 0 {
            reader.append(piece)
            while let bytes = try reader.next() {
                #expect(bytes.readableBytes <= Limits.zstdOutputBytes)
                whole.writeImmutableBuffer(bytes)
            }
        }
        try reader.finish()
        return whole
    }

    @Test(arguments: [0, 1, 1_000, 262_143, 262_144, 262_145, 1_500_000], [1_013, 65_536])
    func `what went in comes out, in pieces of any size`(count: Int, pieces: Int) throws {
        for content in [noise(count), ByteBuffer(repeating: 7, count: count)] {
            let writer = ZstdCompressor()
            var stream = writer.compress(content)
            stream.writeImmutableBuffer(writer.compress(content))
            stream.writeImmutableBuffer(writer.finish())
            var twice = content
            twice.writeImmutableBuffer(content)
            #expect(try unpacked(stream, pieces: pieces) == twice)
        }
    }

    @Test func `each piece can be read before the next is written`() throws {
        let (writer, reader) = (ZstdCompressor(), ZstdDecompressor())
        for text in ["one", "two", "three"] {
            reader.append(writer.compress(ByteBuffer(string: text)))
            #expect(try reader.next() == ByteBuffer(string: text))
            #expect(try reader.next() == nil)
        }
        #expect(throws: ZstdError.truncated) { try reader.finish() }
    }

    @Test func `garbage, a cut stream and nothing at all are refused`() throws {
        #expect(throws: ZstdError.malformed) { try unpacked(ByteBuffer(string: "this is no zstd"), pieces: 100) }
        let writer = ZstdCompressor()
        var stream = writer.compress(noise(10_000))
        stream.writeImmutableBuffer(writer.finish())
        for cut in [1, 3, 5_000] {
            let short = try #require(stream.getSlice(at: 0, length: stream.readableBytes - cut))
            #expect(throws: ZstdError.truncated) { try unpacked(short, pieces: 700) }
        }
        #expect(throws: ZstdError.truncated) { try unpacked(ByteBuffer(), pieces: 1) }
    }

    @Test func `a stream that asks for too much memory is refused`() throws {
        // A frame header (RFC 8878, 3.1.1.1): magic number, no single segment, a window of 16 MiB.
        let header: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, UInt8(24 - 10) << 3]
        let body: [UInt8] = [0x01, 0x00, 0x00]
        #expect(throws: ZstdError.windowTooLarge) { try unpacked(ByteBuffer(bytes: header + body), pieces: 100) }
        let allowed: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, UInt8(23 - 10) << 3]
        #expect(try unpacked(ByteBuffer(bytes: allowed + body), pieces: 100) == ByteBuffer())
    }

    @Test func `text is worth packing, noise and little are not`() {
        let text = ByteBuffer(string: String(repeating: "let folder = try disk.entry(path)\n", count: 2_000))
        #expect(looksCompressible([text]))
        #expect(!looksCompressible([noise(70_000)]))
        #expect(!looksCompressible([ByteBuffer(string: "aaaaaaaaaaaaaaaaaaaaaaaa")]))
        #expect(looksCompressible(Array(repeating: ByteBuffer(string: "a small file of some text\n"), count: 100)))
        #expect(!looksCompressible((0..<20).map { noise(5_000, seed: UInt64($0)) } + [text]))
    }
}
