import HTTPTypes
import NIOCore
import Testing
import TidelineAPI
import TidelineCore

@testable import TidelineServer

struct DownloadTests {
    private let tag = "\"\(Digest(of: Array("hello world".utf8)).hex)\""

    private func withFile(_ body: @escaping @Sendable (TestServer, String) async throws -> Void) async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            try await server.makeDevice()
            let file = try await server.makeFile("/grüß \"x\".txt", ["hello ", "world"], share: share)
            try await body(server, "/api/v1/sync/download/\(file.resourceID)")
        }
    }

    @Test func `the whole comes with all that is known of it`() async throws {
        try await withFile { server, path in
            let reply = try await server.send(.get, path)
            #expect(reply.status == 200 && reply.text == "hello world")
            let fields = reply.headers
            #expect(fields[.eTag] == tag && fields[.contentLength] == "11" && fields[.acceptRanges] == "bytes")
            #expect(fields[.lastModified] == "Fri, 02 Jan 2026 03:04:05 GMT")
            #expect(fields[.xContentTypeOptions] == "nosniff")
            #expect(fields[.reprDigest] == "sha-256=:uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=:")
            #expect(
                fields[.contentDisposition]
                    == "attachment; filename=\"gr__ _x_.txt\"; filename*=UTF-8''gr%C3%BC%C3%9F%20%22x%22.txt")
        }
    }

    @Test func `HEAD has the same fields and no body`() async throws {
        try await withFile { server, path in
            let reply = try await server.send(.head, path, headers: [.range: "bytes=0-1"])
            #expect(reply.status == 200 && reply.body.readableBytes == 0)
            #expect(reply.headers[.contentLength] == "11" && reply.headers[.eTag] == tag)
        }
    }

    @Test func `a range gives its bytes, also across chunks`() async throws {
        try await withFile { server, path in
            let cases: [(query: String, range: String?, text: String, field: String)] = [
                ("", "bytes=0-4", "hello", "bytes 0-4/11"), ("", "bytes=4-7", "o wo", "bytes 4-7/11"),
                ("", "bytes=6-", "world", "bytes 6-10/11"), ("", "bytes=-3", "rld", "bytes 8-10/11"),
                ("", "bytes=6-99", "world", "bytes 6-10/11"), ("", "bytes=-99", "hello world", "bytes 0-10/11"),
                ("?range_start=6", nil, "world", "bytes 6-10/11"), ("?range_end=4", nil, "hello", "bytes 0-4/11"),
                ("?range_start=4&range_end=7", nil, "o wo", "bytes 4-7/11"),
                ("?range_start=1&range_end=1", "bytes=0-4", "e", "bytes 1-1/11"),
            ]
            for (query, range, text, field) in cases {
                var headers: HTTPFields = [:]
                headers[.range] = range
                let reply = try await server.send(.get, path + query, headers: headers)
                #expect(reply.status == 206 && reply.text == text, "\(query) \(range ?? "")")
                #expect(reply.headers[.contentRange] == field)
                #expect(reply.headers[.contentLength] == String(text.utf8.count))
            }
        }
    }

    @Test(arguments: ["bytes=5-2", "bytes=x-1", "bytes", "items=0-1", "bytes=0-1,3-4", "bytes=-", "bytes=1-2-3"])
    func `a malformed range, another unit and several ranges give the whole`(range: String) async throws {
        try await withFile { server, path in
            let reply = try await server.send(.get, path, headers: [.range: range])
            #expect(reply.status == 200 && reply.text == "hello world")
        }
    }

    @Test func `a range beyond the end is 416 and tells the size`() async throws {
        try await withFile { server, path in
            for (query, range) in [("", "bytes=11-"), ("", "bytes=-0"), ("?range_start=11", "")] {
                let reply = try await server.send(.get, path + query, headers: [.range: range])
                #expect(try reply.code() == .rangeNotSatisfiable)
                #expect(reply.headers[.contentRange] == "bytes */11")
            }
        }
    }

    @Test(arguments: ["range_start=x", "range_end=-1", "range_start=1.5"])
    func `a range parameter that is no number is 422`(query: String) async throws {
        try await withFile { server, path in
            let reply = try await server.send(.get, path + "?" + query)
            #expect(try reply.code() == .validationFailed)
        }
    }

    @Test func `what the client has is not sent again`() async throws {
        try await withFile { server, path in
            for field in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
                let reply = try await server.send(.get, path, headers: [.ifNoneMatch: field])
                #expect(reply.status == 304 && reply.body.readableBytes == 0)
                #expect(reply.headers[.eTag] == tag)
            }
            #expect(try await server.send(.get, path, headers: [.ifNoneMatch: "\"other\""]).status == 200)
        }
    }

    @Test func `a range counts only for the content it was meant for`() async throws {
        try await withFile { server, path in
            let same = try await server.send(.get, path, headers: [.range: "bytes=0-4", .ifRange: tag])
            #expect(same.status == 206)
            for other in ["\"other\"", "W/\(tag)", "Fri, 02 Jan 2026 03:04:05 GMT"] {
                let reply = try await server.send(.get, path, headers: [.range: "bytes=0-4", .ifRange: other])
                #expect(reply.status == 200 && reply.text == "hello world")
            }
        }
    }

    @Test func `an empty file is served, and no part of it`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            try await server.makeDevice()
            let file = try await server.makeFile("/empty", [], share: share)
            let path = "/api/v1/sync/download/\(file.resourceID)"
            let whole = try await server.send(.get, path)
            #expect(whole.status == 200 && whole.headers[.contentLength] == "0")
            #expect(try await server.send(.get, path, headers: [.range: "bytes=0-"]).code() == .rangeNotSatisfiable)
        }
    }

    @Test func `unknown, foreign and trashed files are told apart only where the caller may know`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            try await server.makeDevice()
            let file = try await server.makeFile("/a", ["x"], share: share)
            let path = "/api/v1/sync/download/\(file.resourceID)"
            let (_, stranger) = try await server.makeUser("ann")
            #expect(try await server.send(.get, path, token: stranger).code() == .notFound)
            #expect(try await server.send(.get, "/api/v1/sync/download/nonsense").code() == .notFound)
            #expect(try await server.send(.get, path + "?version=7").code() == .notFound)
            let delete = #"{"resource_type":"file","change_type":"deleted","resource_id":"\#(file.resourceID)"}"#
            let body =
                #"{"device_id":"dev","share_id":"\#(share)","conflict_resolution":"CLIENT_WINS","changes":[\#(delete)]}"#
            let answer = try await server.post("/api/v1/sync/apply", json: body).decode(ApplyAnswer.self)
            #expect(answer.applied.count == 1)
            #expect(try await server.send(.get, path).code() == .gone)
            #expect(try await server.send(.get, path, token: stranger).code() == .notFound)
        }
    }
}
