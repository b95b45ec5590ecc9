import Synchronization
import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

struct EventTests {
    /// What was published while the work ran.
    private func heard(_ world: TestWorld, _ work: () async throws -> Void) async throws -> [LiveEvent] {
        let log = EventLog()
        let subscription = world.events.listen { log.add($0) }
        defer { subscription.cancel() }
        try await work()
        return log.events
    }

    private final class EventLog: Sendable {
        private let list = Mutex<[LiveEvent]>([])
        var events: [LiveEvent] { list.withLock { $0 } }
        func add(_ event: LiveEvent) { list.withLock { $0.append(event) } }
    }

    private func rows(_ events: [LiveEvent]) -> [LoggedChange] {
        events.compactMap { if case .changed(let row) = $0 { row } else { nil } }
    }

    @Test func `a full batch tells of each row once, in the order of the log`() async throws {
        let (world, desk) = try await TestWorld.started()
        let before = try await desk.head()
        let changes = (0..<Limits.applyChangesMax).map {
            ProposedChangeBody(resourceType: "folder", changeType: "created", parentID: .root, name: "\($0)")
        }
        let events = try await heard(world) {
            let answer = try await desk.apply(changes)
            #expect(answer.applied.count == Limits.applyChangesMax)
        }
        let told = rows(events).map(\.position.value)
        let logged = try await desk.changes(after: before).map(\.position)
        #expect(told == logged)
        #expect(told.count == Limits.applyChangesMax)
    }

    @Test func `what was undone is not told`() async throws {
        let (world, desk) = try await TestWorld.started()
        let folder = ProposedChangeBody(resourceType: "folder", changeType: "created", newPath: "/a")
        let wrong = ProposedChangeBody(resourceType: "file", changeType: "deleted", oldPath: "/b")
        let events = try await heard(world) {
            _ = try await desk.apply([folder], dryRun: true)
            _ = try await desk.apply([folder, wrong], atomic: true)
        }
        #expect(events.isEmpty)
    }

    @Test func `devices, members and users that end are told of`() async throws {
        let (world, desk) = try await TestWorld.started()
        let ann = try await world.user("ann", in: desk, role: .reader)
        let events = try await heard(world) {
            _ = try await world.service.devices.update(
                desk.caller, id: desk.device, DevicePatchBody(isActive: false))
            try await world.service.devices.remove(desk.caller, id: desk.device)
            try await world.service.shares.removeMember(desk.caller, id: desk.share, user: "\(ann.userID)")
            try await world.service.accounts.deleteUser(desk.caller, id: "\(ann.userID)")
        }
        let words = events.map { event in
            switch event {
            case .deviceDeactivated(_, let device): "deactivated \(device)"
            case .deviceRemoved(_, let device): "removed \(device)"
            case .accessChanged(_, let user, _): user == ann.userID ? "access of ann" : "access of admin"
            case .membershipRemoved(_, let user, _): user == ann.userID ? "ann removed" : "another removed"
            case .userEnded(let user): user == ann.userID ? "end of ann" : "end of another"
            case .changed: "row"
            case .preferencesUpdated, .forceSync: "other"
            }
        }
        #expect(
            words == ["deactivated laptop", "removed laptop", "row", "ann removed", "end of ann", "access of admin"])
    }
}
