import NIOCore
import Synchronization

/// The side of a socket that any thread may use.
final class SocketPort: Sendable {
    private struct State {
        var outbox = Outbox()
        /// Whether the socket has been told that something waits.
        var isRung = false
    }

    private let state = Mutex(State())
    private let eventLoop: any EventLoop
    private let ring: @Sendable () -> Void
    private let end: @Sendable (SocketClose) -> Void

    /// - Parameters:
    ///   - ring: is called on the event loop when frames wait.
    ///   - end: is called on the event loop to close the socket.
    init(
        on eventLoop: any EventLoop, ring: @escaping @Sendable () -> Void,
        end: @escaping @Sendable (SocketClose) -> Void
    ) {
        self.eventLoop = eventLoop
        self.ring = ring
        self.end = end
    }

    func put(_ nudge: Nudge) {
        let mustRing = state.withLock { state in
            state.outbox.put(nudge)
            defer { state.isRung = true }
            return !state.isRung
        }
        if mustRing { eventLoop.execute(ring) }
    }

    /// What waits, to be written now; until then nothing rings again.
    func takeAll() -> [Nudge] {
        state.withLock { state in
            state.isRung = false
            return state.outbox.takeAll()
        }
    }

    func close(_ reason: SocketClose) { eventLoop.execute { [end] in end(reason) } }
}
