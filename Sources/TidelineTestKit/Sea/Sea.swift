import Logging
import TidelineAPI
package import TidelineCore
package import TidelineService
import TidelineSync

/// A server in memory, one share, and devices that sync it.
package final class Sea {
    package let clock = FakeClock()
    package let ids = CountingIDs(after: 1_000_000)
    package let store = MemoryMetadataStore()
    package let chunks = MemoryChunkStore()
    package let service: Service
    package let caller: Caller
    package let judge = Judge()
    package let shareID: String
    package let strategy: ConflictResolution
    package private(set) var boats: [Boat] = []

    package init(
        devices: Int = 2, strategy: ConflictResolution = .keepBoth, retention: Retention = Retention()
    ) async throws {
        self.strategy = strategy
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
                    number: number, strategy: strategy, judge: judge,
                    server: ServiceShare(
                        service: service, caller: caller, shareID: shareID, deviceID: name, clock: clock)))
        }
    }

    /// Lets all devices sync until none of them has anything to do.
    package func calm() async throws {
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
        throw NeverAtRest()
    }

    /// The server keeps its house meanwhile.
    package func passTime(seconds: Int) async throws {
        clock.advance(seconds: seconds)
        try await service.maintenance.runOnce()
    }

    /// Where the server's log begins.
    package func floor() async throws -> Position {
        let tenant = caller.tenantID
        return try await store.read { try $0.log(of: tenant).floor }
    }

    package func serverView() async throws -> ServerView {
        guard let share = ShareID(shareID) else { throw UnexpectedAnswer(description: shareID) }
        return try await ServerView.read(share, of: caller.tenantID, from: store, chunks)
    }

    /// What the server has live, by path; folders have nil.
    package func serverTree() async throws -> [String: [UInt8]?] { try await serverView().live.mapValues(\.bytes) }

    /// What the judge finds now that all are at rest; it knows what users did by ``Boat/save(_:_:byRenaming:)`` and its like.
    package func verdict(wanted: TreeView? = nil) async throws -> [Violation] {
        let scene = Scene(
            server: try await serverView(), devices: boats.map { Scene.Device(name: $0.name, disk: $0.disk) },
            keepsBoth: strategy == .keepBoth, wanted: wanted)
        var feed = FeedReader(caller, share: shareID, from: try await floor())
        return judge.verdict(on: scene) + (try await feed.finish(service))
    }
}

/// Devices went on and on.
package struct NeverAtRest: Error {
    package init() {}
}
