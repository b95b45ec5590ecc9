import Logging
import Synchronization
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineSync
import TidelineTestKit

/// A computer with a synced folder, on which the client's `watch` runs, crashes and is started again.
final class SimulatedDevice: Sendable {
    struct Setting: Sendable {
        let scheduler: Scheduler
        let weather: Weather
        let server: SimulatedServer
        let trace: Trace
        let judge: Judge
        let strategy: ConflictResolution
    }

    private struct Running: Sendable {
        let process: Process
        let watcher: SimulatedWatcher
        let nudges: AsyncStream<ServerNudge>.Continuation
        let task: Task<Void, Never>
    }

    private struct State {
        var running: Running?
        var isAtRest = false
        var cursor: Position?
        /// When it last did anything but look.
        var lastWork: Int64 = 0
    }

    let name: String
    let disk: MemoryFolder
    private let identity: SimulatedShare.Identity
    private let memory = MemorySyncState()
    private let ids: CountingIDs
    private let dice: Dice
    private let trouble: DiskTrouble
    private let setting: Setting
    private let state = Mutex(State())

    init(_ identity: SimulatedShare.Identity, number: Int, _ dice: Dice, _ setting: Setting) {
        self.identity = identity
        self.dice = dice
        trouble = DiskTrouble(setting.weather, dice.fork())
        self.setting = setting
        name = identity.deviceID
        let clock = identity.clock
        disk = MemoryFolder(now: { clock.now() })
        ids = CountingIDs(after: UInt64(number + 1) * 10_000_000)
        setting.server.connect { [weak self] nudge in self?.ring(nudge) }
    }

    /// The program waits for hints and has nothing left to do, and what it read is the end of the log.
    func isAtRest(head: Position, since: Int64) -> Bool {
        state.withLock { state in
            state.isAtRest && state.cursor == head && state.lastWork < since
                && state.running?.watcher.isQuiet == true
        }
    }

    var explanation: String {
        state.withLock { state in
            guard let running = state.running else { return "\(name) is not running" }
            return
                "\(name) at \(state.cursor?.description ?? "no cursor"), last worked at \(state.lastWork / 1_000_000) ms, "
                + (state.isAtRest ? "at rest" : "at work") + (running.watcher.isQuiet ? "" : ", with hints")
        }
    }

    /// A user did something at this path.
    func saw(_ path: String) { state.withLock { $0.running }?.watcher.saw(path, in: disk) }

    func start() {
        let process = Process(name, setting.scheduler, setting.weather, dice.fork(), setting.trace)
        let watcher = SimulatedWatcher(disk, setting.scheduler, setting.weather)
        let (nudges, bell) = AsyncStream.makeStream(of: ServerNudge.self, bufferingPolicy: .bufferingNewest(64))
        let loop = WatchLoop(
            engine: engine(process, watcher), watcher: watcher, nudges: nudges,
            sleeper: SimulatedSleeper(scheduler: setting.scheduler, dice: dice.fork()))
        process.trace("starts")
        process.whenItCrashes { [weak self] in self?.crashed() }
        let task = Task(executorPreference: setting.scheduler) { await self.run(loop, process) }
        state.withLock { state in
            state.isAtRest = false
            state.lastWork = setting.scheduler.now
            state.running = Running(process: process, watcher: watcher, nudges: bell, task: task)
        }
    }

    /// For good.
    func stop() {
        let running = state.withLock { $0.running.take() }
        running?.process.life.end()
        running?.task.cancel()
    }

    private func engine(_ process: Process, _ watcher: SimulatedWatcher) -> SyncEngine {
        let disk = SimulatedDisk(
            folder: disk, process: process, watcher: watcher, trouble: trouble, judge: setting.judge)
        return SyncEngine(
            disk: disk,
            server: SimulatedShare(setting.server, identity, process, setting.judge),
            state: SimulatedState(memory: memory, disk: disk), ids: ids, strategy: setting.strategy,
            logger: Logger(label: "simulator") { _ in SwiftLogNoOpLogHandler() })
    }

    private func run(_ loop: WatchLoop, _ process: Process) async {
        do {
            try await loop.run(allowing: .unlimited) { [weak self] in self?.hear($0, process) }
        } catch {
            guard process.life.isAlive else { return }
            setting.judge.report(Violation(.termination, "\(name) ended: \(error)"))
        }
    }

    private func crashed() {
        guard let running = state.withLock({ $0.running.take() }) else { return }
        running.task.cancel()
        Task(executorPreference: setting.scheduler) { [self] in
            // The old one reaches nothing any more; what it still does in memory ends before the new one begins.
            await running.task.value
            await setting.scheduler.pause(setting.weather.longDelay)
            start()
        }
    }

    private func ring(_ nudge: ServerNudge) {
        guard let running = state.withLock({ $0.running }) else { return }
        let delay = setting.weather.delay
        Task(executorPreference: setting.scheduler) { [self] in
            await setting.scheduler.pause(delay)
            running.nudges.yield(nudge)
        }
    }

    private func hear(_ notice: WatchNotice, _ process: Process) {
        guard process.life.isAlive else { return }
        switch notice {
        case .idle(let report): note(report, atRest: true, process)
        case .progress(let report): note(report, atRest: false, process)
        case .trouble(let error):
            process.trace("trouble: \(error)")
            state.withLock { state in
                state.isAtRest = false
                state.lastWork = setting.scheduler.now
            }
        case .watchesExhausted: break
        }
    }

    private func note(_ report: PassReport, atRest: Bool, _ process: Process) {
        let work = report.uploaded + report.downloaded + report.moved + report.deleted
        process.trace(
            "pass: \(report.uploaded) up, \(report.downloaded) down, \(report.moved) moved, \(report.deleted) deleted, "
                + "\(report.conflicts.map { "\($0.type) \($0.path)" }), skipped \(report.skipped.map { "\($0)" }), "
                + "at \(report.cursor?.description ?? "-")\(atRest ? "" : ", more to do")")
        state.withLock { state in
            state.isAtRest = atRest
            state.cursor = report.cursor
            if work > 0 || !atRest { state.lastWork = setting.scheduler.now }
        }
    }
}
