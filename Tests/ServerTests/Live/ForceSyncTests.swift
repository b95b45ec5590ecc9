import HTTPTypes
import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

@testable import TidelineServer

/// Devices whose cursor the log no longer accepts.
struct ForceSyncTests {
    @Test func `a device left behind hears at once, and again when it connects`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            for device in ["laptop", "dev"] { try await server.makeDevice(device) }
            // The cursor of the laptop stands before the last row.
            _ = try await server.send(.get, "/api/v1/sync/status?share_id=\(share)&device_id=laptop")
            _ = try await server.makeFile("/a", ["x"], share: share)
            server.clock.advance(seconds: Limits.logSecondsKept + 1)
            let token = try await freshToken(server)
            let laptop = try await server.subscribe("laptop", token: token)
            let other = try await server.subscribe(token: token)
            try await Service(server.context).maintenance.runOnce()
            let frame = #"{"event_type":"force_sync","share_id":"\#(share)"}"#
            #expect(await laptop.next() == .text(frame))
            try await other.send(#"{"type":"ping"}"#)
            #expect(await other.next() == .text(#"{"type":"pong","event_type":"pong"}"#))
            let again = try await server.connect("laptop", token: token)
            #expect(await again.next() == .text(frame))
            let page = try await server.send(.get, "/api/v1/sync/changes?cursor=0", token: token)
            #expect(try page.code() == .syncCursorInvalid)
        }
    }

    /// The first one has expired by now.
    private func freshToken(_ server: TestServer) async throws -> TestServer.Token {
        let admin = try await server.context.store.read { reader in
            try reader.tenants().first.flatMap { try reader.user(in: $0.id, login: "admin") }
        }
        return .text(try await server.tokens.issue(for: try #require(admin)))
    }
}
