import HTTPTypes
import NIOCore
import Testing
import TidelineAPI
import TidelineCore

struct DeviceRouteTests {
    private let all = "/api/v1/sync/devices"

    private func body(platform: String = "linux", version: String = "1.2.3") -> String {
        #"{"device_id":"a/b c","device_name":"Laptop","platform":"\#(platform)","client_version":"\#(version)"}"#
    }

    @Test func `a device is registered once and updated after`() async throws {
        try await TestServer.run { server in
            #expect(try await server.post(all, json: body()).status == 201)
            #expect(try await server.post(all, json: body(version: "1.2.4")).status == 200)
            let devices = try await server.send(.get, all).decode([DeviceBody].self)
            #expect(devices.map(\.deviceID) == ["a/b c"] && devices.first?.clientVersion == "1.2.4")
        }
    }

    @Test func `an id of any characters works in a path`() async throws {
        try await TestServer.run { server in
            _ = try await server.post(all, json: body())
            #expect(try await server.send(.post, all + "/a%2Fb%20c/heartbeat").status == 204)
            let devices = try await server.send(.get, all).decode([DeviceBody].self)
            #expect(devices.first?.lastSeenAt != nil)
            let renamed = try await server.send(
                .patch, all + "/a%2fb%20c", headers: [.contentType: "application/json"],
                body: ByteBuffer(string: #"{"device_name":"Desk"}"#))
            #expect(try renamed.decode(DeviceBody.self).deviceName == "Desk")
            #expect(try await server.send(.delete, all + "/a%2Fb%20c").status == 204)
            #expect(try await server.send(.post, all + "/a%2Fb%20c/heartbeat").code() == .notFound)
        }
    }

    @Test func `platform and version are checked`() async throws {
        try await TestServer.run { server in
            let first = try await server.post(all, json: body(platform: "amiga"))
            #expect(try first.code() == .validationFailed)
            #expect(try await server.post(all, json: body(version: "1.2")).code() == .validationFailed)
        }
    }

    @Test func `status makes a cursor at head, and advancing never goes back`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            try await server.makeDevice()
            let scope = "share_id=\(share)&device_id=dev"
            let status = try await server.send(.get, "/api/v1/sync/status?" + scope).decode(SyncStatus.self)
            #expect(status.cursorPosition == status.headPosition && status.lastSyncAt == nil)
            let path = "/api/v1/sync/cursor?\(scope)&position="
            let advanced = try await server.send(.post, path + "\(status.headPosition)").decode(CursorAnswer.self)
            #expect(advanced.cursorPosition == status.headPosition && advanced.lastSyncAt != nil)
            let lower = try await server.send(.post, path + "0").decode(CursorAnswer.self)
            #expect(lower.cursorPosition == status.headPosition)
            #expect(try await server.send(.post, path + "99").code() == .syncCursorInvalid)
            #expect(try await server.send(.post, path).code() == .validationFailed)
            #expect(try await server.send(.get, "/api/v1/sync/status?share_id=\(share)").code() == .validationFailed)
            let unknown = try await server.send(.get, "/api/v1/sync/status?share_id=\(share)&device_id=no")
            #expect(try unknown.code() == .notFound)
        }
    }
}
