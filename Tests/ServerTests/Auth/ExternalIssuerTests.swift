import Crypto
import Foundation
import HTTPTypes
import NIOCore
import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

@testable import TidelineServer

/// Tokens of another issuer, from the request to the answer.
struct ExternalIssuerTests {
    private func run(
        _ issuer: StubIssuer = StubIssuer(), audience: String? = nil,
        _ body: @escaping @Sendable (TestServer, StubIssuer) async throws -> Void
    ) async throws {
        try await TestServer.run(external: (issuer.address, issuer, audience)) { server in
            try await body(server, issuer)
        }
    }

    private func me(_ server: TestServer, _ token: String) async throws -> Reply {
        try await server.send(.get, "/api/v1/users/me", token: .text(token))
    }

    private func now(_ server: TestServer) -> Int64 { server.clock.now().milliseconds / 1_000 }

    @Test func `a person is a user from the first token on, the same with each later one`() async throws {
        try await run(StubIssuer(keys: ["k1": try .rs256()])) { server, issuer in
            let first = try await me(server, try issuer.token(now: now(server))).decode(UserBody.self)
            #expect(first.name == "Ann Smith" && first.email == "ann@acme.example")
            #expect(first.id.hasPrefix("usr_") && first.tenantID.hasPrefix("tnt_"))
            let renamed = try issuer.token(["name": "Ann Jones"], now: now(server) + 1)
            let second = try await me(server, renamed).decode(UserBody.self)
            #expect(second.id == first.id && second.tenantID == first.tenantID && second.name == "Ann Jones")
            let colleague = try issuer.token(["sub": "bob", "email": "bob@acme.example"], now: now(server))
            let third = try await me(server, colleague).decode(UserBody.self)
            #expect(third.tenantID == first.tenantID && third.id != first.id)
            let elsewhere = try await me(server, try issuer.token(["tenant_id": "other"], now: now(server)))
            let fourth = try elsewhere.decode(UserBody.self)
            #expect(fourth.tenantID != first.tenantID && fourth.id != first.id)
            #expect(issuer.calls == [issuer.address + "/.well-known/openid-configuration", issuer.address + "/keys"])
        }
    }

    @Test func `the server's own logins go on beside it, and both can share a tenant`() async throws {
        try await run { server, issuer in
            let admin = try await server.send(.get, "/api/v1/users/me").decode(UserBody.self)
            let token = try issuer.token(["tenant_id": admin.tenantID], now: now(server))
            let ann = try await me(server, token).decode(UserBody.self)
            #expect(ann.tenantID == admin.tenantID)
            let share = try await server.makeShare()
            let json = #"{"email":"ann@acme.example","role":"reader"}"#
            #expect(try await server.post("/api/v1/shares/\(share)/members", json: json).status == 201)
            let seen = try await server.send(.get, "/api/v1/shares/\(share)", token: .text(token))
            #expect(seen.status == 200)
            let config = try await server.send(.get, "/api/v1/config").decode(ConfigBody.self)
            #expect(config.auth.externalIssuer == issuer.address)
        }
    }

    @Test func `nobody becomes a user of this server's own by a token of another issuer`() async throws {
        try await run { server, issuer in
            let admin = try await server.send(.get, "/api/v1/users/me").decode(UserBody.self)
            let sameID = try issuer.token(["sub": admin.id, "tenant_id": admin.tenantID], now: now(server))
            let stranger = try await me(server, sameID).decode(UserBody.self)
            #expect(stranger.id != admin.id && !stranger.isAdmin)
            let sameEmail = try issuer.token(
                ["sub": "x", "email": "ADMIN@localhost", "tenant_id": admin.tenantID], now: now(server))
            #expect(try await me(server, sameEmail).code() == .permissionDenied)
            let sameName = try issuer.token(
                ["sub": "y", "email": "y@z", "name": "admin", "tenant_id": admin.tenantID], now: now(server))
            #expect(try await me(server, sameName).decode(UserBody.self).name.hasPrefix("admin ("))
            let asEmail = try issuer.token(
                ["sub": "z", "email": "z@z", "name": "admin@localhost", "tenant_id": admin.tenantID], now: now(server))
            #expect(try await me(server, asEmail).decode(UserBody.self).name == "admin_localhost")
        }
    }

    @Test func `an id of our form is kept when nobody has it`() async throws {
        try await run { server, issuer in
            let id = "usr_01J9ZZZZZZZZZZZZZZZZZZZZZZ"
            let token = try issuer.token(["sub": id], now: now(server))
            #expect(try await me(server, token).decode(UserBody.self).id == id)
        }
    }

    @Test(arguments: ["scope", "groups"])
    func `the issuer says who administers a tenant`(claim: String) async throws {
        try await run { server, issuer in
            let admin = try await server.send(.get, "/api/v1/users/me").decode(UserBody.self)
            let value: Any = claim == "scope" ? "sync tenant:admin" : ["staff", "tenant:admin"]
            let token = try issuer.token(["tenant_id": admin.tenantID, claim: value], now: now(server))
            #expect(try await server.send(.get, "/api/v1/admin/users", token: .text(token)).status == 200)
            let without = try issuer.token(["tenant_id": admin.tenantID], now: now(server))
            #expect(try await server.send(.get, "/api/v1/admin/users", token: .text(without)).status == 403)
        }
    }

    @Test func `a suspended person stays out, whatever their issuer says, and no password can be set`() async throws {
        try await run { server, issuer in
            let admin = try await server.send(.get, "/api/v1/users/me").decode(UserBody.self)
            func token(_ second: Int64) throws -> String {
                try issuer.token(["tenant_id": admin.tenantID], now: now(server) + second)
            }
            let ann = try await me(server, try token(0)).decode(UserBody.self)
            let path = "/api/v1/admin/users/\(ann.id)"
            let headers: HTTPFields = [.contentType: "application/json"]
            let password = try await server.send(
                .patch, path, headers: headers, body: ByteBuffer(string: #"{"password":"long enough"}"#))
            #expect(try password.code() == .validationFailed)
            let suspended = try await server.send(
                .patch, path, headers: headers, body: ByteBuffer(string: #"{"status":"suspended"}"#))
            #expect(suspended.status == 200)
            #expect(try await me(server, try token(0)).code() == .unauthenticated)
            #expect(try await me(server, try token(1)).code() == .unauthenticated)
        }
    }

    // MARK: What is refused

    @Test(
        arguments: [
            ["iss": "https://issuer.example/"], ["iss": "https://other.example"], ["sub": nil], ["tenant_id": nil],
            ["email": nil], ["name": nil], ["exp": nil], ["exp": "soon"], ["exp": 1e300], ["exp": -1], ["sub": ""],
            ["email": "no address"], ["tenant_id": String(repeating: "x", count: 256)], ["nbf": 4e9],
            ["sub": "a\u{0}b"],
        ] as [[String: (any Sendable)?]])
    func `a token with a claim that is wrong or missing is refused`(changes: [String: (any Sendable)?]) async throws {
        try await run { server, issuer in
            let token = try issuer.token(changes.mapValues { $0 as Any? }, now: now(server))
            let reply = try await me(server, token)
            #expect(try reply.code() == .unauthenticated)
            #expect(reply.headers[.wwwAuthenticate] == "Bearer")
            #expect(!reply.text.contains(token))
        }
    }

    @Test func `times may be off by the leeway and no more`() async throws {
        try await run { server, issuer in
            let leeway = Int64(Limits.tokenLeewaySeconds)
            let start = now(server)
            #expect(try await me(server, try issuer.token(["exp": start - leeway + 1], now: start)).status == 200)
            #expect(try await me(server, try issuer.token(["exp": start - leeway], now: start)).status == 401)
            #expect(try await me(server, try issuer.token(["nbf": start + leeway], now: start)).status == 200)
            #expect(try await me(server, try issuer.token(["nbf": start + leeway + 1], now: start)).status == 401)
            let token = try issuer.token(now: start)
            #expect(try await me(server, token).status == 200)
            server.clock.advance(seconds: 3_600 + Limits.tokenLeewaySeconds)
            #expect(try await me(server, token).status == 401)
        }
    }

    @Test(arguments: [nil, "other", "tideline"] as [String?])
    func `an audience is asked for when the operator names one`(audience: String?) async throws {
        try await run(audience: "tideline") { server, issuer in
            let list = audience.map { ["account", $0] }
            let reply = try await me(server, try issuer.token(["aud": list], now: now(server)))
            #expect(reply.status == (audience == "tideline" ? 200 : 401))
        }
    }

    @Test func `no algorithm but that of the key is taken`() async throws {
        let key = try StubIssuer.Key.rs256()
        try await run(StubIssuer(keys: ["k1": key, "k2": .es256()])) { server, issuer in
            let good = try issuer.token(now: now(server))
            let parts = good.split(separator: ".").map(String.init)
            func forged(_ header: String, _ signature: (String) throws -> Data) rethrows -> String {
                let input = base64URL(Array(header.utf8)) + "." + parts[1]
                return try input + "." + base64URL(signature(input))
            }
            let modulus = try #require(base64URLDecoded(try key.published("k1")["n"] ?? ""))
            let tokens = try [
                forged(#"{"alg":"none","kid":"k1"}"#) { _ in Data() },
                forged(#"{"alg":"None"}"#) { _ in Data() },
                forged(#"{"alg":"HS256","kid":"k1"}"#) { input in
                    Data(HMAC<SHA256>.authenticationCode(for: Data(input.utf8), using: SymmetricKey(data: modulus)))
                },
                forged(#"{"alg":"RS256","kid":"k2"}"#) { try key.sign($0) },
                forged(#"{"alg":"ES256","kid":"k1"}"#) { try key.sign($0) },
                forged(#"{"alg":"RS512","kid":"k1"}"#) { try key.sign($0) },
                forged(#"{"alg":"RS256","kid":"k1","crit":["b64"]}"#) { try key.sign($0) },
                forged(#"{"alg":"RS256","kid":"k1"}"#) { _ in Data(repeating: 0, count: 256) },
                try issuer.token(now: now(server), kid: "k2", key: .es256()),
                parts[0] + "." + parts[1] + ".", good + "x", good + ".x",
            ]
            for token in tokens { #expect(try await me(server, token).code() == .unauthenticated, "\(token)") }
            #expect(try await me(server, good).status == 200)
        }
    }

    @Test func `neither issuer can speak in the other's name`() async throws {
        try await run { server, issuer in
            let own = try issuer.token(["iss": "tideline"], now: now(server))
            #expect(try await me(server, own).code() == .unauthenticated)
            let admin = try await server.send(.get, "/api/v1/users/me").decode(UserBody.self)
            let stolenName = await AccessTokens(
                key: server.key, issuer: issuer.address, lifetimeSeconds: 60, clock: server.clock)
            let record = try #require(
                try await server.context.store.read { reader in try UserID(admin.id).flatMap { try reader.user($0) } })
            #expect(try await me(server, try await stolenName.issue(for: record)).code() == .unauthenticated)
        }
    }

    // MARK: Keys

    @Test func `a new key is found at its first token, and a key that was taken back ends within minutes`() async throws
    {
        try await run { server, issuer in
            let old = try issuer.token(now: now(server))
            #expect(try await me(server, old).status == 200)
            issuer.publish(["k2": .es256()])
            server.clock.advance(seconds: Limits.issuerFetchPauseSeconds)
            #expect(try await me(server, try issuer.token(now: now(server), kid: "k2")).status == 200)
            #expect(issuer.calls.count == 4)
            server.clock.advance(seconds: Limits.issuerKeysSeconds)
            #expect(try await me(server, old).code() == .unauthenticated)
        }
    }

    @Test func `keys that nobody has do not make the server ask without end`() async throws {
        try await run { server, issuer in
            #expect(try await me(server, try issuer.token(now: now(server))).status == 200)
            for number in 0..<20 {
                let forged = try issuer.token(now: now(server), kid: "unknown \(number)", key: .es256())
                #expect(try await me(server, forged).code() == .unauthenticated)
            }
            #expect(issuer.calls.count == 2)
            server.clock.advance(seconds: Limits.issuerFetchPauseSeconds)
            for number in 0..<20 {
                let forged = try issuer.token(now: now(server), kid: "unknown \(number)", key: .es256())
                #expect(try await me(server, forged).code() == .unauthenticated)
            }
            #expect(issuer.calls.count == 4)
        }
    }

    @Test func `many first requests at once ask the issuer once`() async throws {
        try await run { server, issuer in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<16 {
                    let token = try issuer.token(
                        ["sub": "p\(number)", "email": "p\(number)@acme.example"], now: now(server))
                    group.addTask { try await me(server, token).status }
                }
                for try await status in group { #expect(status == 200) }
            }
            #expect(issuer.calls.count == 2)
        }
    }

    @Test func `while the issuer is down its last keys go on for a day`() async throws {
        try await run { server, issuer in
            issuer.setDown(true)
            let early = try await me(server, try issuer.token(now: now(server)))
            #expect(try early.code() == .unavailable)
            issuer.setDown(false)
            server.clock.advance(seconds: Limits.issuerFetchPauseSeconds)
            #expect(try await me(server, try issuer.token(now: now(server))).status == 200)
            issuer.setDown(true)
            server.clock.advance(seconds: Limits.issuerKeysSecondsMax - 1)
            #expect(try await me(server, try issuer.token(now: now(server))).status == 200)
            #expect(try await me(server, try issuer.token(now: now(server), kid: "new", key: .es256())).status == 401)
            server.clock.advance(seconds: 1)
            #expect(try await me(server, try issuer.token(now: now(server))).code() == .unavailable)
        }
    }

    @Test func `a discovery document of another issuer is not taken`() async throws {
        try await run { server, issuer in
            issuer.callItself("https://evil.example")
            let reply = try await me(server, try issuer.token(now: now(server)))
            #expect(try reply.code() == .unavailable)
            #expect(issuer.calls.count == 1)
        }
    }

    @Test(arguments: [
        ("https://issuer.example", true), ("https://issuer.example/realms/a", true), ("http://127.0.0.1:8000", true),
        ("http://localhost:8000/x", true), ("http://[::1]:80", true), ("http://issuer.example", false),
        ("http://127.0.0.1.example.org", false), ("ftp://issuer.example", false), ("https://", false), ("", false),
        ("issuer.example", false), ("https://user@issuer.example", false), ("https://issuer.example?x=1", false),
    ])
    func `an issuer is on https, or on this machine`(address: String, isGood: Bool) {
        #expect((IssuerAddress(address) != nil) == isGood)
    }
}
