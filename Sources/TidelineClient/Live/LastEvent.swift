import Synchronization

/// How one connection went.
final class LastEvent: Sendable {
    private let state = Mutex((code: Int?.none, wasUseful: false, wasAdmitted: false))

    func note(_ event: LiveEvent) {
        state.withLock { state in
            switch event {
            case .closed(let code): state.code = code
            case .connected: break
            case .change, .forceSync, .preferencesUpdated: state.wasUseful = true
            }
        }
    }

    func noteAdmission() { state.withLock { $0.wasAdmitted = true } }

    /// The server said something, so it took the token then, whatever it said at the end.
    var wasAdmitted: Bool { state.withLock { $0.wasAdmitted } }
    var meaning: CloseMeaning { CloseMeaning(code: state.withLock { $0.code }) }
    /// Something came over it, so the next pause starts small again.
    var wasUseful: Bool { state.withLock { $0.wasUseful } }
}
