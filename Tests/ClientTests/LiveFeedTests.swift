import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import Synchronization
import Testing
import TidelineCore
import TidelineTestKit

@testable import TidelineClient

/// Plays the server's side of sockets: for each connection, the frames that the test says.
private final class SocketStub: Sendable {
    struct Connection: Sendable {
        let head: HTTPRequestHead
        /// Counts from 0.
        let number: Int
    }

    let connections = Mutex<[HTTPRequestHead]>([])
    /// What clients sent: the kind of frame and its text.
    let received: AsyncStream<String>
    private let heard: AsyncStream<String>.Continuation
    private let script: @Sendable (Connection) -> [WebSocketFrame]

    init(_ script: @escaping @Sendable (Connection) -> [WebSocketFrame]) {
        self.script = script
        (received, heard) = AsyncStream.makeStream()
    }

    func run(_ body: (ServerAddress) async throws -> Void) async throws {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { [self] channel in
                channel.eventLoop.makeCompletedFuture { try configure(channel) }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(channel.localAddress?.port)
        do {
            try await body(ServerAddress("http://127.0.0.1:\(port)"))
            try await channel.close()
        } catch {
            try await channel.close()
            throw error
        }
    }

    private func configure(_ channel: any Channel) throws {
        let upgrader = NIOTypedWebSocketServerUpgrader<Void>(
            shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture([:]) },
            upgradePipelineHandler: { [self] channel, head in
                channel.eventLoop.makeCompletedFuture {
                    let number = connections.withLock { connections in
                        connections.append(head)
                        return connections.count - 1
                    }
                    try channel.pipeline.syncOperations.addHandler(
                        StubSocket(frames: script(Connection(head: head, number: number))) { text in
                            _ = self.heard.yield(text)
                        })
                }
            })
        let configuration = NIOTypedHTTPServerUpgradeConfiguration<Void>(
            upgraders: [upgrader], notUpgradingCompletionHandler: { $0.eventLoop.makeSucceededVoidFuture() })
        _ = try channel.pipeline.syncOperations.configureUpgradableHTTPServerPipeline(
            configuration: .init(upgradeConfiguration: configuration))
    }
}

private final class StubSocket: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let frames: [WebSocketFrame]
    private let heard: @Sendable (String) -> Void

    init(frames: [WebSocketFrame], heard: @escaping @Sendable (String) -> Void) {
        self.frames = frames
        self.heard = heard
    }

    func handlerAdded(context: ChannelHandlerContext) {
        for frame in frames { context.writeAndFlush(wrapOutboundOut(frame), promise: nil) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        heard("\(name(frame.opcode)) \(frame.opcode == .connectionClose ? "" : String(buffer: frame.unmaskedData))")
        if frame.opcode == .connectionClose { context.close(promise: nil) }
    }
}

private func name(_ opcode: WebSocketOpcode) -> String {
    switch opcode {
    case .text: "text"
    case .pong: "pong"
    default: "other"
    }
}

private func text(_ json: String) -> WebSocketFrame {
    WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(string: json))
}

private func close(_ code: UInt16) -> WebSocketFrame {
    WebSocketFrame(fin: true, opcode: .connectionClose, data: ByteBuffer(integer: code))
}

@Suite(.timeLimit(.minutes(5))) struct LiveFeedTests {
    private func events(
        of stub: SocketStub, tokens: TokenSource = .fixed("t"), ping: TimeAmount = .minutes(5),
        deviceID: String = "d 1",
        _ count: Int = .max
    ) async throws -> [LiveEvent] {
        var events: [LiveEvent] = []
        try await stub.run { server in
            let client = TidelineClient(server: server, tokens: tokens, time: FakeClock(), retry: RetryPolicy()) { 0 }
            let pauses = RetryPolicy(firstDelayMilliseconds: 1, delayMillisecondsMax: 1)
            for await event in client.nudges(deviceID: deviceID, pingInterval: ping, pauses: pauses) {
                events.append(event)
                if events.count == count { break }
            }
            await client.shutdown()
        }
        return events
    }

    @Test func `frames become events until the server no longer knows the device`() async throws {
        let stub = SocketStub { _ in
            [
                text(#"{"type":"subscribed"}"#), text("no json"), text(#"{"event_type":"newer","share_id":"s9"}"#),
                text(#"{"event_type":"change","share_id":"s1","data":{"id":"chg_1"}}"#),
                text(#"{"event_type":"force_sync","share_id":"s2"}"#),
                text(#"{"event_type":"sync_preference_updated","share_id":"s3","device_id":"d"}"#), close(4404),
            ]
        }
        let events = try await events(of: stub)
        #expect(
            events == [
                .connected, .change(shareID: "s1"), .forceSync(shareID: "s2"), .preferencesUpdated(shareID: "s3"),
                .closed(code: 4404),
            ])
        let head = try #require(stub.connections.withLock { $0.first })
        #expect(head.uri == "/api/v1/sync/ws/d%201")
        #expect(head.headers.first(name: "Authorization") == "Bearer t")
    }

    @Test func `a lost connection is made again`() async throws {
        let stub = SocketStub { $0.number < 2 ? [close(1001)] : [close(4403)] }
        let events = try await events(of: stub)
        #expect(events.count { $0 == .connected } >= 1)
        #expect(events.last == .closed(code: 4403))
        #expect(stub.connections.withLock { $0.count } == 3)
    }

    @Test func `a token that the socket refuses is renewed`() async throws {
        let store = MemoryStore(.sample())
        let stub = SocketStub { connection in
            connection.head.headers.first(name: "Authorization") == "Bearer other" ? [close(4404)] : [close(4401)]
        }
        // Stands for another process that renewed the token meanwhile.
        let renewing = RenewingStore(store)
        _ = try await events(of: stub, tokens: .stored(renewing))
        #expect(
            stub.connections.withLock { $0.map { $0.headers.first(name: "Authorization") } }
                == ["Bearer a0", "Bearer other"])
    }

    @Test func `a refused token that cannot be renewed ends the events`() async throws {
        let stub = SocketStub { _ in [close(4401)] }
        #expect(try await events(of: stub) == [.connected, .closed(code: 4401)])
    }

    /// As after a membership was removed: the server wants the user looked at anew, and the token is still good.
    @Test func `a token that was taken is tried again after 4401`() async throws {
        let stub = SocketStub { $0.number < 2 ? [text(#"{"type":"subscribed"}"#), close(4401)] : [close(4404)] }
        let events = try await events(of: stub)
        #expect(events.last == .closed(code: 4404))
        #expect(
            stub.connections.withLock { $0.map { $0.headers.first(name: "Authorization") } }
                == ["Bearer t", "Bearer t", "Bearer t"])
    }

    @Test func `a ping is answered, and pings are sent`() async throws {
        let stub = SocketStub { _ in [WebSocketFrame(fin: true, opcode: .ping, data: ByteBuffer(string: "hey"))] }
        try await stub.run { server in
            let client = TidelineClient(server: server, tokens: .fixed("t"), time: FakeClock(), retry: RetryPolicy()) {
                0
            }
            let reader = Task {
                for await _ in client.nudges(deviceID: "d", pingInterval: .milliseconds(5), pauses: .forSockets) {}
            }
            // The suite's time limit is the deadline.
            var missing: Set = ["pong hey", #"text {"type":"ping"}"#]
            for await frame in stub.received {
                missing.remove(frame)
                if missing.isEmpty { break }
            }
            #expect(missing == [])
            reader.cancel()
            await reader.value
            await client.shutdown()
        }
    }

    @Test func `a server that has gone silent is left and called again`() async throws {
        let stub = SocketStub { $0.number == 0 ? [] : [close(4404)] }
        let events = try await events(of: stub, ping: .milliseconds(2))
        #expect(events.last == .closed(code: 4404))
        #expect(stub.connections.withLock { $0.count } == 2)
    }

    @Test func `an event that waits is not kept twice`() async {
        let mailbox = LiveMailbox()
        for _ in 0..<1_000 {
            mailbox.put(.change(shareID: "a"))
            mailbox.put(.change(shareID: "b"))
        }
        mailbox.finish()
        #expect(await mailbox.next() == .change(shareID: "a"))
        #expect(await mailbox.next() == .change(shareID: "b"))
        #expect(await mailbox.next() == nil)
    }
}

/// Holds other credentials each time a lock is taken: another process got there first.
private struct RenewingStore: CredentialStore {
    let inner: MemoryStore

    init(_ inner: MemoryStore) { self.inner = inner }

    func load() throws(TidelineError) -> Credentials? { try inner.load() }
    func save(_ credentials: Credentials) throws(TidelineError) { try inner.save(credentials) }
    func withLock<Answer: Sendable>(
        _ body: @Sendable () async throws(TidelineError) -> Answer
    ) async throws(TidelineError) -> Answer {
        inner.replace(.sample(access: "other", refresh: "r9"))
        return try await body()
    }
}
