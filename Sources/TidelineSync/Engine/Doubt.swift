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

    /// These and what took their names, and what took theirs: the names are not free on the server before.
    private func withFollowers(of things: Set<NodeID>) -> Set<NodeID> {
        var takers: [FoldedPlace: [NodeID]] = [:]
        for (id, node) in differences.present { takers[FoldedPlace(node.place), default: []].append(id) }
        var held = things
        var queue = Array(things)
        while let id = queue.popLast() {
            guard let left = base[id]?.place else { continue }
            for taker in takers[FoldedPlace(left)] ?? [] where held.insert(taker).inserted { queue.append(taker) }
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
