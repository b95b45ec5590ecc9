import TidelineService

/// What the routes work with.
struct API: Sendable {
    let service: TidelineService.Service
    let context: ServiceContext
    let tokens: AccessTokens
    let metrics: Metrics
    let configuration: ServerConfiguration
    /// `iss` of the tokens that are good beside the server's own.
    var externalIssuer: String?
    /// Whether a connection takes ``SendFileEvent``.
    let sendsFiles: Bool

    var routes: [Route] {
        authRoutes + configRoutes + userRoutes + shareRoutes + memberRoutes + adminRoutes + changeRoutes
            + snapshotRoutes + statusRoutes + applyRoutes + chunkRoutes + downloadRoutes + bulkDownloadRoutes
            + conflictRoutes + fileRoutes + folderRoutes + trashRoutes + trashPurgeRoutes + uploadRoutes + deviceRoutes
            + preferenceRoutes + socketRoutes + healthRoutes + metricsRoutes + descriptionRoutes
    }
}
