import ArgumentParser
import Foundation
import TidelineClient
import TidelineCore

/// A time that is over: RFC 3339, a local `2026-11-20 14:00`, `2026-11-20` (as the day began) or `14:00` (today), or how long
/// ago: `90s`, `15m`, `2h`, `3d`.
struct PastTime: ExpressibleByArgument, Sendable {
    static let forms =
        "2026-11-20T14:00:00Z, \"2026-11-20 14:00\" (local time), 14:00 (today), or how long ago: 15m, 2h, 3d"

    let timestamp: Timestamp

    init?(argument: String) {
        self.init(argument, now: SystemTime().now(), zone: .current)
    }

    init?(_ text: String, now: Timestamp, zone: TimeZone) {
        var span = text
        if span.hasSuffix(" ago") { span.removeLast(4) }
        if let span = TimeSpan(argument: span), text.last?.isNumber == false {
            timestamp = now.adding(seconds: -span.seconds)
        } else if let time = Timestamp(rfc3339: text) ?? Self.local(Self.withDay(text, now, zone), zone) {
            timestamp = time
        } else {
            return nil
        }
    }

    /// A time of day gets the day that it is in that zone.
    private static func withDay(_ text: String, _ now: Timestamp, _ zone: TimeZone) -> String {
        guard text.contains(":"), !text.contains("-") else { return text }
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = zone
        formatter.dateFormat = "yyyy-MM-dd"
        return formatter.string(from: Date(timeIntervalSince1970: Double(now.milliseconds) / 1_000)) + " " + text
    }

    private static func local(_ text: String, _ zone: TimeZone) -> Timestamp? {
        let parts = text.split(whereSeparator: { $0 == " " || $0 == "T" })
        guard let day = parts.first?.split(separator: "-").map(String.init), parts.count <= 2,
            day.map(\.count) == [4, 2, 2]
        else { return nil }
        let time = parts.dropFirst().first?.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let numbers = (day + (time ?? ["00", "00"])).map { $0.allSatisfy(\.isASCII) ? Int($0) : nil }
        guard (5...6).contains(numbers.count), let year = numbers[0], let month = numbers[1],
            let dayNumber = numbers[2],
            let hour = numbers[3], let minute = numbers[4], let second = numbers.count == 6 ? numbers[5] : 0
        else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let wanted = DateComponents(
            calendar: calendar, timeZone: zone, year: year, month: month, day: dayNumber, hour: hour, minute: minute,
            second: second)
        guard wanted.isValidDate, let date = wanted.date else { return nil }
        return Timestamp(seconds: Int64(date.timeIntervalSince1970))
    }
}

extension Timestamp {
    /// As people here read it: `2026-11-20 14:00:05`, in the zone of this machine.
    var localText: String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.dateFormat = "yyyy-MM-dd HH:mm:ss"
        return formatter.string(from: Date(timeIntervalSince1970: Double(milliseconds) / 1_000))
    }
}

/// What the server says as RFC 3339, as people here read it.
func localTime(_ text: String) -> String { Timestamp(rfc3339: text)?.localText ?? text }
