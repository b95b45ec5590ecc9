import TidelineService

/// Goes off when told to, once for each time it is told, and not before.
package final class FakeAlarm: Alarm {
    private let rings: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    package init() { (rings, continuation) = AsyncStream.makeStream() }

    package func ring() { continuation.yield() }

    package func sleep(seconds: Int) async throws {
        for await _ in rings { return }
        throw CancellationError()
    }
}
