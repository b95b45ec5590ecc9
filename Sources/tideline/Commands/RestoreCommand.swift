import ArgumentParser
import TidelineAPI
import TidelineClient
import TidelineCore
import TidelineSync

struct RestoreCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Brings back what was: a file, a folder, or a whole share.",
        discussion: """
            Examples:
            tideline restore ~/Team/report.odt
            tideline restore ~/Team/report.odt --version 3
            tideline restore ~/Team/Plans --at "2026-11-20 14:00"
            tideline restore --all --at 2h --share Team --dry-run

            A file gets back the content before the newest, or comes out of the trash. A folder comes out of the trash, or \
            with --at is made again as it was then. With --all the whole share is. Nothing is lost by it: what there is now \
            stays in the versions and the trash, and another restore goes back to it. A restore that was broken off goes on \
            when it is run again.
            """)

    @Argument(
        help: "A path in a linked folder, of something that is there or was; with --share the path in that share.")
    var path: String?

    @Option(
        help: "The share's name or id, with --all, or when the path is one in the share.", completion: .linkedShares)
    var share: String?

    @Option(help: "A file's version by id or number, as `tideline versions` lists them.")
    var version: String?

    @Option(help: ArgumentHelp("As it was then: \(PastTime.forms).", valueName: "time"))
    var at: PastTime?

    @Flag(help: "The whole share, as it was at that time.")
    var all = false

    @Flag(help: "Only say what would be done.")
    var dryRun = false

    @OptionGroup var confirm: ConfirmOptions
    @OptionGroup var options: OutputOptions

    func validate() throws {
        guard all == (path == nil) else {
            throw ValidationError("Name what to restore: a path, or --all with --share and --at.")
        }
        guard !all || (share != nil && at != nil && version == nil) else {
            throw ValidationError("--all needs --share and --at.")
        }
        guard version == nil || at == nil else { throw ValidationError("Give --version or --at, not both.") }
        if let at, at.timestamp > SystemTime().now() { throw ValidationError("--at is a time that is yet to come.") }
    }

    func execute() async throws {
        try await Session.run { session in
            if let path {
                let place = try await SharePath.resolve(path, in: share, session)
                try await restore(place, session)
            } else if let share, let at {
                let share = try await session.share(share)
                try await rollBack(RollbackTarget(share.id, share.name, at.timestamp), session)
            }
        }
    }

    private func restore(_ place: SharePath, _ session: Session) async throws {
        guard place.path != "/" else {
            throw Failure("That is all of the share. Say --all --share \(shellQuoted(place.shareName)).", .usage)
        }
        switch try await place.find(session.client) {
        case .live(.file(let file)): try await restore(file, session.client)
        case .live(.folder(let folder)):
            guard let at else {
                throw Failure(
                    "\(printable(folder.path)) is a folder that is there. Say with --at as of when it shall be.", .usage
                )
            }
            try await rollBack(
                RollbackTarget(place.shareID, place.shareName, at.timestamp, folder: folder.id, folder.path), session)
        case .trashed(let item): try await restore(item, place, session)
        }
    }

    private func restore(_ item: TrashItem, _ place: SharePath, _ session: Session) async throws {
        if let at, item.resourceType == .folder {
            return try await rollBack(
                RollbackTarget(place.shareID, place.shareName, at.timestamp, folder: item.id, item.path), session)
        }
        guard !dryRun else {
            return try show(FileOutcome(item, "would_bring_back"), "Would bring back \(printable(item.path)).")
        }
        let node = try await bringBack(item.id, as: nil, session.client)
        if case .file(let file) = node, version != nil || at != nil { return try await restore(file, session.client) }
        try show(FileOutcome(node), "Brought back \(printable(node.path)) with all its versions.")
    }

    private func restore(_ file: FileBody, _ client: TidelineClient) async throws {
        let past = try await pastVersion(of: file, client)
        let what = "version \(past.versionNumber) of \(localTime(past.createdAt)), \(sizeText(past.size))"
        guard past.versionID != file.versionID,
            past.checksumSHA256 != file.checksumSHA256
                || past.executable != file.executable
        else {
            return try show(FileOutcome(file, past, "unchanged"), "\(printable(file.path)) is that already: \(what).")
        }
        guard !dryRun else {
            return try show(
                FileOutcome(file, past, "would_restore"), "Would restore \(printable(file.path)) to \(what).")
        }
        let restored = try await client.restoreVersion(past.versionID, ofFile: file.id)
        try show(FileOutcome(restored, past, "restored"), "Restored \(printable(file.path)) to \(what).")
    }

    private func pastVersion(of file: FileBody, _ client: TidelineClient) async throws -> VersionBody {
        let versions = try await client.allVersions(ofFile: file.id)
        let name = printable(file.path)
        if let version {
            guard let found = versions.first(where: { $0.versionID == version || String($0.versionNumber) == version })
            else { throw Failure("\(name) has no version \(printable(version)). `tideline versions` lists them.") }
            return found
        }
        if let at {
            guard let found = versions.first(where: { isOf(at.timestamp, $0) }) else {
                let oldest = versions.last.map { localTime($0.createdAt) } ?? "later"
                throw Failure("\(name) has no version of \(at.timestamp.localText); its oldest is of \(oldest).")
            }
            return found
        }
        guard let found = versions.first(where: { $0.versionNumber < file.versionNumber }) else {
            throw Failure("\(name) has only one version.")
        }
        return found
    }

    private func isOf(_ time: Timestamp, _ version: VersionBody) -> Bool {
        Timestamp(rfc3339: version.createdAt).map { $0 <= time } ?? false
    }

    private func show(_ outcome: FileOutcome, _ text: String) throws { try options.show(outcome, text) }

    // MARK: A folder or a share

    private func rollBack(_ target: RollbackTarget, _ session: Session) async throws {
        var run = RollbackRun(
            share: HTTPPastShare(
                client: session.client, shareID: target.shareID, deviceID: session.credentials.deviceID),
            time: target.time, folder: target.folder)
        do {
            if dryRun || (all && !confirm.isConfirmed) {
                let preview = RollbackPreview(try await run.preview(), target)
                if dryRun { return try options.show(preview, preview.text) }
                guard !preview.isEmpty else { return try options.show(RollbackResult(target), preview.summary) }
                try confirm.require(preview.summary)
            }
            let report = try await run.run { _ in }
            let result = RollbackResult(target, report)
            try options.show(result, result.text)
            if !report.lost.isEmpty { throw ExitCode(ExitStatus.attention.rawValue) }
        } catch let error as RollbackError {
            throw Failure(error.explanation(target))
        } catch let error as RemoteError {
            throw Failure(error, syncing: target.name)
        }
    }
}
