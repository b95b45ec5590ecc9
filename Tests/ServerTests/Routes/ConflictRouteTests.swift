import HTTPTypes
import NIOCore
import Testing
import TidelineAPI
import TidelineCore

struct ConflictRouteTests {
    private let path = "/api/v1/sync/conflicts"

    @Test func `a conflict is listed, settled once, and then no other way`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            try await server.makeDevice()
            _ = try await server.makeFile("/a", ["one"], share: share)
            let change = #"{"resource_type":"folder","change_type":"created","new_path":"/a"}"#
            let body =
                #"{"device_id":"dev","share_id":"\#(share)","conflict_resolution":"MANUAL","changes":[\#(change)]}"#
            let answer = try await server.post("/api/v1/sync/apply", json: body).decode(ApplyAnswer.self)
            let conflict = try #require(answer.conflicts.first)
            let list = try await server.send(.get, path + "?share_id=\(share)&device_id=dev")
            #expect(try list.decode([ConflictBody].self).map(\.id) == [conflict.id])

            let resolve = path + "/\(conflict.id)/resolve?resolution="
            let settled = try await server.send(.post, resolve + "SERVER_WINS").decode(ConflictBody.self)
            #expect(settled.status == .resolved && settled.resolution == .serverWins)
            #expect(try await server.send(.post, resolve + "SERVER_WINS").status == 200)
            #expect(try await server.send(.post, resolve + "CLIENT_WINS").code() == .syncConflict)
            #expect(try await server.send(.get, path).decode([ConflictBody].self).isEmpty)
            let all = try await server.send(.get, path + "?include_resolved=true").decode([ConflictBody].self)
            #expect(all.map(\.id) == [conflict.id])
        }
    }

    @Test func `a strict batch that does not fit is 409 with its conflicts`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            try await server.makeDevice()
            _ = try await server.makeFile("/a", ["one"], share: share)
            let change = #"{"resource_type":"folder","change_type":"created","new_path":"/a"}"#
            let reply = try await server.post(
                "/api/v1/sync/apply",
                json: #"{"device_id":"dev","share_id":"\#(share)","changes":[\#(change)]}"#)
            #expect(try reply.code() == .syncConflict)
            #expect(try reply.problem().conflicts?.count == 1)
        }
    }

    @Test func `parameters are checked`() async throws {
        try await TestServer.run { server in
            let first = try await server.send(.get, path + "?include_resolved=perhaps")
            #expect(try first.code() == .validationFailed)
            #expect(try await server.send(.get, path + "?limit=0").code() == .validationFailed)
            #expect(try await server.send(.post, path + "/cfl_x/resolve").code() == .validationFailed)
            #expect(try await server.send(.post, path + "/cfl_x/resolve?resolution=COIN").code() == .validationFailed)
            let unknown = path + "/cfl_00000000000000000000000000/resolve?resolution=MANUAL"
            #expect((400..<500).contains(try await server.send(.post, unknown).status))
        }
    }
}
