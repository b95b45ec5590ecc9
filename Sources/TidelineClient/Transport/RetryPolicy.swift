import TidelineCore

/// When a failed request is tried again. Pure: the caller waits, and brings the randomness.
package struct RetryPolicy: Sendable {
    /// First try included.
    package var attemptsMax: Int
    package var firstDelayMilliseconds: Int
    package var delayMillisecondsMax: Int
    /// A server that asks for a longer pause than this is left alone.
    package var retryAfterSecondsMax: Int

    package init(
        attemptsMax: Int = 4, firstDelayMilliseconds: Int = 200, delayMillisecondsMax: Int = 5_000,
        retryAfterSecondsMax: Int = 60
    ) {
        self.attemptsMax = attemptsMax
        self.firstDelayMilliseconds = firstDelayMilliseconds
        self.delayMillisecondsMax = delayMillisecondsMax
        self.retryAfterSecondsMax = retryAfterSecondsMax
    }

    package enum Decision: Hashable, Sendable {
        case giveUp
        case retry(afterMilliseconds: Int)
    }

    /// - Parameters:
    ///   - failures: how often this request has failed, this time included.
    ///   - idempotent: whether doing it twice has the outcome of once. If not, only a request that
    ///     never left, or was refused for coming too often, is repeated.
    ///   - random: from 0 up to 1.
    package func decide(_ error: TidelineError, failures: Int, idempotent: Bool, random: Double) -> Decision {
        guard failures < attemptsMax, mayRepeat(error, idempotent: idempotent) else { return .giveUp }
        let delay = backoff(failures: failures, random: random)
        guard let retryAfter = error.retryAfter else { return .retry(afterMilliseconds: delay) }
        guard retryAfter <= retryAfterSecondsMax else { return .giveUp }
        return .retry(afterMilliseconds: max(delay, retryAfter * 1_000))
    }

    /// Doubles each time up to the maximum; between half and all of it, so that clients do not come back in step.
    package func backoff(failures: Int, random: Double) -> Int {
        let doublings = min(max(failures - 1, 0), 20)
        let full = min(firstDelayMilliseconds << doublings, delayMillisecondsMax)
        return full / 2 + Int(Double(full - full / 2) * random)
    }

    private func mayRepeat(_ error: TidelineError, idempotent: Bool) -> Bool {
        switch error.kind {
        // A request over a rate limit was refused before anything was done.
        case .unreachable, .problem(.rateLimited): true
        case .disconnected, .problem(.unavailable): idempotent
        default: idempotent && error.status == 503
        }
    }
}
