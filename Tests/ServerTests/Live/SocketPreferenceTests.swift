import Foundation
import HTTPTypes
import NIOCore
import Testing
import TidelineAPI
import TidelineCore
import TidelineService

/// What the sockets of a device hear that syncs only parts.
struct SocketPreferenceTests {
    /// Texts of the frames that come before the answer to a ping. Events that must be looked at first come a moment later, so
    /// the ping is sent when `expected` frames are there.
    private func frames(_ socket: SocketClient, _ expected: Int) async throws -> [String] {
        var frames: [String] = []
        while frames.count < expected, case .text(let text) = await socket.next() { frames.append(text) }
        try await socket.send(#"{"type":"ping"}"#)
        while case .text(let text) = await socket.next(), !text.contains("pong") { frames.append(text) }
        return frames
    }

    private func set(_ server: TestServer, _ share: String, _ json: String) async throws {
        let reply = try await server.put("/api/v1/sync/devices/dev/preferences/\(share)", json: json)
        #expect(reply.status == 200)
    }

    @Test func `all sockets of the device hear of a changed preference, and no other's`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            try await server.makeDevice()
            try await server.makeDevice("other")
            let sockets = [try await server.subscribe(), try await server.subscribe()]
            let other = try await server.subscribe("other")
            try await set(server, share, #"{"sync_enabled":false}"#)
            let frame = #"{"device_id":"dev","event_type":"sync_preference_updated","share_id":"\#(share)"}"#
            for socket in sockets { #expect(try await frames(socket, 1) == [frame]) }
            #expect(try await frames(other, 0) == [])
        }
    }

    @Test func `a change outside of what the device syncs is not heard`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            let second = try await server.makeShare("Second")
            try await server.makeDevice()
            _ = try await server.makeFolder("/in", share: share)
            let open = try await server.subscribe()
            try await set(server, share, #"{"selected_folders":["/in"]}"#)
            #expect(try await frames(open, 1).count == 1)
            let later = try await server.subscribe()
            _ = try await server.makeFile("/b", ["b"], share: share)
            _ = try await server.makeFile("/in/a", ["a"], share: share)
            for socket in [open, later] {
                let heard = try await frames(socket, 1)
                #expect(heard.count == 1 && heard.first?.contains(#""new_path":"/in/a""#) == true)
            }
            try await set(server, share, #"{"sync_enabled":false}"#)
            #expect(try await frames(open, 1).count == 1)
            _ = try await server.makeFile("/in/c", ["c"], share: share)
            _ = try await server.makeFile("/d", ["d"], share: second)
            let heard = try await frames(open, 1)
            #expect(heard.count == 1 && heard.first?.contains(second) == true)
        }
    }

    @Test func `syncing more has the device read anew, and a folder that comes in too`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            try await server.makeDevice()
            try await server.makeDevice("other")
            _ = try await server.makeFolder("/in", share: share)
            _ = try await server.makeFolder("/out", share: share)
            let moving = try await server.makeFolder("/out/f", share: share)
            let socket = try await server.subscribe()
            let other = try await server.subscribe("other")
            try await set(server, share, #"{"selected_folders":["/in"]}"#)
            #expect(try await frames(socket, 1).count == 1)
            let change =
                #"{"resource_type":"folder","resource_id":"\#(moving.resourceID)","change_type":"moved","new_path":"/in/f"}"#
            _ = try await server.post(
                "/api/v1/sync/apply", json: #"{"device_id":"dev","share_id":"\#(share)","changes":[\#(change)]}"#)
            let anew = #"{"event_type":"force_sync","share_id":"\#(share)"}"#
            #expect(try await frames(socket, 2).last == anew)
            try await set(server, share, #"{"selected_folders":[]}"#)
            #expect(try await frames(socket, 2).last == anew)
            #expect(try await frames(other, 1).filter { $0.contains("force_sync") } == [])
        }
    }

    @Test func `force_sync of a share reaches who syncs it, and of a device that one alone`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            try await server.makeDevice()
            try await server.makeDevice("off")
            _ = try await server.put(
                "/api/v1/sync/devices/off/preferences/\(share)", json: #"{"sync_enabled":false}"#)
            let (_, token) = try await server.makeUser("ann")
            try await server.makeDevice("anns", token: token)
            let (socket, off) = (try await server.subscribe(), try await server.subscribe("off"))
            let stranger = try await server.subscribe("anns", token: token)
            let caller = try #require(
                try await server.context.store.read { reader in
                    try reader.tenants().first.flatMap { try reader.user(in: $0.id, login: "admin") }
                })
            let id = try #require(ShareID(share))
            server.context.events.publish([
                .forceSync(tenant: caller.tenantID, share: id),
                .forceSync(
                    tenant: caller.tenantID, share: id,
                    only: DeviceReference(userID: caller.id, deviceID: "dev")),
            ])
            let frame = #"{"event_type":"force_sync","share_id":"\#(share)"}"#
            #expect(try await frames(socket, 2) == [frame, frame])
            #expect(try await frames(off, 0) == [])
            #expect(try await frames(stranger, 0) == [])
        }
    }

    @Test func `a removed membership ends the user's sockets with 4401, and they may come back`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            try await server.makeDevice()
            let (id, token) = try await server.makeUser("ann")
            try await server.makeDevice("anns", token: token)
            _ = try await server.post(
                "/api/v1/shares/\(share)/members", json: #"{"user_id":"\#(id)","role":"reader"}"#)
            let anns = try await server.subscribe("anns", token: token)
            let own = try await server.subscribe()
            _ = try await server.send(.delete, "/api/v1/shares/\(share)/members/\(id)")
            guard case .text(let row) = await anns.next() else {
                Issue.record("the row about it comes first")
                return
            }
            #expect(row.contains(#""change_type":"deleted""#))
            #expect(await anns.closeCode() == 4401)
            let again = try await server.subscribe("anns", token: token)
            _ = try await server.makeFile("/a", ["a"], share: share)
            #expect(try await frames(again, 0) == [])
            #expect(try await frames(own, 2).count == 2)
        }
    }
}
