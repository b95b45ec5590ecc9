import Dispatch
import GRDB
import Synchronization
import TidelineCore
import TidelineService

/// The writer's work: commits made, bodies they were made for, and bodies that wait now.
package struct CommitCounts: Hashable, Sendable {
    package fileprivate(set) var commits = 0
    package fileprivate(set) var writes = 0
    package fileprivate(set) var waiting = 0
}

/// Group commit: bodies that wait at the same time share one transaction and one sync.
///
/// Each runs in its own savepoint, so one that throws takes back only what it did itself. Nobody is answered before the
/// commit is durable. When the commit fails, all of the group fail, for each may have seen what another one wrote.
final class CommitQueue: Sendable {
    private let pool: DatabasePool
    private let state = Mutex(State())

    private struct State {
        var waiting: [any WaitingWrite] = []
        var isDraining = false
        var isClosed = false
        var counts = CommitCounts()
    }

    init(_ pool: DatabasePool) { self.pool = pool }

    var counts: CommitCounts {
        state.withLock { state in
            var counts = state.counts
            counts.waiting = state.waiting.count
            return counts
        }
    }

    /// Answers why the body was not taken in.
    func enqueue(_ write: any WaitingWrite) -> StoreUnavailable? {
        state.withLock { state in
            guard !state.isClosed else { return StoreUnavailable(reason: "The store is closed.") }
            guard state.waiting.count < Limits.commitsWaitingMax else {
                return StoreUnavailable(
                    reason: "More than \(Limits.commitsWaitingMax) writes wait (commitsWaitingMax).")
            }
            state.waiting.append(write)
            if !state.isDraining {
                state.isDraining = true
                // Under the lock, so that closing the pool comes after it in the writer's queue.
                pool.asyncWriteWithoutTransaction { self.drain($0) }
            }
            return nil
        }
    }

    /// Refuses new bodies, waits for those taken in, then closes the database.
    func close(_ done: @escaping @Sendable (Result<Void, any Error>) -> Void) {
        state.withLock { $0.isClosed = true }
        DispatchQueue.global().async { [pool] in done(Result { try pool.close() }.mapError(translated)) }
    }

    /// Runs on the writer's queue until nothing waits.
    private func drain(_ database: Database) {
        while let group = nextGroup() {
            let failure = commit(group, on: database)
            state.withLock { state in
                guard failure == nil else { return }
                state.counts.commits += 1
                state.counts.writes += group.count
            }
            for write in group { write.finish(failure) }
        }
    }

    private func nextGroup() -> [any WaitingWrite]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isDraining = false
                return nil
            }
            let group = Array(state.waiting.prefix(Limits.commitGroupMax))
            state.waiting.removeFirst(group.count)
            return group
        }
    }

    /// Answers why nothing was kept, or nil when all is durable.
    private func commit(_ group: [any WaitingWrite], on database: Database) -> StoreUnavailable? {
        let transaction = SQLiteTransaction(database)
        do {
            try database.inTransaction(.immediate) {
                for write in group { try transaction.runInSavepoint(write) }
                return .commit
            }
            return nil
        } catch {
            return translated(error) as? StoreUnavailable ?? StoreUnavailable(reason: "\(error)")
        }
    }
}

extension SQLiteTransaction {
    /// Throws only when the whole transaction is lost.
    fileprivate func runInSavepoint(_ write: any WaitingWrite) throws {
        try session.run("SAVEPOINT body")
        let isKept = write.run(on: self)
        if let loss = session.lossOfTransaction { throw loss }
        if !isKept { try session.run("ROLLBACK TO body") }
        try session.run("RELEASE body")
    }
}
