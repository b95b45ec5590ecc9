import Synchronization

/// Counts events on whatever thread they come.
final class Heard: Sendable {
    private let number = Mutex(0)

    func count() { number.withLock { $0 += 1 } }

    var value: Int { number.withLock { $0 } }
}
