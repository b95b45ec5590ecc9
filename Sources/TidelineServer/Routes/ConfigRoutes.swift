import Hummingbird
import TidelineAPI
import TidelineCore
import TidelineService

extension API {
    var configRoutes: [Route] {
        [.signedIn(.get, "/api/v1/config") { _, _ in try .json(config) }]
    }

    private var config: ConfigBody {
        ConfigBody(
            server: .init(name: Program.name, version: Program.version, time: context.clock.now().rfc3339),
            auth: .init(
                issuer: configuration.issuer, externalIssuer: externalIssuer, grantTypes: ["password", "refresh_token"]),
            limits: LimitsBody(requestsPerMinute: configuration.rateLimit == 0 ? nil : configuration.rateLimit),
            retention: .init(
                logSeconds: context.retention.logSeconds, trashSeconds: context.retention.trashSeconds),
            features: Self.features)
    }

    private static let features = [
        "atomic", "bulk_download", "chunks", "client_change_id", "conflict_resolution", "dry_run", "long_poll",
        "ndjson", "preferences", "snapshot", "trash", "uploads", "versions", "websocket", "zstd",
    ]
}
