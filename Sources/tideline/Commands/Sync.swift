import ArgumentParser
import TidelineAPI
import TidelineCore
import TidelineSync

struct Sync: ClientCommand {
    static let configuration = CommandConfiguration(
        abstract: "Syncs a folder once.",
        discussion: """
            Example: tideline sync ~/Team --share Team

            The first time, --share says what to sync the folder with; later the folder is enough.
            """)

    @Argument(help: ArgumentHelp("The folder; made when there is none.", valueName: "dir"))
    var directory: String

    @Option(help: "Link the folder to this share: its name or id.", completion: .linkedShares)
    var share: String?

    @Option(
        help: "What to do with conflicts from now on: KEEP_BOTH, CLIENT_WINS, SERVER_WINS, LAST_WRITER_WINS, MANUAL.")
    var conflict: ConflictResolution?

    @Option(help: "Halt before more deletes than this: 50%, a number, or all.")
    var maxDelete: DeleteLimit?

    @Flag(help: "Forget what was remembered of the folder and compare it anew; deletes nothing.")
    var relink = false

    @Flag(help: "Say what would be done, and do nothing.")
    var dryRun = false

    @OptionGroup var transfer: TransferOptions

    @OptionGroup var options: OutputOptions

    func execute() async throws {
        let start = ContinuousClock.now
        if dryRun { return try await previewed(since: start) }
        let result = try await Session.run(pace: transfer.pace) { session in
            let folder = try await OpenFolder.open(
                directory, LinkWish(share: share, strategy: conflict, relinks: relink), session,
                observer: ProgressDisplay.made(quiet: transfer.quiet))
            let recorder = FolderRecorder(folder.recordPath)
            do {
                let report = try await passes(folder.engine)
                await recorder.passed(report)
                return SyncResult(report, nil, seconds: start.duration(to: .now) / .seconds(1))
            } catch {
                let failure = Failure(error, syncing: folder.link.path)
                await recorder.failed(failure)
                guard failure.status == .halted, options.json else { throw failure }
                return SyncResult(PassReport(), failure, seconds: start.duration(to: .now) / .seconds(1))
            }
        }
        if options.json || !transfer.quiet { try options.show(result, result.text) }
        if let halt = result.halt { throw halt }
        if result.needsAttention { throw ExitCode(ExitStatus.attention.rawValue) }
    }

    private func previewed(since start: ContinuousClock.Instant) async throws {
        let result = try await Session.run(isPreview: true) { session in
            let folder = try await OpenFolder.open(
                directory, LinkWish(share: share, strategy: conflict, relinks: relink, isPreview: true), session,
                observer: ProgressDisplay.made(quiet: transfer.quiet))
            do {
                let preview = try await folder.engine.preview(allowing: maxDelete?.allowance ?? .standard)
                return PreviewResult(preview, nil, seconds: start.duration(to: .now) / .seconds(1))
            } catch {
                let failure = Failure(error, syncing: folder.link.path)
                guard failure.status == .halted, options.json else { throw failure }
                return PreviewResult(Preview(), failure, seconds: start.duration(to: .now) / .seconds(1))
            }
        }
        if options.json || !transfer.quiet { try options.show(result, result.text) }
        if let halt = result.result.halt { throw halt }
        if result.result.needsAttention { throw ExitCode(ExitStatus.attention.rawValue) }
    }

    /// What changed while it was looked at is looked at again, a few times.
    private func passes(_ engine: SyncEngine) async throws -> PassReport {
        var total = PassReport()
        for _ in 0..<Self.passesMax {
            let report = try await engine.pass(.everything, allowing: maxDelete?.allowance ?? .standard)
            total.add(report)
            guard report.isUnfinished else { break }
        }
        return total
    }

    private static let passesMax = 3
}

extension PassReport {
    /// Counts add up; what is left undone is what the later pass says.
    mutating func add(_ later: PassReport) {
        uploaded += later.uploaded
        downloaded += later.downloaded
        moved += later.moved
        deleted += later.deleted
        conflicts += later.conflicts
        bytesSent += later.bytesSent
        bytesReceived += later.bytesReceived
        skipped = later.skipped
        notes += later.notes.filter { !notes.contains($0) }
        cursor = later.cursor
        isUnfinished = later.isUnfinished
        isResting = later.isResting
    }
}
