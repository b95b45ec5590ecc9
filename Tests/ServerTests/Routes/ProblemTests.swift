import Foundation
import HTTPTypes
import NIOCore
import Testing
import TidelineAPI
import TidelineCore
import TidelineService

@testable import TidelineServer

/// What holds for every route.
struct ProblemTests {
    @Test func `an unknown address is 404`() async throws {
        try await TestServer.run { server in
            for path in ["/", "/nope", "/api/v1/sync/changes/", "/api/v1//sync/changes", "/api/v1/sync/download"] {
                let reply = try await server.send(.get, path)
                #expect(reply.status == (path.hasSuffix("download") ? 405 : 404), "\(path)")
                _ = try reply.problem()
            }
        }
    }

    @Test func `a wrong method is told the right ones`() async throws {
        try await TestServer.run { server in
            let reply = try await server.send(.delete, "/api/v1/shares")
            #expect(try reply.code() == .methodNotAllowed)
            #expect(reply.headers[.allow] == "POST")
            let health = try await server.send(.post, "/api/v1/health", token: .none)
            #expect(health.headers[.allow] == "GET, HEAD")
        }
    }

    @Test func `a sane request id is taken over, any other replaced`() async throws {
        try await TestServer.run { server in
            let sane = try await server.send(.get, "/api/v1/health", headers: [.requestID: "a-1_b.c:d"])
            #expect(sane.headers[.requestID] == "a-1_b.c:d")
            let refused = try await server.send(.get, "/nope", headers: [.requestID: "trace-7"])
            #expect(try refused.problem().requestID == "trace-7")
            for insane in ["a b", String(repeating: "x", count: 129), "a\"b", "ä"] {
                let reply = try await server.send(.get, "/api/v1/health", headers: [.requestID: insane])
                #expect(reply.headers[.requestID]?.count == 26, "\(insane)")
            }
        }
    }

    @Test(arguments: ["", "GET /api/v1/health HTTP/1.1\r\nHost: a\r\n\r\n"])
    func `what is no HTTP is told so, as the first request and as a later one`(before: String) async throws {
        try await TestServer.run { server in
            let answer = try await RawClient.send(port: server.port, before + "NONSENSE\r\n\r\n")
            let refusal = try #require(answer.range(of: "HTTP/1.1 400 Bad Request")).lowerBound
            let parts = answer[refusal...].split(separator: "\r\n\r\n", maxSplits: 1)
            #expect(parts[0].contains("application/problem+json") && parts[0].contains("X-Request-Id"))
            #expect(parts.last?.contains(#""code":"BAD_REQUEST""#) == true)
        }
    }

    @Test func `a body that breaks the rules of HTTP is 400`() async throws {
        try await TestServer.run { server in
            let answer = try await RawClient.send(
                port: server.port,
                "POST /api/v1/auth/token HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request"))
            #expect(answer.contains(#""code":"BAD_REQUEST""#))
        }
    }

    /// curl waits a second for this with each bigger body.
    @Test func `a client that waits with its body is asked for it, unless it is too big`() async throws {
        try await TestServer.run { server in
            let head = "POST /api/v1/auth/token HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nConnection: close\r\n"
            let asked = try await RawClient.send(
                port: server.port, head + "Content-Length: 14\r\n\r\ngrant_type=odd")
            #expect(asked.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 400"))
            let refused = try await RawClient.send(port: server.port, head + "Content-Length: 9999999\r\n\r\n")
            #expect(refused.hasPrefix("HTTP/1.1 413"))
        }
    }

    @Test func `a body of another type is 415`() async throws {
        try await TestServer.run { server in
            let reply = try await server.send(
                .post, "/api/v1/shares", headers: [.contentType: "text/plain"], body: ByteBuffer(string: "{}"))
            #expect(try reply.code() == .unsupportedMediaType)
            let withParameter = try await server.send(
                .post, "/api/v1/shares", headers: [.contentType: "Application/JSON; charset=utf-8"],
                body: ByteBuffer(string: #"{"name":"A"}"#))
            #expect(withParameter.status == 201)
        }
    }

    @Test func `a body over its limit is 413 and the connection goes on`() async throws {
        try await TestServer.run { server in
            let reply = try await server.post(
                "/api/v1/shares", json: String(repeating: " ", count: Limits.jsonBodyBytesMax + 1))
            #expect(try reply.code() == .payloadTooLarge)
            #expect(try await server.send(.get, "/api/v1/users/me").status == 200)
        }
    }

    @Test(arguments: ["", "{", "[1,", "\u{1}", "{\"name\":}"])
    func `what is no JSON is 400`(json: String) async throws {
        try await TestServer.run { server in
            let reply = try await server.post("/api/v1/shares", json: json)
            #expect(try reply.code() == .badRequest)
        }
    }

    @Test func `a missing or wrong member is 422 and says where`() async throws {
        try await TestServer.run { server in
            let missing = try await server.post("/api/v1/shares", json: "{}")
            #expect(try missing.code() == .validationFailed)
            #expect(try missing.problem().errors == [FieldProblem(loc: ["body", "name"], msg: "is required")])
            let wrong = try await server.post(
                "/api/v1/sync/apply", json: #"{"device_id":"d","share_id":"s","changes":[{"resource_type":7}]}"#)
            #expect(try wrong.problem().errors?.first?.loc == ["body", "changes", "0", "resource_type"])
            let choice = try await server.post(
                "/api/v1/sync/apply",
                json: #"{"device_id":"d","share_id":"s","changes":[],"conflict_resolution":"COIN"}"#)
            #expect(try choice.problem().errors?.first?.loc == ["body", "conflict_resolution"])
        }
    }

    @Test(arguments: ["1.5", "1e30", "-9223372036854775809"])
    func `a number that does not fit is 422, not broken JSON`(number: String) async throws {
        try await TestServer.run { server in
            let reply = try await server.post("/api/v1/shares", json: #"{"name":"Team","quota_bytes":\#(number)}"#)
            #expect(try reply.code() == .validationFailed)
            #expect(try reply.problem().errors?.first?.loc.first == "body")
        }
    }

    @Test func `the owner stays, and the refusal says of whom it speaks`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            let owner = try await server.send(.get, "/api/v1/users/me").decode(UserBody.self).id
            let reply = try await server.send(.delete, "/api/v1/shares/\(share)/members/\(owner)")
            #expect(try reply.problem().errors?.map(\.loc) == [["path", "user_id"]])
        }
    }

    @Test func `a broken escape in the query is 400`() async throws {
        try await TestServer.run { server in
            let first = try await server.send(.get, "/api/v1/sync/changes?cursor=%zz")
            #expect(try first.code() == .badRequest)
            #expect(try await server.send(.get, "/api/v1/sync/changes?cursor=%ff").code() == .badRequest)
        }
    }

    @Test func `a long address is refused`() async throws {
        try await TestServer.run { server in
            let path = "/api/v1/health?" + String(repeating: "a", count: Limits.requestTargetBytesMax)
            let first = try await server.send(.get, path, token: .none)
            #expect(try first.code() == .badRequest)
        }
    }

    @Test func `HEAD answers as GET does, without the body`() async throws {
        try await TestServer.run { server in
            let reply = try await server.send(.head, "/api/v1/health", token: .none)
            #expect(reply.status == 200 && reply.body.readableBytes == 0)
            #expect(reply.headers[.contentLength] == "15")
        }
    }

    @Test func `an error of the inside shows nothing of it`() {
        struct Secret: Error { let text = "password=hunter2" }
        let failure = Failure(describing: Secret())
        #expect(failure.error.code == .internalError)
        #expect(!failure.error.detail.contains("hunter2") && !failure.error.detail.contains("Secret"))
    }
}
