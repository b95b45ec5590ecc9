import Foundation
import Logging
import TidelineCore
import TidelineService

/// The keys of another issuer, found by its discovery document and kept for a while.
actor IssuerKeys {
    private let issuer: String
    private let documents: any IssuerDocuments
    private let clock: any TimeSource
    private let logger: Logger
    private var cache = KeyCache<VerificationKeys>()
    /// Only one fetch at a time; it goes on for the others when the request that began it is cancelled.
    private var fetch: Task<Void, Never>?

    init(issuer: String, documents: any IssuerDocuments, clock: any TimeSource, logger: Logger) {
        self.issuer = issuer
        self.documents = documents
        self.clock = clock
        self.logger = logger
    }

    /// nil when the issuer has no such key. Throws `UNAVAILABLE` when it cannot be asked.
    func key(_ id: String?) async throws -> VerificationKey? {
        var advice = cache.advice(at: clock.now()) { $0.key(id) != nil }
        if case .fetch = advice {
            await fetchOnce()
            advice = cache.afterFetch(at: clock.now())
        }
        guard case .use(let keys) = advice else {
            throw ServiceError(
                .unavailable,
                "The issuer of this token does not answer, so the token cannot be checked; try again later.")
        }
        return keys.key(id)
    }

    private func fetchOnce() async {
        let running = fetch ?? Task { await fetchNow() }
        fetch = running
        await running.value
    }

    private func fetchNow() async {
        defer { fetch = nil }
        do {
            let keys = try await download()
            cache.fetched(keys, at: clock.now())
        } catch {
            cache.failed(at: clock.now())
            logger.warning("cannot fetch the issuer's keys", metadata: ["issuer": "\(issuer)", "error": "\(error)"])
        }
    }

    private func download() async throws -> VerificationKeys {
        let base = issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer
        let bytes = try await documents.get(
            base + "/.well-known/openid-configuration", bytesMax: Limits.issuerDocumentBytesMax)
        let document = try JSONDecoder().decode(Discovery.self, from: Data(bytes))
        guard document.issuer == issuer else { throw IssuerFault.otherIssuer(document.issuer) }
        guard IssuerAddress(document.keysAddress) != nil else { throw IssuerFault.unsafeKeys(document.keysAddress) }
        return try VerificationKeys(
            try await documents.get(document.keysAddress, bytesMax: Limits.issuerDocumentBytesMax))
    }

    private struct Discovery: Decodable {
        let issuer: String
        let keysAddress: String

        enum CodingKeys: String, CodingKey {
            case issuer
            case keysAddress = "jwks_uri"
        }
    }
}

/// Why an issuer's documents are not taken.
enum IssuerFault: Error {
    case otherIssuer(String)
    case unsafeKeys(String)
    case status(Int)
}
