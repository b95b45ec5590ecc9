import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import Testing

/// A WebSocket client that shows frames and close codes as they come.
struct SocketClient: Sendable {
    enum Event: Hashable, Sendable {
        case text(String)
        case ping
        case closed(Int?)
    }

    private let channel: any Channel
    private let events: AsyncStream<Event>

    /// Connects to a device's socket; the server accepts each handshake.
    static func connect(
        port: Int, device: String, query: String = "", headers: [(String, String)] = [], answersPings: Bool = true
    ) async throws -> SocketClient {
        let (events, sink) = AsyncStream.makeStream(of: Event.self)
        let upgrader = NIOTypedWebSocketClientUpgrader<Void>(maxFrameSize: 1 << 20) { channel, _ in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(Reader(sink: sink, answersPings: answersPings))
            }
        }
        let head = HTTPRequestHead(
            version: .http1_1, method: .GET, uri: "/api/v1/sync/ws/\(device)\(query)",
            headers: HTTPHeaders([("Host", "localhost")] + headers))
        let upgraded = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let upgrade = NIOTypedHTTPClientUpgradeConfiguration(
                        upgradeRequestHead: head, upgraders: [upgrader],
                        notUpgradingCompletionHandler: { channel in
                            channel.eventLoop.makeFailedFuture(ChannelError.inappropriateOperationForState)
                        })
                    var pipeline = NIOUpgradableHTTPClientPipelineConfiguration(upgradeConfiguration: upgrade)
                    // The first frames, a close among them, may come in one packet with the answer to the upgrade.
                    pipeline.leftOverBytesStrategy = .forwardBytes
                    let future = try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
                        configuration: pipeline)
                    return (channel, future)
                }
            }
        try await upgraded.1.get()
        return SocketClient(channel: upgraded.0, events: events)
    }

    /// The next event that is no ping.
    func next() async -> Event? {
        for await event in events where event != .ping { return event }
        return nil
    }

    /// The close code, whatever comes before it.
    func closeCode() async -> Int? {
        for await event in events {
            if case .closed(let code) = event { return code }
        }
        return nil
    }

    func sawPing() async -> Bool {
        for await event in events where event == .ping { return true }
        return false
    }

    func send(_ text: String, opcode: WebSocketOpcode = .text, fin: Bool = true) async throws {
        let frame = WebSocketFrame(fin: fin, opcode: opcode, maskKey: .random(), data: ByteBuffer(string: text))
        try await channel.writeAndFlush(frame)
    }

    /// Half-closes, as a client that goes away does.
    func hangUp() async throws { try await channel.close() }

    func waitUntilGone() async throws { try await channel.closeFuture.get() }

    private final class Reader: ChannelInboundHandler {
        typealias InboundIn = WebSocketFrame
        typealias OutboundOut = WebSocketFrame

        let sink: AsyncStream<Event>.Continuation
        let answersPings: Bool

        init(sink: AsyncStream<Event>.Continuation, answersPings: Bool) {
            self.sink = sink
            self.answersPings = answersPings
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let frame = unwrapInboundIn(data)
            var bytes = frame.unmaskedData
            switch frame.opcode {
            case .text: sink.yield(.text(String(buffer: bytes)))
            case .ping:
                sink.yield(.ping)
                if answersPings { answer(context, .pong, bytes) }
            case .connectionClose:
                sink.yield(.closed(bytes.readInteger(as: UInt16.self).map(Int.init)))
                answer(context, .connectionClose, frame.unmaskedData)
            default: break
            }
        }

        private func answer(_ context: ChannelHandlerContext, _ opcode: WebSocketOpcode, _ data: ByteBuffer) {
            let frame = WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)
            context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) {
            sink.yield(.closed(nil))
            sink.finish()
            context.fireChannelInactive()
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
