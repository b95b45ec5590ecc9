import Synchronization
import TidelineCore

/// All that happened, as one hash: equal for equal runs.
final class Trace: Sendable {
    private let builder = Mutex(DigestBuilder())
    private let scheduler: Scheduler
    private let echo: (@Sendable (String) -> Void)?

    init(_ scheduler: Scheduler, echo: (@Sendable (String) -> Void)?) {
        self.scheduler = scheduler
        self.echo = echo
    }

    func add(_ who: String, _ what: @autoclosure () -> String) {
        let time = scheduler.now / 1_000
        let line = "\(time) \(who) \(what())"
        builder.withLock { builder in
            var text = line + "\n"
            text.withUTF8 { builder.update(UnsafeRawBufferPointer($0)) }
        }
        echo?(line)
    }

    var hash: Digest { builder.withLock { $0.finish() } }
}
