import Synchronization
import TidelineCore
import TidelineSync

/// A clock that only moves when somebody sleeps by it; then at once.
final class SlowClock: TimeSource, Sleeper {
    private let time = Mutex(Timestamp(seconds: 1_000))

    func now() -> Timestamp { time.withLock { $0 } }

    func sleep(seconds: Double, jitter: Double) async throws {
        try Task.checkCancellation()
        time.withLock { $0 = $0.adding(nanoseconds: Int64(seconds * 1e9)) }
    }

    func advance(seconds: Int) { time.withLock { $0 = $0.adding(seconds: seconds) } }
    var seconds: Double { Double(now().nanoseconds) / 1e9 - 1_000 }
}
