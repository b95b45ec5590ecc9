import Testing
import TidelineCore

@Suite struct TimestampTests {
    /// Seconds as `date -u -d TEXT +%s` gives them.
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-04-23T08:15:30Z", 1_776_932_130), ("1969-12-31T23:59:59Z", -1),
            ("2024-02-29T12:00:00Z", 1_709_208_000), ("2000-02-29T00:00:00Z", 951_782_400),
            ("1900-03-01T00:00:00Z", -2_203_891_200), ("2262-04-11T23:47:16Z", 9_223_372_036),
            ("1677-09-21T00:12:44Z", -9_223_372_036),
        ] as [(String, Int64)])
    func `known times are read and written`(_ text: String, _ seconds: Int64) {
        #expect(Timestamp(rfc3339: text) == Timestamp(seconds: seconds))
        #expect(Timestamp(seconds: seconds).rfc3339 == text)
    }

    @Test func `every day of four centuries survives the way through its text`() {
        for day in stride(from: Int64(-80_000), through: 80_000, by: 1) {
            let time = Timestamp(seconds: day * 86_400 + 86_399)
            #expect(Timestamp(rfc3339: time.rfc3339) == time)
        }
    }

    @Test(
        arguments: [
            (1_000_000, "1970-01-01T00:00:00.001Z"), (1_000, "1970-01-01T00:00:00.000001Z"),
            (1, "1970-01-01T00:00:00.000000001Z"), (120_000_000, "1970-01-01T00:00:00.120Z"),
            (-1, "1969-12-31T23:59:59.999999999Z"), (1_500_000_000, "1970-01-01T00:00:01.500Z"),
        ] as [(Int64, String)])
    func `decimals are written in groups of three`(_ nanoseconds: Int64, _ text: String) {
        #expect(Timestamp(nanoseconds: nanoseconds).rfc3339 == text)
        #expect(Timestamp(rfc3339: text)?.nanoseconds == nanoseconds)
    }

    @Test(arguments: [
        "2026-04-23T10:15:30+02:00", "2026-04-23T00:45:30-07:30", "2026-04-23t08:15:30z", "2026-04-23 08:15:30Z",
        "2026-04-23T08:15:30.0Z", "2026-04-23T08:15:30-00:00", "2026-04-22T09:15:30-23:00",
    ])
    func `the same time may be written in other ways`(_ text: String) {
        #expect(Timestamp(rfc3339: text)?.rfc3339 == "2026-04-23T08:15:30Z")
    }

    @Test func `decimals beyond nine are cut`() {
        #expect(Timestamp(rfc3339: "1970-01-01T00:00:00.1234567899Z")?.nanoseconds == 123_456_789)
    }

    @Test func `a leap second is the second after it`() {
        #expect(Timestamp(rfc3339: "2016-12-31T23:59:60Z")?.rfc3339 == "2017-01-01T00:00:00Z")
    }

    @Test(arguments: [
        "", "2026-04-23", "2026-04-23T08:15:30", "2026-04-23T08:15Z", "2026-4-23T08:15:30Z", "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z", "2026-04-31T00:00:00Z", "2026-04-00T00:00:00Z", "2023-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z", "2026-04-23T24:00:00Z", "2026-04-23T08:60:00Z", "2026-04-23T08:15:61Z",
        "2026-04-23T08:15:30.Z", "2026-04-23T08:15:30+2:00", "2026-04-23T08:15:30+24:00", "2026-04-23T08:15:30+02:60",
        "2026-04-23T08:15:30Zx", " 2026-04-23T08:15:30Z", "+026-04-23T08:15:30Z", "2026-04-23T08:15:30,5Z",
        "2263-01-01T00:00:00Z", "1677-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0000-01-01T00:00:00Z", "now",
    ])
    func `a malformed or unrepresentable time is refused`(_ text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test func `the date is that of UTC`() {
        #expect(Timestamp(rfc3339: "2026-04-23T23:59:59-01:00")?.dateText == "2026-04-24")
    }

    @Test func `arithmetic stops at the ends of time`() {
        #expect(Timestamp(nanoseconds: .max).adding(seconds: 1).nanoseconds == .max)
        #expect(Timestamp(nanoseconds: .min).adding(nanoseconds: -1).nanoseconds == .min)
        #expect(Timestamp(seconds: .max).nanoseconds == .max)
        #expect(Timestamp(milliseconds: .min).nanoseconds == .min)
        #expect(Timestamp(seconds: 3).adding(seconds: -5) == Timestamp(seconds: -2))
    }

    @Test func `milliseconds are rounded down, before 1970 too`() {
        #expect(Timestamp(nanoseconds: 1_999_999).milliseconds == 1)
        #expect(Timestamp(nanoseconds: -1).milliseconds == -1)
    }
}
