import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOWebSocket
import TidelineCore

/// A connection that starts as HTTP/1.1 and may turn into a device socket with its first request.
struct UpgradableChannel: HTTPChannelHandler {
    enum Outcome: Sendable {
        case http(NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>)
        /// A ``SocketHandler`` owns the channel from here on.
        case socket
    }

    struct Value: ServerChildChannelValue {
        let channel: any Channel
        let outcome: EventLoopFuture<Outcome>
    }

    let responder: Responder
    let admission: SocketAdmission
    let ids: any ULIDSource
    let pingInterval: TimeAmount
    /// Without TLS, bytes may go from file to socket.
    let sendsFiles: Bool

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(DeadlineHandler(), position: .first)
            let newcomer = NIOLoopBound(NewcomerHandler(ids: ids), eventLoop: channel.eventLoop)
            let upgrade = NIOTypedHTTPServerUpgradeConfiguration<Outcome>(
                upgraders: [socketUpgrader(newcomer)],
                notUpgradingCompletionHandler: { channel in
                    channel.eventLoop.makeCompletedFuture {
                        channel.pipeline.syncOperations.removeHandler(newcomer.value, promise: nil)
                        return .http(try addHTTPHandlers(to: channel, logger))
                    }
                })
            var configuration = NIOUpgradableHTTPServerPipelineConfiguration(upgradeConfiguration: upgrade)
            // All three are done by what comes after, as in Hummingbird's own channel.
            configuration.enablePipelining = false
            configuration.enableErrorHandling = false
            configuration.enableResponseHeaderValidation = false
            let outcome = try channel.pipeline.syncOperations.configureUpgradableHTTPServerPipeline(
                configuration: configuration)
            try channel.pipeline.syncOperations.addHandler(newcomer.value)
            return Value(channel: channel, outcome: outcome)
        }
    }

    func handle(value: Value, logger: Logger) async {
        guard case .http(let channel) = try? await value.outcome.get() else { return }
        await handleHTTP(asyncChannel: channel, logger: logger)
    }

    private func addHTTPHandlers(
        to channel: any Channel, _ logger: Logger
    ) throws -> NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart> {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(ProtocolHandler(ids: ids))
        if sendsFiles { try pipeline.addHandler(FileRegionHandler()) }
        try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
        try pipeline.addHandler(
            HTTPConnectionStateHandler(idleTimeout: .seconds(Limits.connectionIdleSeconds), logger: logger))
        return try NIOAsyncChannel(
            wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
    }

    private func socketUpgrader(_ newcomer: NIOLoopBound<NewcomerHandler>) -> NIOTypedWebSocketServerUpgrader<Outcome> {
        NIOTypedWebSocketServerUpgrader(
            maxFrameSize: Limits.socketFrameBytesMax, enableAutomaticErrorHandling: false,
            shouldUpgrade: { [ids] channel, head in
                let request = SocketRequest(head, ids: ids)
                newcomer.value.socketRequest = request
                // Refused ones are told by a close code, which browsers show, unlike an HTTP status.
                return channel.eventLoop.makeSucceededFuture(request.map { ["X-Request-Id": $0.requestID] })
            },
            upgradePipelineHandler: { [admission, pingInterval] channel, _ in
                channel.eventLoop.makeCompletedFuture {
                    guard let request = newcomer.value.socketRequest else {
                        throw ChannelError.inappropriateOperationForState
                    }
                    let pipeline = channel.pipeline.syncOperations
                    pipeline.removeHandler(newcomer.value, promise: nil)
                    try pipeline.addHandler(
                        NIOWebSocketFrameAggregator(
                            minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: Limits.socketFragmentsMax,
                            maxAccumulatedFrameSize: Limits.socketFrameBytesMax))
                    try pipeline.addHandler(SocketHandler(request, admission, pingInterval: pingInterval))
                    return .socket
                }
            })
    }
}
