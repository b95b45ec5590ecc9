import Foundation
import Synchronization
import TidelineCore
import TidelineService

/// Lets in who comes with a token of another issuer.
final class ExternalGate: Sendable {
    private struct Entry {
        let verified: AccessTokens.Verified
        let checkedAt: Timestamp
    }

    private let tokens: ExternalTokens
    private let accounts: Accounts
    private let clock: any TimeSource
    /// Tokens that were checked lately; each is checked anew as often as keys are fetched, so that a key that its issuer took
    /// back is of no use for long.
    private let known = Mutex<[String: Entry]>([:])

    init(_ tokens: ExternalTokens, _ accounts: Accounts, _ clock: any TimeSource) {
        self.tokens = tokens
        self.accounts = accounts
        self.clock = clock
    }

    /// nil for a token that does not claim to be of that issuer.
    func admit(_ token: String) async throws -> AccessTokens.Verified? {
        let now = clock.now()
        if let entry = known.withLock({ $0[token] }), now < entry.verified.expiresAt, entry.checkedAt <= now,
            now < entry.checkedAt.adding(seconds: Limits.issuerKeysSeconds)
        {
            return entry.verified
        }
        guard token.utf8.count <= Limits.tokenBytesMax, claimedIssuer(token) == tokens.issuer.text else { return nil }
        let verified = try await recognise(try await tokens.verify(token))
        known.withLock { known in
            if known.count >= Limits.verifiedTokensMax { known.removeAll() }
            known[token] = Entry(verified: verified, checkedAt: now)
        }
        return verified
    }

    private func recognise(_ verified: ExternalTokens.Verified) async throws -> AccessTokens.Verified {
        let user = try await accounts.recognise(verified.person)
        return AccessTokens.Verified(
            claims: TokenClaims(
                subject: user.id.description, tenantID: user.tenantID.description, email: user.email, name: user.name,
                scopes: verified.isAdmin ? ["tenant:admin"] : []),
            expiresAt: verified.expiresAt)
    }

    /// Not proven yet: it only tells who is to check it.
    private func claimedIssuer(_ token: String) -> String? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let payload = base64URLDecoded(parts[1]) else { return nil }
        return try? JSONDecoder().decode(Claim.self, from: payload).iss
    }

    private struct Claim: Decodable { let iss: String }
}
