import Hummingbird
import Logging
import TidelineCore
import TidelineService

extension API {
    var healthRoutes: [Route] {
        [
            .vital(.get, "/api/v1/health") { _ in try .json(["status": "ok"]) },
            .vital(.get, "/api/v1/ready") { _ in
                try await checkStores()
                return try .json(["status": "ready"])
            },
        ]
    }

    /// Throws `UNAVAILABLE` when one of the stores does not answer.
    private func checkStores() async throws {
        do {
            let tenants = try await context.store.read { try $0.tenants() }
            if let tenant = tenants.first { _ = try await context.chunks.missing([.empty], tenant: tenant.id) }
        } catch {
            context.logger.error("not ready", metadata: ["error": "\(String(reflecting: error))"])
            throw ServiceError(.unavailable, "A store does not answer; see the server's log.")
        }
    }
}
