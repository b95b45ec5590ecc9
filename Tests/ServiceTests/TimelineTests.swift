import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

struct TimelineTests {
    @Test func `a new epoch keeps cursors that it knows and refuses those beyond`() async throws {
        let (world, desk) = try await TestWorld.started()
        _ = try await desk.create("/a.txt", "one")
        let known = try await desk.head()
        let epoch = try await world.service.timelines.begin(after: nil)
        let lost = Position(epoch: known.epoch, sequence: known.sequence + 1)
        await #expect(throws: ServiceError.self) { try await desk.changes(after: lost) }
        _ = try await desk.create("/b.txt", "two")
        let rows = try await desk.changes(after: known)
        #expect(rows.map(\.newPath) == ["/b.txt"])
        #expect(rows.map(\.position) == [Position(epoch: epoch, sequence: 1).value])
        await #expect(throws: ServiceError.self) { try await desk.changes(after: lost) }
    }

    @Test func `an epoch is after all that are known, and by the clock`() async throws {
        let (world, _) = try await TestWorld.started()
        // 112 days and 8 hours after 2026 began.
        #expect(try await world.service.timelines.begin(after: nil) == 10_784)
        #expect(try await world.service.timelines.begin(after: nil) == 10_785)
        #expect(try await world.service.timelines.begin(after: 20_000) == 20_001)
        world.clock.advance(seconds: 100 * 365 * 86_400)
        #expect(try await world.service.timelines.begin(after: nil) == 20_002)
    }

    @Test func `all logins are over`() async throws {
        let (world, _) = try await TestWorld.started()
        let login = try await world.service.accounts.logIn(
            name: "admin", password: TestWorld.adminPassword, address: "127.0.0.1")
        _ = try await world.service.timelines.begin(after: nil)
        await #expect(throws: (any Error).self) {
            try await world.service.accounts.refresh(login.refreshToken, address: "127.0.0.1")
        }
        _ = try await world.logIn("admin", password: TestWorld.adminPassword)
    }
}
