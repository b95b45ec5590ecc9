import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

struct MaintenanceTests {
    @Test func `sent content that no file uses is asked for again after a day`() async throws {
        let (world, desk) = try await TestWorld.started()
        let sent = try await desk.send("sent and forgotten")
        let body = MissingBody(shareID: desk.share, hashes: try #require(sent.chunks).map(\.hash))
        world.clock.advance(seconds: Limits.chunkGrantSeconds - 10)
        try await world.service.maintenance.runOnce()
        #expect(try await world.service.content.missing(desk.caller, body).missing.isEmpty)
        world.clock.advance(seconds: 20)
        try await world.service.maintenance.runOnce()
        #expect(try await world.service.content.missing(desk.caller, body).missing == body.hashes)
    }

    @Test(.timeLimit(.minutes(5))) func `content is collected at the start and then once a day`() async throws {
        let (world, desk) = try await TestWorld.started()
        let sent = try await desk.send("sent and forgotten")
        let hashes = try #require(sent.chunks).compactMap { Digest(hex: $0.hash) }
        world.clock.advance(seconds: 2 * 86_400)
        let loop = Task { try await world.service.maintenance.run() }
        while try await world.chunks.missing(hashes, tenant: desk.caller.tenantID).isEmpty {
            world.clock.advance(seconds: Limits.collectionSeconds)
            world.alarm.ring()
            await Task.yield()
        }
        loop.cancel()
        _ = try? await loop.value
    }

    @Test func `maintenance goes on until it is cancelled`() async throws {
        let (world, _) = try await TestWorld.started()
        let loop = Task { try await world.service.maintenance.run() }
        world.alarm.ring()
        loop.cancel()
        await #expect(throws: CancellationError.self) { try await loop.value }
    }
}
