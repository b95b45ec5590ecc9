import TidelineCore

/// Makes a server that was set back tell its new history from the one that devices may know.
package struct Timelines: Sendable {
    private let context: ServiceContext

    init(_ context: ServiceContext) { self.context = context }

    /// Starts a new epoch in every tenant's log and ends all logins; answers the epoch. Durable on return.
    ///
    /// Cursors up to where a log stands stay good. Those beyond belong to what was lost, and are refused from now on.
    /// Refresh tokens are used once: of those kept here nobody knows which were used, or revoked, since.
    ///
    /// - Parameter replaced: the highest epoch of what this server takes the place of, if known.
    package func begin(after replaced: Int64?) async throws -> Int64 {
        let byClock = Self.quarterHours(context.clock.now())
        return try await context.store.write { writer in
            let tenants = try writer.tenants()
            let known = try tenants.map { try writer.log(of: $0.id).head.epoch }.max() ?? 0
            let epoch = max(known + 1, (replaced ?? 0) + 1, byClock)
            guard epoch < Position.epochMax else {
                throw ServiceError(.internalError, "The log has used up its epochs.")
            }
            for tenant in tenants {
                var log = try writer.log(of: tenant.id)
                if log.head != .start { log.endedEpochs.append(log.head) }
                log.head = Position(epoch: epoch, sequence: 0)
                try writer.startLog(of: tenant.id, at: log)
                for user in try writer.users(in: tenant.id) { try writer.removeRefreshTokens(of: user.id) }
            }
            return epoch
        }
    }

    /// Since 2026 began, so that two servers made of one backup at different times go separate ways. 0 when the clock is
    /// beyond all epochs, and so wrong.
    private static func quarterHours(_ now: Timestamp) -> Int64 {
        let count = (now.milliseconds / 1_000 - 1_767_225_600) / 900
        return (0..<Position.epochMax - 1).contains(count) ? count : 0
    }
}
