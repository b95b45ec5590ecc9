package import TidelineCore
package import TidelineSync
import Synchronization

/// How fast content may travel, in each direction; nil is unlimited. Everything else is not held up.
package struct Pace: Sendable {
    package let up: PaceGate?
    package let down: PaceGate?

    package init(up: PaceGate? = nil, down: PaceGate? = nil) {
        self.up = up
        self.down = down
    }
}

/// Lets so many bytes a second through, for all who share it, in the order in which they come.
package final class PaceGate: Sendable {
    private let bucket: Mutex<PaceBucket>
    private let time: any TimeSource
    private let sleeper: any Sleeper

    /// - Parameter bytesPerSecond: from ``Limits/paceBytesMin`` to ``Limits/paceBytesMax``.
    package init(bytesPerSecond: Int64, time: any TimeSource, sleeper: any Sleeper) {
        bucket = Mutex(PaceBucket(bytesPerSecond: bytesPerSecond, now: time.now()))
        self.time = time
        self.sleeper = sleeper
    }

    /// Returns when these bytes may go. Throws when the task is cancelled.
    package func pass(_ bytes: Int) async throws {
        let seconds = bucket.withLock { $0.take(bytes, at: time.now()) }
        if seconds > 0 { try await sleeper.sleep(seconds: seconds, jitter: 0) }
    }
}

/// A token bucket that may go into debt: who takes more than there is waits until it is paid, and who comes later waits
/// behind. So pieces of any size pass, and the long run holds the rate. Pure.
package struct PaceBucket: Sendable {
    private let bytesPerSecond: Double
    private let bytesMax: Double
    private var bytes: Double
    private var filledAt: Timestamp

    package init(bytesPerSecond: Int64, now: Timestamp) {
        self.bytesPerSecond = Double(bytesPerSecond)
        bytesMax = Double(bytesPerSecond) * Self.burstSeconds
        bytes = bytesMax
        filledAt = now
    }

    /// - Returns: seconds to wait. A clock that is set back only holds up the filling.
    package mutating func take(_ count: Int, at now: Timestamp) -> Double {
        let passed = min(max(0, Double(now.nanoseconds) - Double(filledAt.nanoseconds)), Self.passedNanosecondsMax)
        filledAt = now
        bytes = min(bytesMax, bytes + passed / 1e9 * bytesPerSecond) - Double(count)
        return max(0, -bytes / bytesPerSecond)
    }

    private static let burstSeconds = 0.25
    private static let passedNanosecondsMax = 3.6e12
}

/// `300000`, `500k`, `1.5M` or `2G` in bytes a second; nil for what is no number, or out of bounds.
package func parsedByteRate(_ text: String) -> Int64? {
    let units: [Character: Double] = ["k": 1e3, "K": 1e3, "M": 1e6, "m": 1e6, "G": 1e9, "g": 1e9]
    let unit = text.last.flatMap { units[$0] }
    let number = unit == nil ? text : String(text.dropLast())
    guard let first = number.utf8.first, (0x30...0x39).contains(first),
        number.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }), let value = Double(number)
    else { return nil }
    let rate = value * (unit ?? 1)
    guard rate >= Double(Limits.paceBytesMin), rate <= Double(Limits.paceBytesMax) else { return nil }
    return Int64(rate)
}
