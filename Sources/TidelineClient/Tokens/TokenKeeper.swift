package import TidelineAPI
package import TidelineCore

/// Hands out access tokens and renews them: before they expire, or when the server refused one. However many calls wait,
/// one renewal runs, and the new refresh token is saved before the new access token is used.
actor TokenKeeper {
    private let source: TokenSource
    private let time: any TimeSource
    private let exchange: @Sendable (_ refreshToken: String) async throws(TidelineError) -> TokenAnswer
    private var known: Credentials?
    private var renewal: Task<Result<Credentials, TidelineError>, Never>?

    init(
        source: TokenSource, time: any TimeSource,
        exchange: @escaping @Sendable (_ refreshToken: String) async throws(TidelineError) -> TokenAnswer
    ) {
        self.source = source
        self.time = time
        self.exchange = exchange
    }

    /// A token that should work.
    func current() async throws(TidelineError) -> String {
        switch source {
        case .none: throw notLoggedIn
        case .fixed(let token): return token
        case .stored(let store):
            let credentials: Credentials
            if let known { credentials = known } else { credentials = try load(store) }
            known = credentials
            guard isDue(credentials, time.now()) else { return credentials.accessToken }
            return try await renewed(store, unless: nil).accessToken
        }
    }

    /// Another token than the one that the server refused; nil when there can be none.
    func replacement(for refused: String) async throws(TidelineError) -> String? {
        guard case .stored(let store) = source else { return nil }
        if let known, known.accessToken != refused { return known.accessToken }
        return try await renewed(store, unless: refused).accessToken
    }

    private func renewed(_ store: any CredentialStore, unless refused: String?) async throws(TidelineError)
        -> Credentials
    {
        let task: Task<Result<Credentials, TidelineError>, Never>
        if let renewal {
            task = renewal
        } else {
            // A task of its own: a caller that is cancelled must not lose a refresh token that was just exchanged.
            task = Task { [time, exchange] in
                await result { () async throws(TidelineError) in
                    try await store.withLock { () async throws(TidelineError) in
                        try await renew(store, unless: refused, time, exchange)
                    }
                }
            }
            renewal = task
        }
        let outcome = await task.value
        renewal = nil
        let credentials = try outcome.get()
        known = credentials
        return credentials
    }
}

private let notLoggedIn = TidelineError(.notLoggedIn, "Not logged in. Run `tideline login URL USER`.")

private func load(_ store: any CredentialStore) throws(TidelineError) -> Credentials {
    guard let credentials = try store.load() else { throw notLoggedIn }
    return credentials
}

private func isDue(_ credentials: Credentials, _ now: Timestamp) -> Bool {
    Timestamp(rfc3339: credentials.renewAt).map { $0 <= now } ?? true
}

/// Runs under the store's lock. Another process may have renewed meanwhile: then its tokens are taken.
private func renew(
    _ store: any CredentialStore, unless refused: String?, _ time: any TimeSource,
    _ exchange: @Sendable (String) async throws(TidelineError) -> TokenAnswer
) async throws(TidelineError) -> Credentials {
    var credentials = try load(store)
    let wasRenewed = refused.map { $0 != credentials.accessToken } ?? true
    if wasRenewed && !isDue(credentials, time.now()) { return credentials }
    let answer: TokenAnswer
    do {
        answer = try await exchange(credentials.refreshToken)
    } catch {
        guard error.code == .badRequest else { throw error }
        throw TidelineError(
            .notLoggedIn,
            "The login at \(credentials.server) has ended. Run `tideline login \(credentials.server) "
                + "\(credentials.userName)`.", status: error.status, requestID: error.requestID)
    }
    credentials.accept(answer, at: time.now())
    try store.save(credentials)
    return credentials
}

extension Credentials {
    /// Renews a minute before the end, of a short token a fifth of its life before.
    package mutating func accept(_ answer: TokenAnswer, at now: Timestamp) {
        accessToken = answer.accessToken
        refreshToken = answer.refreshToken
        let lifeSeconds = min(max(answer.expiresIn, 0), Limits.tokenLifeSecondsMax)
        let milliseconds = Int64(lifeSeconds) * 1_000
        renewAt = now.adding(nanoseconds: (milliseconds - min(60_000, milliseconds / 5)) * 1_000_000).rfc3339
    }
}

private func result<Value>(_ body: () async throws(TidelineError) -> Value) async -> Result<Value, TidelineError> {
    do { return .success(try await body()) } catch { return .failure(error) }
}
