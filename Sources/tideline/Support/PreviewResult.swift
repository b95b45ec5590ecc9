import TidelineCore
import TidelineSync

/// What `sync --dry-run --json` prints: the members of `sync --json`, as they would be, and the acts.
struct PreviewResult: Encodable, Sendable {
    let result: SyncResult
    let acts: [Act]
    private let repeatsUnanswered: Bool

    struct Act: Encodable, Sendable {
        var act: String
        var path: String
        /// Where it is done: `here` or `server`.
        var side: String?
        var to: String?
        var bytes: Int64?
        var reason: String?
    }

    /// `halt` nil: nothing looks wrong.
    init(_ preview: Preview, _ halt: Failure?, seconds: Double) {
        result = SyncResult(PassReport(preview), halt, seconds: seconds)
        acts = preview.acts.map { Act($0) }
        repeatsUnanswered = preview.repeatsUnanswered
    }

    var text: String {
        let unanswered =
            "First the last batch of the run before is sent again: what came of it is not known, and the rest may differ."
        return ((repeatsUnanswered ? [unanswered] : []) + acts.map(\.text) + [summary]).joined(separator: "\n")
    }

    private var summary: String {
        if acts.isEmpty { return repeatsUnanswered ? "Nothing else is known." : "Nothing would be done: in sync." }
        return "Would be done: \(result.uploaded) uploaded, \(result.downloaded) downloaded, \(result.moved) moved, "
            + "\(result.deleted) deleted, \(result.conflicts) conflicts, \(result.skipped) skipped; content of at most "
            + "\(sizeText(result.bytesSent)) sent, \(sizeText(result.bytesReceived)) received. Nothing was changed."
    }

    func encode(to encoder: any Encoder) throws {
        try result.encode(to: encoder)
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(true, forKey: .dryRun)
        try members.encode(acts, forKey: .acts)
    }

    enum CodingKeys: String, CodingKey {
        case acts
        case dryRun = "dry_run"
    }
}

extension PreviewResult.Act {
    fileprivate init(_ act: PreviewAct) {
        switch act {
        case .makeFolder(let path, let side): self.init(act: "make_folder", path: path, side: side.rawValue)
        case .upload(let path, let bytes): self.init(act: "upload", path: path, side: "server", bytes: bytes)
        case .download(let path, let bytes): self.init(act: "download", path: path, side: "here", bytes: bytes)
        case .move(let path, let to, let side): self.init(act: "move", path: path, side: side.rawValue, to: to)
        case .delete(let path, let side): self.init(act: "delete", path: path, side: side.rawValue)
        case .conflict(let path, let type): self.init(act: "conflict", path: path, reason: type.rawValue)
        case .skip(let path, let reason): self.init(act: "skip", path: path, reason: reason)
        }
    }

    fileprivate var text: String {
        let place = side == "here" ? "here" : "on the server"
        return switch act {
        case "make_folder": "folder    \(printable(path)) (\(place))"
        case "upload", "download":
            act.padding(to: 10) + "\(printable(path)) (\(sizeText(bytes ?? 0)))"
        case "move": "move      \(printable(path)) → \(printable(to ?? "")) (\(place))"
        case "delete": "delete    \(printable(path)) (\(place))"
        case "conflict": "conflict  \(printable(path)): \(reason ?? "")"
        default: "skip      \(printable(path)): \(printable(reason ?? ""))"
        }
    }
}

extension String {
    fileprivate func padding(to count: Int) -> String {
        self + String(repeating: " ", count: max(1, count - self.count))
    }
}

extension PassReport {
    /// As a real run would report what the preview tells.
    fileprivate init(_ preview: Preview) {
        self.init()
        cursor = preview.cursor
        isUnfinished = preview.repeatsUnanswered
        for act in preview.acts {
            switch act {
            case .makeFolder: continue
            case .upload(_, let bytes):
                uploaded += 1
                bytesSent += bytes
            case .download(_, let bytes):
                downloaded += 1
                bytesReceived += bytes
            case .move: moved += 1
            case .delete: deleted += 1
            case .conflict(let path, let type):
                conflicts.append(ReportedConflict(path: path, type: type, copyPath: nil))
            case .skip(let path, let reason): skipped.append(SkippedPath(path: path, reason: reason))
            }
        }
    }
}
