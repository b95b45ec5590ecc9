import Synchronization

/// What there is to look at in the next pass; grows while one runs.
package struct PendingWork: Hashable, Sendable {
    package var everything = false
    package var flat: Set<String> = []
    package var deep: Set<String> = []
    package var remote = false
    /// Compare with a snapshot.
    package var startsOver = false
    /// Ask what is to be synced.
    package var selection = false
    package var rootGone = false

    package static let all = PendingWork(everything: true, remote: true)

    var isEmpty: Bool { self == PendingWork() }

    package mutating func add(_ other: PendingWork) {
        everything = everything || other.everything
        flat.formUnion(other.flat)
        deep.formUnion(other.deep)
        remote = remote || other.remote
        startsOver = startsOver || other.startsOver
        selection = selection || other.selection
        rootGone = rootGone || other.rootGone
        if everything || flat.count + deep.count > Self.foldersMax {
            everything = true
            flat = []
            deep = []
        }
    }

    private static let foldersMax = 2_000
}

/// Collects signals from all sides; one taker waits for them. It wakes by a lock alone, so that not even cancelling starts a
/// task that nobody ordered.
final class Inbox: Sendable {
    private struct State {
        var pending = PendingWork()
        var isBlind = false
        var isCancelled = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Some folders are not watched: only looks at everything tell where things went.
    var isBlind: Bool { state.withLock { $0.isBlind } }
    var hasWork: Bool { state.withLock { !$0.pending.isEmpty } }

    func put(_ work: PendingWork) {
        wake { $0.pending.add(work) }
    }

    func goBlind() {
        state.withLock { $0.isBlind = true }
        put(PendingWork(everything: true))
    }

    /// All folders are about to be watched anew.
    func hopeToSee() { state.withLock { $0.isBlind = false } }

    /// It is time to ask the server, and the disk where it does not tell by itself.
    func poll() { put(isBlind ? .all : PendingWork(remote: true)) }

    /// Waits until there is work, then takes all of it. Empty only when cancelled, which is for good.
    func take() async -> PendingWork {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if state.isCancelled || !state.pending.isEmpty { return true }
                    state.waiter = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        } onCancel: {
            wake { $0.isCancelled = true }
        }
        return state.withLock { state in
            defer { state.pending = PendingWork() }
            return state.pending
        }
    }

    private func wake(after change: (inout State) -> Void) {
        let waiter = state.withLock { state in
            change(&state)
            return state.waiter.take()
        }
        waiter?.resume()
    }
}
