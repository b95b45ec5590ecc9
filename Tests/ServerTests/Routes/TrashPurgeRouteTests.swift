import HTTPTypes
import Testing
import TidelineAPI
import TidelineCore
import TidelineService

struct TrashPurgeRouteTests {
    private func trashed(_ name: String, _ server: TestServer, share: String) async throws -> String {
        let file = try await server.makeFile(name, ["content of \(name)"], share: share).resourceID
        #expect(try await server.send(.delete, "/api/v1/files/\(file)").status == 204)
        return file
    }

    @Test func `one thing and then the rest are purged`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            try await server.makeDevice()
            let one = try await trashed("/one", server, share: share)
            _ = try await trashed("/two", server, share: share)
            let first = try await server.send(.delete, "/api/v1/trash/\(one)")
            #expect(first.status == 200)
            #expect(try first.decode(PurgeAnswer.self) == PurgeAnswer(purged: 1, kept: 0, freedBytes: 15))
            #expect(try await server.send(.delete, "/api/v1/trash/\(one)").status == 404)
            #expect(try await server.post("/api/v1/trash/\(one)/restore", json: "{}").status == 410)
            let rest = try await server.send(.delete, "/api/v1/trash?share_id=\(share)")
            #expect(try rest.decode(PurgeAnswer.self) == PurgeAnswer(purged: 1, kept: 0, freedBytes: 15))
            let left = try await server.send(.get, "/api/v1/trash?share_id=\(share)").decode(TrashPage.self)
            #expect(left.items == [])
            #expect(try await server.send(.get, "/api/v1/files/\(one)").status == 410)
            #expect(try await server.send(.get, "/api/v1/sync/download/\(one)").status == 410)
        }
    }

    @Test func `what cannot be purged is refused`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            try await server.makeDevice()
            let file = try await trashed("/one", server, share: share)
            let (_, ann) = try await server.makeUser("ann")
            _ = try await server.post(
                "/api/v1/shares/\(share)/members", json: #"{"email":"ann@example.org","role":"contributor"}"#)
            let paths = ["/api/v1/trash/\(file)", "/api/v1/trash?share_id=\(share)"]
            for path in paths { #expect(try await server.send(.delete, path, token: ann).status == 403) }
            #expect(try await server.send(.delete, "/api/v1/trash").status == 422)
            #expect(try await server.send(.delete, "/api/v1/trash/nothing").status == 404)
            #expect(try await server.send(.delete, paths[0], token: .none).status == 401)
        }
    }
}
