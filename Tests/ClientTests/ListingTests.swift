import Logging
import NIOCore
import Synchronization
import Testing
import TidelineAPI
import TidelineClient
import TidelineCore
import TidelineSync
import TidelineTestKit

/// A device whose server gives a bad answer to what it has, over HTTP: nothing is deleted, nothing is sent.
@Suite struct ListingTests {
    struct Trouble: Sendable, CustomStringConvertible {
        let description: String
        let reply: StubReply

        init(_ description: String, _ reply: StubReply) {
            self.description = description
            self.reply = reply
        }
    }

    private static let whole = StubReply.json(#"{"entries":[],"cursor":50,"has_more":false}"#)

    static let troubles: [Trouble] =
        [
            (400, "BAD_REQUEST"), (401, "UNAUTHENTICATED"), (403, "PERMISSION_DENIED"), (404, "NOT_FOUND"),
            (409, "SYNC_CONFLICT"), (410, "GONE"), (413, "PAYLOAD_TOO_LARGE"), (422, "VALIDATION_FAILED"),
            (429, "RATE_LIMITED"), (500, "INTERNAL"), (503, "UNAVAILABLE"), (507, "QUOTA_EXCEEDED"),
        ].map { Trouble("\($0.0)", .problem($0.0, $0.1, headers: [("Retry-After", "0")])) }
        + [301, 403, 404, 500, 502, 504].map {
            Trouble("\($0) as a page of a proxy", StubReply(status: $0, body: ByteBuffer(string: "<html>no</html>")))
        }
        + [
            Trouble("nothing", StubReply()), Trouble("204", StubReply(status: 204)),
            Trouble("a page of a portal", .json("<html>log in to this network</html>")),
            Trouble("half an object", .json(#"{"changes":[{"#)), Trouble("null", .json("null")),
            Trouble("an empty object", .json("{}")), Trouble("an empty list", .json("[]")),
            Trouble("no cursor", .json(#"{"changes":[],"has_more":false}"#)),
            Trouble("a cursor that is none", .json(#"{"changes":[],"cursor":-1,"has_more":false}"#)),
            Trouble("more without an end", .json(#"{"changes":[],"cursor":50,"has_more":true}"#)),
            Trouble("a cursor that goes back", .json(#"{"changes":[],"cursor":49,"has_more":false}"#)),
            Trouble("rows that are no list", .json(#"{"changes":{"0":null},"cursor":51,"has_more":false}"#)),
            Trouble("an end that is missing", StubReply(body: whole.body, breaksOff: true)),
            Trouble("bytes", StubReply(body: ByteBuffer(bytes: [UInt8](0...255)))),
        ]

    @Test(arguments: troubles) func `a bad answer to what changed deletes nothing and sends nothing`(_ trouble: Trouble)
        async throws
    {
        try await Listing().run(trouble.reply, at: "/api/v1/sync/changes")
    }

    @Test(arguments: troubles) func `a bad answer instead of a snapshot deletes nothing and sends nothing`(
        _ trouble: Trouble
    ) async throws {
        try await Listing(losesMemory: true).run(trouble.reply, at: "/api/v1/sync/snapshot")
    }
}

extension ListingTests {
    @Test(arguments: ["null", "7", "{}", #"{"resource_type":"file","resource_id":7}"#, #"{"resource_type":"widget"}"#])
    func `a row that cannot be read spoils no other`(_ bad: String) async throws {
        let changes = [bad, Listing.row("one", "A"), bad, Listing.row("two", "B")].joined(separator: ",")
        let page = StubReply.json(#"{"changes":[\#(changes)],"cursor":50,"has_more":false}"#)
        let lines = [
            bad, Listing.entry("one", "A"), Listing.entry("two", "B"), #"{"complete":true,"count":3,"cursor":50}"#,
        ]
        let snapshot = StubReply.json(lines.joined(separator: "\n") + "\n")
        try await withClient { request in
            request.path == "/api/v1/sync/changes" ? page : snapshot
        } _: { client, _ in
            let share = HTTPRemoteShare(client: client, shareID: "shr_1", deviceID: "d1")
            let told = try await share.changes(after: .start, limit: 10).rows
            #expect(told.map(Self.name) == ["garbled", "one", "garbled", "two"])
            let all = Mutex<[RemoteRow]>([])
            _ = try await share.snapshot { rows in all.withLock { $0 += rows } }
            #expect(all.withLock { $0 }.map(Self.name) == ["garbled", "one", "two"])
        }
    }

    private static func name(_ row: RemoteRow) -> String {
        switch row {
        case .live(let node), .moved(let node): node.place.name.text
        case .garbled(let it): it.known == .nothing ? "garbled" : "\(it)"
        case .deleted: "deleted"
        }
    }
}

private func withClient(
    _ answer: @escaping @Sendable (StubRequest) -> StubReply, _ body: (TidelineClient, Record) async throws -> Void
) async throws {
    try await withStub { request, _ in
        answer(request)
    } _: { server, record in
        let client = TidelineClient(
            server: server, tokens: .fixed("t"), time: FakeClock(),
            retry: RetryPolicy(attemptsMax: 2, firstDelayMilliseconds: 1, delayMillisecondsMax: 1)
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

/// A device that is in sync with a server that has two files, until the answers go bad.
private struct Listing {
    var losesMemory = false

    func run(_ trouble: StubReply, at path: String) async throws {
        let isBad = Mutex(false)
        try await withClient { request in
            if request.path == path, isBad.withLock({ $0 }) { return trouble }
            return Self.good(request)
        } _: { client, record in
            try await work(client, record) { isBad.set($0) }
        }
    }

    private func work(_ client: TidelineClient, _ record: Record, _ turnBad: (Bool) -> Void) async throws {
        let disk = MemoryFolder()
        for name in ["one", "two"] { try disk.write("d/" + name, name) }
        let state = MemorySyncState()
        let first = try await engine(disk, state, client).pass(.everything)
        #expect(first.uploaded + first.downloaded + first.deleted == 0 && first.conflicts.isEmpty)
        try disk.write("mine", "mine")
        let before = disk.contents()
        if losesMemory { state.lose() }
        turnBad(true)
        await #expect(throws: RemoteError.self) { try await engine(disk, state, client).pass(.everything) }
        #expect(disk.contents() == before && disk.trashed().isEmpty)
        #expect(!record.all.contains { $0.path == "/api/v1/sync/apply" })
        turnBad(false)
        try disk.remove("mine")
        let last = try await engine(disk, state, client).pass(.everything)
        #expect(last.uploaded + last.downloaded + last.deleted == 0 && last.conflicts.isEmpty)
        #expect(!record.all.contains { $0.path == "/api/v1/sync/apply" })
    }

    private func engine(_ disk: MemoryFolder, _ state: MemorySyncState, _ client: TidelineClient) -> SyncEngine {
        SyncEngine(
            disk: disk, server: HTTPRemoteShare(client: client, shareID: "shr_1", deviceID: "d1"), state: state,
            ids: CountingIDs(), strategy: .keepBoth, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    // MARK: Good answers

    private static let folder = "fld_01ARZ3NDEKTSV4RRFFQ69G5FAV"

    private static func good(_ request: StubRequest) -> StubReply {
        switch request.path {
        case "/api/v1/sync/snapshot": .json(snapshot)
        case "/api/v1/sync/changes": .json(#"{"changes":[],"cursor":50,"has_more":false}"#)
        case "/api/v1/sync/cursor": .json(#"{"cursor_position":50,"last_sync_at":null}"#)
        case let path where path.hasSuffix("/preferences"): .json("[]")
        default: .problem(404, "NOT_FOUND")
        }
    }

    private static let snapshot =
        [
            #"{"resource_type":"folder","resource_id":"\#(folder)","parent_id":null,"path":"/d","name":"d","#
                + #""version_id":null,"metadata":{}}"#,
            entry("one", "A"), entry("two", "B"), #"{"complete":true,"count":3,"cursor":50}"#,
        ].joined(separator: "\n") + "\n"

    static func row(_ name: String, _ letter: String) -> String {
        #"{"id":"chg_1","tenant_id":"t","share_id":"shr_1","change_type":"created","changed_by":"u","changed_at":"then","#
            + #""new_path":"/d/\#(name)","position":7,"# + entry(name, letter).dropFirst()
    }

    static func entry(_ name: String, _ letter: String) -> String {
        let id = "01ARZ3NDEKTSV4RRFFQ69G5FA\(letter)"
        return #"{"resource_type":"file","resource_id":"fil_\#(id)","parent_id":"\#(folder)","path":"/d/\#(name)","#
            + #""name":"\#(name)","version_id":"ver_\#(id)","metadata":{"size":3,"mime_type":"text/plain","#
            + #""checksum_sha256":"\#(Digest(of: Array(name.utf8)).hex)","modified_at":"2026-04-23T08:15:30Z","executable":false}}"#
    }
}

extension Mutex where Value == Bool {
    fileprivate func set(_ value: Bool) { withLock { $0 = value } }
}
