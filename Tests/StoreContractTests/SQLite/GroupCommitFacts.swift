import Dispatch
import GRDB
import Testing
import TidelineCore
import TidelineService

@testable import TidelineSQLite

@Suite(.timeLimit(.minutes(5))) struct GroupCommitFacts {
    private struct Refused: Error {}

    @Test func `bodies that wait together share a commit, and fail alone`() async throws {
        try await withStore { store in
            let before = store.commitCounts
            let writes = 2 * Limits.commitGroupMax
            try await whileWriterIsHeld(in: store, run: writes) { number in
                do {
                    try await store.write { writer in
                        try writer.put(try World.node(.file(UInt64(number)), "file \(number)"))
                        if number % 10 == 0 { throw Refused() }
                    }
                } catch is Refused {}
            }
            let after = store.commitCounts
            // One for the body that held the writer, then full groups.
            #expect(after.commits - before.commits == 3)
            #expect(after.writes - before.writes == writes + 1)
            #expect(after.waiting == 0)
            let kept = try await store.read { try $0.nodes(in: World.docs, after: nil, limit: writes).map(\.id) }
            let expected: [NodeID] = (0..<writes).filter { $0 % 10 != 0 }.map { .file(UInt64($0)) }
            #expect(kept == expected)
        }
    }

    @Test func `when a commit fails, all of its group hear of it and nothing is kept`() async throws {
        try await withStore { store in
            let observer = RefusingObserver()
            store.pool.add(transactionObserver: observer, extent: .databaseLifetime)
            let failures = try await failures(of: 20, in: store)
            #expect(failures.count == 21 && failures.allSatisfy(\.isFull))
            store.pool.remove(transactionObserver: observer)
            #expect(try await store.read { try $0.children(of: nil, in: World.docs) } == [])
            #expect(try await store.write { try $0.takePosition(of: World.tenant) } == World.position(1))
        }
    }

    /// What that many writes throw, and one more that holds the writer until all of them wait.
    private func failures(of writes: Int, in store: SQLiteMetadataStore) async throws -> [StoreUnavailable] {
        let collector = Collector()
        do {
            try await whileWriterIsHeld(in: store, run: writes) { number in
                do {
                    try await store.write { writer in
                        _ = try writer.takePosition(of: World.tenant)
                        try writer.put(try World.node(.file(UInt64(number)), "file \(number)"))
                    }
                } catch let error as StoreUnavailable { await collector.add(error) }
            }
        } catch let error as StoreUnavailable { await collector.add(error) }
        return await collector.failures
    }

    private actor Collector {
        private(set) var failures: [StoreUnavailable] = []
        func add(_ failure: StoreUnavailable) { failures.append(failure) }
    }

    /// Stands in for a disk that is full when the commit is made.
    private final class RefusingObserver: TransactionObserver {
        func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
        func databaseDidChange(with event: DatabaseEvent) {}
        func databaseWillCommit() throws { throw DatabaseError(resultCode: .SQLITE_FULL) }
        func databaseDidCommit(_ db: Database) {}
        func databaseDidRollback(_ db: Database) {}
    }

    /// Starts the tasks, and lets the writer go once all of them wait.
    private func whileWriterIsHeld(
        in store: SQLiteMetadataStore, run count: Int, _ task: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        let held = DispatchSemaphore(value: 0)
        let started = AsyncStream<Void>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await store.write { writer in
                    started.continuation.finish()
                    held.wait()
                    _ = try writer.tenants()
                }
            }
            for await _ in started.stream {}
            for number in 0..<count { group.addTask { try await task(number) } }
            while store.commitCounts.waiting < count { await Task.yield() }
            held.signal()
            try await group.waitForAll()
        }
    }

    private func withStore(_ body: (SQLiteMetadataStore) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            let store = try SQLiteMetadataStore(path: directory + "/metadata.sqlite")
            try await store.write(World.fill)
            try await body(store)
            try await store.close()
        }
    }
}
