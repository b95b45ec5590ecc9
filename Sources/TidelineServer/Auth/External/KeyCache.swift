import TidelineCore

/// When another issuer's keys are fetched, and which may be used meanwhile. Pure: whoever holds it fetches.
struct KeyCache<Keys: Sendable>: Sendable {
    enum Advice {
        /// These say all there is to know at present.
        case use(Keys)
        case fetch
        /// There are none, and asking again has to wait.
        case unavailable
    }

    private var keys: Keys?
    private var fetchedAt = Timestamp(nanoseconds: 0)
    private var triedAt: Timestamp?

    /// - Parameter isEnough: whether keys have the one that is wanted.
    func advice(at now: Timestamp, _ isEnough: (Keys) -> Bool) -> Advice {
        let isFresh = age(now, of: fetchedAt) < Limits.issuerKeysSeconds
        if let keys, isFresh, isEnough(keys) { return .use(keys) }
        // Keys that nobody has must not make us ask the issuer without end.
        if triedAt.map({ age(now, of: $0) >= Limits.issuerFetchPauseSeconds }) ?? true { return .fetch }
        return afterFetch(at: now)
    }

    /// What is left once asking did not help. Old keys go on while the issuer does not answer, up to a day.
    func afterFetch(at now: Timestamp) -> Advice {
        guard let keys, age(now, of: fetchedAt) < Limits.issuerKeysSecondsMax else { return .unavailable }
        return .use(keys)
    }

    mutating func fetched(_ keys: Keys, at now: Timestamp) {
        self.keys = keys
        fetchedAt = now
        triedAt = now
    }

    mutating func failed(at now: Timestamp) { triedAt = now }

    /// Seconds; a clock that was set back counts as much time.
    private func age(_ now: Timestamp, of time: Timestamp) -> Int {
        now < time ? .max : Int((now.milliseconds - time.milliseconds) / 1_000)
    }
}
