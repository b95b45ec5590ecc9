import NIOCore
import NIOWebSocket
import TidelineCore

/// Owns one socket: hands on events, answers pings, pings itself, and ends a connection that has gone silent.
final class LiveHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let pingInterval: TimeAmount
    private let receive: @Sendable (LiveEvent) -> Void
    private let noteAdmission: @Sendable () -> Void
    private var pings: RepeatedTask?
    private var silentPings = 0
    private var closeCode: Int?

    /// - Parameter noteAdmission: is called when the server says anything but good-bye.
    init(
        pingInterval: TimeAmount, receive: @escaping @Sendable (LiveEvent) -> Void,
        noteAdmission: @escaping @Sendable () -> Void
    ) {
        self.pingInterval = pingInterval
        self.receive = receive
        self.noteAdmission = noteAdmission
    }

    func handlerAdded(context: ChannelHandlerContext) {
        receive(.connected)
        // Its answer tells that the server took the token.
        send(.text, ByteBuffer(string: #"{"type":"subscribe"}"#), context)
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        pings = context.eventLoop.scheduleRepeatedTask(initialDelay: pingInterval, delay: pingInterval) { _ in
            bound.value.handler.ping(bound.value.context)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        silentPings = 0
        switch frame.opcode {
        case .text:
            noteAdmission()
            if let event = LiveEvent(frame: frame.unmaskedData) { receive(event) }
        case .ping:
            noteAdmission()
            send(.pong, frame.unmaskedData, context)
        case .connectionClose:
            var data = frame.unmaskedData
            closeCode = data.readInteger(as: UInt16.self).map(Int.init)
            send(.connectionClose, frame.unmaskedData, context)
            context.close(promise: nil)
        default: break
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        pings?.cancel()
        receive(.closed(code: closeCode))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func ping(_ context: ChannelHandlerContext) {
        guard silentPings < Limits.socketMissedPongsMax else { return context.close(promise: nil) }
        silentPings += 1
        send(.text, ByteBuffer(string: #"{"type":"ping"}"#), context)
    }

    private func send(_ opcode: WebSocketOpcode, _ data: ByteBuffer, _ context: ChannelHandlerContext) {
        let frame = WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }
}
