import Foundation
import Logging
import NIOCore
import NIOWebSocket
import TidelineCore
import TidelineService

/// Owns one device socket from the handshake to its end. Everything happens on its event loop.
final class SocketHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private enum State {
        /// Being checked; frames that came already wait, and no more are read.
        case entering([WebSocketFrame])
        case open(SocketAdmission.Ticket)
        /// A close frame is out; the client's is awaited for a moment.
        case closing
        case closed
    }

    private let request: SocketRequest
    private let admission: SocketAdmission
    private let pingInterval: TimeAmount
    private var state = State.entering([])
    private var port: SocketPort?
    private var pongsMissing = 0
    private var timers: [Scheduled<Void>] = []

    init(_ request: SocketRequest, _ admission: SocketAdmission, pingInterval: TimeAmount) {
        self.request = request
        self.admission = admission
        self.pingInterval = pingInterval
    }

    // MARK: Entering

    func handlerAdded(context: ChannelHandlerContext) {
        context.channel.setOption(.autoRead, value: false).assumeIsolated().whenFailure { _ in }
        let me = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let port = SocketPort(
            on: context.eventLoop,
            ring: { me.value.0.flushOutbox(me.value.1) },
            end: { me.value.0.close(me.value.1, $0) })
        self.port = port
        let promise = context.eventLoop.makePromise(of: SocketAdmission.Ticket.self)
        promise.futureResult.assumeIsolated().whenComplete { self.entered(context, $0) }
        promise.completeWithTask { [request, admission] in
            try await admission.admit(port, token: request.token, device: request.device)
        }
    }

    private func entered(_ context: ChannelHandlerContext, _ result: Result<SocketAdmission.Ticket, any Error>) {
        guard case .entering(let frames) = state else {
            if case .success(let ticket) = result { admission.registry.remove(ticket.socketID) }
            return
        }
        switch result {
        case .failure(let error): close(context, SocketClose(error))
        case .success(let ticket):
            state = .open(ticket)
            log("socket opened", ticket, [:])
            startTimers(context, ticket)
            for frame in frames { receive(context, frame) }
            flushOutbox(context)
        }
        context.channel.setOption(.autoRead, value: true).assumeIsolated().whenFailure { _ in }
        context.read()
    }

    // MARK: Reading

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        switch state {
        case .entering(let frames): state = .entering(frames + [frame])
        case .open: receive(context, frame)
        case .closing: if frame.opcode == .connectionClose { context.close(promise: nil) }
        case .closed: break
        }
    }

    private func receive(_ context: ChannelHandlerContext, _ frame: WebSocketFrame) {
        guard case .open = state else { return }
        pongsMissing = 0
        switch frame.opcode {
        case .text: answer(context, frame.unmaskedData)
        case .binary: write(context, .text, Self.badRequest)
        case .ping: write(context, .pong, frame.unmaskedData)
        case .connectionClose: acceptClose(context, frame.unmaskedData)
        default: break
        }
    }

    private func answer(_ context: ChannelHandlerContext, _ text: ByteBuffer) {
        let message = try? JSONDecoder().decode(ClientFrame.self, from: Data(text.readableBytesView))
        switch message?.type {
        case "ping": write(context, .text, Self.pong)
        case "subscribe": write(context, .text, Self.subscribed)
        default: write(context, .text, Self.badRequest)
        }
    }

    private struct ClientFrame: Decodable { let type: String }

    private static let pong = ByteBuffer(string: "{\"type\":\"pong\",\"event_type\":\"pong\"}")
    private static let subscribed = ByteBuffer(string: "{\"type\":\"subscribed\"}")
    private static let badRequest = ByteBuffer(string: "{\"type\":\"error\",\"code\":\"BAD_REQUEST\"}")

    // MARK: Writing

    private func flushOutbox(_ context: ChannelHandlerContext) {
        guard case .open = state, context.channel.isWritable, let port else { return }
        for nudge in port.takeAll() {
            context.write(wrapOutboundOut(WebSocketFrame(fin: true, opcode: .text, data: nudge.text)), promise: nil)
        }
        context.flush()
    }

    private func write(_ context: ChannelHandlerContext, _ opcode: WebSocketOpcode, _ data: ByteBuffer) {
        context.writeAndFlush(wrapOutboundOut(WebSocketFrame(fin: true, opcode: opcode, data: data)), promise: nil)
    }

    /// Who does not read its answers is not read from either, so nothing piles up.
    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if case .open = state {
            let isWritable = context.channel.isWritable
            context.channel.setOption(.autoRead, value: isWritable).assumeIsolated().whenFailure { _ in }
            if isWritable { flushOutbox(context) }
        }
        context.fireChannelWritabilityChanged()
    }

    // MARK: Time

    private func startTimers(_ context: ChannelHandlerContext, _ ticket: SocketAdmission.Ticket) {
        let expiry = context.eventLoop.assumeIsolated().scheduleTask(in: ticket.expiresIn) {
            self.close(context, .unauthenticated)
        }
        timers.append(expiry)
        schedulePing(context)
    }

    private func schedulePing(_ context: ChannelHandlerContext) {
        let ping = context.eventLoop.assumeIsolated().scheduleTask(in: pingInterval) { self.ping(context) }
        timers = timers.prefix(1) + [ping]
    }

    private func ping(_ context: ChannelHandlerContext) {
        guard case .open = state else { return }
        guard pongsMissing < Limits.socketMissedPongsMax else { return close(context, .noPong) }
        pongsMissing += 1
        write(context, .ping, ByteBuffer())
        schedulePing(context)
    }

    // MARK: Ending

    private func close(_ context: ChannelHandlerContext, _ reason: SocketClose) {
        switch state {
        case .closing, .closed: return
        case .entering: log("socket refused", nil, ["code": "\(reason.rawValue)"])
        case .open(let ticket):
            leave(ticket)
            log("socket ended", ticket, ["code": "\(reason.rawValue)"])
        }
        state = .closing
        stopTimers()
        var data = ByteBuffer()
        data.write(webSocketErrorCode: reason.code)
        write(context, .connectionClose, data)
        context.channel.setOption(.autoRead, value: true).assumeIsolated().whenFailure { _ in }
        context.read()
        let patience = TimeAmount.milliseconds(Int64(Limits.socketCloseMilliseconds))
        timers = [context.eventLoop.assumeIsolated().scheduleTask(in: patience) { context.close(promise: nil) }]
    }

    private func acceptClose(_ context: ChannelHandlerContext, _ data: ByteBuffer) {
        end()
        let frame = WebSocketFrame(fin: true, opcode: .connectionClose, data: data)
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        context.writeAndFlush(wrapOutboundOut(frame), promise: written)
    }

    private func end() {
        if case .open(let ticket) = state {
            leave(ticket)
            log("socket closed by client", ticket, [:])
        }
        state = .closed
        stopTimers()
    }

    private func leave(_ ticket: SocketAdmission.Ticket) { admission.registry.remove(ticket.socketID) }

    private func stopTimers() {
        timers.forEach { $0.cancel() }
        timers = []
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end()
        // The port holds this handler; without this neither would ever go.
        port = nil
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        // The server lets clients half-close; for a socket the client's end is the end.
        case ChannelEvent.inputClosed: context.close(promise: nil)
        case is ChannelShouldQuiesceEvent: close(context, .shuttingDown)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case NIOWebSocketError.invalidFrameLength, NIOWebSocketFrameAggregator.Error.accumulatedFrameSizeIsTooLarge:
            close(context, .frameTooLarge)
        case is NIOWebSocketError, is NIOWebSocketFrameAggregator.Error: close(context, .protocolError)
        default: context.close(promise: nil)
        }
    }

    private func log(_ message: Logger.Message, _ ticket: SocketAdmission.Ticket?, _ more: Logger.Metadata) {
        let own: Logger.Metadata = [
            "request_id": "\(request.requestID)", "user_id": "\(ticket?.userID.description ?? "-")",
        ]
        admission.logger.info(message, metadata: own.merging(more) { _, new in new })
    }
}
