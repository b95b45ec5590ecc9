import HTTPTypes
import NIOCore
import NIOWebSocket
import Testing
import TidelineAPI
import TidelineCore
import TidelineTestKit

@testable import TidelineServer

/// Why a socket ends.
struct SocketCloseTests {
    @Test func `no token, a bad and an expired one end with 4401`() async throws {
        try await TestServer.run { server in
            try await server.makeDevice()
            #expect(try await server.connect(token: .none).closeCode() == 4401)
            #expect(try await server.connect(token: .text("abc")).closeCode() == 4401)
            server.clock.advance(seconds: 3_600)
            #expect(try await server.connect().closeCode() == 4401)
        }
    }

    @Test func `a token may come in the header`() async throws {
        try await TestServer.run { server in
            try await server.makeDevice("a b")
            let socket = try await SocketClient.connect(
                port: server.port, device: "a%20b",
                headers: [("Authorization", "Bearer \(server.admin)")])
            try await socket.send(#"{"type":"subscribe"}"#)
            #expect(await socket.next() == .text(#"{"type":"subscribed"}"#))
        }
    }

    @Test func `a token that expires later ends the socket with 4401`() async throws {
        try await TestServer.run(ServerConfiguration(tokenSeconds: 1)) { server in
            try await server.makeDevice()
            #expect(try await server.connect().closeCode() == 4401)
        }
    }

    @Test func `unknown and removed devices end with 4404, inactive ones with 4403`() async throws {
        try await TestServer.run { server in
            #expect(try await server.connect().closeCode() == 4404)
            try await server.makeDevice("one")
            try await server.makeDevice("two")
            let one = try await server.subscribe("one")
            let two = try await server.subscribe("two")
            _ = try await server.send(.delete, "/api/v1/sync/devices/one")
            #expect(await one.closeCode() == 4404)
            _ = try await server.send(
                .patch, "/api/v1/sync/devices/two", headers: [.contentType: "application/json"],
                body: ByteBuffer(string: #"{"is_active":false}"#))
            #expect(await two.closeCode() == 4403)
            #expect(try await server.connect("two").closeCode() == 4403)
        }
    }

    @Test func `a suspended user's sockets end with 4401`() async throws {
        try await TestServer.run { server in
            let (id, token) = try await server.makeUser("ann")
            try await server.makeDevice("anns", token: token)
            let socket = try await server.subscribe("anns", token: token)
            _ = try await server.send(
                .patch, "/api/v1/admin/users/\(id)", headers: [.contentType: "application/json"],
                body: ByteBuffer(string: #"{"status":"suspended"}"#))
            #expect(await socket.closeCode() == 4401)
        }
    }

    @Test func `a client that answers no ping ends with 4408`() async throws {
        try await TestServer.run(ServerConfiguration(pingMilliseconds: 20)) { server in
            try await server.makeDevice()
            #expect(try await server.connect(answersPings: false).closeCode() == 4408)
        }
    }

    @Test func `the socket after the last allowed one ends with 4429, and a place comes free`() async throws {
        try await TestServer.run { server in
            try await server.makeDevice()
            var sockets: [SocketClient] = []
            for _ in 0..<Limits.socketsPerUserMax { sockets.append(try await server.subscribe()) }
            #expect(try await server.connect().closeCode() == 4429)
            #expect(try await server.send(.get, "/metrics").text.contains("tideline_sockets 64\n"))
            try await sockets[0].hangUp()
            let deadline = ContinuousClock.now + .seconds(20)
            while ContinuousClock.now < deadline {
                if try await server.send(.get, "/metrics").text.contains("tideline_sockets 63\n") { break }
            }
            _ = try await server.subscribe()
        }
    }

    @Test func `a frame over the limit ends with 1009`() async throws {
        try await TestServer.run { server in
            try await server.makeDevice()
            let whole = try await server.connect()
            try await whole.send(String(repeating: "x", count: Limits.socketFrameBytesMax + 1))
            #expect(await whole.closeCode() == 1009)
            let pieces = try await server.connect()
            try await pieces.send(String(repeating: "x", count: 40 << 10), fin: false)
            try await pieces.send(String(repeating: "x", count: 40 << 10), opcode: .continuation)
            #expect(await pieces.closeCode() == 1009)
        }
    }

    @Test func `a plain request to the socket's address is told what to do`() async throws {
        try await TestServer.run { server in
            let reply = try await server.send(.get, "/api/v1/sync/ws/dev", token: .none)
            #expect(try reply.code() == .badRequest)
            #expect(reply.headers[.upgrade] == "websocket")
        }
    }

    @Test func `shutdown ends sockets with 1001 and answers who waits`() async throws {
        let (socket, waiting) = try await TestServer.run { server in
            try await server.makeDevice()
            let socket = try await server.subscribe()
            let port = server.port
            let head = try await server.send(.get, "/api/v1/sync/changes").decode(ChangesPage.self).cursor
            let path = "/api/v1/sync/changes?wait=60&cursor=\(head)"
            let before = server.store.readCount
            let admin = server.admin
            let waiting = Task { try await RawClient.get(port: port, path: path, token: .text(admin)) }
            // One read for the caller and one for the page: then it waits.
            let deadline = ContinuousClock.now + .seconds(20)
            while server.store.readCount < before + 2, ContinuousClock.now < deadline { await Task.yield() }
            return (socket, waiting)
        }
        #expect(await socket.closeCode() == 1001)
        #expect(try await waiting.value.contains(#"{"changes":[],"cursor":"#))
    }
}
