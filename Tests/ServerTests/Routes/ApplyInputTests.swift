import HTTPTypes
import NIOCore
import Testing
import TidelineAPI
import TidelineCore

@testable import TidelineServer

/// What is wrong is told by code and sentence, costs little and changes nothing.
struct ApplyInputTests {
    private func apply(_ server: TestServer, _ share: String, _ changes: String, _ more: String = "") async throws
        -> Reply
    {
        try await server.post(
            "/api/v1/sync/apply",
            json:
                #"{"device_id":"dev","share_id":"\#(share)","conflict_resolution":"KEEP_BOTH","changes":\#(changes)\#(more)}"#
        )
    }

    private func folder(_ members: String) -> String {
        #"[{"resource_type":"folder","change_type":"created",\#(members)}]"#
    }

    private func run(_ body: @escaping @Sendable (TestServer, String) async throws -> Void) async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            try await server.makeDevice()
            try await body(server, share)
            let snapshot = try await server.send(.get, "/api/v1/sync/snapshot?share_id=\(share)")
            #expect(snapshot.text.contains(#""entries":[]"#), "\(snapshot.text)")
        }
    }

    @Test(arguments: [
        #""new_path":"""#, #""new_path":"/""#, #""new_path":"a""#, #""new_path":"/a//b""#, #""new_path":"/a/""#,
        #""new_path":"/../a""#, #""new_path":"/./a""#, #""new_path":"/a\u0000b""#, #""new_path":"C:\\a""#,
        #""parent_id":null,"name":"""#, #""parent_id":null,"name":"..""#, #""parent_id":null,"name":".""#,
        #""parent_id":null,"name":"a/b""#, #""parent_id":null,"name":"/a""#, #""parent_id":null,"name":"\u0000""#,
        #""parent_id":null,"name":"\#(String(repeating: "é", count: 128))""#,
        #""parent_id":null,"name":"\#(String(repeating: "e\u{301}", count: 128))""#,
        #""parent_id":"fil_01J9ZZZZZZZZZZZZZZZZZZZZZZ","name":"a""#, #""parent_id":"/etc","name":"a""#,
        #""new_path":"/a","resource_id":"fil_01J9ZZZZZZZZZZZZZZZZZZZZZZ""#, #""new_path":"/a","resource_id":"x""#,
        #""new_path":"/a","client_change_id":"""#, #""new_path":"/a","base_version_id":"1""#,
        #""new_path":"/a","metadata":{"modified_at":"yesterday"}"#,
        #""new_path":"/a","metadata":{"checksum_sha256":"abc"}"#,
    ])
    func `a change with a wrong value is rejected alone`(members: String) async throws {
        try await run { server, share in
            let reply = try await apply(server, share, folder(members))
            #expect(reply.status == 200)
            let rejected = try reply.decode(ApplyAnswer.self).rejected
            #expect(rejected.map(\.code) == ["VALIDATION_FAILED"])
            #expect(rejected.allSatisfy { $0.detail.hasSuffix(".") }, "\(rejected)")
        }
    }

    @Test(arguments: [
        (#"[{"resource_type":"share","change_type":"created","new_path":"/a"}]"#),
        (#"[{"resource_type":"FOLDER","change_type":"created","new_path":"/a"}]"#),
        (#"[{"resource_type":"folder","change_type":"exploded","new_path":"/a"}]"#),
        (#"[{"resource_type":"folder","change_type":"updated","new_path":"/a"}]"#),
        (#"[{"resource_type":"file","change_type":"created","new_path":"/a","metadata":{"chunks":[{"hash":"x","size":1}]}}]"#),
        (#"[{"resource_type":"file","change_type":"created","new_path":"/a","metadata":{"chunks":[],"size":-1}}]"#),
        (#"[{"resource_type":"file","change_type":"created","new_path":"/a"}]"#),
    ])
    func `a word that is not of the list, or what a change lacks, is rejected alone`(changes: String) async throws {
        try await run { server, share in
            let rejected = try await apply(server, share, changes).decode(ApplyAnswer.self).rejected
            #expect(["VALIDATION_FAILED", "CHECKSUM_MISMATCH"].contains(rejected.first?.code), "\(rejected)")
        }
    }

    @Test(arguments: [
        ("{}", ""), ("7", ""), ("null", ""), ("[7]", ""), ("[{}]", ""), (#"[{"resource_type":7}]"#, ""),
        (#"[{"resource_type":"folder","change_type":"created","new_path":{}}]"#, ""),
        ("[]", #","base_cursor":"1""#), ("[]", #","base_cursor":1e400"#),
        ("[]", #","base_cursor":99999999999999999999"#),
        ("[]", #","base_cursor":0.5"#), ("[]", #","dry_run":"yes""#), ("[]", #","client_time":"noon""#),
        ("[]", #","client_time":5"#), ("[]", #","whole_share":"yes""#), ("[]", #","whole_share":1"#),
        (#"[{"resource_type":"file","change_type":"created","new_path":"/a","metadata":{"size":1e30}}]"#, ""),
    ])
    func `a member of another type is 422 for the whole batch, or no number at all 400`(changes: String, more: String)
        async throws
    {
        try await run { server, share in
            let reply = try await apply(server, share, changes, more)
            let problem = try reply.problem()
            #expect([400, 422].contains(reply.status), "\(reply.text)")
            #expect(["VALIDATION_FAILED", "BAD_REQUEST"].contains(problem.code))
        }
    }

    @Test func `an unknown strategy is 422`() async throws {
        try await run { server, share in
            let json = #"{"device_id":"dev","share_id":"\#(share)","conflict_resolution":"MINE","changes":[]}"#
            let reply = try await server.post("/api/v1/sync/apply", json: json)
            #expect(try reply.code() == .validationFailed)
            #expect(try reply.problem().errors?.first?.loc == ["body", "conflict_resolution"])
        }
    }

    @Test(arguments: ["[", "{\"a\":"])
    func `JSON nested ten thousand deep is refused`(opening: String) async throws {
        try await run { server, share in
            let deep = String(repeating: opening, count: 10_000)
            for json in [deep, #"{"device_id":"dev","share_id":"\#(share)","changes":\#(deep)"#] {
                let reply = try await server.post("/api/v1/sync/apply", json: json)
                #expect([400, 422].contains(reply.status))
            }
        }
    }

    @Test(arguments: [#""\ud800""#, #""\udc00x""#, "\"\u{1}\""])
    func `half a character and a bare control character are no JSON`(name: String) async throws {
        try await run { server, share in
            let reply = try await apply(server, share, folder(#""parent_id":null,"name":\#(name)"#))
            let isRejected =
                reply.status == 200 ? try reply.decode(ApplyAnswer.self).applied.isEmpty : reply.status == 400
            #expect(isRejected, "\(reply.text)")
        }
    }

    @Test func `bytes that are no UTF-8 are no JSON`() async throws {
        try await run { server, share in
            var body = ByteBuffer(
                string: #"{"device_id":"dev","share_id":"\#(share)","changes":[{"resource_type":"folder","#)
            body.writeString(#""change_type":"created","parent_id":null,"name":""#)
            body.writeBytes([0xFF, 0xFE])
            body.writeString(#""}]}"#)
            let reply = try await server.send(
                .post, "/api/v1/sync/apply", headers: [.contentType: "application/json"], body: body)
            #expect(try reply.code() == .badRequest)
        }
    }

    @Test func `a client_change_id that names two changes is refused for the second, and answered again for the same`()
        async throws
    {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            try await server.makeDevice()
            func change(_ path: String) -> String {
                #"{"client_change_id":"1","resource_type":"folder","change_type":"created","new_path":"\#(path)"}"#
            }
            for outcome in [ApplyOutcome.applied, .replayed] {
                let reply = try await apply(server, share, "[\(change("/a")),\(change("/b")),\(change("/a"))]")
                let answer = try reply.decode(ApplyAnswer.self)
                #expect(answer.applied.map(\.outcome) == [outcome, .replayed])
                #expect(answer.applied.map(\.path) == ["/a", "/a"])
                #expect(answer.rejected.map(\.code) == ["VALIDATION_FAILED"])
                #expect(answer.rejected.map(\.index) == [1] && answer.rejected.first?.clientChangeID == "1")
            }
        }
    }
}
