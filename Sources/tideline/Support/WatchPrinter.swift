import TidelineClient
import TidelineCore
import TidelineSync

/// Tells what happens to one watched folder: a JSON object a line on stdout, or lines for people.
actor WatchPrinter {
    private struct Event: Encodable {
        var event: String
        var folder: String
        var path: String?
        var reason: String?
        var copyPath: String?
        var uploaded: Int?
        var downloaded: Int?
        var moved: Int?
        var deleted: Int?
        var cursor: Int64?

        enum CodingKeys: String, CodingKey {
            case event, folder, path, reason, uploaded, downloaded, moved, deleted, cursor
            case copyPath = "copy_path"
        }
    }

    private let path: String
    private let json: Bool
    /// Only what is wrong is told.
    private let quiet: Bool
    private var toldSkips: Set<SkippedPath> = []
    private var toldNotes: Set<SkippedPath> = []
    private var lastTrouble: String?
    private var sinceIdle = PassReport()
    private var hasBeenIdle = false
    private var wasResting = false

    init(path: String, json: Bool, quiet: Bool) {
        self.path = path
        self.json = json
        self.quiet = quiet
    }

    func tell(_ notice: WatchNotice) {
        switch notice {
        case .progress(let report):
            details(report)
            sinceIdle.add(report)
        case .idle(let report):
            details(report)
            sinceIdle.add(report)
            idle(sinceIdle)
            sinceIdle = PassReport()
        case .trouble(let error):
            let failure = Failure(error, syncing: path)
            let message = failure.message
            // Said once, until it is over or another one comes. A missing root is said by the halt that follows.
            guard message != lastTrouble, failure.status != .halted else { return }
            lastTrouble = message
            show(Event(event: "error", folder: path, path: path, reason: message), failure.line, isProblem: true)
        case .watchesExhausted(let watched):
            let message =
                "\(path): the system watches only \(watched) folders for you; the rest is found by scans. Raise "
                + "fs.inotify.max_user_watches."
            show(Event(event: "error", folder: path, path: path, reason: message), message, isProblem: true)
        }
    }

    func halted(_ failure: Failure) {
        show(
            Event(event: "halted", folder: path, path: path, reason: failure.message), failure.line, isProblem: true)
    }

    private func idle(_ report: PassReport) {
        let done = report.uploaded + report.downloaded + report.moved + report.deleted
        let wasNews = done > 0 || report.isResting != wasResting || !hasBeenIdle || lastTrouble != nil
        hasBeenIdle = true
        wasResting = report.isResting
        lastTrouble = nil
        guard json || wasNews else { return }
        show(
            Event(
                event: report.isResting ? "resting" : "idle", folder: path, uploaded: report.uploaded,
                downloaded: report.downloaded,
                moved: report.moved, deleted: report.deleted, cursor: report.cursor?.value),
            "\(path): \(SyncResult(report, nil, seconds: 0).summary)")
    }

    private func details(_ report: PassReport) {
        for conflict in report.conflicts {
            show(
                Event(
                    event: "conflict", folder: path, path: conflict.path, reason: conflict.type.rawValue,
                    copyPath: conflict.copyPath),
                "\(path): conflict at \(printable(conflict.path)) (\(conflict.type.rawValue))")
        }
        for skip in report.skipped where !toldSkips.contains(skip) {
            show(
                Event(event: "skipped", folder: path, path: skip.path, reason: skip.reason),
                "\(path): skipped \(printable(skip.path)): \(printable(skip.reason))")
        }
        toldSkips = Set(report.skipped)
        for note in report.notes where toldNotes.insert(note).inserted {
            show(
                Event(event: "note", folder: path, path: note.path, reason: note.reason),
                "\(path): note on \(printable(note.path)): \(printable(note.reason))")
        }
    }

    private func show(_ event: Event, _ text: String, isProblem: Bool = false) {
        guard isProblem || json || !quiet else { return }
        if json, let line = try? jsonText(event) {
            output(line)
        } else if isProblem {
            complain(text)
        } else {
            output(text)
        }
    }
}
