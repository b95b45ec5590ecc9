import NIOCore
import TidelineCore

/// Cuts what has not ended some seconds after shutdown began: a peer that does not read would hold the server.
///
/// It stands next to the socket, so its close goes past TLS, which else waits for the peer's consent.
final class DeadlineHandler: ChannelInboundHandler {
    typealias InboundIn = NIOAny

    private var timer: Scheduled<Void>?

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            let delay = TimeAmount.milliseconds(Int64(Limits.shutdownMilliseconds))
            timer = context.eventLoop.assumeIsolated().scheduleTask(in: delay) { context.close(promise: nil) }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }
}
