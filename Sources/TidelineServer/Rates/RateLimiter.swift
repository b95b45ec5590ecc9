import HTTPTypes
import Synchronization
import TidelineCore
import TidelineService

/// How many requests a minute a user may make, and an address that does not say who it is.
///
/// They are counted apart, so that a flood of addresses takes nothing from users who are logged in.
final class RateLimiter: Sendable {
    private struct State {
        var users: TokenBuckets<UserID>
        var addresses: TokenBuckets<String>
    }

    private let requestsPerMinute: Int
    private let state: Mutex<State>

    /// nil for 0, which is no limit.
    init?(requestsPerMinute: Int) {
        guard requestsPerMinute > 0 else { return nil }
        let size = min(requestsPerMinute, Limits.rateLimitMax)
        self.requestsPerMinute = size
        state = Mutex(
            State(
                users: TokenBuckets(size: size, keysMax: Limits.rateLimitKeysMax),
                addresses: TokenBuckets(size: size, keysMax: Limits.rateLimitKeysMax)))
    }

    func take(_ user: UserID, at now: Timestamp) -> RateStanding {
        let standing = state.withLock { $0.users.take(user, at: now) }
        return RateStanding(
            limit: requestsPerMinute, remaining: standing.remaining, reset: standing.secondsUntilFull,
            retryAfter: standing.retryAfter)
    }

    func take(address: String, at now: Timestamp) -> RateStanding {
        let standing = state.withLock { $0.addresses.take(address, at: now) }
        return RateStanding(
            limit: requestsPerMinute, remaining: standing.remaining, reset: standing.secondsUntilFull,
            retryAfter: standing.retryAfter)
    }
}

/// Where a caller stands, as its answer says it.
struct RateStanding: Hashable, Sendable {
    /// Requests a minute.
    var limit: Int
    /// Requests that may be made at once.
    var remaining: Int
    /// Seconds until all of the limit is there again.
    var reset: Int
    /// Seconds; nil when this request may go on.
    var retryAfter: Int?

    /// `RATE_LIMITED`, unless the request may go on.
    func check() throws {
        guard let retryAfter else { return }
        throw ServiceError(
            .rateLimited,
            "More than \(limit) requests a minute (--rate-limit of the server); go on in \(retryAfter) seconds.",
            retryAfter: retryAfter)
    }

    func write(to headers: inout HTTPFields) {
        headers[.rateLimitLimit] = String(limit)
        headers[.rateLimitRemaining] = String(remaining)
        headers[.rateLimitReset] = String(reset)
    }
}
