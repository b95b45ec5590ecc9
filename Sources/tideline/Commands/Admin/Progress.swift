import Foundation
import Synchronization

/// Says on stderr how far long work is, at most every other second.
final class Progress: Sendable {
    private let verb: String
    private let last = Mutex(Date())

    init(_ verb: String) { self.verb = verb }

    /// `all` nil: nobody knows.
    func show(_ bytes: Int64, of all: Int64?) {
        let isDue = last.withLock { last in
            guard Date().timeIntervalSince(last) > 2 else { return false }
            last = Date()
            return true
        }
        guard isDue else { return }
        complain("\(readable(bytes: bytes))\(all.map { " of " + readable(bytes: $0) } ?? "") \(verb)")
    }
}
