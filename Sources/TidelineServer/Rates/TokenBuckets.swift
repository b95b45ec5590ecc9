import TidelineCore

/// A bucket of tokens for each key: a request takes one, and they come back evenly, the whole bucket in a minute.
///
/// A bucket is one point in time, the one at which it will be full again; a bucket that is full is not kept.
struct TokenBuckets<Key: Hashable & Sendable>: Sendable {
    /// What a bucket holds after a request asked for a token.
    struct Standing: Hashable, Sendable {
        /// Whole tokens.
        var remaining: Int
        /// Seconds until the bucket is full.
        var secondsUntilFull: Int
        /// Seconds until there is a token; nil when one was taken.
        var retryAfter: Int?
    }

    /// Tokens of a full bucket.
    let size: Int
    private let keysMax: Int
    /// Nanoseconds in which one token comes back.
    private let interval: Int64
    private var fullAt: [Key: Timestamp] = [:]

    init(size: Int, keysMax: Int) {
        precondition((1...Limits.rateLimitMax).contains(size), "a bucket has room for a token")
        self.size = size
        self.keysMax = keysMax
        interval = 60_000_000_000 / Int64(size)
    }

    var keyCount: Int { fullAt.count }

    mutating func take(_ key: Key, at now: Timestamp) -> Standing {
        let room = interval * Int64(size)
        // Never further ahead than an empty bucket is, though the clock may have been set back.
        let missing = min(max(0, (fullAt[key]?.nanoseconds ?? 0) - now.nanoseconds), room)
        guard missing + interval <= room else {
            return Standing(
                remaining: 0, secondsUntilFull: seconds(missing), retryAfter: seconds(missing + interval - room))
        }
        if fullAt[key] == nil, fullAt.count >= keysMax { makeRoom(now) }
        fullAt[key] = now.adding(nanoseconds: missing + interval)
        return Standing(
            remaining: Int((room - missing - interval) / interval), secondsUntilFull: seconds(missing + interval),
            retryAfter: nil)
    }

    /// Rounded up.
    private func seconds(_ nanoseconds: Int64) -> Int { Int((nanoseconds + 999_999_999) / 1_000_000_000) }

    /// Forgets full buckets; when there are still too many, all of them rather than growing without bound.
    private mutating func makeRoom(_ now: Timestamp) {
        fullAt = fullAt.filter { $0.value > now }
        if fullAt.count >= keysMax { fullAt = [:] }
    }
}
