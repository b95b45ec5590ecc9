import Foundation
package import Logging
package import TidelineCore
package import TidelineService

/// Checks access tokens of another issuer: JWTs signed with RS256 or ES256 by a key that the issuer publishes.
package final class ExternalTokens: Sendable {
    /// What a token says once all of it was checked.
    struct Verified: Sendable {
        let person: ExternalPerson
        let isAdmin: Bool
        let expiresAt: Timestamp
    }

    package let issuer: IssuerAddress
    private let audience: String?
    private let keys: IssuerKeys
    private let clock: any TimeSource

    /// - Parameter audience: what `aud` must hold; nil: it is not looked at.
    package init(
        issuer: IssuerAddress, audience: String?, documents: any IssuerDocuments, clock: any TimeSource, logger: Logger
    ) {
        self.issuer = issuer
        self.audience = audience
        self.clock = clock
        keys = IssuerKeys(issuer: issuer.text, documents: documents, clock: clock, logger: logger)
    }

    /// Throws `UNAUTHENTICATED` for what is no good token of the issuer, `UNAVAILABLE` when that cannot be found out.
    func verify(_ token: String) async throws -> Verified {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard token.utf8.count <= Limits.tokenBytesMax, parts.count == 3,
            let header: Header = Self.decoded(parts[0]), header.crit == nil, ["RS256", "ES256"].contains(header.alg),
            let signature = base64URLDecoded(parts[2])
        else { throw Self.refused("is no JWT signed with RS256 or ES256") }
        guard let key = try await keys.key(header.kid) else {
            throw Self.refused("is signed by a key it does not publish")
        }
        // The key says which algorithm goes with it, so that no other can be slipped in.
        guard key.algorithm == header.alg, key.verifies(signature, of: Data("\(parts[0]).\(parts[1])".utf8)) else {
            throw Self.refused("has a false signature")
        }
        guard let claims: Claims = Self.decoded(parts[1]) else {
            throw Self.refused("lacks one of sub, tenant_id, email, name, exp, or has it of another type")
        }
        return try check(claims)
    }

    private func check(_ claims: Claims) throws -> Verified {
        let now = clock.now()
        guard claims.iss == issuer.text else { throw Self.refused("names another issuer") }
        guard let end = Self.time(claims.exp) else { throw Self.refused("has no time as its exp") }
        let expiresAt = end.adding(seconds: Limits.tokenLeewaySeconds)
        guard now < expiresAt else {
            throw ServiceError(.unauthenticated, "The access token has expired; get a new one from its issuer.")
        }
        if let begin = claims.nbf {
            guard let time = Self.time(begin), time <= now.adding(seconds: Limits.tokenLeewaySeconds) else {
                throw Self.refused("is not good yet")
            }
        }
        if let audience {
            guard claims.aud?.all.contains(audience) == true else { throw Self.refused("is for another audience") }
        }
        let rights = Set((claims.scope?.words ?? []) + (claims.groups?.all ?? []))
        return Verified(
            person: ExternalPerson(
                issuer: claims.iss, subject: claims.sub, tenant: claims.tenantID, name: claims.name, email: claims.email
            ),
            isAdmin: rights.contains("tenant:admin"), expiresAt: expiresAt)
    }

    /// nil for what no clock will show.
    private static func time(_ seconds: Double) -> Timestamp? {
        (0...1e10).contains(seconds) ? Timestamp(seconds: Int64(seconds)) : nil
    }

    private static func decoded<T: Decodable>(_ part: Substring) -> T? {
        base64URLDecoded(part).flatMap { try? JSONDecoder().decode(T.self, from: $0) }
    }

    private static func refused(_ why: String) -> ServiceError {
        ServiceError(.unauthenticated, "The access token is not a good one of its issuer: it \(why).")
    }

    private struct Header: Decodable {
        let alg: String
        let kid: String?
        let crit: [String]?
    }

    private struct Claims: Decodable {
        let iss: String
        let sub: String
        let tenantID: String
        let email: String
        let name: String
        let exp: Double
        let nbf: Double?
        let aud: OneOrMany?
        let scope: OneOrMany?
        let groups: OneOrMany?

        enum CodingKeys: String, CodingKey {
            case iss, sub, email, name, exp, nbf, aud, scope, groups
            case tenantID = "tenant_id"
        }
    }

    /// A text or a list of them, as issuers differ.
    private struct OneOrMany: Decodable {
        let all: [String]

        var words: [String] { all.flatMap { $0.split(separator: " ").map(String.init) } }

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let one = try? container.decode(String.self) {
                all = [one]
            } else {
                all = try container.decode([String].self)
            }
        }
    }
}
