import ArgumentParser
import Foundation
import TidelineAPI
import TidelineClient
import TidelineCore
import TidelineFolder
import TidelineSync

struct Watch: ClientCommand {
    static let configuration = CommandConfiguration(
        abstract: "Keeps folders in sync until it is stopped.",
        discussion: """
            Examples:
            tideline watch ~/Team ~/Photos
            tideline watch --install

            With --json it prints one object a line with `event`: idle, conflict, skipped, error or halted.
            """)

    @Argument(help: ArgumentHelp("The folders.", valueName: "dir"), completion: .linkedFolders)
    var directories: [String] = []

    @Option(help: "Link the folder to this share first: its name or id.", completion: .linkedShares)
    var share: String?

    @Flag(
        help:
            "Only write a service file for the user's systemd that watches these folders, or all that are linked, and say how to start it."
    )
    var install = false

    @Flag(help: "Remove that service file, and say how to stop the service.")
    var uninstall = false

    @OptionGroup var transfer: TransferOptions

    @OptionGroup var options: OutputOptions

    func validate() throws {
        guard !uninstall || (!install && directories.isEmpty && share == nil) else {
            throw ValidationError("--uninstall goes alone: the service is one for all folders.")
        }
        guard install || uninstall || !directories.isEmpty else { throw ValidationError("Name the folders to watch.") }
        guard share == nil || directories.count == 1 else { throw ValidationError("--share goes with one folder.") }
    }

    func execute() async throws {
        if install {
            let unit = try WatchUnit.install(directories, Home(), ProcessInfo.processInfo.environment)
            return try options.show(unit, unit.text)
        }
        if uninstall {
            let removal = try WatchUnitRemoval.remove(ProcessInfo.processInfo.environment)
            return try options.show(removal, removal.text)
        }
        try await Session.run(pace: transfer.pace) { session in
            var folders: [OpenFolder] = []
            for directory in directories {
                let display = ProgressDisplay.made(
                    quiet: transfer.quiet, name: directories.count > 1 ? "\(directory): " : "")
                folders.append(
                    try await OpenFolder.open(directory, LinkWish(share: share), session, observer: display))
            }
            let router = NudgeRouter(shares: folders.map(\.link.shareID))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await router.run(session.client.nudges(deviceID: session.credentials.deviceID)) }
                defer { group.cancelAll() }
                try await watch(folders, router)
            }
        }
    }

    /// A folder that halts does not stop the others; the command ends when all have.
    private func watch(_ folders: [OpenFolder], _ router: NudgeRouter) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, folder) in folders.enumerated() {
                group.addTask { try await watch(folder, router.streams[index]) }
            }
            try await group.waitForAll()
        }
        // Each has said why.
        throw ExitCode(ExitStatus.halted.rawValue)
    }

    /// A token from outside is renewed by nobody.
    private func isFinal(_ error: any Error) -> Bool {
        guard case RemoteError.unauthenticated = error else { return false }
        return usesToken
    }

    private func watch(_ folder: OpenFolder, _ nudges: AsyncStream<ServerNudge>) async throws {
        let recorder = FolderRecorder(folder.recordPath)
        let printer = WatchPrinter(path: folder.link.path, json: options.json, quiet: transfer.quiet)
        do {
            let watcher = try Watcher(root: folder.link.path) { [ignored = folder.engine.ignored] path, isFolder in
                ignored.contains(path, isFolder: isFolder)
            }
            let loop = WatchLoop(engine: folder.engine, watcher: watcher, nudges: nudges, sleeper: SystemSleeper())
            try await loop.run(endingOn: isFinal) { notice in
                await recorder.note(notice, of: folder.link.path)
                await printer.tell(notice)
            }
        } catch {
            try Task.checkCancellation()
            let failure = Failure(error, syncing: folder.link.path)
            guard failure.status == .halted else { throw failure }
            await recorder.failed(failure)
            await printer.halted(failure)
        }
    }
}
