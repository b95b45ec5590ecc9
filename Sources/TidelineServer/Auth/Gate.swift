import HTTPTypes
import Hummingbird
import HummingbirdCore
import TidelineCore
import TidelineService

/// Finds out who asks.
struct Gate: Sendable {
    let tokens: AccessTokens
    /// nil: the server's own tokens alone are good.
    let external: ExternalGate?
    let accounts: Accounts

    /// Throws `UNAUTHENTICATED` without a good bearer token, or when its user is gone or suspended.
    func caller(of request: Request) async throws -> Caller {
        guard let token = Self.bearerToken(request.headers[.authorization]) else {
            throw ServiceError(.unauthenticated, "Send an access token as `Authorization: Bearer …`.")
        }
        return try await admit(token).caller
    }

    /// The caller, and when the token ends.
    func admit(_ token: String) async throws -> (caller: Caller, expiresAt: Timestamp) {
        let admitted = try await external?.admit(token)
        let verified = if let admitted { admitted } else { try await tokens.verify(token) }
        return (try await accounts.caller(verified.claims), verified.expiresAt)
    }

    /// The token of an `Authorization` field; the scheme's case does not matter.
    static func bearerToken(_ field: String?) -> String? {
        guard let parts = field?.split(separator: " ", maxSplits: 1), parts.count == 2,
            parts[0].lowercased() == "bearer"
        else { return nil }
        let token = parts[1].drop { $0 == " " }
        return token.isEmpty ? nil : String(token)
    }
}
