import TidelineCore

extension SyncEngine {
    /// A look at parts sees where a thing left, and may not see where it went: that would send a delete and new content.
    /// So what was not gone before waits for the next pass.
    func doubt(_ gone: Set<NodeID>) {
        suspects.formUnion(gone)
        let doubted = gone.subtracting(believedGone)
        guard !doubted.isEmpty else { return }
        report.isUnfinished = true
        differences.gone.subtract(doubted)
        differences.unknown.formUnion(withFollowers(of: doubted))
    }

    /// These, what went into them, what took their names, and what took the names of those: the names are not free on the
    /// server before.
    private func withFollowers(of things: Set<NodeID>) -> Set<NodeID> {
        var takers: [FoldedPlace: [NodeID]] = [:]
        var entrants: [NodeID: [NodeID]] = [:]
        for (id, node) in differences.present {
            takers[FoldedPlace(node.place), default: []].append(id)
            if let folder = node.place.parent { entrants[folder, default: []].append(id) }
        }
        var held = things
        var queue = Array(things)
        while let id = queue.popLast() {
            let followers = base[id].flatMap { takers[FoldedPlace($0.place)] } ?? []
            for other in followers + (entrants[id] ?? []) where held.insert(other).inserted { queue.append(other) }
        }
        return held
    }
}

/// Equal for places that exclude each other.
private struct FoldedPlace: Hashable {
    let parent: NodeID?
    let key: String

    init(_ place: Place) {
        parent = place.parent
        key = place.name.key
    }
}
