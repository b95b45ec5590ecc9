import HTTPTypes
import NIOCore
import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineZstd

@testable import TidelineServer

/// `Content-Encoding: zstd` up and down.
struct PackingRouteTests {
    private static let text = String(repeating: "a line like all others\n", count: 3_000)

    private func frame(_ text: String) -> ByteBuffer {
        var buffer = ByteBuffer()
        ChunkFraming.write(FrameKey(Digest(of: Array(text.utf8))), ByteBuffer(string: text), to: &buffer)
        return buffer
    }

    private func packed(_ bytes: ByteBuffer) -> ByteBuffer {
        let packer = ZstdCompressor()
        var stream = packer.compress(bytes)
        stream.writeImmutableBuffer(packer.finish())
        return stream
    }

    private func unpacked(_ stream: ByteBuffer) throws -> ByteBuffer {
        let reader = ZstdDecompressor()
        reader.append(stream)
        var whole = ByteBuffer()
        while let bytes = try reader.next() { whole.writeImmutableBuffer(bytes) }
        try reader.finish()
        return whole
    }

    private func post(_ server: TestServer, _ body: ByteBuffer, encoding: String = "zstd") async throws -> Reply {
        try await server.send(
            .post, "/api/v1/sync/chunks",
            headers: [.contentType: ChunkFraming.mediaType, .contentEncoding: encoding], body: body)
    }

    @Test func `packed chunks are stored, many to a request and one alone`() async throws {
        try await TestServer.run { server in
            var body = frame(Self.text)
            body.writeImmutableBuffer(frame("two"))
            let stored = try await post(server, packed(body))
            #expect(try stored.decode(StoredAnswer.self).stored.count == 2)
            let hash = Digest(of: Array("three".utf8)).hex
            let one = try await server.send(
                .put, "/api/v1/sync/chunks/\(hash)", headers: [.contentEncoding: "zstd"],
                body: packed(ByteBuffer(string: "three")))
            #expect(try one.decode(StoredAnswer.self).stored == [hash])
        }
    }

    @Test func `what is no zstd, or only a part, is refused as a bad request`() async throws {
        try await TestServer.run { server in
            #expect(try await post(server, frame("x")).code() == .badRequest)
            let whole = packed(frame(Self.text))
            let cut = try #require(whole.getSlice(at: 0, length: whole.readableBytes - 2))
            #expect(try await post(server, cut).code() == .badRequest)
            #expect(try await post(server, ByteBuffer()).code() == .badRequest)
        }
    }

    @Test func `little that unpacks to too much is refused at the limit`() async throws {
        try await TestServer.run { server in
            let packer = ZstdCompressor()
            var body = ByteBuffer()
            let piece = frame(String(repeating: "0", count: 4 << 20))
            for _ in 0..<20 { body.writeImmutableBuffer(packer.compress(piece)) }
            body.writeImmutableBuffer(packer.finish())
            #expect(body.readableBytes < 1 << 20)
            let refused = try await post(server, body).problem()
            #expect(refused.code == "PAYLOAD_TOO_LARGE" && refused.detail.contains("\(Limits.chunkBatchBytesMax)"))
            let window: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, UInt8(27 - 10) << 3, 0x01, 0x00, 0x00]
            let large = try await post(server, ByteBuffer(bytes: window)).problem()
            #expect(large.code == "PAYLOAD_TOO_LARGE" && large.detail.contains("zstdWindowLogMax"))
        }
    }

    @Test func `another encoding is refused, and the answer says which there are`() async throws {
        try await TestServer.run { server in
            for encoding in ["gzip", "br", "zstd, gzip"] {
                let reply = try await post(server, frame("x"), encoding: encoding)
                #expect(try reply.code() == .unsupportedMediaType)
                #expect(reply.headers[.acceptEncoding] == "zstd")
            }
            let json = try await server.send(
                .post, "/api/v1/shares", headers: [.contentType: "application/json", .contentEncoding: "zstd"],
                body: packed(ByteBuffer(string: #"{"name":"x"}"#)))
            #expect(try json.code() == .unsupportedMediaType)
            #expect(json.headers[.acceptEncoding] == "identity")
            #expect(try await post(server, frame("x"), encoding: "identity").status == 200)
        }
    }

    @Test func `answers are packed for those who take it`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            try await server.makeDevice()
            let file = try await server.makeFile("/notes", [Self.text], share: share)
            for index in 0..<30 { _ = try await server.makeFile("/\(index)", ["\(index)"], share: share) }
            let items = #"{"share_id":"\#(share)","items":[{"file_id":"\#(file.resourceID)"}]}"#
            let paths = [
                (HTTPRequest.Method.post, "/api/v1/sync/download", "application/json"),
                (.get, "/api/v1/sync/changes?cursor=0&share_id=\(share)", "application/json"),
                (.get, "/api/v1/sync/snapshot?share_id=\(share)", "application/json"),
                (.get, "/api/v1/sync/snapshot?share_id=\(share)", "application/x-ndjson"),
            ]
            for (method, path, accept) in paths {
                var headers: HTTPFields = [.contentType: "application/json", .accept: accept]
                let body = method == .post ? ByteBuffer(string: items) : nil
                let plain = try await server.send(method, path, headers: headers, body: body)
                #expect(plain.status == 200 && plain.headers[.contentEncoding] == nil, "\(path)")
                #expect(plain.headers[.vary] == "Accept-Encoding")
                headers[.acceptEncoding] = "gzip, zstd;q=0.5"
                let packed = try await server.send(method, path, headers: headers, body: body)
                #expect(packed.headers[.contentEncoding] == "zstd", "\(path)")
                #expect(packed.body.readableBytes < plain.body.readableBytes)
                #expect(try unpacked(packed.body) == plain.body, "\(path)")
                headers[.acceptEncoding] = "zstd;q=0"
                let refused = try await server.send(method, path, headers: headers, body: body)
                #expect(refused.headers[.contentEncoding] == nil && refused.body == plain.body)
            }
        }
    }
}
