import Logging
import TidelineCore

/// What the server does by itself now and then. Jobs know nothing of each other, and each works in small transactions, so
/// that requests get in between.
package struct Maintenance: Sendable {
    struct Job: Sendable {
        /// For the log: what could not be done.
        let name: String
        let run: @Sendable () async throws -> Void
    }

    private let context: ServiceContext
    private let jobs: [Job]

    init(_ context: ServiceContext) {
        self.context = context
        let expiry = Expiry(context)
        let rounds = CollectionRounds(context)
        jobs = [
            Job(name: "forget outcomes") { try await expiry.forgetOutcomes() },
            Job(name: "forget leave to use sent chunks") { try await expiry.forgetGrants() },
            Job(name: "forget refresh tokens") { try await expiry.forgetRefreshTokens() },
            Job(name: "forget idle uploads") { try await expiry.forgetUploads() },
            Job(name: "compact the log") { try await LogCompaction(context).run() },
            Job(name: "purge the trash") { try await TrashPurge(context).purgeExpired() },
            Job(name: "remove tombstones") { try await Tombstones(context).run() },
            Job(name: "collect content") { try await rounds.runWhenDue() },
        ]
    }

    /// Runs each job. One that fails is logged, and tried again the next time.
    package func runOnce() async throws {
        for job in jobs {
            do { try await job.run() } catch is CancellationError {
                throw CancellationError()
            } catch {
                context.logger.error(
                    "maintenance could not \(job.name); it is tried again", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Once an hour, or more often where something is kept for less, until its task is cancelled.
    package func run() async throws {
        let retention = context.retention
        let pause = min(Limits.maintenanceSeconds, retention.logSeconds, retention.trashSeconds)
        while true {
            try await runOnce()
            try await context.alarm.sleep(seconds: pause)
        }
    }
}
