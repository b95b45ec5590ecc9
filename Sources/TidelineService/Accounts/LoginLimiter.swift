import TidelineCore

/// Counts attempts to log in, by account and by address. An attempt counts before its outcome is known, so that many at
/// once cannot slip past; success takes it back.
struct LoginLimiter {
    private struct Window {
        var start: Timestamp
        var attempts: Int
    }

    private var windows: [String: Window] = [:]

    /// Seconds until another attempt may be made; nil when this one may go on.
    mutating func attempt(_ keys: [String], at now: Timestamp) -> Int? {
        for key in keys {
            if let window = current(key, now), window.attempts >= Limits.loginFailuresMax {
                let waited = Int((now.milliseconds - window.start.milliseconds) / 1000)
                return max(1, Limits.loginWindowSeconds - waited)
            }
        }
        makeRoom(now)
        for key in keys {
            var window = current(key, now) ?? Window(start: now, attempts: 0)
            window.attempts += 1
            windows[key] = window
        }
        return nil
    }

    /// `account` starts afresh; the attempt of each other key is taken back.
    mutating func succeeded(account: String?, others: [String]) {
        if let account { windows[account] = nil }
        for key in others { windows[key]?.attempts -= 1 }
    }

    private func current(_ key: String, _ now: Timestamp) -> Window? {
        guard let window = windows[key], now < window.start.adding(seconds: Limits.loginWindowSeconds) else {
            return nil
        }
        return window
    }

    /// Forgets windows that are over; when there are still too many, all of them rather than growing without bound.
    private mutating func makeRoom(_ now: Timestamp) {
        guard windows.count >= Limits.loginKeysMax else { return }
        windows = windows.filter { now < $0.value.start.adding(seconds: Limits.loginWindowSeconds) }
        if windows.count >= Limits.loginKeysMax { windows = [:] }
    }
}
