import Synchronization
import TidelineCore
import TidelineService

/// All open device sockets, and who of them hears of what.
final class SocketRegistry: Sendable {
    private struct Entry {
        let port: SocketPort
        let caller: Caller
        let device: String
        var earshot = Devices.Earshot()
        var isRefreshing = false
        var mustRefreshAgain = false

        var reference: DeviceReference { DeviceReference(userID: caller.userID, deviceID: device) }
    }

    private struct State {
        var nextID = 0
        var entries: [Int: Entry] = [:]
        var byUser: [UserID: Set<Int>] = [:]
        var byShare: [ShareID: Set<Int>] = [:]
    }

    private let state = Mutex(State())
    private let devices: Devices
    private let sieve: NudgeSieve
    private let metrics: Metrics

    init(devices: Devices, preferences: Preferences, metrics: Metrics) {
        self.devices = devices
        sieve = NudgeSieve(preferences: preferences)
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
            for share in entry.earshot.readable { state.byShare.take(id, from: share) }
            return true
        }
        if isKnown { metrics.socketClosed() }
    }

    /// Reads anew what the socket may hear of. One at a time per socket, so that no older answer comes last.
    func refresh(_ id: Int) async {
        guard let (caller, device) = beginRefresh(id) else { return }
        repeat {
            do {
                update(id, try await devices.earshot(caller, id: device))
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

    private func update(_ id: Int, _ earshot: Devices.Earshot) {
        state.withLock { state in
            guard let entry = state.entries[id], !entry.mustRefreshAgain else { return }
            for share in entry.earshot.readable { state.byShare.take(id, from: share) }
            for share in earshot.readable { state.byShare[share, default: []].insert(id) }
            state.entries[id]?.earshot = earshot
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
            let hearers = hearers(of: change)
            if !hearers.isEmpty { send(.change(change), row: change, to: hearers) }
        case .preferencesUpdated(_, let user, let device, let share):
            guard let nudge = try? Nudge.preferences(share: share, device: device) else { return }
            let hearers = sockets(of: user, device)
            restrict(hearers, share)
            deliver(nudge, hearers)
            refreshLater(hearers)
        case .forceSync(_, let share, let device?):
            deliver(.forceSync(share: share), sockets(of: device.userID, device.deviceID), reading: share)
        case .forceSync(_, let share, nil):
            send(.forceSync(share: share), row: nil, to: state.withLock { Array($0.byShare[share, default: []]) })
        case .deviceRemoved(let user, let device): close(user, device, .deviceUnknown)
        case .deviceDeactivated(let user, let device): close(user, device, .deviceInactive)
        case .accessChanged(_, let user, let lost):
            if let lost { take(lost, from: user) }
            refreshLater(sockets(of: user))
        case .membershipRemoved(_, let user, let share):
            take(share, from: user)
            close(user, nil, .unauthenticated)
        case .userEnded(let user): close(user, nil, .unauthenticated)
        }
    }

    /// At once, since looking anew takes a moment in which the share may change.
    private func take(_ share: ShareID, from user: UserID) {
        changeAtOnce(sockets(of: user)) { state, id in
            state.byShare.take(id, from: share)
            state.entries[id]?.earshot.readable.remove(share)
            state.entries[id]?.earshot.administered.remove(share)
        }
    }

    /// From now on each event of the share is held against the preference as it is then.
    private func restrict(_ ids: [Int], _ share: ShareID) {
        changeAtOnce(ids) { state, id in state.entries[id]?.earshot.restricted.insert(share) }
    }

    private func changeAtOnce(_ ids: [Int], _ change: (inout State, Int) -> Void) {
        state.withLock { state in
            for id in ids {
                guard let entry = state.entries[id] else { continue }
                change(&state, id)
                // What is being read now may be from before.
                state.entries[id]?.mustRefreshAgain = entry.isRefreshing
            }
        }
    }

    /// To devices that sync the whole share at once; to others when it was looked at whether it concerns them.
    private func send(_ nudge: Nudge, row: LoggedChange?, to ids: [Int]) {
        let (open, restricted) = state.withLock { state in
            let entries = ids.compactMap { id in state.entries[id].map { (id, $0) } }
            let restricted = entries.filter { $1.earshot.restricted.contains(nudge.share) }
            let open = entries.filter { !$1.earshot.restricted.contains(nudge.share) }
            return (open.map(\.1.port), restricted.map { (socket: $0.0, device: $0.1.reference) })
        }
        for port in open { port.put(nudge) }
        guard !restricted.isEmpty else { return }
        sieve.put(NudgeSieve.Event(nudge: nudge, row: row, listeners: restricted)) { [self] event, nudge, ids in
            // Who lost the share meanwhile hears no more of it, but that.
            deliver(nudge, ids, reading: event.row?.audience == nil ? nudge.share : nil)
        }
    }

    /// To those of the sockets that are still there and, if a share is given, may read it.
    private func deliver(_ nudge: Nudge, _ ids: [Int], reading share: ShareID? = nil) {
        let ports = state.withLock { state in
            ids.compactMap { state.entries[$0] }
                .filter { entry in share.map { entry.earshot.readable.contains($0) } ?? true }.map(\.port)
        }
        for port in ports { port.put(nudge) }
    }

    /// Everyone who can read the share; for a row with an audience only that user and those who administer the share.
    private func hearers(of change: LoggedChange) -> [Int] {
        state.withLock { state in
            let sharing = state.byShare[change.shareID, default: []]
            guard let audience = change.audience else { return Array(sharing) }
            let administering = sharing.filter {
                state.entries[$0]?.earshot.administered.contains(change.shareID) ?? false
            }
            return Array(administering.union(state.byUser[audience, default: []]))
        }
    }

    /// `device` nil: all of the user.
    private func sockets(of user: UserID, _ device: String? = nil) -> [Int] {
        state.withLock { state in
            state.byUser[user, default: []].filter { device == nil || state.entries[$0]?.device == device }
        }
    }

    private func close(_ user: UserID, _ device: String?, _ reason: SocketClose) {
        for id in sockets(of: user, device) { port(id)?.close(reason) }
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
