import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket
import TidelineCore

/// One socket to the server.
struct LiveConnection: Sendable {
    let server: ServerAddress
    let deviceID: String
    let token: String
    let pingInterval: TimeAmount

    /// Connects and hands on events until the connection has ended; the last one says why. When the task is cancelled the
    /// connection is closed. `noteAdmission` is called once the server has taken the token.
    func run(
        noteAdmission: @escaping @Sendable () -> Void, _ receive: @escaping @Sendable (LiveEvent) -> Void
    ) async throws(TidelineError) {
        let channel = try await connect(Listener(receive: receive, noteAdmission: noteAdmission))
        await withTaskCancellationHandler {
            try? await channel.closeFuture.get()
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    private struct Listener: Sendable {
        let receive: @Sendable (LiveEvent) -> Void
        let noteAdmission: @Sendable () -> Void
    }

    private enum Upgrade: Sendable {
        case done(any Channel)
        case refused(any Channel)
    }

    private func connect(_ listener: Listener) async throws(TidelineError) -> any Channel {
        let upgrade: Upgrade
        do {
            let tls = try tlsContext()
            let result = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(.seconds(10))
                .connect(host: server.host, port: server.port) { channel in
                    channel.eventLoop.makeCompletedFuture { try configure(channel, tls, listener) }
                }
            upgrade = try await result.get()
        } catch {
            throw transportError(error, server)
        }
        switch upgrade {
        case .done(let channel): return channel
        case .refused(let channel):
            channel.close(promise: nil)
            throw TidelineError(.disconnected, "\(server) opens no socket for live updates.")
        }
    }

    private func tlsContext() throws -> NIOSSLContext? {
        guard server.isSecure else { return nil }
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.applicationProtocols = ["http/1.1"]
        return try NIOSSLContext(configuration: configuration)
    }

    private func configure(
        _ channel: any Channel, _ tls: NIOSSLContext?, _ listener: Listener
    ) throws -> EventLoopFuture<Upgrade> {
        if let tls {
            // An address is no name to check a certificate by: then its own entries for addresses count.
            let isAddress = (try? SocketAddress(ipAddress: server.host, port: server.port)) != nil
            let handler = try NIOSSLClientHandler(context: tls, serverHostname: isAddress ? nil : server.host)
            try channel.pipeline.syncOperations.addHandler(handler)
        }
        let upgrader = NIOTypedWebSocketClientUpgrader<Upgrade>(maxFrameSize: Limits.socketFrameBytesMax) {
            channel, _ in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandlers([
                    NIOWebSocketFrameAggregator(
                        minNonFinalFragmentSize: 1, maxAccumulatedFrameCount: Limits.socketFrameBytesMax,
                        maxAccumulatedFrameSize: Limits.socketFrameBytesMax),
                    LiveHandler(
                        pingInterval: pingInterval, receive: listener.receive, noteAdmission: listener.noteAdmission),
                ])
                return .done(channel)
            }
        }
        let configuration = NIOTypedHTTPClientUpgradeConfiguration<Upgrade>(
            upgradeRequestHead: requestHead, upgraders: [upgrader]
        ) { channel in channel.eventLoop.makeSucceededFuture(.refused(channel)) }
        // A server that accepts the connection and says nothing is given up.
        let patience = channel.eventLoop.scheduleTask(in: .seconds(20)) { channel.close(promise: nil) }
        var pipeline = NIOUpgradableHTTPClientPipelineConfiguration(upgradeConfiguration: configuration)
        // The first frames may come in one packet with the answer to the upgrade.
        pipeline.leftOverBytesStrategy = .forwardBytes
        let result = try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(configuration: pipeline)
        result.whenComplete { _ in patience.cancel() }
        return result
    }

    private var requestHead: HTTPRequestHead {
        let headers: HTTPHeaders = [
            "Host": server.authority, "Authorization": "Bearer \(token)", "User-Agent": "tideline/\(clientVersion)",
        ]
        return HTTPRequestHead(
            version: .http1_1, method: .GET, uri: "/api/v1/sync/ws/\(percentEncoded(deviceID))", headers: headers)
    }
}
