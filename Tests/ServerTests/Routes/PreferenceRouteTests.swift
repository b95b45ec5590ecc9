import HTTPTypes
import NIOCore
import Testing
import TidelineAPI
import TidelineCore

extension TestServer {
    func put(_ path: String, json: String, token: Token = .admin) async throws -> Reply {
        try await send(
            .put, path, token: token, headers: [.contentType: "application/json"], body: ByteBuffer(string: json))
    }

    func makeFolder(_ path: String, share: String) async throws -> AppliedBody {
        let change = #"{"resource_type":"folder","change_type":"created","new_path":"\#(path)"}"#
        let json = #"{"device_id":"dev","share_id":"\#(share)","changes":[\#(change)]}"#
        let answer = try await post("/api/v1/sync/apply", json: json).decode(ApplyAnswer.self)
        return try #require(answer.applied.first)
    }
}

struct PreferenceRouteTests {
    private let all = "/api/v1/sync/devices/dev/preferences"

    @Test func `preferences are listed with their defaults, set one by one and in bulk`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            try await server.makeDevice()
            _ = try await server.makeFolder("/f", share: share)
            let before = try await server.send(.get, all)
            #expect(
                before.text
                    == #"[{"device_id":"dev","excluded_folder_ids":[],"excluded_folders":[],"selected_folder_ids":[],"#
                    + #""selected_folders":[],"share_id":"\#(share)","sync_enabled":true,"updated_at":null}]"#)
            let one = try await server.put(all + "/\(share)", json: #"{"selected_folders":["/f"]}"#)
            #expect(one.status == 200)
            #expect(try one.decode(PreferenceBody.self).selectedFolders == ["/f"])
            let bulk = try await server.put(
                all, json: #"{"preferences":[{"share_id":"\#(share)","sync_enabled":false}]}"#)
            let set = try bulk.decode([PreferenceBody].self)
            #expect(set.map(\.syncEnabled) == [false] && set.map(\.selectedFolders) == [["/f"]])
            #expect(try await server.send(.get, all).decode([PreferenceBody].self) == set)
        }
    }

    @Test func `what is wrong with a preference is said with its place`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            try await server.makeDevice()
            let one = all + "/\(share)"
            func location(_ path: String, _ json: String) async throws -> [[String]]? {
                let reply = try await server.put(path, json: json)
                #expect(reply.status == 422)
                return try reply.problem().errors?.map(\.loc)
            }
            #expect(
                try await location(one, #"{"excluded_folders":["/no"]}"#) == [["body", "excluded_folders", "0"]])
            #expect(try await location(one, #"{"sync_enabled":"no"}"#) == [["body", "sync_enabled"]])
            #expect(try await location(all, #"{"preferences":[{}]}"#)?.first?.last == "share_id")
            #expect(try await location(all, "{}") == [["body", "preferences"]])
            let unknown = "shr_00000000000000000000000000"
            #expect(try await server.put(all + "/\(unknown)", json: "{}").code() == .notFound)
            #expect(try await server.put(all, json: #"{"preferences":[{"share_id":"x"}]}"#).code() == .notFound)
            #expect(
                try await server.send(.get, "/api/v1/sync/devices/other/preferences").code() == .notFound)
            #expect(try await server.send(.delete, all).code() == .methodNotAllowed)
        }
    }

    @Test func `changes and snapshots of a device hold what it syncs, streamed ones too`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            try await server.makeDevice()
            _ = try await server.makeFolder("/in", share: share)
            _ = try await server.put(all + "/\(share)", json: #"{"selected_folders":["/in"]}"#)
            _ = try await server.makeFile("/in/a", ["a"], share: share)
            _ = try await server.makeFile("/b", ["b"], share: share)
            let scope = "share_id=\(share)&device_id=dev"
            let page = try await server.send(.get, "/api/v1/sync/changes?cursor=0&\(scope)").decode(ChangesPage.self)
            #expect(page.changes.compactMap(\.newPath) == ["/Team", "/in", "/in/a"] && !page.hasMore)
            let path = "/api/v1/sync/snapshot?limit=1&\(scope)"
            let lines = try await server.send(.get, path, headers: [.accept: "application/x-ndjson"]).text
                .split(separator: "\n")
            #expect(lines.count == 3 && lines.last?.contains(#""count":2"#) == true)
            #expect(try await server.send(.get, path + "x").code() == .notFound)
            let whole = try await server.send(.get, "/api/v1/sync/snapshot?share_id=\(share)").decode(SnapshotPage.self)
            #expect(whole.entries.count == 3)
        }
    }
}
