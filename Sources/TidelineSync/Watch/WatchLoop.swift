import TidelineCore

/// What the server says between passes.
package enum ServerNudge: Hashable, Sendable {
    /// There may be news.
    case look
    /// Compare everything with a snapshot.
    case startOver
    /// What this device is to sync may be other things now.
    case selection
}

/// What a watched folder tells the outside.
package enum WatchNotice: Sendable {
    /// A pass ended and nothing is left to do.
    case idle(PassReport)
    /// A pass ended; another follows.
    case progress(PassReport)
    /// The pass failed; it is tried again by itself.
    case trouble(any Error)
    /// So many folders are watched and no more can be: the rest is found by scans.
    case watchesExhausted(watched: Int)
}

/// Keeps a folder in sync until it is cancelled or halts: a full pass first, then one for every hint from the disk or the
/// server, and full ones now and then, since a hint can be lost.
package struct WatchLoop: Sendable {
    private let engine: SyncEngine
    private let watcher: any FolderWatcher
    private let nudges: AsyncStream<ServerNudge>
    private let sleeper: any Sleeper

    package init(engine: SyncEngine, watcher: any FolderWatcher, nudges: AsyncStream<ServerNudge>, sleeper: any Sleeper)
    {
        self.engine = engine
        self.watcher = watcher
        self.nudges = nudges
        self.sleeper = sleeper
    }

    /// - Parameter isFinal: whether nothing that this loop could wait for mends an error.
    /// - Throws: ``Halt`` when the folder looks wrong; what is final; `CancellationError` when the task is cancelled.
    package func run(
        allowing allowance: DeleteAllowance = .standard,
        endingOn isFinal: @escaping @Sendable (any Error) -> Bool = { _ in false },
        _ notify: @escaping @Sendable (WatchNotice) async -> Void
    ) async throws {
        let inbox = Inbox()
        inbox.put(.all)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await listenToDisk(inbox, notify) }
            group.addTask { for await nudge in nudges { inbox.put(PendingWork(nudge)) } }
            group.addTask { try await repeatedly(Self.pollSeconds) { inbox.poll() } }
            group.addTask { try await repeatedly(Self.rescanSeconds) { inbox.put(.all) } }
            defer {
                watcher.stop()
                group.cancelAll()
            }
            try await work(inbox, allowance, isFinal, notify)
        }
    }

    private func work(
        _ inbox: Inbox, _ allowance: DeleteAllowance, _ isFinal: @Sendable (any Error) -> Bool,
        _ notify: @Sendable (WatchNotice) async -> Void
    ) async throws {
        var failures = 0
        var ignoreChanges = 0
        while true {
            let work = await inbox.take()
            try Task.checkCancellation()
            if work.rootGone { throw Halt.rootMissing }
            if work.startsOver { await engine.startOver() }
            if work.selection { await engine.selectionMayHaveChanged() }
            do {
                let report = try await engine.pass(work.scope, allowing: allowance) { inbox.hasWork }
                failures = 0
                let changes = await engine.ignoreChanges
                if changes != ignoreChanges {
                    ignoreChanges = changes
                    inbox.hopeToSee()
                    watcher.ignoreAnew()
                    // What happened in folders that were not watched until now.
                    inbox.put(PendingWork(everything: true))
                }
                if report.isPaused {
                    await notify(.progress(report))
                    inbox.put(PendingWork(remote: true))
                } else if report.isUnfinished {
                    await notify(.progress(report))
                    try await sleeper.sleep(seconds: Self.unfinishedSeconds, jitter: 0.25)
                    inbox.put(inbox.isBlind ? .all : PendingWork(remote: true))
                } else {
                    await notify(.idle(report))
                }
            } catch let halt as Halt {
                throw halt
            } catch {
                try Task.checkCancellation()
                if isFinal(error) { throw error }
                await notify(.trouble(error))
                failures += 1
                try await sleeper.sleep(
                    seconds: min(Self.retrySecondsMax, 0.5 * Double(1 << min(failures, 10))), jitter: 0.25)
                inbox.put(work)
            }
        }
    }

    private func listenToDisk(_ inbox: Inbox, _ notify: @Sendable (WatchNotice) async -> Void) async {
        while let event = await watcher.next() {
            switch event {
            case .changed(let flat, let deep): inbox.put(PendingWork(flat: Set(flat), deep: Set(deep)))
            case .everything: inbox.put(PendingWork(everything: true))
            case .exhausted(let watched):
                await notify(.watchesExhausted(watched: watched))
                inbox.goBlind()
            case .rootGone: inbox.put(PendingWork(rootGone: true))
            }
        }
    }

    private func repeatedly(_ seconds: Double, _ body: () async -> Void) async throws {
        while true {
            try await sleeper.sleep(seconds: seconds, jitter: 0.25)
            await body()
        }
    }

    private static let pollSeconds = 60.0
    private static let rescanSeconds = 3_600.0
    private static let unfinishedSeconds = 1.0
    private static let retrySecondsMax = 60.0
}

extension PendingWork {
    fileprivate init(_ nudge: ServerNudge) {
        self.init(remote: true)
        startsOver = nudge == .startOver
        selection = nudge == .selection
    }

    fileprivate var scope: SyncEngine.Scope {
        if everything { return .everything }
        return flat.isEmpty && deep.isEmpty ? .nothing : .folders(Array(flat), deep: Array(deep))
    }
}
