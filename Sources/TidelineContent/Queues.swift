import Foundation

/// Runs an actor on a thread of its own queue, so that waiting for the disk holds up nobody else. First in, first out.
final class QueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    init(label: String) { queue = DispatchQueue(label: label) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}

/// Runs blocking work, a bounded number at a time, away from Swift's own threads.
final class BlockingQueue: Sendable {
    private let queue: OperationQueue

    init(label: String, threadsMax: Int) {
        queue = OperationQueue()
        queue.name = label
        queue.maxConcurrentOperationCount = threadsMax
    }

    func run<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            queue.addOperation { continuation.resume(with: Result(catching: body)) }
        }
    }

    /// Runs after all that was asked for before.
    func runLast(_ body: @escaping @Sendable () throws -> Void) async throws {
        try await withCheckedThrowingContinuation { continuation in
            queue.addBarrierBlock { continuation.resume(with: Result(catching: body)) }
        }
    }
}
