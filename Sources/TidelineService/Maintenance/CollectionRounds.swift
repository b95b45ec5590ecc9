import Logging
import Synchronization
import TidelineCore

/// Collects content at the start of a server and then once a day.
final class CollectionRounds: Sendable {
    private let context: ServiceContext
    private let last = Mutex<Timestamp?>(nil)

    init(_ context: ServiceContext) { self.context = context }

    /// Does nothing until a day after the last one that was finished.
    func runWhenDue() async throws {
        let now = context.clock.now()
        let isDue = last.withLock { $0.map { $0.adding(seconds: Limits.collectionSeconds) <= now } ?? true }
        guard isDue, let report = try await Collection(context)() else { return }
        last.withLock { $0 = now }
        guard report.chunksTaken > 0 || report.compaction.filesRemoved > 0 else { return }
        context.logger.info(
            "content that nobody needs was collected",
            metadata: [
                "chunks": "\(report.chunksTaken)", "bytes": "\(report.bytesTaken)",
                "bytes_freed": "\(report.compaction.bytesRemoved)",
            ])
    }
}
