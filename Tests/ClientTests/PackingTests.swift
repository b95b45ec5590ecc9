import NIOCore
import NIOHTTP1
import Synchronization
import Testing
import TidelineAPI
import TidelineCore
import TidelineSync
import TidelineTestKit
import TidelineZstd

@testable import TidelineClient

/// Content travels packed where both sides gain, and as it is with servers that know nothing of it.
@Suite struct PackingTests {
    private static let text = ByteBuffer(string: String(repeating: "one line like all others\n", count: 4_000))
    private static let digest = text.withUnsafeReadableBytes { Digest(of: $0) }
    private static let stored = StubReply.json(#"{"stored":["\#(digest.hex)"]}"#)

    private static let config = StubReply.json(#"{"features":["chunks","zstd"]}"#)

    private func withClient(
        pace: Pace = Pace(), _ answer: @escaping @Sendable (StubRequest, Int) -> StubReply,
        _ body: (TidelineClient, Record) async throws -> Void
    ) async throws {
        try await withStub(answer) { server, record in
            let client = TidelineClient(
                server: server, tokens: .fixed("t"), time: FakeClock(), retry: RetryPolicy(), pace: pace
            ) { 0 }
            do { try await body(client, record) } catch {
                await client.shutdown()
                throw error
            }
            await client.shutdown()
        }
    }

    private func unpacked(_ stream: ByteBuffer) throws -> ByteBuffer {
        let reader = ZstdDecompressor()
        reader.append(stream)
        var whole = ByteBuffer()
        while let bytes = try reader.next() { whole.writeImmutableBuffer(bytes) }
        try reader.finish()
        return whole
    }

    private static var framed: ByteBuffer {
        var expected = ByteBuffer()
        ChunkFraming.write(FrameKey(digest), text, to: &expected)
        return expected
    }

    @Test func `text goes up packed to a server that says it takes it, which is asked once`() async throws {
        try await withClient { request, _ in
            request.path == "/api/v1/config" ? Self.config : Self.stored
        } _: { client, record in
            let meter = WireMeter()
            for _ in 0..<2 { try await client.sendChunks([(Self.digest, Self.text)], meter) { _ in } }
            #expect(record.all.map(\.path) == ["/api/v1/config", "/api/v1/sync/chunks", "/api/v1/sync/chunks"])
            let sent = try #require(record.all.last)
            #expect(sent.head.headers["Content-Encoding"] == ["zstd"])
            #expect(try unpacked(sent.body) == Self.framed)
            #expect(meter.bytes == WireBytes(sent: Int64(2 * sent.body.readableBytes), received: 0))
        }
    }

    @Test(arguments: [StubReply.problem(404, "NOT_FOUND"), .json(#"{"features":["chunks"]}"#), .json("[]")])
    func `a server that does not say it takes zstd gets plain chunks`(config: StubReply) async throws {
        try await withClient { request, _ in
            request.path == "/api/v1/config" ? config : Self.stored
        } _: { client, record in
            for _ in 0..<2 { try await client.sendChunks([(Self.digest, Self.text)]) }
            #expect(record.all.count { $0.path == "/api/v1/config" } == 1)
            #expect(record.all.last?.head.headers["Content-Encoding"] == [])
            #expect(record.all.last?.body == Self.framed)
        }
    }

    @Test func `a 415 makes the client send plain chunks from then on, and each is told once`() async throws {
        try await withClient { request, _ in
            if request.path == "/api/v1/config" { return Self.config }
            return request.head.headers["Content-Encoding"].isEmpty
                ? Self.stored : .problem(415, "UNSUPPORTED_MEDIA_TYPE")
        } _: { client, record in
            let told = Mutex<[Int]>([])
            try await client.sendChunks([(Self.digest, Self.text)]) { index in told.withLock { $0.append(index) } }
            try await client.sendChunks([(Self.digest, Self.text)])
            let encodings = record.all.filter { $0.path != "/api/v1/config" }
                .map { $0.head.headers["Content-Encoding"] }
            #expect(encodings == [["zstd"], [], []])
            #expect(told.withLock { $0 } == [0])
        }
    }

    @Test func `what does not shrink is never packed, and nobody is asked`() async throws {
        var generator = SplitMix64(seed: 7)
        let noise = ByteBuffer(bytes: (0..<200_000).map { _ in UInt8(truncatingIfNeeded: generator.next()) })
        let digest = noise.withUnsafeReadableBytes { Digest(of: $0) }
        try await withClient { _, _ in
            .json(#"{"stored":["\#(digest.hex)"]}"#)
        } _: { client, record in
            try await client.sendChunks([(digest, noise)])
            #expect(record.all.map(\.path) == ["/api/v1/sync/chunks"])
            #expect(record.all.last?.head.headers["Content-Encoding"] == [])
        }
    }

    @Test func `files come down packed, and what is counted is what travelled`() async throws {
        let id = try #require(VersionID("ver_01ARZ3NDEKTSV4RRFFQ69G5FAV"))
        let item = BulkItem(fileID: "f", versionID: id.description)
        var body = ByteBuffer()
        ChunkFraming.write(FrameKey(id), Self.text, to: &body)
        let packer = ZstdCompressor()
        var stream = packer.compress(body)
        stream.writeImmutableBuffer(packer.finish())
        let replies = [
            stream, stream.getSlice(at: 0, length: stream.readableBytes - 3) ?? ByteBuffer(), ByteBuffer(string: "no"),
        ]
        try await withClient { request, before in
            #expect(request.head.headers["Accept-Encoding"] == ["zstd"])
            return StubReply(headers: [("Content-Encoding", "zstd")], body: replies[before])
        } _: { client, _ in
            let meter = WireMeter()
            let got = Mutex(ByteBuffer())
            try await client.downloadMany(shareID: "s", items: [item], meter) { _, result in
                let bytes = try result.get()
                got.withLock { $0 = bytes }
            }
            #expect(got.withLock { $0 } == Self.text)
            #expect(meter.bytes == WireBytes(sent: 0, received: Int64(replies[0].readableBytes)))
            for _ in 0..<2 {
                await #expect(throws: TidelineError.self) {
                    try await client.downloadMany(shareID: "s", items: [item]) { _, _ in }
                }
            }
        }
    }

    @Test func `content is held to its rate in both directions, other calls are not`() async throws {
        let clock = SlowClock()
        let pace = Pace(
            up: PaceGate(bytesPerSecond: 16_000, time: clock, sleeper: clock),
            down: PaceGate(bytesPerSecond: 16_000, time: clock, sleeper: clock))
        let bytes = Self.text
        try await withClient(pace: pace) { request, _ in
            switch request.path {
            case "/api/v1/sync/chunks": Self.stored
            case "/api/v1/config": .json(#"{"features":[]}"#)
            case "/api/v1/sync/changes": .json(#"{"changes":[],"cursor":1,"has_more":false,"share_id":null}"#)
            default: StubReply(body: bytes)
            }
        } _: { client, _ in
            _ = try await client.changes(after: 0)
            #expect(clock.seconds == 0)
            try await client.sendChunks([(Self.digest, bytes)])
            let up = clock.seconds
            #expect(up >= Double(bytes.readableBytes) / 16_000 - 0.3)
            try await client.download(fileID: "f") { _ in }
            #expect(clock.seconds - up >= Double(bytes.readableBytes) / 16_000 - 0.3)
        }
    }
}
