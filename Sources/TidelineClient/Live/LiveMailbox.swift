import Synchronization

/// Holds events until they are taken. An event that is waiting already is not added again, so a slow reader costs no more
/// than a few events for each share.
final class LiveMailbox: Sendable {
    private struct State {
        var waiting: [LiveEvent] = []
        var isFinished = false
    }

    private let state = Mutex(State())
    private let bell: AsyncStream<Void>
    private let ring: AsyncStream<Void>.Continuation

    init() { (bell, ring) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    func put(_ event: LiveEvent) {
        state.withLock { state in
            if !state.waiting.contains(event) { state.waiting.append(event) }
        }
        ring.yield()
    }

    /// What waits can still be taken.
    func finish() {
        state.withLock { $0.isFinished = true }
        ring.finish()
    }

    /// Waits for an event; nil when finished and empty, or when the task is cancelled. One caller at a time.
    func next() async -> LiveEvent? {
        while true {
            let (event, isFinished) = state.withLock { state -> (LiveEvent?, Bool) in
                (state.waiting.isEmpty ? nil : state.waiting.removeFirst(), state.isFinished)
            }
            if let event { return event }
            if isFinished || Task.isCancelled { return nil }
            for await _ in bell { break }
        }
    }
}
