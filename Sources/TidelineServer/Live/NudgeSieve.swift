import Synchronization
import TidelineCore
import TidelineService

/// Decides which sockets of devices that sync only parts hear of an event. That takes a look at the tree, so it happens
/// beside the committing thread; events stay in order.
final class NudgeSieve: Sendable {
    /// Called with what passes, for each event the sockets that hear it.
    typealias Deliver = @Sendable (Event, Nudge, _ sockets: [Int]) -> Void

    struct Event: Sendable {
        let nudge: Nudge
        /// nil: of anything in the share.
        let row: LoggedChange?
        /// Ids of sockets, and their devices.
        let listeners: [(socket: Int, device: DeviceReference)]
    }

    private struct State {
        var waiting: [Event] = []
        var isRunning = false
    }

    private let state = Mutex(State())
    private let preferences: Preferences

    init(preferences: Preferences) { self.preferences = preferences }

    /// When too many wait, or the store does not answer, all of the sockets hear it: a nudge too many costs a look at the log.
    func put(_ event: Event, _ deliver: @escaping Deliver) {
        let (isFull, mustStart) = state.withLock { state in
            guard state.waiting.count < Limits.socketEventsSievedMax else { return (true, false) }
            state.waiting.append(event)
            defer { state.isRunning = true }
            return (false, !state.isRunning)
        }
        if isFull { deliver(event, event.nudge, event.listeners.map(\.socket)) }
        if mustStart { Task { await run(deliver) } }
    }

    private func run(_ deliver: Deliver) async {
        while true {
            let events = state.withLock { state in
                defer { state.waiting = [] }
                state.isRunning = !state.waiting.isEmpty
                return state.waiting
            }
            guard !events.isEmpty else { return }
            await sieve(events, deliver)
        }
    }

    private func sieve(_ events: [Event], _ deliver: Deliver) async {
        let questions = events.map { event in
            Preferences.Question(share: event.nudge.share, row: event.row, devices: event.listeners.map(\.device))
        }
        let answers = try? await preferences.hearings(questions)
        for (index, event) in events.enumerated() {
            let sockets = event.listeners.map(\.socket)
            guard let answers else {
                deliver(event, event.nudge, sockets)
                continue
            }
            let heard = zip(sockets, answers[index])
            deliver(event, event.nudge, heard.filter { $1 != .nothing }.map(\.0))
            let anew = heard.filter { $1 == .eventAndForceSync }.map(\.0)
            if !anew.isEmpty { deliver(event, .forceSync(share: event.nudge.share), anew) }
        }
    }
}
