import NIOCore
import NIOHTTP1
import NIOWebSocket
import TidelineCore

/// Watches a connection until its first request: one that sends none is closed after a while, or at shutdown, and what
/// is no HTTP is answered with 400.
final class NewcomerHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    /// Kept here between asking for the upgrade and its completion.
    var socketRequest: SocketRequest?
    private let ids: any ULIDSource
    private var timer: Scheduled<Void>?

    init(ids: any ULIDSource) { self.ids = ids }

    func handlerAdded(context: ChannelHandlerContext) {
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(Int64(Limits.connectionIdleSeconds))) {
            context.close(promise: nil)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A handshake that was not accepted goes on as a plain request.
        if error is NIOWebSocketUpgradeError { return }
        guard error is HTTPParserError else { return context.close(promise: nil) }
        refuseAsNoHTTP(context, requestID: RequestIDs.take(nil, ids: ids))
    }
}
