import Synchronization
package import TidelineCore

/// What happened after a commit, told to whoever waits. A hint only: the log is the truth.
package enum LiveEvent: Sendable {
    case changed(LoggedChange)
    case preferencesUpdated(tenant: TenantID, user: UserID, device: String, share: ShareID)
    /// Read the share anew, from a snapshot: everyone who syncs it, or one device alone.
    case forceSync(tenant: TenantID, share: ShareID, only: DeviceReference? = nil)
    case deviceRemoved(user: UserID, device: String)
    case deviceDeactivated(user: UserID, device: String)
    /// Memberships or roles changed: look again at what this user may read. `lost` may not be read from now on.
    case accessChanged(tenant: TenantID, user: UserID, lost: ShareID? = nil)
    /// Not in the share any more: end the user's connections, so that each is checked anew.
    case membershipRemoved(tenant: TenantID, user: UserID, share: ShareID)
    /// Suspended or deleted: end everything of this user.
    case userEnded(user: UserID)
}

/// Hands each event to every listener, in the order of commits of one writer.
///
/// Listeners run on the publisher's thread: they must be quick and must not call back.
package final class EventHub: Sendable {
    private struct State {
        var nextID = 0
        var listeners: [Int: @Sendable (LiveEvent) -> Void] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    package func publish(_ events: [LiveEvent]) {
        guard !events.isEmpty else { return }
        let listeners = state.withLock { Array($0.listeners.values) }
        for event in events { listeners.forEach { $0(event) } }
    }

    /// Until the returned subscription is cancelled.
    package func listen(_ listener: @escaping @Sendable (LiveEvent) -> Void) -> Subscription {
        let id = state.withLock { state in
            state.nextID += 1
            state.listeners[state.nextID] = listener
            return state.nextID
        }
        return Subscription { [self] in state.withLock { _ = $0.listeners.removeValue(forKey: id) } }
    }

    package struct Subscription: Sendable {
        private let end: @Sendable () -> Void
        fileprivate init(end: @escaping @Sendable () -> Void) { self.end = end }
        package func cancel() { end() }
    }
}
