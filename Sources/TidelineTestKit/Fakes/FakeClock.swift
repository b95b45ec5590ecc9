import Synchronization
package import TidelineCore

/// A clock that moves only when told to.
package final class FakeClock: TimeSource {
    private let time: Mutex<Timestamp>

    /// Starts at 2026-04-23T08:00:00Z unless told otherwise.
    package init(_ start: Timestamp = Timestamp(seconds: 1_776_931_200)) { time = Mutex(start) }

    package func now() -> Timestamp { time.withLock { $0 } }

    package func advance(seconds: Int) { time.withLock { $0 = $0.adding(seconds: seconds) } }
}
