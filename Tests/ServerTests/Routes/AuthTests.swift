import Crypto
import Foundation
import HTTPTypes
import NIOCore
import Testing
import TidelineAPI
import TidelineCore
import TidelineTestKit

@testable import TidelineServer

struct AuthTests {
    private func logIn(_ server: TestServer, _ form: String) async throws -> Reply {
        try await server.send(
            .post, "/api/v1/auth/token", token: .none,
            headers: [.contentType: "application/x-www-form-urlencoded"], body: ByteBuffer(string: form))
    }

    @Test func `a password gives tokens that work, and a refresh token works once`() async throws {
        try await TestServer.run { server in
            let reply = try await logIn(server, "grant_type=password&username=admin&password=correct+horse")
            #expect(reply.status == 200)
            #expect(reply.headers[.cacheControl] == "no-store")
            let answer = try reply.decode(TokenAnswer.self)
            #expect(answer.tokenType == "Bearer" && answer.expiresIn == 3_600)
            let me = try await server.send(.get, "/api/v1/users/me", token: .text(answer.accessToken))
            #expect(try me.decode(UserBody.self).name == "admin")

            let form = "grant_type=refresh_token&refresh_token=\(answer.refreshToken)"
            #expect(try await logIn(server, form).status == 200)
            let again = try await logIn(server, form)
            #expect(try again.code() == .badRequest)
            #expect(try again.problem().error == "invalid_grant")
        }
    }

    @Test func `a wrong password and an unknown name are told in the same words`() async throws {
        try await TestServer.run { server in
            let wrong = try await logIn(server, "grant_type=password&username=admin&password=wrong").problem()
            let unknown = try await logIn(server, "grant_type=password&username=nobody&password=wrong").problem()
            #expect(wrong.status == 400 && wrong.error == "invalid_grant")
            #expect(wrong.detail == unknown.detail && wrong.errorDescription == unknown.errorDescription)
        }
    }

    @Test func `too many failed logins are told when to come back`() async throws {
        try await TestServer.run { server in
            for _ in 0..<Limits.loginFailuresMax {
                #expect(try await logIn(server, "grant_type=password&username=admin&password=no").status == 400)
            }
            let reply = try await logIn(server, "grant_type=password&username=admin&password=no")
            #expect(try reply.code() == .rateLimited)
            #expect(reply.headers[.retryAfter].flatMap { Int($0) } ?? 0 > 0)
        }
    }

    @Test(arguments: [
        ("", "invalid_request"), ("grant_type=password&username=admin", "invalid_request"),
        ("grant_type=client_credentials", "unsupported_grant_type"),
    ])
    func `a malformed login names OAuth's error`(form: String, error: String) async throws {
        try await TestServer.run { server in
            let problem = try await logIn(server, form).problem()
            #expect(problem.code == "BAD_REQUEST" && problem.error == error)
        }
    }

    @Test func `a login must be a form`() async throws {
        try await TestServer.run { server in
            let reply = try await server.post("/api/v1/auth/token", json: "{}", token: .none)
            #expect(try reply.code() == .unsupportedMediaType)
        }
    }

    @Test func `the published key verifies a token`() async throws {
        try await TestServer.run { server in
            let reply = try await server.send(.get, "/.well-known/jwks.json", token: .none)
            let key = try #require(try reply.decode(PublicKeySet.self).keys.first)
            let point = try #require(base64URLDecoded(key.x)) + #require(base64URLDecoded(key.y))
            let publicKey = try P256.Signing.PublicKey(rawRepresentation: point)
            let parts = server.admin.split(separator: ".")
            let signature = try P256.Signing.ECDSASignature(
                rawRepresentation: #require(base64URLDecoded(parts[2])))
            #expect(publicKey.isValidSignature(signature, for: Data("\(parts[0]).\(parts[1])".utf8)))
            #expect(key.kid == server.key.id)
        }
    }
}

/// Tokens that look right and are not.
struct ForgedTokenTests {
    private struct Parts {
        var header: [String: String]
        var claims: [String: Any]
        let signature: Substring

        init(_ token: String) throws {
            let parts = token.split(separator: ".")
            func object(_ part: Substring) throws -> [String: Any] {
                let bytes = try #require(base64URLDecoded(part))
                return try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
            }
            header = try #require(try object(parts[0]) as? [String: String])
            claims = try object(parts[1])
            signature = parts[2]
        }

        var signingInput: String {
            get throws {
                let parts = [header as [String: Any], claims]
                return try parts.map { base64URL(try JSONSerialization.data(withJSONObject: $0)) }
                    .joined(separator: ".")
            }
        }
    }

    private func expectRefused(_ server: TestServer, _ token: String) async throws {
        let reply = try await server.send(.get, "/api/v1/users/me", token: .text(token))
        #expect(try reply.code() == .unauthenticated)
        #expect(reply.headers[.wwwAuthenticate] == "Bearer")
    }

    @Test func `no token, another scheme and garbage are refused`() async throws {
        try await TestServer.run { server in
            #expect(try await server.send(.get, "/api/v1/users/me", token: .none).code() == .unauthenticated)
            let basic = try await server.send(
                .get, "/api/v1/users/me", token: .none, headers: [.authorization: "Basic YTpi"])
            #expect(try basic.code() == .unauthenticated)
            for garbage in ["x", "a.b.c", "..", String(repeating: "a", count: 9_000)] {
                try await expectRefused(server, garbage)
            }
        }
    }

    @Test func `algorithm none is refused`() async throws {
        try await TestServer.run { server in
            var parts = try Parts(server.admin)
            parts.header["alg"] = "none"
            try await expectRefused(server, try parts.signingInput + ".")
            try await expectRefused(server, try parts.signingInput + "." + parts.signature)
        }
    }

    @Test func `the public key is no HMAC secret`() async throws {
        try await TestServer.run { server in
            var parts = try Parts(server.admin)
            parts.header["alg"] = "HS256"
            let published = server.key.published.keys[0]
            let point = try #require(base64URLDecoded(published.x)) + #require(base64URLDecoded(published.y))
            let pem = try P256.Signing.PublicKey(rawRepresentation: point).pemRepresentation
            for secret in [point, Data(pem.utf8)] {
                let mac = HMAC<SHA256>.authenticationCode(
                    for: Data(try parts.signingInput.utf8), using: SymmetricKey(data: secret))
                try await expectRefused(server, try parts.signingInput + "." + base64URL(Data(mac)))
            }
        }
    }

    @Test func `another key's signature is refused, also under our key's name`() async throws {
        try await TestServer.run { server in
            let parts = try Parts(server.admin)
            let signature = try P256.Signing.PrivateKey().signature(for: Data(try parts.signingInput.utf8))
            try await expectRefused(server, try parts.signingInput + "." + base64URL(signature.rawRepresentation))
        }
    }

    @Test func `changed claims are refused`() async throws {
        try await TestServer.run { server in
            var parts = try Parts(server.admin)
            parts.claims["exp"] = 9_999_999_999
            try await expectRefused(server, try parts.signingInput + "." + parts.signature)
        }
    }

    @Test func `an expired token is refused, although it was seen before`() async throws {
        try await TestServer.run { server in
            #expect(try await server.send(.get, "/api/v1/users/me").status == 200)
            server.clock.advance(seconds: 3_600)
            try await expectRefused(server, server.admin)
        }
    }

    @Test func `a suspended user's token ends at once`() async throws {
        try await TestServer.run { server in
            let (id, token) = try await server.makeUser("ann")
            #expect(try await server.send(.get, "/api/v1/users/me", token: token).status == 200)
            let reply = try await server.send(
                .patch, "/api/v1/admin/users/\(id)", headers: [.contentType: "application/json"],
                body: ByteBuffer(string: #"{"status":"suspended"}"#))
            #expect(reply.status == 200)
            #expect(try await server.send(.get, "/api/v1/users/me", token: token).code() == .unauthenticated)
        }
    }
}
