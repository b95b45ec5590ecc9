public import ArgumentParser
import Foundation
public import Logging
import NIOCore
import ServiceLifecycle
import TidelineContent
import TidelineCore
import TidelineSQLite
import TidelineServer
import TidelineService
import UnixSignals

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs the server.",
        discussion: """
            The first start makes the user "admin" with the password in TIDELINE_ADMIN_PASSWORD, or with one that it \
            makes up, prints and keeps in DIR/admin-password. SIGTERM ends it cleanly.

            Examples:
            tideline serve
            tideline serve --data /var/lib/tideline --listen 0.0.0.0:8443 --tls-cert c.pem --tls-key k.pem
            """)

    @Option(help: ArgumentHelp("Folder that holds everything; made when there is none.", valueName: "dir"))
    var data = "tideline-data"

    @Option(help: ArgumentHelp("Address and port; port 0 picks a free one.", valueName: "host:port"))
    var listen = ListenAddress(host: "127.0.0.1", port: 8080)

    @Option(help: ArgumentHelp("Gets the port once requests are answered.", valueName: "file"))
    var portFile: String?

    @Option(help: ArgumentHelp("Certificate chain in PEM form; needs --tls-key.", valueName: "file"))
    var tlsCert: String?

    @Option(help: ArgumentHelp("Key of the certificate in PEM form.", valueName: "file"))
    var tlsKey: String?

    @Option(help: ArgumentHelp("How long an access token is good for: 90s, 15m, 1h.", valueName: "time"))
    var tokenTtl = TimeSpan(seconds: 3_600)

    @Option(
        help: ArgumentHelp("Requests a minute of each user, or address that is not logged in; 0: any.", valueName: "n"))
    var rateLimit = Limits.rateLimitDefault

    @Option(
        name: .customLong("trust-proxy"),
        help: ArgumentHelp(
            "Address or range (10.0.0.0/8) of a proxy whose X-Forwarded-For is believed; may be repeated.",
            valueName: "range"))
    var trustedProxies: [AddressRange] = []

    @Option(
        help: ArgumentHelp(
            "How long the change log is kept, and longer while a device at work has not read it: 90d.",
            valueName: "time"))
    var logRetention = TimeSpan(seconds: Limits.logSecondsKept)

    @Option(help: ArgumentHelp("How long deleted things keep their content: 30d.", valueName: "time"))
    var trashRetention = TimeSpan(seconds: Limits.trashSecondsKept)

    @Option(help: ArgumentHelp("Another issuer (OpenID Connect) whose tokens are good too.", valueName: "url"))
    var oidcIssuer: IssuerAddress?

    @Option(help: ArgumentHelp("What aud of that issuer's tokens must hold.", valueName: "text"))
    var oidcAudience: String?

    @Option(help: ArgumentHelp("trace, debug, info, notice, warning, error or critical.", valueName: "level"))
    var logLevel = Logger.Level.info

    func validate() throws {
        guard (tlsCert == nil) == (tlsKey == nil) else {
            throw ValidationError("Give --tls-cert and --tls-key together.")
        }
        for (name, span) in [("log", logRetention), ("trash", trashRetention)]
        where span.seconds > Limits.retentionSecondsMax {
            throw ValidationError(
                "--\(name)-retention may be at most \(Limits.retentionSecondsMax / 86_400)d (retentionSecondsMax).")
        }
        guard oidcAudience == nil || oidcIssuer != nil else {
            throw ValidationError("--oidc-audience needs --oidc-issuer.")
        }
        guard (0...Limits.rateLimitMax).contains(rateLimit) else {
            throw ValidationError("--rate-limit must be from 0 to \(Limits.rateLimitMax).")
        }
    }

    func run() async throws {
        do {
            try await serve()
        } catch let error as IOError {
            throw Failure("Cannot listen on \(listen): \(String(cString: strerror(error.errnoCode))).")
        } catch let error as StoreUnavailable {
            throw Failure("Cannot open the data in \(data): \(error.reason)")
        } catch let error as ServiceError {
            throw Failure(error.detail)
        } catch let error as any Error & CustomStringConvertible {
            throw Failure(error.description)
        }
    }

    private func serve() async throws {
        // Whatever is made below holds what only this server may read.
        umask(0o077)
        let clock = SystemClock()
        let logger = Logger(label: "tideline") { JSONLinesLog(label: $0, level: logLevel, clock: clock) }
        let directory = try DataDirectory(claiming: absolutePath(data))
        let context = try openContext(directory, clock, logger)
        let tokens = await AccessTokens(
            key: try SigningKey.load(fromFile: directory.signingKeyPath), issuer: "tideline",
            lifetimeSeconds: tokenTtl.seconds, clock: clock)
        let external = externalTokens(clock, logger)
        let server = try HTTPServer(configuration, context: context, tokens: tokens, external: external) { port in
            announce(port, logger)
        }
        try await bootstrapAdmin(context, directory)
        try await runUntilSignal(server, Service(context).maintenance, logger)
        if let portFile { unlink(portFile) }
        try await context.chunks.close()
        try await context.store.close()
        withExtendedLifetime(directory) {}
    }

    private func externalTokens(_ clock: SystemClock, _ logger: Logger) -> ExternalTokens? {
        guard let oidcIssuer else { return nil }
        if oidcAudience == nil {
            logger.warning("tokens that the issuer made for other programs are good too; give --oidc-audience")
        }
        return ExternalTokens(
            issuer: oidcIssuer, audience: oidcAudience, documents: HTTPIssuerDocuments(), clock: clock,
            logger: logger)
    }

    private var configuration: ServerConfiguration {
        var tls: TLSFiles?
        if let tlsCert, let tlsKey { tls = TLSFiles(certificatePath: tlsCert, keyPath: tlsKey) }
        return ServerConfiguration(
            host: listen.host, port: listen.port, tls: tls, rateLimit: rateLimit, trustedProxies: trustedProxies)
    }

    private func openContext(_ directory: DataDirectory, _ clock: SystemClock, _ logger: Logger) throws
        -> ServiceContext
    {
        let secrets = SystemSecrets()
        return ServiceContext(
            store: try SQLiteMetadataStore(path: directory.metadataPath),
            chunks: try SegmentChunkStore(directory: directory.contentPath), clock: clock,
            alarm: SystemAlarm(), ids: SystemULIDs(clock: clock), secrets: secrets,
            passwords: ScryptHasher(secrets: secrets),
            events: EventHub(),
            retention: Retention(logSeconds: logRetention.seconds, trashSeconds: trashRetention.seconds),
            logger: logger)
    }

    private func announce(_ port: Int, _ logger: Logger) {
        output("Listening on \(tlsCert == nil ? "http" : "https")://\(ListenAddress(host: listen.host, port: port))")
        guard let portFile else { return }
        do {
            try Data("\(port)\n".utf8).write(to: URL(fileURLWithPath: portFile), options: .atomic)
        } catch {
            logger.error("cannot write the port file", metadata: ["path": "\(portFile)", "error": "\(error)"])
        }
    }

    /// The server itself cuts what does not end in time; the limit here is for work that hangs elsewhere.
    private func runUntilSignal(_ server: HTTPServer, _ maintenance: Maintenance, _ logger: Logger) async throws {
        var configuration = ServiceGroupConfiguration(
            services: [server, Upkeep(maintenance: maintenance)], gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger)
        configuration.maximumGracefulShutdownDuration = .milliseconds(Limits.shutdownMilliseconds + 500)
        try await ServiceGroup(configuration: configuration).run()
    }
}

/// Runs the maintenance beside the server, and ends with it.
private struct Upkeep: ServiceLifecycle.Service {
    let maintenance: Maintenance

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            do { try await maintenance.run() } catch is CancellationError {}
        }
    }
}

/// `HOST:PORT`; an IPv6 address stands in brackets.
struct ListenAddress: ExpressibleByArgument, CustomStringConvertible, Sendable {
    let host: String
    let port: Int

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    init?(argument: String) {
        guard let colon = argument.lastIndex(of: ":"), let port = Int(argument[argument.index(after: colon)...]),
            (0...65_535).contains(port)
        else { return nil }
        var host = argument[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard !host.isEmpty else { return nil }
        self.init(host: String(host), port: port)
    }

    var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
    var defaultValueDescription: String { description }
}

extension IssuerAddress: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

extension AddressRange: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

/// A number of seconds with an optional unit: `90s`, `15m`, `1h`, `30d`.
struct TimeSpan: ExpressibleByArgument, Sendable {
    let seconds: Int

    init(seconds: Int) { self.seconds = seconds }

    init?(argument: String) {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        let unit = argument.last.flatMap { units[$0] }
        let digits = unit == nil ? argument[...] : argument.dropLast()
        guard let number = Int(digits), number > 0, number <= 1_000_000 else { return nil }
        seconds = number * (unit ?? 1)
    }

    var defaultValueDescription: String {
        if seconds % 86_400 == 0 { return "\(seconds / 86_400)d" }
        return seconds % 3_600 == 0 ? "\(seconds / 3_600)h" : "\(seconds)s"
    }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}
