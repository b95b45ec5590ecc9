import Synchronization
import TidelineCore
import TidelineService

/// All open device sockets, and who of them hears of what.
final class SocketRegistry: Sendable {
    private struct Entry {
        let port: SocketPort
        let caller: Caller
        let device: String
        var readable: Set<ShareID> = []
        var administered: Set<ShareID> = []
        var isRefreshing = false
        var mustRefreshAgain = false
    }

    private struct State {
        var nextID = 0
        var entries: [Int: Entry] = [:]
        var byUser: [UserID: Set<Int>] = [:]
        var byShare: [ShareID: Set<Int>] = [:]
    }

    private let state = Mutex(State())
    private let devices: Devices
    private let metrics: Metrics

    init(devices: Devices, metrics: Metrics) {
        self.devices = devices
        self.metrics = metrics
    }

    /// The socket's id here. Throws `RATE_LIMITED` when the user has too many.
    func add(_ port: SocketPort, _ caller: Caller, device: String) throws -> Int {
        let id = try state.withLock { state in
            guard state.byUser[caller.userID, default: []].count < Limits.socketsPerUserMax else {
                throw ServiceError(
                    .rateLimited, "You have \(Limits.socketsPerUserMax) sockets open (socketsPerUserMax).")
            }
            state.nextID += 1
            state.entries[state.nextID] = Entry(port: port, caller: caller, device: device)
            state.byUser[caller.userID, default: []].insert(state.nextID)
            return state.nextID
        }
        metrics.socketOpened()
        return id
    }

    func remove(_ id: Int) {
        let isKnown = state.withLock { state in
            guard let entry = state.entries.removeValue(forKey: id) else { return false }
            state.byUser.take(id, from: entry.caller.userID)
            for share in entry.readable.union(entry.administered) { state.byShare.take(id, from: share) }
            return true
        }
        if isKnown { metrics.socketClosed() }
    }

    /// Reads anew what the socket may hear of. One at a time per socket, so that no older answer comes last.
    func refresh(_ id: Int) async {
        guard let (caller, device) = beginRefresh(id) else { return }
        repeat {
            do {
                update(id, try await devices.nudgedShares(caller, id: device))
            } catch {
                port(id)?.close(SocketClose(error))
            }
        } while mustRefreshAgain(id)
    }

    private func beginRefresh(_ id: Int) -> (Caller, device: String)? {
        state.withLock { state in
            guard let entry = state.entries[id] else { return nil }
            state.entries[id]?.isRefreshing = true
            state.entries[id]?.mustRefreshAgain = entry.isRefreshing
            return entry.isRefreshing ? nil : (entry.caller, entry.device)
        }
    }

    private func mustRefreshAgain(_ id: Int) -> Bool {
        state.withLock { state in
            let again = state.entries[id]?.mustRefreshAgain ?? false
            state.entries[id]?.mustRefreshAgain = false
            state.entries[id]?.isRefreshing = again
            return again
        }
    }

    private func update(_ id: Int, _ shares: (readable: Set<ShareID>, administered: Set<ShareID>)) {
        state.withLock { state in
            guard let entry = state.entries[id], !entry.mustRefreshAgain else { return }
            for share in entry.readable.union(entry.administered) { state.byShare.take(id, from: share) }
            for share in shares.readable.union(shares.administered) { state.byShare[share, default: []].insert(id) }
            state.entries[id]?.readable = shares.readable
            state.entries[id]?.administered = shares.administered
        }
    }

    /// Tells the device of each share in which it has to start over. Only a hint, so a failure is no matter: the next
    /// request with the old cursor says so too.
    func nudgeStale(_ id: Int) async {
        guard let entry = state.withLock({ $0.entries[id] }) else { return }
        for share in (try? await devices.staleShares(entry.caller, id: entry.device)) ?? [] {
            entry.port.put(.forceSync(share: share))
        }
    }

    private func port(_ id: Int) -> SocketPort? { state.withLock { $0.entries[id]?.port } }
}

// What happens after commits. Called on the committing thread, so nothing here waits.
extension SocketRegistry {
    func receive(_ event: LiveEvent) {
        switch event {
        case .changed(let change):
            metrics.changeCommitted()
            let ports = hearers(of: change)
            if !ports.isEmpty { send(.change(change), to: ports) }
        case .preferencesUpdated(_, let user, let device, let share):
            guard let nudge = try? Nudge.preferences(share: share, device: device) else { return }
            let ids = sockets(of: user)
            send(nudge, to: ids.filter { $0.device == device }.map(\.port))
            refreshLater(ids.map(\.id))
        case .forceSync(_, let share, let only):
            send(.forceSync(share: share), to: hearers(of: share, only: only))
        case .deviceRemoved(let user, let device): close(user, device, .deviceUnknown)
        case .deviceDeactivated(let user, let device): close(user, device, .deviceInactive)
        case .accessChanged(_, let user, let lost):
            if let lost { take(lost, from: user) }
            refreshLater(sockets(of: user).map(\.id))
        case .membershipRemoved(_, let user, let share):
            take(share, from: user)
            close(user, nil, .unauthenticated)
        case .userEnded(let user): close(user, nil, .unauthenticated)
        }
    }

    /// At once, since looking anew takes a moment in which the share may change.
    private func take(_ share: ShareID, from user: UserID) {
        state.withLock { state in
            for id in state.byUser[user, default: []] {
                guard let entry = state.entries[id] else { continue }
                state.byShare.take(id, from: share)
                state.entries[id]?.readable.remove(share)
                state.entries[id]?.administered.remove(share)
                // What is being read now may be from before.
                state.entries[id]?.mustRefreshAgain = entry.isRefreshing
            }
        }
    }

    private func send(_ nudge: Nudge, to ports: [SocketPort]) {
        for port in ports { port.put(nudge) }
    }

    /// Everyone who can read the share; for a row with an audience only that user and those who administer the share.
    private func hearers(of change: LoggedChange) -> [SocketPort] {
        state.withLock { state in
            let sharing = state.byShare[change.shareID, default: []]
            guard let audience = change.audience else {
                return sharing.compactMap { state.entries[$0] }
                    .filter { $0.readable.contains(change.shareID) }.map(\.port)
            }
            let administering = sharing.filter {
                state.entries[$0]?.administered.contains(change.shareID) ?? false
            }
            return administering.union(state.byUser[audience, default: []]).compactMap { state.entries[$0]?.port }
        }
    }

    private func hearers(of share: ShareID, only device: DeviceReference?) -> [SocketPort] {
        state.withLock { state in
            state.byShare[share, default: []].compactMap { state.entries[$0] }
                .filter { entry in
                    device.map { $0.userID == entry.caller.userID && $0.deviceID == entry.device } ?? true
                }
                .map(\.port)
        }
    }

    private func sockets(of user: UserID) -> [(id: Int, device: String, port: SocketPort)] {
        state.withLock { state in
            state.byUser[user, default: []].compactMap { id in
                state.entries[id].map { (id, $0.device, $0.port) }
            }
        }
    }

    /// `device` nil: all of the user.
    private func close(_ user: UserID, _ device: String?, _ reason: SocketClose) {
        for socket in sockets(of: user) where device == nil || socket.device == device { socket.port.close(reason) }
    }

    private func refreshLater(_ ids: [Int]) {
        guard !ids.isEmpty else { return }
        Task { for id in ids { await refresh(id) } }
    }
}

extension Dictionary where Value == Set<Int> {
    fileprivate mutating func take(_ id: Int, from key: Key) {
        self[key]?.remove(id)
        if self[key]?.isEmpty ?? false { self[key] = nil }
    }
}
