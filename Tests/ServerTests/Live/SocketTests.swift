import Foundation
import HTTPTypes
import NIOCore
import NIOWebSocket
import Testing
import TidelineAPI
import TidelineCore

struct SocketTests {
    @Test func `ping, subscribe and nonsense are answered, and the socket stays`() async throws {
        try await TestServer.run { server in
            try await server.makeDevice()
            let socket = try await server.subscribe()
            try await socket.send(#"{"type":"ping"}"#)
            #expect(await socket.next() == .text(#"{"type":"pong","event_type":"pong"}"#))
            for nonsense in ["{", "[]", #"{"type":"dance"}"#, #"{"type":7}"#] {
                try await socket.send(nonsense)
                #expect(await socket.next() == .text(#"{"type":"error","code":"BAD_REQUEST"}"#))
            }
            try await socket.send("bytes", opcode: .binary)
            #expect(await socket.next() == .text(#"{"type":"error","code":"BAD_REQUEST"}"#))
            try await socket.send(#"{"type":"#, fin: false)
            try await socket.send(#""ping"}"#, opcode: .continuation)
            #expect(await socket.next() == .text(#"{"type":"pong","event_type":"pong"}"#))
        }
    }

    @Test func `a change reaches whoever can read its share, as the log has it`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            try await server.makeDevice()
            let (_, token) = try await server.makeUser("ann")
            try await server.makeDevice("anns", token: token)
            let own = try await server.subscribe()
            let stranger = try await server.subscribe("anns", token: token)
            _ = try await server.makeFile("/a", ["x"], share: share)
            let frame = try await changeFrame(own)
            #expect(frame.eventType == "change" && frame.shareID == share && frame.data.newPath == "/a")
            let page = try await server.send(.get, "/api/v1/sync/changes?cursor=1").decode(ChangesPage.self)
            #expect(page.changes == [frame.data])
            // Nothing came before the answer.
            try await stranger.send(#"{"type":"ping"}"#)
            #expect(await stranger.next() == .text(#"{"type":"pong","event_type":"pong"}"#))
        }
    }

    @Test func `a new member hears of the share and then of its changes`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            try await server.makeDevice()
            let (_, token) = try await server.makeUser("ann")
            try await server.makeDevice("anns", token: token)
            let socket = try await server.subscribe("anns", token: token)
            _ = try await server.post(
                "/api/v1/shares/\(share)/members", json: #"{"email":"ann@example.org","role":"reader"}"#)
            #expect(try await changeFrame(socket).data.resourceType == .share)
            // What the socket may hear is read again beside the commit, so the first change may still go unheard.
            let deadline = ContinuousClock.now + .seconds(20)
            var heard = false
            var number = 0
            while !heard, ContinuousClock.now < deadline {
                number += 1
                _ = try await server.makeFile("/a\(number)", ["x"], share: share)
                try await socket.send(#"{"type":"ping"}"#)
                if case .text(let text) = await socket.next() { heard = text.contains("/a") }
            }
            #expect(heard)
        }
    }

    private func changeFrame(_ socket: SocketClient) async throws -> ChangeFrame {
        guard case .text(let text) = await socket.next() else { throw NoFrame() }
        return try JSONDecoder().decode(ChangeFrame.self, from: Data(text.utf8))
    }

    private struct NoFrame: Error {}

    private struct ChangeFrame: Decodable {
        let eventType: String
        let shareID: String
        let data: ChangeBody

        enum CodingKeys: String, CodingKey {
            case eventType = "event_type"
            case shareID = "share_id"
            case data
        }
    }
}

extension TestServer {
    /// A socket to a device of the token's user, without anything asked yet.
    func connect(
        _ device: String = "dev", token: Token = .admin, answersPings: Bool = true
    ) async throws -> SocketClient {
        let query =
            switch token {
            case .admin: "?token=\(admin)"
            case .text(let text): "?token=\(text)"
            case .none: ""
            }
        return try await SocketClient.connect(
            port: port, device: device, query: query, answersPings: answersPings)
    }

    /// A socket that is open and hears all that happens from now on.
    func subscribe(_ device: String = "dev", token: Token = .admin) async throws -> SocketClient {
        let socket = try await connect(device, token: token)
        try await socket.send(#"{"type":"subscribe"}"#)
        #expect(await socket.next() == .text(#"{"type":"subscribed"}"#))
        return socket
    }
}
