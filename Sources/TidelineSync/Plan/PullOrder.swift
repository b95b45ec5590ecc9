import TidelineCore

/// Puts what is to be done on disk into an order in which each step finds its parent there and its name free.
///
/// From the top of the remote tree down. A name held by a thing that is to be deleted is freed by deleting it first; one
/// held by a thing about to move, by parking that. All other deletes come last, from the bottom up.
struct PullOrder {
    private let local: LocalTree
    private let remote: RemoteTree
    private let verdicts: [NodeID: Verdict.Pull]

    private var planned: [PullStep] = []
    private var names = NameTable()
    private var deleted: Set<NodeID> = []
    private var parked: Set<NodeID> = []
    /// What does not stand, or not as it did, where the base has it.
    private let presentBelow: [NodeID?: [LocalNode]]

    init(local: LocalTree, remote: RemoteTree, verdicts: [NodeID: Verdict.Pull]) {
        self.local = local
        self.remote = remote
        self.verdicts = verdicts
        presentBelow = Dictionary(grouping: local.differences.present.values, by: \.place.parent)
    }

    func steps() -> [PullStep] {
        var order = self
        for id in topDown(
            verdicts.keys.filter { verdicts[$0] != .delete }, path: { remote.path(of: $0, base: local.base) })
        { order.add(id) }
        let deletes = topDown(verdicts.keys.filter { verdicts[$0] == .delete }, path: { local.path(of: $0) })
        order.planned += deletes.reversed().filter { !order.deleted.contains($0) }.map { .delete($0) }
        return order.planned
    }

    private mutating func add(_ id: NodeID) {
        guard let there = remote.node(id, base: local.base), let verdict = verdicts[id] else { return }
        switch verdict {
        case .none, .delete: return
        case .create:
            free(there.place, for: id)
            planned.append(id.kind == .folder ? .makeFolder(there) : .fetch(there))
            names.move(id, from: nil, to: there.place, children: children)
        case .content: planned.append(.fetch(there))
        case .move, .contentAndMove:
            free(there.place, for: id)
            planned.append(.move(id, to: there.place))
            names.move(id, from: local.node(id)?.place, to: there.place, children: children)
            if verdict == .contentAndMove { planned.append(.fetch(there)) }
        }
    }

    private mutating func free(_ place: Place, for id: NodeID) {
        guard let holder = names.holder(of: place, children: children), holder != id else { return }
        switch verdicts[holder] {
        case .delete where isDeletedWithAll(holder):
            for id in local.base.descendants(of: holder).reversed() + [holder] where deleted.insert(id).inserted {
                planned.append(.delete(id))
            }
            names.move(holder, from: place, to: nil, children: children)
        case .move, .contentAndMove, .delete:
            // What lies in it would be out of reach.
            if isBelow(holder, id) { park(id) }
            park(holder)
            names.move(holder, from: place, to: nil, children: children)
        default: return
        }
    }

    private mutating func park(_ id: NodeID) {
        if parked.insert(id).inserted { planned.append(.park(id)) }
    }

    /// Whether it stands in a folder here, at any depth.
    private func isBelow(_ folder: NodeID, _ id: NodeID) -> Bool {
        var next = local.node(id)?.place.parent
        var steps = 0
        while let above = next, steps <= Limits.depthMax {
            if above == folder { return true }
            steps += 1
            next = local.node(above)?.place.parent
        }
        return false
    }

    /// Whether nothing below it is to stay, so that it can go at once.
    private func isDeletedWithAll(_ id: NodeID) -> Bool {
        id.kind == .file || local.base.descendants(of: id).allSatisfy { verdicts[$0] == .delete }
    }

    private func children(of parent: NodeID?) -> [(NodeID, NodeName)] {
        var found = (presentBelow[parent] ?? []).sorted { $0.id < $1.id }.map { ($0.id, $0.place.name) }
        local.base.forEachChild(of: parent) { node in
            if local.differences.present[node.id] == nil, !local.differences.gone.contains(node.id) {
                found.append((node.id, node.place.name))
            }
        }
        return found
    }
}
