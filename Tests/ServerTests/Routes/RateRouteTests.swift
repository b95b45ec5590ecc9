import HTTPTypes
import NIOCore
import Testing
import TidelineAPI
import TidelineCore
import TidelineTestKit

@testable import TidelineServer

struct RateRouteTests {
    private func standing(_ reply: Reply) -> [String?] {
        [reply.headers[.rateLimitLimit], reply.headers[.rateLimitRemaining], reply.headers[.rateLimitReset]]
    }

    @Test func `every answer tells where the caller stands, and the one too many is 429`() async throws {
        try await TestServer.run(ServerConfiguration(rateLimit: 3)) { server in
            let ok = try await server.send(.get, "/api/v1/users/me")
            #expect(ok.status == 200 && standing(ok) == ["3", "2", "20"])
            let wrong = try await server.send(.get, "/api/v1/shares/shr_nothing")
            #expect(wrong.status == 404 && standing(wrong) == ["3", "1", "40"])
            _ = try await server.send(.get, "/api/v1/users/me")
            let refused = try await server.send(.get, "/api/v1/users/me")
            #expect(try refused.code() == .rateLimited)
            #expect(refused.headers[.retryAfter] == "20" && standing(refused) == ["3", "0", "60"])
            server.clock.advance(seconds: 20)
            #expect(try await server.send(.get, "/api/v1/users/me").status == 200)
        }
    }

    @Test func `users, and those who are not logged in, are counted apart`() async throws {
        try await TestServer.run(ServerConfiguration(rateLimit: 2)) { server in
            let (_, ann) = try await server.makeUser("ann")
            _ = try await server.send(.get, "/api/v1/users/me")
            #expect(try await server.send(.get, "/api/v1/users/me").status == 429)
            #expect(try await server.send(.get, "/api/v1/users/me", token: ann).status == 200)
            #expect(try await server.send(.get, "/api/v1/users/me", token: .none).status == 401)
            #expect(try await server.send(.get, "/nothing", token: .none).status == 404)
            let flood = try await server.send(.get, "/api/v1/users/me", token: .text("forged"))
            #expect(try flood.code() == .rateLimited)
            #expect(try await server.send(.get, "/.well-known/jwks.json", token: .none).status == 429)
            #expect(try await server.send(.get, "/api/v1/users/me", token: ann).status == 200)
        }
    }

    @Test func `health, readiness and metrics are always answered`() async throws {
        try await TestServer.run(ServerConfiguration(rateLimit: 1)) { server in
            for path in ["/api/v1/health", "/api/v1/ready", "/metrics"] {
                for _ in 0..<3 {
                    let reply = try await server.send(.get, path, token: .none)
                    #expect(reply.status == 200 && standing(reply) == [nil, nil, nil])
                }
            }
        }
    }

    @Test func `0 is no limit`() async throws {
        try await TestServer.run(ServerConfiguration(rateLimit: 0)) { server in
            let reply = try await server.send(.get, "/api/v1/users/me")
            #expect(reply.status == 200 && standing(reply) == [nil, nil, nil])
        }
    }

    /// The status of a login with a wrong password.
    private func logIn(_ server: TestServer, _ name: String, from address: String) async throws -> Int {
        try await server.send(
            .post, "/api/v1/auth/token", token: .none,
            headers: [.contentType: "application/x-www-form-urlencoded", .xForwardedFor: address],
            body: ByteBuffer(string: "grant_type=password&username=\(name)&password=no")
        ).status
    }

    @Test func `behind a trusted proxy, failed logins of one client do not keep out another`() async throws {
        let configuration = ServerConfiguration(trustedProxies: [try #require(AddressRange("127.0.0.1"))])
        try await TestServer.run(configuration) { server in
            for number in 0..<Limits.loginFailuresMax {
                let status = try await logIn(server, "user\(number)", from: "6.6.6.6, 198.51.100.7")
                #expect(status == 400)
            }
            let sameClient = try await logIn(server, "another", from: "198.51.100.7")
            let otherClient = try await logIn(server, "another", from: "198.51.100.8")
            #expect(sameClient == 429 && otherClient == 400)
        }
    }
}

struct ConfigRouteTests {
    @Test func `a client learns the limits, the cut and whose tokens are taken`() async throws {
        try await TestServer.run(ServerConfiguration(rateLimit: 90)) { server in
            #expect(try await server.send(.get, "/api/v1/config", token: .none).status == 401)
            let reply = try await server.send(.get, "/api/v1/config")
            let config = try reply.decode(ConfigBody.self)
            #expect(config.server.name == "tideline" && config.server.version == Program.version)
            #expect(config.server.time == server.clock.now().rfc3339)
            #expect(
                config.auth
                    == .init(
                        issuer: "tideline", externalIssuer: nil, grantTypes: ["password", "refresh_token"]))
            #expect(config.limits == LimitsBody(requestsPerMinute: 90))
            #expect(config.limits.pageRowsMax == 5_000 && config.limits.applyChangesMax == 1_000)
            #expect(config.chunking.bytesAverage == Limits.cutBytesAverage)
            #expect(config.features == config.features.sorted())
            #expect(reply.text.contains(#""external_issuer":null"#))
        }
    }
}
