import Logging
import Synchronization
import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineSync
import TidelineTestKit

/// A server in memory, one share, and devices that sync it.
final class Sea {
    let clock = FakeClock()
    let ids = CountingIDs(after: 1_000_000)
    let store = MemoryMetadataStore()
    let chunks = MemoryChunkStore()
    let service: Service
    let caller: Caller
    let shareID: String
    private(set) var boats: [Boat] = []

    init(
        devices: Int = 2, strategy: ConflictResolution = .keepBoth, retention: Retention = Retention()
    ) async throws {
        service = Service(
            ServiceContext(
                store: store, chunks: chunks, clock: clock, alarm: FakeAlarm(), ids: ids,
                secrets: FixedSecrets(),
                passwords: PlainPasswordHasher(), events: EventHub(), retention: retention,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
        _ = try await service.accounts.bootstrap(adminPassword: "correct horse")
        let user = try await service.accounts.logIn(name: "admin", password: "correct horse", address: "test").user
        caller = Caller(tenantID: user.tenantID, userID: user.id, isTenantAdmin: true)
        shareID = try await service.shares.create(caller, NewShareBody(name: "Team")).id
        for number in 0..<devices {
            let name = "device-\(number)"
            _ = try await service.devices.register(
                caller, NewDeviceBody(deviceID: name, deviceName: name, platform: "linux", clientVersion: "1.0.0"))
            boats.append(
                Boat(
                    number: number, strategy: strategy,
                    server: ServiceShare(
                        service: service, caller: caller, shareID: shareID, deviceID: name, clock: clock)))
        }
    }

    /// Lets all devices sync until none of them has anything to do.
    func calm() async throws {
        for _ in 0..<20 {
            var quiet = true
            for boat in boats {
                let report = try await boat.pass()
                if report.uploaded + report.downloaded + report.moved + report.deleted > 0 || report.isUnfinished {
                    quiet = false
                }
            }
            if quiet { return }
        }
        Issue.record("The devices never came to rest.")
    }

    /// The server keeps its house meanwhile.
    func passTime(seconds: Int) async throws {
        clock.advance(seconds: seconds)
        try await service.maintenance.runOnce()
    }

    /// Where the server's log begins.
    func floor() async throws -> Position {
        let tenant = caller.tenantID
        return try await store.read { try $0.log(of: tenant).floor }
    }

    /// What the server has live, by path; folders have nil.
    func serverTree() async throws -> [String: [UInt8]?] {
        let boat = Boat(
            number: 99, strategy: .keepBoth,
            server: ServiceShare(service: service, caller: caller, shareID: shareID, deviceID: "device-0", clock: clock)
        )
        _ = try await boat.pass()
        return boat.tree()
    }
}

/// One device: a disk, its memory, and an engine that can be restarted.
final class Boat {
    let disk: MemoryFolder
    let state = MemorySyncState()
    let server: ServiceShare
    private let ids: CountingIDs
    private let strategy: ConflictResolution
    private(set) var engine: SyncEngine

    init(number: Int, strategy: ConflictResolution, server: ServiceShare) {
        let clock = FakeClock()
        disk = MemoryFolder(now: { clock.now() })
        ids = CountingIDs(after: UInt64(number + 1) * 10_000_000)
        self.server = server
        self.strategy = strategy
        engine = Self.engine(disk, server, state, ids, strategy)
    }

    func restart() { engine = Self.engine(disk, server, state, ids, strategy) }

    @discardableResult
    func pass(_ scope: SyncEngine.Scope = .everything, allowing allowance: DeleteAllowance = .unlimited) async throws
        -> PassReport
    {
        try await engine.pass(scope, allowing: allowance)
    }

    /// By path; folders have nil.
    func tree() -> [String: [UInt8]?] {
        disk.contents().mapValues { if case .file(let bytes, _) = $0 { .some(bytes) } else { .none } }
    }

    private static func engine(
        _ disk: MemoryFolder, _ server: ServiceShare, _ state: MemorySyncState, _ ids: CountingIDs,
        _ strategy: ConflictResolution
    ) -> SyncEngine {
        SyncEngine(
            disk: disk, server: server, state: state, ids: ids, strategy: strategy,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }
}
