import Synchronization
package import TidelineCore

/// Ids that count up, so that the same run makes the same ids.
package final class CountingIDs: ULIDSource {
    private let last: Mutex<UInt64>

    package init(after start: UInt64 = 0) { last = Mutex(start) }

    package func next() -> ULID {
        last.withLock { value in
            value += 1
            return ULID(milliseconds: 1_776_931_200_000, randomHigh: 0, randomLow: value)
        }
    }
}
