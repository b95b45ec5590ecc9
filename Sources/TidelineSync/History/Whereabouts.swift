import TidelineCore

/// Where things stand as a log is read forwards, and which of them lie in the trash by themselves.
///
/// What is deleted with a folder has no row. When that folder comes back without it, it lies in the trash by itself from then
/// on, again without a row.
struct Whereabouts: Sendable {
    /// What a row found and did beside what it says.
    struct Taken {
        /// Where the thing stood before; nil when nothing was known of it.
        let before: Place?
        /// Whether it lay in the trash by itself; nil when nothing was known of it.
        let wasAlone: Bool?
        /// Things that its folder came back without, those among them that follow with rows of the same change.
        let leftBehind: [NodeID]
    }

    private var places: [NodeID: Place] = [:]
    private var children: [NodeID: Set<NodeID>] = [:]
    private var alone: Set<NodeID> = []
    /// Since the change of that time, by which their folder came back.
    private var leftBehind: [NodeID: Timestamp] = [:]

    func isKnown(_ id: NodeID) -> Bool { places[id] != nil }
    func place(of id: NodeID) -> Place? { places[id] }

    mutating func take(_ row: HistoryRow) -> Taken {
        let before = places[row.id]
        let wasAlone = before.map { _ in alone.contains(row.id) && leftBehind[row.id] != row.changedAt }
        var left: [NodeID] = []
        if case .created = row.change, before != nil { left = leaveBehind(row) }
        leftBehind[row.id] = nil
        if row.isDeletion { alone.insert(row.id) } else { alone.remove(row.id) }
        if let parent = before?.parent { children[parent]?.remove(row.id) }
        if let parent = row.place.parent { children[parent, default: []].insert(row.id) }
        places[row.id] = row.place
        return Taken(before: before, wasAlone: wasAlone, leftBehind: left)
    }

    private mutating func leaveBehind(_ row: HistoryRow) -> [NodeID] {
        let left = (children[row.id] ?? []).filter { !alone.contains($0) }.sorted()
        for child in left {
            alone.insert(child)
            leftBehind[child] = row.changedAt
        }
        return left
    }
}
