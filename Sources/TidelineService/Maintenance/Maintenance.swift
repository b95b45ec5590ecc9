import Logging
import TidelineCore

/// Forgets what has served its time: outcomes that no device will ask for again, and leave to use sent chunks,
/// and uploads that lie idle.
package struct Maintenance: Sendable {
    private let context: ServiceContext
    private let rounds: CollectionRounds

    init(_ context: ServiceContext) {
        self.context = context
        rounds = CollectionRounds(context)
    }

    package func forgetExpired() async throws {
        let now = context.clock.now()
        try await context.store.write { store in
            try store.forgetOutcomes(before: now.adding(seconds: -Limits.outcomeSecondsKept))
            try store.forgetGrants(before: now.adding(seconds: -Limits.chunkGrantSeconds))
            try store.removeUploads(touchedBefore: now.adding(seconds: -Limits.uploadSecondsKept))
        }
    }

    /// Once an hour until its task is cancelled. A failure is logged, and the next hour tries again.
    package func run() async throws {
        while true {
            do { try await forgetExpired() } catch {
                context.logger.error("Expired rows could not be removed.", metadata: ["error": "\(error)"])
            }
            do { try await rounds.runWhenDue() } catch {
                context.logger.error("Content could not be collected.", metadata: ["error": "\(error)"])
            }
            try await context.alarm.sleep(seconds: Limits.maintenanceSeconds)
        }
    }
}
