import Synchronization
import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

/// How long the log is kept, and for whom.
struct RetentionTests {
    private let day = 86_400

    private func floor(_ desk: Desk) async throws -> Position {
        try await desk.world.store.read { try $0.log(of: desk.caller.tenantID).floor }
    }

    private func cursor(_ desk: Desk, at position: Position) async throws {
        _ = try await desk.world.service.changes.advance(
            desk.caller, share: desk.share, device: desk.device, to: position.description)
    }

    private func page(_ desk: Desk, after cursor: Position) async throws -> Changes.Page {
        try await desk.world.service.changes.page(
            desk.caller, cursor: cursor.description, share: nil, device: nil, limit: 100, waitSeconds: 0)
    }

    @Test func `rows go when they are old and all have passed them, and cursors below are refused`() async throws {
        let (world, desk) = try await TestWorld.started()
        _ = try await desk.create("/old", "1")
        let old = try await desk.head()
        world.clock.advance(seconds: 91 * day)
        _ = try await desk.create("/new", "2")
        try await cursor(desk, at: old)
        try await world.service.maintenance.runOnce()
        #expect(try await floor(desk) == old)
        #expect(try await page(desk, after: old).count == 1)
        for lost in [Position.start, Position(old.value - 1)!] {
            let refused = await #expect(throws: ServiceError.self) { try await page(desk, after: lost) }
            #expect(refused?.code == .syncCursorInvalid)
        }
        #expect(try await desk.paths() == ["/new", "/old"])
    }

    @Test func `positions go on after everything was compacted`() async throws {
        let (world, desk) = try await TestWorld.started()
        _ = try await desk.create("/a", "1")
        let head = try await desk.head()
        world.clock.advance(seconds: 91 * day)
        try await world.service.maintenance.runOnce()
        #expect(try await floor(desk) == head)
        #expect(try await page(desk, after: head).count == 0)
        _ = try await desk.create("/b", "2")
        #expect(try await desk.head() == head.next)
        #expect(try await page(desk, after: head).count == 1)
        try await world.service.maintenance.runOnce()
        #expect(try await floor(desk) == head)
    }

    @Test func `a device at work holds what it has not read, one that is away for too long does not`() async throws {
        let (world, desk) = try await TestWorld.started()
        let start = try await desk.head()
        let phone = try await world.desk(desk.caller, share: desk.share, device: "phone")
        try await cursor(phone, at: start)
        _ = try await desk.create("/a", "1")
        world.clock.advance(seconds: 89 * day)
        try await world.service.devices.heartbeat(phone.caller, id: "phone")
        world.clock.advance(seconds: 89 * day)
        try await world.service.maintenance.runOnce()
        #expect(try await page(phone, after: start).count == 1)
        world.clock.advance(seconds: 2 * day)
        try await world.service.maintenance.runOnce()
        await #expect(throws: ServiceError.self) { try await page(phone, after: start) }
    }

    enum Reason: CaseIterable {
        case inactive, removed, suspended, notMember, notSynced, lostTimeline, idleForAYear
    }

    @Test(arguments: Reason.allCases) func `who cannot need them holds no rows`(_ reason: Reason) async throws {
        let (world, desk) = try await TestWorld.started()
        let ann = try await world.user("ann", in: desk, role: .contributor)
        let phone = try await world.desk(ann, share: desk.share, device: "phone")
        try await cursor(phone, at: try await desk.head())
        _ = try await desk.create("/a", "1")
        let head = try await desk.head()
        world.clock.advance(seconds: 91 * day)
        try await world.service.devices.heartbeat(ann, id: "phone")
        try await world.service.maintenance.runOnce()
        #expect(try await floor(desk) < head, "held while nothing is the matter")
        try await make(reason, phone, desk)
        try await world.service.maintenance.runOnce()
        #expect(try await floor(desk) >= head)
    }

    private func make(_ reason: Reason, _ phone: Desk, _ desk: Desk) async throws {
        let world = desk.world
        switch reason {
        case .inactive:
            _ = try await world.service.devices.update(phone.caller, id: "phone", DevicePatchBody(isActive: false))
        case .removed: try await world.service.devices.remove(phone.caller, id: "phone")
        case .suspended:
            _ = try await world.service.accounts.updateUser(
                desk.caller, id: "\(phone.caller.userID)", UserPatchBody(status: .suspended))
        case .notMember:
            try await world.service.shares.removeMember(desk.caller, id: desk.share, user: "\(phone.caller.userID)")
        case .notSynced:
            let preference = SyncPreference(
                userID: phone.caller.userID, deviceID: "phone", shareID: try #require(ShareID(desk.share)),
                isEnabled: false, selected: [], excluded: [], updatedAt: world.clock.now())
            try await world.store.write { try $0.put(preference) }
        case .lostTimeline:
            let tenant = desk.caller.tenantID
            let lost = DeviceCursor(
                userID: phone.caller.userID, deviceID: "phone", shareID: try #require(ShareID(desk.share)),
                position: Position(epoch: 7, sequence: 1), lastSyncAt: world.clock.now())
            try await world.store.write { writer in
                var log = try writer.log(of: tenant)
                log.endedEpochs = [log.head]
                log.head = Position(epoch: 9, sequence: 0)
                try writer.startLog(of: tenant, at: log)
                try writer.put(lost)
            }
        case .idleForAYear:
            world.clock.advance(seconds: 366 * day)
            try await world.service.devices.heartbeat(phone.caller, id: "phone")
        }
    }

    @Test func `a base cursor from before the floor still says what a client had seen`() async throws {
        let (world, desk) = try await TestWorld.started()
        let folder = try await desk.createFolder("/Eng")
        let base = try await desk.head()
        let ann = try await world.user("ann", in: desk, role: .contributor)
        let phone = try await world.desk(ann, share: desk.share, device: "phone")
        _ = try await phone.create("/Eng/new", "1")
        world.clock.advance(seconds: 91 * day)
        try await world.service.maintenance.runOnce()
        #expect(try await floor(desk) > base)
        let delete = ProposedChangeBody(
            resourceType: "folder", resourceID: folder.resourceID, changeType: "deleted")
        let answer = try await desk.apply([delete], .keepBoth, baseCursor: base)
        #expect(answer.conflicts.map(\.conflictType) == [.deleteEdit])
        #expect(try await desk.paths() == ["/Eng", "/Eng/new"])
    }

    @Test func `devices that were left behind hear that they have to start over`() async throws {
        let (world, desk) = try await TestWorld.started()
        let phone = try await world.desk(desk.caller, share: desk.share, device: "phone")
        try await cursor(phone, at: try await desk.head())
        _ = try await desk.create("/a", "1")
        try await cursor(desk, at: try await desk.head())
        world.clock.advance(seconds: 91 * day)
        let heard = Mutex<[DeviceReference?]>([])
        let subscription = world.events.listen { event in
            if case .forceSync(_, _, let only) = event { heard.withLock { $0.append(only) } }
        }
        try await world.service.maintenance.runOnce()
        try await world.service.maintenance.runOnce()
        subscription.cancel()
        #expect(heard.withLock { $0 } == [DeviceReference(userID: desk.caller.userID, deviceID: "phone")])
        #expect(
            try await world.service.devices.staleShares(desk.caller, id: "phone").map(\.description) == [desk.share])
        #expect(try await world.service.devices.staleShares(desk.caller, id: "laptop") == [])
    }

    @Test func `a device that works is seen, once a minute at most`() async throws {
        let (world, desk) = try await TestWorld.started()
        func seen() async throws -> String? { try await world.service.devices.list(desk.caller).first?.lastSeenAt }
        #expect(try await seen() == nil)
        _ = try await desk.create("/a", "1")
        let first = try await seen()
        #expect(first == world.clock.now().rfc3339)
        world.clock.advance(seconds: 59)
        try await cursor(desk, at: try await desk.head())
        #expect(try await seen() == first)
        world.clock.advance(seconds: 1)
        try await cursor(desk, at: try await desk.head())
        #expect(try await seen() == world.clock.now().rfc3339)
    }

    /// A reader sees every row after a cursor that was accepted, or hears that it has to start over: never a gap.
    @Test func `a reader beside compaction sees all rows or none`() async throws {
        try await withStoresOnDisk { store, chunks in
            let (world, desk) = try await TestWorld.started(store: store, chunks: chunks)
            for batch in 0..<10 {
                _ = try await desk.apply(
                    (0..<300).map {
                        ProposedChangeBody(resourceType: "folder", changeType: "created", newPath: "/\(batch)-\($0)")
                    })
            }
            let head = try await desk.head()
            world.clock.advance(seconds: 91 * day)
            let isDone = Flag()
            let (tenant, now) = (desk.caller.tenantID, world.clock.now())
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    defer { isDone.set() }
                    for sequence in stride(from: Int64(50), through: head.sequence, by: 50) {
                        _ = try await store.write { writer in
                            try writer.compactLog(
                                of: tenant, upTo: Position(epoch: 0, sequence: sequence), before: now, limit: 1_000)
                        }
                    }
                }
                for _ in 0..<3 {
                    group.addTask {
                        while !isDone.isSet { try await Self.read(desk) }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await floor(desk).sequence > head.sequence - 50)
        }
    }

    private static func read(_ desk: Desk) async throws {
        var cursor = try await desk.world.store.read { try $0.log(of: desk.caller.tenantID).floor }
        do {
            while true {
                let page = try await desk.world.service.changes.page(
                    desk.caller, cursor: cursor.description, share: nil, device: nil, limit: 17, waitSeconds: 0)
                let rows = try JSONBytes.decode([ChangeBody].self, from: [0x5B] + page.wire + [0x5D])
                // All rows are this caller's to see, so none may be left out.
                let wanted = rows.indices.map { cursor.value + Int64($0) + 1 }
                #expect(rows.map(\.position) == wanted)
                cursor = page.cursor
                if !page.hasMore { return }
            }
        } catch let error as ServiceError where error.code == .syncCursorInvalid {
            // It starts over.
        }
    }
}

private final class Flag: Sendable {
    private let state = Mutex(false)
    var isSet: Bool { state.withLock { $0 } }
    func set() { state.withLock { $0 = true } }
}
