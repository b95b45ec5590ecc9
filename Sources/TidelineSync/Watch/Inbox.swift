/// What there is to look at in the next pass; grows while one runs.
package struct PendingWork: Hashable, Sendable {
    package var everything = false
    package var flat: Set<String> = []
    package var deep: Set<String> = []
    package var remote = false
    /// Compare with a snapshot.
    package var startsOver = false
    package var rootGone = false

    package static let all = PendingWork(everything: true, remote: true)

    var isEmpty: Bool { self == PendingWork() }

    package mutating func add(_ other: PendingWork) {
        everything = everything || other.everything
        flat.formUnion(other.flat)
        deep.formUnion(other.deep)
        remote = remote || other.remote
        startsOver = startsOver || other.startsOver
        rootGone = rootGone || other.rootGone
        if everything || flat.count + deep.count > Self.foldersMax {
            everything = true
            flat = []
            deep = []
        }
    }

    private static let foldersMax = 2_000
}

/// Collects signals from all sides; one taker waits for them.
actor Inbox {
    private var pending = PendingWork()
    /// Some folders are not watched: only looks at everything tell where things went.
    private(set) var isBlind = false
    private var waiter: CheckedContinuation<Void, Never>?

    var hasWork: Bool { !pending.isEmpty }

    func put(_ work: PendingWork) {
        pending.add(work)
        waiter?.resume()
        waiter = nil
    }

    func goBlind() {
        isBlind = true
        put(PendingWork(everything: true))
    }

    /// It is time to ask the server, and the disk where it does not tell by itself.
    func poll() { put(isBlind ? .all : PendingWork(remote: true)) }

    /// Waits until there is work, then takes all of it. Empty only when cancelled.
    func take() async -> PendingWork {
        while pending.isEmpty && !Task.isCancelled {
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    if Task.isCancelled { continuation.resume() } else { waiter = continuation }
                }
            } onCancel: {
                Task { await self.wake() }
            }
        }
        defer { pending = PendingWork() }
        return pending
    }

    private func wake() {
        waiter?.resume()
        waiter = nil
    }
}
