import Logging
import Synchronization
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineSync
import TidelineTestKit

/// The real use cases over stores that outlive their process.
final class SimulatedServer: Sendable {
    typealias Bell = @Sendable (ServerNudge) -> Void

    private struct Running: Sendable {
        let service: Service
        let life: Life
    }

    private struct State {
        var running: Running?
        var bells: [Bell] = []
    }

    let store = MemoryMetadataStore()
    let chunks = MemoryChunkStore()
    private let ids = CountingIDs(after: 1_000_000)
    private let scheduler: Scheduler
    private let weather: Weather
    private let trace: Trace
    private let retention: Retention
    private let state = Mutex(State())

    init(_ scheduler: Scheduler, _ weather: Weather, _ trace: Trace, _ retention: Retention) {
        self.scheduler = scheduler
        self.weather = weather
        self.trace = trace
        self.retention = retention
    }

    /// nil while it is down. What was begun with one life ends with it.
    var running: (service: Service, life: Life)? { state.withLock { $0.running.map { ($0.service, $0.life) } } }

    /// Past all that can fail, for those who only look.
    var calmService: Service { service(store, chunks, EventHub()) }

    func start() {
        let life = Life()
        let heart = Heartbeat(life: life, scheduler: scheduler, weather: weather) { [weak self] in self?.crash() }
        let events = EventHub()
        _ = events.listen { [weak self] event in if life.isAlive { self?.hear(event) } }
        let service = service(
            FragileMetadataStore(inner: store, heart: heart), FragileChunkStore(inner: chunks, heart: heart), events)
        let bells = state.withLock { state in
            state.running = Running(service: service, life: life)
            return state.bells
        }
        trace.add("server", "starts")
        // Sockets connect anew.
        for bell in bells { bell(.look) }
    }

    /// Requests under way die, before or after what they wrote; a process that starts it again follows.
    func crash() {
        let was = state.withLock { $0.running.take() }
        guard let was else { return }
        was.life.end()
        trace.add("server", "crashes")
        let pause = weather.longDelay
        Task(executorPreference: scheduler) { [self] in
            await scheduler.pause(pause)
            start()
        }
    }

    func connect(_ bell: @escaping Bell) { state.withLock { $0.bells.append(bell) } }

    /// Compacts the log, purges the trash and collects content, as far as it gets before it crashes.
    func keepHouse() async throws {
        trace.add("server", "keeps its house")
        try await running?.service.maintenance.runOnce()
    }

    private func hear(_ event: LiveEvent) {
        guard case .changed(let row) = event else { return }
        trace.add("log", "\(row.position) \(Digest(of: row.wire).hex.prefix(16))")
        for bell in state.withLock({ $0.bells }) where !weather.losesNudge { bell(.look) }
    }

    private func service(_ store: any MetadataStore, _ chunks: any ChunkStore, _ events: EventHub) -> Service {
        Service(
            ServiceContext(
                store: store, chunks: chunks, clock: SimulatedClock(scheduler),
                alarm: SimulatedAlarm(scheduler: scheduler), ids: ids, secrets: FixedSecrets(),
                passwords: PlainPasswordHasher(), events: events, retention: retention,
                logger: Logger(label: "simulator") { _ in SwiftLogNoOpLogHandler() }))
    }
}
