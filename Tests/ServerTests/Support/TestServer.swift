import Foundation
import HTTPTypes
import HummingbirdTesting
import Logging
import NIOCore
import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

@testable import TidelineServer

/// A real server on a free port, over stores in memory if none are given, with the admin made and a clock that stands still.
struct TestServer: Sendable {
    let client: any TestClientProtocol
    let context: ServiceContext
    let store: CountingStore
    let clock: FakeClock
    let key: SigningKey
    let tokens: AccessTokens
    /// An access token of `admin`.
    let admin: String

    var port: Int { client.port ?? 0 }

    static let password = "correct horse"

    static func run<T: Sendable>(
        _ configuration: ServerConfiguration = ServerConfiguration(),
        store: any MetadataStore = MemoryMetadataStore(), chunks: any ChunkStore = MemoryChunkStore(),
        external: (issuer: String, documents: any IssuerDocuments, audience: String?)? = nil,
        _ body: @escaping @Sendable (TestServer) async throws -> T
    ) async throws -> T {
        let clock = FakeClock()
        let store = CountingStore(store)
        let context = ServiceContext(
            store: store, chunks: chunks, clock: clock, alarm: SystemAlarm(),
            ids: SystemULIDs(clock: clock),
            secrets: FixedSecrets(), passwords: PlainPasswordHasher(), events: EventHub(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        _ = try await Service(context).accounts.bootstrap(adminPassword: password)
        let key = try SigningKey.temporary()
        let tokens = await AccessTokens(
            key: key, issuer: configuration.issuer, lifetimeSeconds: configuration.tokenSeconds, clock: clock)
        let externalTokens = try external.map { external in
            ExternalTokens(
                issuer: try #require(IssuerAddress(external.issuer)), audience: external.audience,
                documents: external.documents, clock: clock, logger: context.logger)
        }
        let server = try HTTPServer(configuration, context: context, tokens: tokens, external: externalTokens)
        let admin = try await context.store.read { reader in
            try reader.tenants().first.flatMap { try reader.user(in: $0.id, login: "admin") }
        }
        let token = try await tokens.issue(for: try #require(admin))
        return try await server.application.test(.live) { client in
            try await body(
                TestServer(
                    client: client, context: context, store: store, clock: clock, key: key, tokens: tokens, admin: token
                ))
        }
    }

    /// Sends a request; `token` nil sends none, and without saying anything it is the admin's.
    func send(
        _ method: HTTPRequest.Method, _ path: String, token: Token = .admin, headers: HTTPFields = [:],
        body: ByteBuffer? = nil
    ) async throws -> Reply {
        var headers = headers
        switch token {
        case .admin: headers[.authorization] = "Bearer \(admin)"
        case .text(let text): headers[.authorization] = "Bearer \(text)"
        case .none: break
        }
        return Reply(try await client.executeRequest(uri: path, method: method, headers: headers, body: body))
    }

    func post(_ path: String, json: String, token: Token = .admin) async throws -> Reply {
        try await send(
            .post, path, token: token, headers: [.contentType: "application/json"], body: ByteBuffer(string: json))
    }

    enum Token: Sendable {
        case admin, none
        case text(String)
    }

    // MARK: Things most tests need

    func makeShare(_ name: String = "Team") async throws -> String {
        try await post("/api/v1/shares", json: #"{"name":"\#(name)"}"#).decode(ShareBody.self).id
    }

    func makeDevice(_ id: String = "dev", token: Token = .admin) async throws {
        let json = #"{"device_id":"\#(id)","device_name":"N","platform":"linux","client_version":"1.0.0"}"#
        _ = try await post("/api/v1/sync/devices", json: json, token: token)
    }

    /// The id and the token of a new user.
    func makeUser(_ name: String) async throws -> (id: String, token: Token) {
        let json = #"{"name":"\#(name)","email":"\#(name)@example.org","password":"\#(Self.password)"}"#
        let user = try await post("/api/v1/admin/users", json: json).decode(UserBody.self)
        let id = try #require(UserID(user.id))
        let record = try await context.store.read { try $0.user(id) }
        return (user.id, .text(try await tokens.issue(for: try #require(record))))
    }

    /// Sends the content as chunks and makes a file of it.
    func makeFile(
        _ path: String, _ chunks: [String], share: String, mimeType: String? = nil
    ) async throws -> AppliedBody {
        var bodies: [ChunkBody] = []
        for chunk in chunks {
            let hash = Digest(of: Array(chunk.utf8)).hex
            _ = try await send(.put, "/api/v1/sync/chunks/\(hash)", body: ByteBuffer(string: chunk))
            bodies.append(ChunkBody(hash: hash, size: chunk.utf8.count))
        }
        let metadata = ProposedMetadata(
            size: Int64(chunks.joined().utf8.count), mimeType: mimeType, modifiedAt: "2026-01-02T03:04:05Z",
            chunks: bodies)
        let change = ProposedChangeBody(
            resourceType: "file", changeType: "created", newPath: path, metadata: metadata)
        let body = ApplyBody(deviceID: "dev", shareID: share, conflictResolution: .keepBoth, changes: [change])
        let reply = try await post("/api/v1/sync/apply", json: String(buffer: try encodeJSON(body)))
        let answer = try reply.decode(ApplyAnswer.self)
        return try #require(answer.applied.first, "apply refused the file: \(reply.text)")
    }
}

struct Reply: Sendable {
    let status: Int
    let headers: HTTPFields
    let body: ByteBuffer

    init(_ response: TestResponse) {
        status = response.status.code
        headers = response.headers
        body = response.body
    }

    var text: String { String(buffer: body) }

    func decode<T: Decodable>(_: T.Type) throws -> T {
        try JSONDecoder().decode(T.self, from: Data(body.readableBytesView))
    }

    /// The error, whose shape is checked on the way.
    func problem(sourceLocation: SourceLocation = #_sourceLocation) throws -> ProblemBody {
        #expect(headers[.contentType] == "application/problem+json", sourceLocation: sourceLocation)
        let problem = try decode(ProblemBody.self)
        #expect(problem.status == status, sourceLocation: sourceLocation)
        #expect(problem.requestID == headers[.requestID], sourceLocation: sourceLocation)
        #expect(!problem.title.isEmpty && !problem.detail.isEmpty, sourceLocation: sourceLocation)
        #expect(problem.type == "about:blank", sourceLocation: sourceLocation)
        return problem
    }

    /// The code of an error.
    func code(sourceLocation: SourceLocation = #_sourceLocation) throws -> ErrorCode? {
        ErrorCode(rawValue: try problem(sourceLocation: sourceLocation).code)
    }
}
