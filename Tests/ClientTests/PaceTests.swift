import Synchronization
import Testing
import TidelineCore
import TidelineSync

@testable import TidelineClient

/// Rates, by a clock that only moves when somebody sleeps.
@Suite struct PaceTests {
    @Test(arguments: [1, 700, 16_384, 1_000_000]) func `the long run holds the rate, whatever the pieces`(piece: Int)
        async throws
    {
        let clock = SlowClock()
        let gate = PaceGate(bytesPerSecond: 100_000, time: clock, sleeper: clock)
        let count = max(1, 2_000_000 / piece)
        for _ in 0..<count { try await gate.pass(piece) }
        let expected = Double(count * piece) / 100_000
        #expect(clock.seconds <= expected + 0.01 && clock.seconds >= expected - 0.3)
    }

    @Test func `a pause does not save up more than a moment's bytes`() async throws {
        let clock = SlowClock()
        let gate = PaceGate(bytesPerSecond: 100_000, time: clock, sleeper: clock)
        clock.advance(seconds: 3_600)
        for _ in 0..<100 { try await gate.pass(10_000) }
        #expect(clock.seconds - 3_600 >= 9.7)
    }

    @Test func `a clock that is set back holds nobody up for longer than the bytes take`() {
        let start = Timestamp(seconds: 10_000)
        var bucket = PaceBucket(bytesPerSecond: 1_000, now: start)
        _ = bucket.take(250, at: start)
        #expect(bucket.take(1_000, at: start.adding(seconds: -5_000)) == 1)
        #expect(bucket.take(1_000, at: start.adding(seconds: -4_999)) == 1)
    }

    @Test(arguments: [
        ("500k", 500_000), ("2M", 2_000_000), ("1.5m", 1_500_000), ("1G", 1_000_000_000), ("300000", 300_000),
        ("16k", 16_000),
    ])
    func `rates are read as people write them`(text: String, rate: Int64) { #expect(parsedByteRate(text) == rate) }

    @Test(arguments: [
        "", "k", "fast", "-5k", "0", "1k", "15999", "5 M", "1e9", "0x10000", "2MB", "nan", "inf", "1001G", ".5M",
        "1..5M",
    ])
    func `nonsense is no rate`(text: String) { #expect(parsedByteRate(text) == nil) }
}
