import NIOCore
import NIOHTTP1
import TidelineAPI
import TidelineCore

/// Asks the client for the body it waits to send (`Expect: 100-continue`); triggered as an outbound event of the channel
/// while no answer is under way.
struct ContinueEvent: Sendable {}

/// What of HTTP/1.1 is said before or instead of an answer: 100 to a client that waits with its body, and 400 to one that
/// sends no HTTP. It stands right behind the decoder.
final class ProtocolHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let ids: any ULIDSource
    /// Requests that began and are not answered to the end.
    private var underWay = 0
    /// Whether the end of a request is awaited.
    private var isArriving = false
    /// What came after the last request was no HTTP: to be said once that one is answered.
    private var mustRefuse = false

    init(ids: any ULIDSource) { self.ids = ids }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            underWay += 1
            isArriving = true
        case .body: break
        case .end: isArriving = false
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        context.write(data, promise: promise)
        guard case .end = unwrapOutboundIn(data) else { return }
        underWay -= 1
        if mustRefuse, underWay == 0 { refuse(context) }
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is ContinueEvent else { return context.triggerUserOutboundEvent(event, promise: promise) }
        let head = HTTPResponseHead(version: .http1_1, status: .continue)
        context.writeAndFlush(wrapOutboundOut(.head(head)), promise: promise)
    }

    /// A request that broke off is answered by its route, which notices.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError, !isArriving else { return context.fireErrorCaught(error) }
        mustRefuse = true
        if underWay == 0 { refuse(context) }
    }

    private func refuse(_ context: ChannelHandlerContext) {
        refuseAsNoHTTP(context, requestID: RequestIDs.take(nil, ids: ids))
    }
}

/// Answers 400 with a problem, and closes.
func refuseAsNoHTTP(_ context: ChannelHandlerContext, requestID: String) {
    let failure = Failure(.badRequest, "This is not a valid HTTP/1.1 request.")
    // A body of text always encodes.
    let body = (try? encodeJSON(ProblemBody(failure, requestID: requestID))) ?? ByteBuffer()
    let head = HTTPResponseHead(
        version: .http1_1, status: .badRequest,
        headers: [
            "Connection": "close", "Content-Type": "application/problem+json",
            "Content-Length": "\(body.readableBytes)", "X-Request-Id": requestID,
        ])
    context.write(NIOAny(HTTPServerResponsePart.head(head)), promise: nil)
    context.write(NIOAny(HTTPServerResponsePart.body(.byteBuffer(body))), promise: nil)
    let written = context.eventLoop.makePromise(of: Void.self)
    written.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
    context.writeAndFlush(NIOAny(HTTPServerResponsePart.end(nil)), promise: written)
}
