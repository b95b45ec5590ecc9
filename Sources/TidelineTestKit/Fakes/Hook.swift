import Synchronization

/// A closure that tests hand in and that is asked for at each call.
///
/// It lies in a struct: a mutex that holds a bare closure wraps it once more at each look, until calling it through all
/// the wrappers overflows the stack.
package final class Hook<Body: Sendable>: Sendable {
    private struct Content: Sendable {
        var body: Body?
    }

    private let content = Mutex(Content())

    package init() {}

    package var body: Body? { content.withLock { $0.body } }

    package func set(_ body: Body?) { content.withLock { $0.body = body } }
}
