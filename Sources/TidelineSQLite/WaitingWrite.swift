import Synchronization
import TidelineService

/// A body of any result that waits for its turn, and then for the commit.
protocol WaitingWrite: Sendable {
    /// Runs the body and keeps what it gave. Answers whether its effects are to be kept.
    func run(on transaction: SQLiteTransaction) -> Bool
    /// Answers the caller: with the failure if there is one, else with what the body gave.
    func finish(_ failure: StoreUnavailable?)
}

final class WaitingBody<T: Sendable>: WaitingWrite {
    private let body: @Sendable (any MetadataWriter) throws -> T
    private let continuation: CheckedContinuation<T, any Error>
    private let result = Mutex<Result<T, any Error>?>(nil)

    init(
        _ body: @escaping @Sendable (any MetadataWriter) throws -> T, _ continuation: CheckedContinuation<T, any Error>
    ) {
        self.body = body
        self.continuation = continuation
    }

    func run(on transaction: SQLiteTransaction) -> Bool {
        let outcome = Result {
            let value = try body(transaction)
            guard !transaction.session.hasOpenReferences else { throw ConstraintError.missingReference }
            return value
        }.mapError(translated)
        result.withLock { $0 = outcome }
        if case .success = outcome { return true }
        return false
    }

    func finish(_ failure: StoreUnavailable?) {
        if let failure { return continuation.resume(throwing: failure) }
        guard let result = result.withLock({ $0 }) else { preconditionFailure("a write was answered before it ran") }
        continuation.resume(with: result)
    }
}
