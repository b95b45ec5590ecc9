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

    /// - Parameter onListening: is called with the port once requests are answered.
    package init(
        _ configuration: ServerConfiguration, context: ServiceContext, tokens: AccessTokens,
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws {
        let service = TidelineService.Service(context)
        let metrics = Metrics()
        let api = API(service: service, context: context, tokens: tokens, metrics: metrics)
        let responder = APIResponder(
            routes: RouteTable(api.routes), gate: Gate(tokens: tokens, accounts: service.accounts), metrics: metrics,
            clock: context.clock, ids: context.ids, logger: context.logger)
        application = Application(
            responder: responder, server: .http1(),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port)),
            onServerRunning: { await onListening($0.localAddress?.port ?? configuration.port) },
            logger: context.logger)
    }

    package func run() async throws { try await application.run() }
}
