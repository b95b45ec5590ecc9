import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

/// One server, one share, some devices and their users.
struct World: Sendable {
    /// Who works where in a storm.
    private enum Crowd: String, CaseIterable {
        /// All, everywhere.
        case all
        /// All, in one folder: they meet more often.
        case together
        /// One alone, so that what is on that disk is what all have in the end.
        case one
        /// Each in a folder of their own: the same holds for each folder.
        case apart
    }

    private let scheduler: Scheduler
    private let trace: Trace
    private let dice: Dice
    private let weather: Weather
    private let judge = Judge()
    private let server: SimulatedServer
    private let users: Users
    private let strategies: [ConflictResolution]
    /// Days after which the server forgets old rows and what was deleted; nil for more than any world lasts.
    private let retentionDays: Int?

    init(_ dice: Dice, _ scheduler: Scheduler, _ trace: Trace) {
        self.dice = dice
        self.scheduler = scheduler
        self.trace = trace
        let climate = Climate(dice.fork())
        weather = Weather(climate, dice.fork())
        retentionDays = climate.leaps > 0 && dice.once(in: 2) ? dice.roll(1...2) : nil
        let retention = retentionDays.map { Retention(logSeconds: $0 * 86_400, trashSeconds: $0 * 86_400) }
        server = SimulatedServer(scheduler, weather, trace, retention ?? Retention())
        users = Users(dice.fork(), judge, scheduler, trace)
        let one = dice.once(in: 2) ? .keepBoth : dice.pick(ConflictResolution.allCases) ?? .keepBoth
        // Or each device its own.
        strategies = dice.once(in: 5) ? ConflictResolution.allCases : [one]
        trace.add("world", "\(strategies.map(\.rawValue)), \(climate), \(retentionDays ?? 0) days")
    }

    /// - Returns: what the judge found, after the first storm in which it found anything.
    func play() async throws -> [Violation] {
        let (caller, share, devices) = try await settle()
        var feed = FeedReader(caller, share: share)
        for round in 1...dice.roll(2...4) {
            let crowd = dice.pick(Crowd.allCases) ?? .all
            trace.add("world", "storm \(round): \(crowd.rawValue)")
            let before = devices[0].disk.contents()
            let wanted = try await storm(caller, crowd, devices, &feed, before)
            if let unrest = try await calm(caller, devices) { return judge.reported + [unrest] }
            let found = try await verdict(caller, share, devices, wanted, &feed)
            if !found.isEmpty { return found }
        }
        for device in devices { device.stop() }
        return []
    }

    private func settle() async throws -> (Caller, share: String, [SimulatedDevice]) {
        let calm = server.calmService
        _ = try await calm.accounts.bootstrap(adminPassword: "correct horse")
        let user = try await calm.accounts.logIn(name: "admin", password: "correct horse", address: "simulator").user
        let caller = Caller(tenantID: user.tenantID, userID: user.id, isTenantAdmin: true)
        let share = try await calm.shares.create(caller, NewShareBody(name: "Team")).id
        var devices: [SimulatedDevice] = []
        for number in 0..<dice.roll(2...4) {
            let name = "device-\(number)"
            _ = try await calm.devices.register(
                caller, NewDeviceBody(deviceID: name, deviceName: name, platform: "linux", clientVersion: "1.0.0"))
            let clock = SimulatedClock(scheduler, offSeconds: dice.pick([0, 0, -3_600, 90, 86_400 * 400]) ?? 0)
            let identity = SimulatedShare.Identity(caller: caller, shareID: share, deviceID: name, clock: clock)
            let setting = SimulatedDevice.Setting(
                scheduler: scheduler, weather: weather, server: server, trace: trace, judge: judge,
                strategy: dice.pick(strategies) ?? .keepBoth)
            let device = SimulatedDevice(identity, number: number, dice.fork(), setting)
            device.disk.setFault { [users, weather, weak device] _, _ in
                if weather.letsUserIntervene, let device { users.act(on: device) }
            }
            devices.append(device)
        }
        server.start()
        for device in devices { device.start() }
        return (caller, share, devices)
    }

    // MARK: Storm

    /// - Returns: what must be there in the end, where that is known.
    private func storm(
        _ caller: Caller, _ crowd: Crowd, _ devices: [SimulatedDevice], _ feed: inout FeedReader, _ before: TreeView
    ) async throws -> TreeView? {
        let homes = homes(crowd, devices)
        users.work(homes)
        weather.turn(bad: true)
        let acts = dice.roll(5...45)
        let pauseMilliseconds = [20, 500, 4_000][dice.roll(3)]
        var leapsLeft = Self.leapsMax
        try await withThrowingTaskGroup(of: Void.self) { group in
            for device in devices where homes[device.name] != nil {
                let dice = dice.fork()
                group.addTask { await work(on: device, acts: acts, dice, pauseMilliseconds) }
            }
            for _ in 0..<dice.roll(4...20) {
                try await goOn(&feed, caller)
                try await feed.read(server.calmService, limit: dice.roll(1...6))
                if weather.leaps, leapsLeft > 0 {
                    leapsLeft -= 1
                    try await leap()
                }
                await scheduler.pause(.milliseconds(dice.roll(pauseMilliseconds * 4)))
            }
            try await group.waitForAll()
        }
        weather.turn(bad: false)
        users.work([:])
        return wanted(crowd, devices, homes, before)
    }

    /// In a storm, so that a world lasts for less than a device keeps its trash and the server the outcome of a change.
    private static let leapsMax = 2

    /// All sleep for days. The server wakes first and tidies up.
    private func leap() async throws {
        let hours = dice.roll(20...60)
        trace.add("world", "\(hours) hours go by")
        scheduler.leap(.seconds(hours * 3_600))
        try await server.keepHouse()
    }

    private func goOn(_ feed: inout FeedReader, _ caller: Caller) async throws {
        feed.logBegins(at: try await server.store.read { try $0.log(of: caller.tenantID).floor })
    }

    private func work(on device: SimulatedDevice, acts: Int, _ dice: Dice, _ pauseMilliseconds: Int) async {
        for _ in 0..<acts {
            await scheduler.pause(.milliseconds(dice.roll(pauseMilliseconds)))
            if dice.once(in: 12) { await users.writeSlowly(on: device) } else { users.act(on: device) }
        }
    }

    private func homes(_ crowd: Crowd, _ devices: [SimulatedDevice]) -> [String: String] {
        switch crowd {
        case .all: Dictionary(uniqueKeysWithValues: devices.map { ($0.name, "") })
        case .together: Dictionary(uniqueKeysWithValues: devices.map { ($0.name, "meeting") })
        case .one: [devices[dice.roll(devices.count)].name: ""]
        case .apart: Dictionary(uniqueKeysWithValues: devices.map { ($0.name, "home of \($0.name)") })
        }
    }

    private func wanted(
        _ crowd: Crowd, _ devices: [SimulatedDevice], _ homes: [String: String], _ before: TreeView
    ) -> TreeView? {
        guard crowd == .one || crowd == .apart else { return nil }
        func isIn(_ path: String, _ home: String) -> Bool {
            home.isEmpty || path == home || path.hasPrefix(home + "/")
        }
        var wanted = before.filter { path, _ in !homes.values.contains { isIn(path, $0) } }
        for device in devices {
            guard let home = homes[device.name] else { continue }
            wanted.merge(device.disk.contents().filter { isIn($0.key, home) }) { $1 }
        }
        return wanted
    }

    // MARK: Calm

    private static let restSeconds = 100
    private static let patienceSeconds = 1_800

    /// Long enough that each device asked the server once more by itself. nil when all came to rest.
    private func calm(_ caller: Caller, _ devices: [SimulatedDevice]) async throws -> Violation? {
        trace.add("world", "calm")
        let start = scheduler.now
        while scheduler.now - start < .seconds(Self.patienceSeconds) {
            await scheduler.pause(.seconds(5))
            let head = try await server.store.read { try $0.log(of: caller.tenantID).head }
            let since = scheduler.now - .seconds(Self.restSeconds)
            if since > start, devices.allSatisfy({ $0.isAtRest(head: head, since: since) }) { return nil }
        }
        return Violation(.termination, devices.map(\.explanation).joined(separator: "; "))
    }

    private func verdict(
        _ caller: Caller, _ share: String, _ devices: [SimulatedDevice], _ wanted: TreeView?, _ feed: inout FeedReader
    ) async throws -> [Violation] {
        guard let id = ShareID(share) else { throw UnexpectedAnswer(description: share) }
        for device in devices { judge.look(at: device.disk.contents(), of: device.name) }
        let view = try await ServerView.read(id, of: caller.tenantID, from: server.store, server.chunks)
        for (path, item) in view.live.sorted(by: { $0.key < $1.key }) { trace.add("end", "\(path) \(item)") }
        let scene = Scene(
            server: view, devices: devices.map { Scene.Device(name: $0.name, disk: $0.disk) },
            keepsBoth: strategies == [.keepBoth], purges: retentionDays != nil, wanted: wanted)
        try await goOn(&feed, caller)
        return judge.verdict(on: scene) + (try await feed.finish(server.calmService))
    }
}
