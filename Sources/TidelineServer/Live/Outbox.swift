import TidelineCore

/// Frames that wait for a socket to take them. A slow reader costs a bounded amount: past the limit only the newest
/// frame of each kind and share stays, since one is enough to make a device look.
struct Outbox: Sendable {
    private struct Subject: Hashable {
        let kind: Nudge.Kind
        let share: ShareID
    }

    private let framesMax: Int
    private var pending: [Nudge] = []
    /// Where each subject stands in `pending`; nil while every frame is kept.
    private var places: [Subject: Int]?

    init(framesMax: Int = Limits.socketPendingFramesMax) { self.framesMax = framesMax }

    mutating func put(_ nudge: Nudge) {
        if places == nil, pending.count >= framesMax { collapse() }
        let subject = Subject(kind: nudge.kind, share: nudge.share)
        if let place = places?[subject] {
            pending[place] = nudge
        } else {
            places?[subject] = pending.count
            pending.append(nudge)
        }
    }

    mutating func takeAll() -> [Nudge] {
        defer {
            pending = []
            places = nil
        }
        return pending
    }

    private mutating func collapse() {
        let all = pending
        pending = []
        places = [:]
        for nudge in all { put(nudge) }
    }
}
