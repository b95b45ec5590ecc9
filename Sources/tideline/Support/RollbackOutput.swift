import TidelineAPI
import TidelineCore
import TidelineSync

/// What is brought back to a time: a share, or a folder of it.
struct RollbackTarget: Sendable {
    let shareID: String
    let shareName: String
    let time: Timestamp
    let folder: NodeID?
    /// For people.
    let name: String

    init(_ shareID: String, _ shareName: String, _ time: Timestamp, folder: String? = nil, _ path: String? = nil) {
        self.shareID = shareID
        self.shareName = shareName
        self.time = time
        self.folder = folder.flatMap { NodeID($0) }
        name = path.map { printable($0) } ?? "\"\(printable(shareName))\""
    }
}

extension RollbackError {
    func explanation(_ target: RollbackTarget) -> String {
        switch self {
        case .tooManyRows:
            "More than \(Limits.historyRowsMax) changes (historyRowsMax) came since. Restore folders one by one, or a later "
                + "time."
        case .logBegins(let time):
            "The server's log reaches back to \(time.localText) (\(time.rfc3339)), not to \(target.time.localText). What a "
                + "file was before is in its versions: `tideline versions`."
        case .neverQuiet: "\(target.name) was changed again and again meanwhile. Run it again: it goes on."
        case .folderInItself:
            "\(target.name) lies now in something that was in it then. Restore the whole share with --all, or move it out "
                + "first."
        }
    }
}

/// What `restore --dry-run --json` prints of a folder or a share.
struct RollbackPreview: Encodable, Sendable {
    struct Step: Encodable, Sendable {
        /// `bring_back`, `move`, `trash` or `restore`.
        let action: String
        let path: String
        var newPath: String?
        var versionID: String?

        enum CodingKeys: String, CodingKey {
            case action, path
            case newPath = "new_path"
            case versionID = "version_id"
        }
    }

    let at: String
    let steps: [Step]
    private let target: RollbackTarget

    init(_ rollback: Rollback, _ target: RollbackTarget) {
        at = target.time.rfc3339
        self.target = target
        var tree = rollback.before
        var steps = rollback.comebacks.map { Step(action: "bring_back", path: tree.path(of: $0)) }
        for step in rollback.steps {
            switch step {
            case .move(let id, _, let place):
                let old = tree.path(of: id)
                tree.move(id, to: place)
                steps.append(Step(action: "move", path: old, newPath: tree.path(of: id)))
            case .trash(let id): steps.append(Step(action: "trash", path: tree.path(of: id)))
            }
        }
        self.steps =
            steps
            + rollback.contents.map { content in
                Step(
                    action: "restore", path: rollback.after.path(of: content.file),
                    versionID: content.past?.version.description)
            }
    }

    var isEmpty: Bool { steps.isEmpty }

    var text: String {
        let lines = steps.map { step in
            let target = step.newPath.map { " to \(printable($0))" } ?? ""
            return "\(Self.words[step.action] ?? step.action)  \(printable(step.path))\(target)"
        }
        return (lines + [summary]).joined(separator: "\n")
    }

    var summary: String {
        guard !isEmpty else { return "\(target.name) is as it was at \(target.time.localText)." }
        func count(_ action: String) -> Int { steps.count { $0.action == action } }
        return "\(target.name) as it was at \(target.time.localText): \(count("bring_back")) out of the trash, "
            + "\(count("move")) moved, \(count("trash")) into the trash, \(count("restore")) get an older content."
    }

    private static let words = [
        "bring_back": "bring back", "move": "move      ", "trash": "trash     ", "restore": "restore   ",
    ]

    enum CodingKeys: String, CodingKey {
        case at, steps
    }
}

/// What `restore --json` prints of a folder or a share.
struct RollbackResult: Encodable, Sendable {
    let at: String
    let broughtBack: Int
    let moved: Int
    let trashed: Int
    let restored: Int
    let lostPaths: [String]
    private let target: RollbackTarget

    init(_ target: RollbackTarget, _ report: RollbackRun.Report = RollbackRun.Report()) {
        self.target = target
        at = target.time.rfc3339
        broughtBack = report.broughtBack
        moved = report.moved
        trashed = report.trashed
        restored = report.rewritten
        lostPaths = report.lost
    }

    var text: String {
        let lost = lostPaths.map { "lost      \(printable($0)): purged, or no version of that time is left" }
        let summary =
            "\(target.name) is as it was at \(target.time.localText): \(broughtBack) out of the trash, \(moved) moved, "
            + "\(trashed) into the trash, \(restored) got an older content."
        return (lost + [summary]).joined(separator: "\n")
    }

    enum CodingKeys: String, CodingKey {
        case at, moved, trashed, restored
        case broughtBack = "brought_back"
        case lostPaths = "lost_paths"
    }
}

/// What `restore --json` prints of a file, or of what comes out of the trash as a whole.
struct FileOutcome: Encodable, Sendable {
    let id: String
    let path: String
    /// `restored`, `brought_back`, `unchanged`, `would_restore` or `would_bring_back`.
    let outcome: String
    var versionID: String?
    /// The one whose content it has now.
    var restoredVersionID: String?

    init(_ file: FileBody, _ past: VersionBody, _ outcome: String) {
        id = file.id
        path = file.path
        versionID = file.versionID
        restoredVersionID = past.versionID
        self.outcome = outcome
    }

    init(_ node: NodeBody) {
        id = node.id
        path = node.path
        if case .file(let file) = node { versionID = file.versionID }
        outcome = "brought_back"
    }

    init(_ item: TrashItem, _ outcome: String) {
        id = item.id
        path = item.path
        self.outcome = outcome
    }

    enum CodingKeys: String, CodingKey {
        case id, path, outcome
        case versionID = "version_id"
        case restoredVersionID = "restored_version_id"
    }
}
