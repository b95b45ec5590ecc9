import Foundation
import JWTKit
import Synchronization
package import TidelineCore
package import TidelineService

/// Makes and checks access tokens: JWTs signed with ES256 by this server's own key, and nothing else.
package final class AccessTokens: Sendable {
    /// A token that was signed here and had not expired.
    struct Verified: Sendable {
        let claims: TokenClaims
        let expiresAt: Timestamp
    }

    private let key: SigningKey
    private let keys: JWTKeyCollection
    private let issuer: String
    let lifetimeSeconds: Int
    private let clock: any TimeSource
    /// Tokens whose signature was checked already; the same one comes with each request of a client.
    private let known = Mutex<[String: Verified]>([:])

    package init(key: SigningKey, issuer: String, lifetimeSeconds: Int, clock: any TimeSource) async {
        self.key = key
        self.issuer = issuer
        self.lifetimeSeconds = lifetimeSeconds
        self.clock = clock
        keys = await JWTKeyCollection().add(ecdsa: key.key, kid: JWKIdentifier(string: key.id))
    }

    var published: PublicKeySet { key.published }

    /// A token that stands for the user until its lifetime is over.
    package func issue(for user: User) async throws -> String {
        let seconds = Int(clock.now().milliseconds / 1_000)
        let claims = Claims(
            iss: issuer, sub: user.id.description, tenantID: user.tenantID.description, email: user.email,
            name: user.name, groups: [], scope: user.isAdmin ? "sync tenant:admin" : "sync", iat: seconds,
            exp: seconds + lifetimeSeconds)
        return try await keys.sign(claims, kid: JWKIdentifier(string: key.id))
    }

    /// Throws `UNAUTHENTICATED` for anything but a token of this server that is still good.
    func verify(_ token: String) async throws -> Verified {
        if let verified = known.withLock({ $0[token] }) {
            guard verified.expiresAt > clock.now() else { throw Self.expired }
            return verified
        }
        let verified = try await check(token)
        known.withLock { known in
            if known.count >= Limits.verifiedTokensMax { known.removeAll() }
            known[token] = verified
        }
        return verified
    }

    private func check(_ token: String) async throws -> Verified {
        guard token.utf8.count <= Limits.tokenBytesMax, isOwnHeader(token.prefix { $0 != "." }),
            let claims = try? await keys.verify(token, as: Claims.self), claims.iss == issuer
        else { throw Self.refused }
        let expiresAt = Timestamp(seconds: Int64(claims.exp))
        guard expiresAt > clock.now() else { throw Self.expired }
        return Verified(
            claims: TokenClaims(
                subject: claims.sub, tenantID: claims.tenantID, email: claims.email, name: claims.name,
                scopes: Set(claims.scope.split(separator: " ").map(String.init))),
            expiresAt: expiresAt)
    }

    /// The algorithm is ours to choose, not the token's: `none`, HS256 with a public key and all else end here.
    private func isOwnHeader(_ encoded: Substring) -> Bool {
        guard let bytes = base64URLDecoded(encoded), let header = try? JSONDecoder().decode(Header.self, from: bytes)
        else { return false }
        return header.alg == "ES256" && header.kid == key.id && header.crit == nil
    }

    private static let refused = ServiceError(.unauthenticated, "The access token is not one of this server; log in.")
    private static let expired = ServiceError(.unauthenticated, "The access token has expired; refresh it or log in.")
}

private struct Header: Decodable {
    let alg: String
    let kid: String?
    let crit: [String]?
}

private struct Claims: JWTPayload {
    let iss: String
    let sub: String
    let tenantID: String
    let email: String?
    let name: String?
    let groups: [String]
    let scope: String
    let iat: Int
    let exp: Int

    enum CodingKeys: String, CodingKey {
        case iss, sub, email, name, groups, scope, iat, exp
        case tenantID = "tenant_id"
    }

    /// Time and issuer are checked by ``AccessTokens``, whose clock is handed in.
    func verify(using _: some JWTAlgorithm) {}
}
