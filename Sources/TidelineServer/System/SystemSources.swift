import Foundation
import Synchronization
package import TidelineCore
import TidelineService

/// The machine's clock.
package struct SystemClock: TimeSource {
    package init() {}

    package func now() -> Timestamp {
        // 1 µs is what a Double still tells apart in this century.
        Timestamp(nanoseconds: Int64(Date().timeIntervalSince1970 * 1_000_000) * 1_000)
    }
}

/// Waits as long as it says.
package struct SystemAlarm: Alarm {
    package init() {}

    package func sleep(seconds: Int) async throws { try await Task.sleep(for: .seconds(seconds)) }
}

/// Bytes of the system's generator.
package struct SystemSecrets: SecretSource {
    package init() {}

    package func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}

/// Ids that sort in the order they were made, also within a millisecond and when the clock steps back.
package final class SystemULIDs: ULIDSource {
    private let clock: any TimeSource
    private let last = Mutex(ULID(high: 0, low: 0))

    package init(clock: any TimeSource) { self.clock = clock }

    package func next() -> ULID {
        let milliseconds = UInt64(max(0, clock.now().milliseconds))
        return last.withLock { last in
            if milliseconds > last.high >> 16 {
                last = ULID(
                    milliseconds: milliseconds, randomHigh: .random(in: .min ... .max),
                    randomLow: .random(in: .min ... .max))
            } else {
                let (low, overflow) = last.low.addingReportingOverflow(1)
                last = ULID(high: overflow ? last.high + 1 : last.high, low: low)
            }
            return last
        }
    }
}
