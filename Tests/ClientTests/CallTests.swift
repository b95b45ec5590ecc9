import NIOCore
import NIOHTTP1
import Synchronization
import Testing
import TidelineAPI
import TidelineCore
import TidelineTestKit

@testable import TidelineClient

private let me =
    #"{"id":"usr_1","tenant_id":"tnt_1","name":"alice","email":"a@b","is_admin":true,"status":"active","created_at":"2026-04-23T08:15:30Z"}"#
private let share =
    #"{"id":"shr_1","name":"Team","type":"share","role":"owner","owner_id":"usr_1","used_bytes":0,"created_at":"2026-04-23T08:15:30Z"}"#

/// Runs `body` with a client that pauses for a millisecond at most.
private func withClient(
    _ tokens: TokenSource = .fixed("t"), _ answer: @escaping @Sendable (StubRequest, Int) -> StubReply,
    _ body: (TidelineClient, Record) async throws -> Void
) async throws {
    try await withStub(answer) { server, record in
        let client = TidelineClient(
            server: server, tokens: tokens, time: FakeClock(),
            retry: RetryPolicy(attemptsMax: 3, firstDelayMilliseconds: 1, delayMillisecondsMax: 1)
        ) { 0 }
        do {
            try await body(client, record)
            await client.shutdown()
        } catch {
            await client.shutdown()
            throw error
        }
    }
}

private func tokenError(_ body: () async throws -> Void) async -> TidelineError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? TidelineError
    }
}

@Suite struct CallTests {
    @Test func `a login sends the form, encoded, and no token`() async throws {
        try await withClient(.none) { _, _ in
            .json(#"{"access_token":"a","token_type":"Bearer","expires_in":60,"refresh_token":"r"}"#)
        } _: { client, record in
            let answer = try await client.logIn(user: "a&b=c", password: "ü %")
            #expect(answer.accessToken == "a")
            let request = try #require(record.all.first)
            #expect(String(buffer: request.body) == "grant_type=password&username=a%26b%3Dc&password=%C3%BC%20%25")
            #expect(request.head.headers.first(name: "Content-Type") == "application/x-www-form-urlencoded")
            #expect(request.token == nil)
        }
    }

    @Test func `a call over the rate limit is made again after the pause, a login is not`() async throws {
        try await withClient { _, before in
            before == 0 ? .problem(429, "RATE_LIMITED", headers: [("Retry-After", "0")]) : .json(share)
        } _: { client, record in
            let made = try await client.createShare(NewShareBody(name: "Team"))
            #expect(made.id == "shr_1" && record.all.count == 2)
        }
        try await withClient(.none) { _, _ in
            .problem(429, "RATE_LIMITED", headers: [("Retry-After", "7")])
        } _: { client, record in
            let error = await tokenError { _ = try await client.logIn(user: "a", password: "b") }
            #expect(error?.code == .rateLimited && error?.retryAfter == 7)
            #expect(record.all.count == 1)
        }
    }

    @Test func `a refused token is renewed once and the call repeated`() async throws {
        let store = MemoryStore(.sample())
        try await withClient(.stored(store)) { request, _ in
            if request.path == "/api/v1/auth/token" {
                return .json(#"{"access_token":"a1","token_type":"Bearer","expires_in":60,"refresh_token":"r1"}"#)
            }
            return request.token == "a1" ? .json(me) : .problem(401, "UNAUTHENTICATED")
        } _: { client, record in
            let answer = try await client.me()
            #expect(answer.name == "alice")
            #expect(record.all.map(\.token) == ["a0", nil, "a1"])
            #expect(store.saved == ["r1"])
        }
    }

    @Test func `a token that stays refused is not renewed for ever`() async throws {
        try await withClient(.stored(MemoryStore(.sample()))) { request, _ in
            request.path == "/api/v1/auth/token"
                ? .json(#"{"access_token":"a1","token_type":"Bearer","expires_in":60,"refresh_token":"r1"}"#)
                : .problem(401, "UNAUTHENTICATED")
        } _: { client, record in
            let error = await tokenError { _ = try await client.me() }
            #expect(error?.code == .unauthenticated)
            #expect(record.all.count == 3)
        }
    }

    @Test func `a busy server is asked again, if that can do no harm`() async throws {
        let answer: @Sendable (StubRequest, Int) -> StubReply = { request, before in
            before == 0 ? .problem(503, "UNAVAILABLE", headers: [("Retry-After", "0")]) : .json(me)
        }
        try await withClient(.fixed("t"), answer) { client, record in
            let answer = try await client.me()
            #expect(answer.id == "usr_1")
            #expect(record.all.count == 2)
        }
        try await withClient(.fixed("t"), answer) { client, record in
            let error = await tokenError { _ = try await client.createShare(NewShareBody(name: "x")) }
            #expect(error?.code == .unavailable)
            #expect(record.all.count == 1)
        }
    }

    @Test func `a broken answer is asked for again`() async throws {
        try await withClient(.fixed("t")) { _, before in
            before == 0 ? StubReply(body: ByteBuffer(string: "{"), breaksOff: true) : .json(me)
        } _: { client, record in
            let answer = try await client.me()
            #expect(answer.id == "usr_1")
            #expect(record.all.count == 2)
        }
    }

    @Test func `an apply is repeated only when each change can be told again`() async throws {
        let answer: @Sendable (StubRequest, Int) -> StubReply = { _, before in
            before == 0
                ? .problem(503, "UNAVAILABLE") : .json(#"{"applied":[],"conflicts":[],"rejected":[],"cursor":1}"#)
        }
        func body(_ id: String?) -> ApplyBody {
            ApplyBody(
                deviceID: "d", shareID: "s",
                changes: [ProposedChangeBody(clientChangeID: id, resourceType: "file", changeType: "deleted")])
        }
        try await withClient(.fixed("t"), answer) { client, _ in
            let answer = try await client.apply(body("c1"))
            #expect(answer.cursor == 1)
        }
        try await withClient(.fixed("t"), answer) { client, _ in
            #expect(await tokenError { _ = try await client.apply(body(nil)) }?.code == .unavailable)
        }
    }

    @Test func `a problem keeps its code, status, detail and request id`() async throws {
        try await withClient(.fixed("t")) { _, _ in
            .problem(404, "NOT_FOUND")
        } _: { client, _ in
            let error = await tokenError { _ = try await client.members(ofShare: "x/../y?z") }
            #expect(error == TidelineError(.problem(.notFound), "No.", status: 404, requestID: "r1"))
        }
        try await withClient(.fixed("t")) { _, _ in
            .problem(418, "TEAPOT")
        } _: { client, _ in
            #expect(await tokenError { _ = try await client.me() }?.kind == .unknownProblem("TEAPOT"))
        }
    }

    @Test func `ids from outside cannot change the path`() async throws {
        try await withClient(.fixed("t")) { _, _ in
            .json(#"{"members":[],"total":0}"#)
        } _: { client, record in
            _ = try await client.members(ofShare: "x/../y?z#ü")
            #expect(record.all.first?.head.uri == "/api/v1/shares/x%2F..%2Fy%3Fz%23%C3%BC/members")
        }
    }

    @Test func `what is no JSON of the contract is garbage`() async throws {
        for text in ["<html>", "[]", #"{"id":1}"#] {
            try await withClient(.fixed("t")) { _, _ in
                .json(text)
            } _: { client, _ in
                #expect(await tokenError { _ = try await client.me() }?.kind == .garbage)
            }
        }
    }

    @Test func `a redirect is not followed`() async throws {
        try await withClient(.fixed("t")) { _, _ in
            StubReply(status: 302, headers: [("Location", "http://127.0.0.1:1/")])
        } _: { client, record in
            #expect(await tokenError { _ = try await client.me() }?.status == 302)
            #expect(record.all.count == 1)
        }
    }

    @Test func `a server that is down is named with its reason`() async throws {
        var address: ServerAddress?
        try await withStub({ _, _ in .json("{}") }) { server, _ in address = server }
        let client = TidelineClient(
            server: try #require(address), tokens: .fixed("t"), time: FakeClock(),
            retry: RetryPolicy(attemptsMax: 1)
        ) { 0 }
        let error = await tokenError { _ = try await client.me() }
        await client.shutdown()
        #expect(error?.kind == .unreachable)
        #expect(error?.detail == "Cannot reach \(client.server) (connection refused). Is the server running?")
    }

    @Test func `a page of changes asks for what was said and nothing else`() async throws {
        try await withClient(.fixed("t")) { _, _ in
            .json(#"{"changes":[],"cursor":7,"has_more":false,"share_id":null}"#)
        } _: { client, record in
            let answer = try await client.changes(after: 5, shareID: "shr_1", limit: 10, waitSeconds: 3)
            #expect(answer.cursor == 7)
            _ = try await client.changes(after: nil)
            #expect(record.all.map(\.query) == ["cursor=5&share_id=shr_1&limit=10&wait=3", ""])
        }
    }

    @Test(arguments: ["ftp://x", "127.0.0.1:8080", "http://", "http://a/b", "http://u@a", "http://a?x", ""])
    func `what is no server address is refused`(_ text: String) {
        #expect(throws: TidelineError.self) { try ServerAddress(text) }
    }

    @Test func `a server address is kept in one form`() throws {
        #expect(try ServerAddress("http://127.0.0.1:8080/").description == "http://127.0.0.1:8080")
        #expect(try ServerAddress("HTTPS://files.example.org:443").description == "https://files.example.org")
        #expect(try ServerAddress("http://[::1]:81").description == "http://[::1]:81")
    }
}

@Suite struct StreamTests {
    private static func entry(_ number: Int) -> String {
        #"{"resource_type":"folder","resource_id":"fld_\#(number)","parent_id":null,"path":"/\#(number)","name":"\#(number)","version_id":null,"metadata":{}}"#
    }

    private static func lines(_ count: Int, end: String?) -> StubReply {
        .json(((0..<count).map { entry($0) } + (end.map { [$0] } ?? [])).joined(separator: "\n") + "\n")
    }

    @Test(arguments: [0, 1, 2_500])
    func `a snapshot hands on every entry once and in order`(_ count: Int) async throws {
        try await withClient(.fixed("t")) { _, _ in
            Self.lines(count, end: #"{"complete":true,"count":\#(count),"cursor":9}"#)
        } _: { client, record in
            let names = Mutex<[String]>([])
            let cursor = try await client.snapshot(shareID: "s") { entries in
                names.withLock { $0 += entries.map(\.name) }
            }
            #expect(cursor == 9)
            #expect(names.withLock { $0 } == (0..<count).map(String.init))
            #expect(record.all.first?.head.headers.first(name: "Accept") == "application/x-ndjson")
        }
    }

    @Test(arguments: [
        lines(3, end: nil), lines(3, end: #"{"complete":false,"count":3,"cursor":9}"#),
        lines(3, end: #"{"complete":true,"count":4,"cursor":9}"#), .json(""), .json("{\n"),
        StubReply(body: lines(3, end: #"{"complete":true,"count":3,"cursor":9}"#).body, breaksOff: true),
    ])
    func `a snapshot that is not whole throws`(_ reply: StubReply) async throws {
        try await withClient(.fixed("t")) { _, _ in
            reply
        } _: { client, _ in
            await #expect(throws: TidelineError.self) { try await client.snapshot(shareID: "s") { _ in } }
        }
    }

    @Test func `what a receiver throws passes unchanged`() async throws {
        struct Full: Error {}
        try await withClient(.fixed("t")) { _, _ in
            Self.lines(1, end: #"{"complete":true,"count":1,"cursor":9}"#)
        } _: { client, _ in
            await #expect(throws: Full.self) { try await client.snapshot(shareID: "s") { _ in throw Full() } }
        }
    }

    @Test func `a range has exactly the bytes that were asked for`() async throws {
        try await withClient(.fixed("t")) { _, _ in
            .json("abc")
        } _: { client, record in
            let got = Mutex("")
            try await client.download(fileID: "f", version: "v", range: 4..<7) { piece in
                got.withLock { $0 += String(buffer: piece) }
            }
            #expect(got.withLock { $0 } == "abc")
            #expect(record.all.first?.query == "version=v&range_start=4&range_end=6")
            for range in [Int64(4)..<6, 4..<8] {
                await #expect(throws: TidelineError.self) {
                    try await client.download(fileID: "f", range: range) { _ in }
                }
            }
        }
    }

    @Test func `chunks go up in frames, and each must be stored`() async throws {
        let bytes = ByteBuffer(string: "hello")
        let digest = Digest(of: Array("hello".utf8))
        try await withClient(.fixed("t")) { _, before in
            .json(before == 0 ? #"{"stored":["\#(digest.hex)"]}"# : #"{"stored":[]}"#)
        } _: { client, record in
            try await client.sendChunks([(digest, bytes)])
            var expected = ByteBuffer()
            ChunkFraming.write(FrameKey(digest), bytes, to: &expected)
            #expect(record.all.first?.body == expected)
            await #expect(throws: TidelineError.self) { try await client.sendChunks([(digest, bytes)]) }
        }
    }

    @Test func `many files come down in order, some of them as problems`() async throws {
        let ids = try ["V", "W"].map { try #require(VersionID("ver_01ARZ3NDEKTSV4RRFFQ69G5FA\($0)")) }
        let items = ids.map { BulkItem(fileID: "f", versionID: $0.description) }
        var body = ByteBuffer()
        ChunkFraming.write(FrameKey(ids[0]), ByteBuffer(string: "one"), to: &body)
        ChunkFraming.writeProblem(
            FrameKey(ids[1]), json: StubReply.problem(410, "GONE").body, to: &body)
        let reply = StubReply(body: body)
        try await withClient(.fixed("t")) { _, _ in
            reply
        } _: { client, _ in
            let got = Mutex<[String]>([])
            try await client.downloadMany(shareID: "s", items: items) { item, result in
                let text = (try? result.get()).map { String(buffer: $0) } ?? "problem"
                got.withLock { $0.append("\(item.versionID == ids[0].description) \(text)") }
            }
            #expect(got.withLock { $0 } == ["true one", "false problem"])
            for wrong in [Array(items.reversed()), [items[0]], items + items] {
                await #expect(throws: TidelineError.self) {
                    try await client.downloadMany(shareID: "s", items: wrong) { _, _ in }
                }
            }
        }
    }
}
