import ArgumentParser
import Foundation
import TidelineAPI
import TidelineClient
import TidelineCore
import TidelineSync

struct LogCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "Shows what happened in a share: when, who, what, where.",
        discussion: """
            Examples:
            tideline log ~/Team
            tideline log ~/Team/Plans --since 2d
            tideline log --share Team -f

            Without --since it shows the last 20 changes. With -f it goes on as they happen, until it is stopped; \
            a server that is away is asked again.
            """)

    @Argument(help: ArgumentHelp("A linked folder, or a path in one: only what happened there.", valueName: "path"))
    var path: String?

    @Option(help: "A share's name or id instead.", completion: .linkedShares)
    var share: String?

    @Option(help: ArgumentHelp("From then on: \(PastTime.forms).", valueName: "time"))
    var since: PastTime?

    @Flag(name: [.customShort("f"), .long], help: "Go on as changes happen.")
    var follow = false

    @OptionGroup var options: OutputOptions

    func validate() throws {
        guard (path == nil) != (share == nil) else { throw ValidationError("Name a folder, or a share with --share.") }
    }

    func execute() async throws {
        try await Session.run { session in
            let place = try await SharePath.resolve(path ?? "/", in: share, session)
            var reader = LogReader(place, try await People(place.shareID, session.client), session)
            let recent = try await reader.recent(since: since?.timestamp)
            if !options.json && !follow && recent.isEmpty { output("Nothing happened.") }
            for line in recent { try options.show(line, line.text) }
            guard follow else { return }
            try await reader.follow { line in try options.show(line, line.text) }
        }
    }
}

/// One change, as people read it.
struct LogLine: Encodable, Sendable {
    let change: ChangeBody
    let by: String
    let device: String?

    var text: String {
        let old = printable(change.oldPath ?? "")
        let new = printable(change.newPath ?? "")
        let kind = change.resourceType == .folder ? "/" : ""
        let what =
            switch change.changeType {
            case .created: "added    \(new)\(kind)"
            case .updated: "changed  \(new)"
            case .deleted: "deleted  \(old)\(kind)"
            case .moved: "moved    \(old) to \(new)\(kind)"
            case .renamed: "renamed  \(old) to \(new)\(kind)"
            }
        let size = change.metadata.size.map { "  \(sizeText($0))" } ?? ""
        let hand = device.map { "\(by) (\($0))" } ?? by
        return "\(localTime(change.changedAt))  \(printable(hand))  \(what)\(size)"
    }

    func encode(to encoder: any Encoder) throws {
        try change.encode(to: encoder)
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(by, forKey: .by)
        try members.encode(device, forKey: .device)
    }

    enum CodingKeys: String, CodingKey {
        case by = "changed_by_name"
        case device = "device_name"
    }
}

/// Reads the rows of one share, or of what lies at a path of it.
private struct LogReader {
    private let place: SharePath
    private let session: Session
    private var people: People
    private var devices: [String: String] = [:]
    private var cursor: Int64 = 0

    init(_ place: SharePath, _ people: People, _ session: Session) {
        self.place = place
        self.people = people
        self.session = session
    }

    /// Those since the time, or the last few.
    mutating func recent(since time: Timestamp?) async throws -> [LogLine] {
        for device in try await session.client.devices() { devices[device.deviceID] = device.deviceName }
        let past = HTTPPastShare(
            client: session.client, shareID: place.shareID, deviceID: session.credentials.deviceID)
        let (begin, beginTime) = try await past.logBegin()
        if let time, let beginTime, beginTime > time {
            complain("The server's log begins at \(beginTime.localText); what was before is not in it any more.")
        }
        cursor = begin
        var lines: [LogLine] = []
        while true {
            let (found, hasMore) = try await page(waitSeconds: 0)
            lines += found.filter { line in
                guard let time, let changedAt = Timestamp(rfc3339: line.change.changedAt) else { return true }
                return changedAt >= time
            }
            if time == nil, lines.count > Self.linesShown { lines.removeFirst(lines.count - Self.linesShown) }
            guard hasMore else { return lines }
        }
    }

    /// Until it is cancelled. The server answers as soon as there is a row; one that is away is asked again.
    mutating func follow(_ show: (LogLine) throws -> Void) async throws {
        var isAway = false
        while true {
            do {
                let (lines, _) = try await page(waitSeconds: isAway ? 0 : Limits.waitSecondsMax)
                if isAway { complain("The server answers again.") }
                isAway = false
                for line in lines { try show(line) }
            } catch let error as TidelineError where Failure(error)?.status == .unreachable {
                if !isAway { complain("\(error.detail) It is asked again until it answers.") }
                isAway = true
                try await SystemSleeper().sleep(seconds: Self.secondsBetweenTries, jitter: 0.25)
            }
        }
    }

    private mutating func page(waitSeconds: Int) async throws -> ([LogLine], hasMore: Bool) {
        let page = try await session.client.changes(
            after: cursor, shareID: place.shareID, limit: Limits.pageRowsMax, waitSeconds: waitSeconds)
        cursor = page.cursor
        let rows = page.changes.filter { $0.resourceType != .share && isHere($0) }
        return (rows.map { line($0) }, page.hasMore)
    }

    private func line(_ change: ChangeBody) -> LogLine {
        LogLine(
            change: change, by: people.name(change.changedBy), device: change.deviceID.flatMap { devices[$0] })
    }

    private func isHere(_ change: ChangeBody) -> Bool {
        guard place.path != "/" else { return true }
        let key = place.path.caseFolded
        return [change.oldPath, change.newPath].contains { path in
            guard let path = path?.caseFolded else { return false }
            return path == key || path.hasPrefix(key + "/")
        }
    }

    private static let linesShown = 20
    private static let secondsBetweenTries = 2.0
}
