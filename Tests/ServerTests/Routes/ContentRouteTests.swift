import HTTPTypes
import NIOCore
import Testing
import TidelineAPI
import TidelineCore
import TidelineService

@testable import TidelineServer

struct ContentRouteTests {
    private func frame(_ text: String, key: String? = nil) -> ByteBuffer {
        var buffer = ByteBuffer()
        ChunkFraming.write(
            FrameKey(Digest(of: Array((key ?? text).utf8))), ByteBuffer(string: text), to: &buffer)
        return buffer
    }

    private func post(_ server: TestServer, _ body: ByteBuffer) async throws -> Reply {
        try await server.send(
            .post, "/api/v1/sync/chunks", headers: [.contentType: ChunkFraming.mediaType], body: body)
    }

    @Test func `frames are stored and no longer missing`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            let hashes = ["one", "two"].map { Digest(of: Array($0.utf8)).hex }
            let ask = #"{"share_id":"\#(share)","hashes":["\#(hashes[0])","\#(hashes[1])"]}"#
            let before = try await server.post("/api/v1/sync/chunks/missing", json: ask)
            #expect(try before.decode(MissingAnswer.self).missing == hashes)
            var body = frame("one")
            body.writeImmutableBuffer(frame("two"))
            let stored = try await post(server, body)
            #expect(try stored.decode(StoredAnswer.self).stored == hashes)
            let after = try await server.post("/api/v1/sync/chunks/missing", json: ask)
            #expect(try after.decode(MissingAnswer.self).missing.isEmpty)
        }
    }

    @Test func `more chunks than one batch holds are all stored`() async throws {
        try await TestServer.run { server in
            var body = ByteBuffer()
            let pieces = (0..<3).map { String(repeating: "\($0)", count: Limits.chunkStoreBytes / 2 + 1) }
            for piece in pieces { body.writeImmutableBuffer(frame(piece)) }
            let stored = try await post(server, body).decode(StoredAnswer.self).stored
            #expect(stored == pieces.map { Digest(of: Array($0.utf8)).hex })
            let tenant = try #require(try await server.context.store.read { try $0.tenants() }.first)
            let missing = try await server.context.chunks.missing(
                stored.compactMap { Digest(hex: $0) }, tenant: tenant.id)
            #expect(missing.isEmpty)
        }
    }

    @Test func `bytes of another hash, a cut body and a mark for answers are refused`() async throws {
        try await TestServer.run { server in
            let first = try await post(server, frame("x", key: "y"))
            #expect(try first.code() == .checksumMismatch)
            var cut = frame("hello")
            cut.moveWriterIndex(to: cut.writerIndex - 1)
            #expect(try await post(server, cut).code() == .badRequest)
            var mark = ByteBuffer(repeating: 0xFF, count: 4)
            mark.writeRepeatingByte(0, count: 40)
            #expect(try await post(server, mark).code() == .badRequest)
            var long = ByteBuffer(integer: UInt32(Limits.chunkBytesMax + 1))
            long.writeRepeatingByte(0, count: 40)
            #expect(try await post(server, long).code() == .payloadTooLarge)
        }
    }

    @Test func `one chunk by its hash`() async throws {
        try await TestServer.run { server in
            let hash = Digest(of: Array("hello".utf8)).hex
            let good = try await server.send(.put, "/api/v1/sync/chunks/\(hash)", body: ByteBuffer(string: "hello"))
            #expect(try good.decode(StoredAnswer.self).stored == [hash])
            let bad = try await server.send(.put, "/api/v1/sync/chunks/\(hash)", body: ByteBuffer(string: "hellO"))
            #expect(try bad.code() == .checksumMismatch)
            let name = try await server.send(.put, "/api/v1/sync/chunks/xyz", body: ByteBuffer(string: "hello"))
            #expect(try name.code() == .validationFailed)
            let long = try await server.send(
                .put, "/api/v1/sync/chunks/\(hash)", body: ByteBuffer(repeating: 0, count: Limits.chunkBytesMax + 1))
            #expect(try long.code() == .payloadTooLarge)
        }
    }

    @Test func `a change without its content is rejected and says what is missing`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            try await server.makeDevice()
            let hash = Digest(of: [1]).hex
            let change =
                #"{"resource_type":"file","change_type":"created","new_path":"/a","#
                + #""metadata":{"size":1,"modified_at":"2026-01-01T00:00:00Z","chunks":[{"hash":"\#(hash)","size":1}]}}"#
            let reply = try await server.post(
                "/api/v1/sync/apply",
                json:
                    #"{"device_id":"dev","share_id":"\#(share)","conflict_resolution":"KEEP_BOTH","changes":[\#(change)]}"#
            )
            let rejected = try reply.decode(ApplyAnswer.self).rejected
            #expect(rejected.map(\.code) == ["CONTENT_MISSING"] && rejected.first?.missing == [hash])
        }
    }

    @Test func `a manifest lists the chunks of a version`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            try await server.makeDevice()
            let file = try await server.makeFile("/a", ["hello ", "world"], share: share)
            let path = "/api/v1/sync/files/\(file.resourceID)/manifest"
            let manifest = try await server.send(.get, path + "?version=1").decode(ManifestAnswer.self)
            #expect(manifest.versionID == file.versionID && manifest.size == 11)
            #expect(manifest.chunks.map(\.size) == [6, 5])
            #expect(manifest.checksumSHA256 == Digest(of: Array("hello world".utf8)).hex)
            #expect(try await server.send(.get, path + "?version=9").code() == .notFound)
        }
    }

    @Test func `a bulk download keeps the order and tells what cannot be had`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            try await server.makeDevice()
            let first = try await server.makeFile("/a", ["hello ", "world"], share: share)
            let empty = try await server.makeFile("/b", [], share: share)
            let (one, two) = (try #require(first.versionID), try #require(empty.versionID))
            let items =
                #"{"file_id":"\#(first.resourceID)","version_id":"\#(one)"},"#
                + #"{"file_id":"fil_00000000000000000000000000","version_id":"\#(two)"},"#
                + #"{"file_id":"\#(empty.resourceID)","version_id":"\#(two)"}"#
            let reply = try await server.post(
                "/api/v1/sync/download", json: #"{"share_id":"\#(share)","items":[\#(items)]}"#)
            #expect(reply.headers[.contentType] == ChunkFraming.mediaType)
            var decoder = FrameDecoder(takesProblems: true)
            decoder.append(reply.body)
            var frames: [Frame] = []
            while let frame = try decoder.next() { frames.append(frame) }
            try decoder.finish()
            #expect(frames.count == 3)
            #expect(frames[0] == .content(FrameKey(try #require(VersionID(one))), ByteBuffer(string: "hello world")))
            guard case .problem(let key, let json) = frames[1] else {
                Issue.record("the unknown file was served")
                return
            }
            #expect(key.version?.description == two && String(buffer: json).contains("NOT_FOUND"))
            #expect(frames[2] == .content(FrameKey(try #require(VersionID(two))), ByteBuffer()))
        }
    }
}
