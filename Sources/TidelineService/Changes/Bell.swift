/// Wakes one waiting reader, until its time is over. Listens from its making on, so that nothing between is missed.
final class Bell: Sendable {
    private let wakes: AsyncStream<Void>
    private let subscription: EventHub.Subscription
    private let timer: Task<Void, Never>

    init(_ events: EventHub, _ alarm: any Alarm, seconds: Int, _ concerns: @escaping @Sendable (LiveEvent) -> Bool) {
        // One pending wake is enough: a reader that wakes reads everything.
        let (wakes, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.wakes = wakes
        subscription = events.listen { if concerns($0) { continuation.yield() } }
        timer = Task {
            // Cancelled or over, nobody waits any more.
            try? await alarm.sleep(seconds: seconds)
            continuation.finish()
        }
    }

    /// False when the time is over or the task was cancelled.
    func rings() async -> Bool {
        for await _ in wakes { return true }
        return false
    }

    func stop() {
        subscription.cancel()
        timer.cancel()
    }
}
