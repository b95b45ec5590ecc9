package import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle
import TidelineCore
package import TidelineService

/// The whole HTTP side: routes and device sockets over the use cases.
///
/// Runs until it is told to shut down; then long-polls are answered, sockets closed with 1001, and requests that are
/// under way finished.
package struct HTTPServer: ServiceLifecycle.Service {
    package let application: Application<APIResponder>
    private let events: EventHub.Subscription

    /// - Parameters:
    ///   - external: whose tokens are good beside the server's own.
    ///   - onListening: is called with the port once requests are answered.
    package init(
        _ configuration: ServerConfiguration, context: ServiceContext, tokens: AccessTokens,
        external: ExternalTokens? = nil, onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws {
        let service = TidelineService.Service(context)
        let metrics = Metrics()
        let sendsFiles = configuration.tls == nil
        let api = API(
            service: service, context: context, tokens: tokens, metrics: metrics, configuration: configuration,
            externalIssuer: external?.issuer.text, sendsFiles: sendsFiles)
        let gate = Gate(
            tokens: tokens, external: external.map { ExternalGate($0, service.accounts, context.clock) },
            accounts: service.accounts)
        let responder = APIResponder(
            routes: RouteTable(api.routes), gate: gate, rates: RateLimiter(requestsPerMinute: configuration.rateLimit),
            addresses: ClientAddress(trustedProxies: configuration.trustedProxies), metrics: metrics,
            clock: context.clock, ids: context.ids, logger: context.logger)
        let registry = SocketRegistry(devices: service.devices, preferences: service.preferences, metrics: metrics)
        events = context.events.listen { registry.receive($0) }
        let admission = SocketAdmission(
            gate: gate, devices: service.devices, registry: registry, clock: context.clock, logger: context.logger)
        let plain = HTTPServerBuilder { responder in
            UpgradableChannel(
                responder: responder, admission: admission, ids: context.ids,
                pingInterval: .milliseconds(Int64(configuration.pingMilliseconds)), sendsFiles: sendsFiles)
        }
        application = Application(
            responder: responder, server: try configuration.tls.map { try .tls(plain, files: $0) } ?? plain,
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port)),
            onServerRunning: { await onListening($0.localAddress?.port ?? configuration.port) },
            logger: context.logger)
    }

    package func run() async throws {
        defer { events.cancel() }
        try await application.run()
    }
}

extension HTTPServerBuilder {
    /// Throws ``CertificateError`` when the files are no certificate and its key.
    fileprivate static func tls(_ plain: HTTPServerBuilder, files: TLSFiles) throws -> HTTPServerBuilder {
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(files.certificatePath).map {
                NIOSSLCertificateSource.certificate($0)
            }
            let key = try NIOSSLPrivateKey(file: files.keyPath, format: .pem)
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain, privateKey: .privateKey(key))
            configuration.applicationProtocols = ["http/1.1"]
            // Fails here, and not at the first connection, when the key is that of another certificate.
            _ = try NIOSSLContext(configuration: configuration)
            return try .tls(plain, tlsConfiguration: configuration)
        } catch {
            throw CertificateError(files: files, reason: "\(error)")
        }
    }
}

/// The files given for TLS cannot be used.
package struct CertificateError: Error, CustomStringConvertible {
    let files: TLSFiles
    let reason: String

    package var description: String {
        "Cannot use \(files.certificatePath) with \(files.keyPath) for TLS: \(reason)"
    }
}
