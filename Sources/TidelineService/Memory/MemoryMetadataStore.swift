import Synchronization

/// The metadata port in memory: for tests, the simulator and anything else that need not survive.
///
/// One lock makes every body run alone. A body that throws is undone step by step.
package final class MemoryMetadataStore: MetadataStore {
    private let state = Mutex(Guarded())

    private struct Guarded {
        var state = MemoryState()
        var isClosed = false
    }

    package init() {}

    package func read<T: Sendable>(_ body: @escaping @Sendable (any MetadataReader) throws -> T) async throws -> T {
        try alone { try body($0) }
    }

    package func write<T: Sendable>(_ body: @escaping @Sendable (any MetadataWriter) throws -> T) async throws -> T {
        try alone { transaction in
            do {
                let value = try body(transaction)
                try transaction.checkReferences()
                return value
            } catch {
                transaction.undo()
                throw error
            }
        }
    }

    /// All that it holds, to be put back by ``restore(_:)``.
    package func backUp() -> Backup { Backup(state: state.withLock { $0.state }) }

    package func restore(_ backup: Backup) { state.withLock { $0.state = backup.state } }

    package struct Backup: Sendable {
        let state: MemoryState
    }

    package func close() async throws {
        state.withLock { $0.isClosed = true }
    }

    private func alone<T: Sendable>(_ body: @Sendable (MemoryTransaction) throws -> T) throws -> T {
        try state.withLock { guarded in
            guard !guarded.isClosed else { throw StoreUnavailable(reason: "The store is closed.") }
            // The state moves into the transaction and back, so that it is never copied.
            let transaction = MemoryTransaction(guarded.state)
            guarded.state = MemoryState()
            defer { guarded.state = transaction.state }
            return try body(transaction)
        }
    }
}
