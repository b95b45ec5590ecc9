import HTTPTypes
import NIOCore
import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

@testable import TidelineServer

struct UploadRouteTests {
    private func start(_ server: TestServer, _ share: String, _ more: String = "") async throws -> UploadBody {
        let reply = try await server.post(
            "/api/v1/uploads",
            json: #"{"share_id":"\#(share)","file_name":"a.bin","file_size":2500,"chunk_size":1024\#(more)}"#)
        #expect(reply.status == 201)
        return try reply.decode(UploadBody.self)
    }

    private func put(_ server: TestServer, _ upload: UploadBody, _ index: String, count: Int) async throws -> Reply {
        try await server.send(
            .put, "/api/v1/uploads/\(upload.sessionID)/chunks/\(index)",
            body: ByteBuffer(repeating: UInt8(ascii: "x"), count: count))
    }

    @Test func `a file in pieces`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            let upload = try await start(server, share)
            #expect(upload.totalChunks == 3 && upload.sessionID.hasPrefix("upl_"))
            let url = "/api/v1/uploads/\(upload.sessionID)"
            async let last = put(server, upload, "2", count: 452)
            async let first = put(server, upload, "0", count: 1_024)
            let (two, zero) = (try await last, try await first)
            #expect(two.status == 200 && zero.status == 200)
            #expect(try zero.decode(UploadedChunkBody.self).size == 1_024)
            let missing = try await server.send(.post, url + "/complete").problem()
            #expect(missing.code == "CONTENT_MISSING" && missing.missing == [.index(1)])
            #expect(try await put(server, upload, "1", count: 1_024).status == 200)
            let state = try await server.send(.get, url).decode(UploadBody.self)
            #expect(state.received == [ChunkRange(first: 0, last: 2)] && state.status == .open)
            let done = try await server.send(.post, url + "/complete")
            #expect(done.status == 201)
            let file = try done.decode(FileBody.self)
            #expect(file.path == "/a.bin" && file.size == 2_500)
            #expect(try await server.post(url + "/complete", json: "{}").decode(FileBody.self) == file)
            #expect(try await put(server, upload, "1", count: 1_024).code() == .validationFailed)
            #expect(try await server.send(.delete, url).status == 204)
            #expect(try await server.send(.get, url).code() == .notFound)
            #expect(try await server.send(.get, "/api/v1/files/\(file.id)").status == 200)
        }
    }

    @Test func `a taken name, and then another`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            _ = try await server.upload("a.bin", "taken", share: share)
            let upload = try await start(server, share)
            for (index, count) in [("0", 1_024), ("1", 1_024), ("2", 452)] {
                _ = try await put(server, upload, index, count: count)
            }
            let url = "/api/v1/uploads/\(upload.sessionID)/complete"
            #expect(try await server.send(.post, url).code() == .nameConflict)
            let named = try await server.post(url, json: #"{"file_name":"b.bin","folder_id":null}"#)
            #expect(try named.decode(FileBody.self).path == "/b.bin")
        }
    }

    @Test func `a version for a change`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            try await server.makeDevice()
            let body = #"{"share_id":"\#(share)","file_name":"a","file_size":1}"#
            let upload = try await server.post("/api/v1/uploads", json: body).decode(UploadBody.self)
            _ = try await put(server, upload, "0", count: 1)
            let url = "/api/v1/uploads/\(upload.sessionID)/complete"
            #expect(try await server.send(.post, url + "?as=folder").code() == .validationFailed)
            let version = try await server.send(.post, url + "?as=version").decode(UploadedVersionBody.self)
            let change =
                #"{"resource_type":"file","change_type":"created","new_path":"/v","version_id":"\#(version.versionID)"}"#
            let answer = try await server.post(
                "/api/v1/sync/apply", json: #"{"device_id":"dev","share_id":"\#(share)","changes":[\#(change)]}"#)
            #expect(try answer.decode(ApplyAnswer.self).applied.map(\.versionID) == [version.versionID])
        }
    }

    @Test func `what cannot be gets its code`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            let upload = try await start(server, share)
            for (index, count) in [("0", 1_023), ("3", 1), ("x", 1), ("-1", 1), ("2", 453)] {
                #expect(try await put(server, upload, index, count: count).code() == .validationFailed, "\(index)")
            }
            let long = try await put(server, upload, "0", count: Limits.chunkBytesMax + 1)
            #expect(try long.code() == .payloadTooLarge)
            let (_, stranger) = try await server.makeUser("ann")
            let url = "/api/v1/uploads/\(upload.sessionID)"
            #expect(try await server.send(.get, url, token: stranger).code() == .notFound)
            #expect(try await server.send(.delete, url, token: stranger).code() == .notFound)
            server.clock.advance(seconds: Limits.uploadSecondsKept)
            let token = try await server.freshToken()
            #expect(try await server.send(.get, url, token: token).code() == .gone)
            #expect(try await server.send(.post, url + "/complete", token: token).code() == .gone)
            for body in ["{}", "[]", "x", #"{"share_id":"\#(share)","file_name":"a","file_size":"1"}"#] {
                let code = try await server.post("/api/v1/uploads", json: body, token: token).code()
                #expect(code == .validationFailed || code == .badRequest)
            }
        }
    }
}

extension TestServer {
    /// Another one of `admin`, after the clock has moved.
    func freshToken() async throws -> Token {
        let admin = try await context.store.read { reader in
            try reader.tenants().first.flatMap { try reader.user(in: $0.id, login: "admin") }
        }
        return .text(try await tokens.issue(for: try #require(admin)))
    }
}
