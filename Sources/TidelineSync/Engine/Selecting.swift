import TidelineCore

/// What this device syncs of the share is the server's to know. What leaves the selection leaves this disk where the
/// server has it, and never the server.
extension SyncEngine {
    /// The next pass asks the server what it is to sync.
    package func selectionMayHaveChanged() { isSelectionDue = true }

    func learnSelection(_ scope: Scope) async throws {
        if case .everything = scope { isSelectionDue = true }
        guard isSelectionDue else { return }
        selection = try await server.selection()
        isSelectionDue = false
    }

    /// Whether what was just read was read by the choice that still holds; it is learnt only then.
    func choiceStands() async throws -> Bool {
        let before = selection
        selection = try await server.selection()
        guard selection.isEnabled else { throw Resting() }
        guard selection.choice != before.choice else { return true }
        isSnapshotDue = true
        return false
    }

    /// The device was told to let the share be. What happens here until it goes on is found by a look at everything.
    func rest() -> PassReport {
        needsFullScan = true
        isSelectionDue = true
        report = PassReport()
        report.isResting = true
        return report
    }

    var selectionView: SelectionView? { SelectionView(selection, remote: remote, base: base) }

    /// Takes one row of the log. A device that syncs parts lets go of what the row takes out of them, and asks for a
    /// snapshot where it brings in what this device never heard of.
    func take(_ row: RemoteRow, _ changes: inout StateChanges) {
        let id = row.id
        if row.live != nil { forgetLeaving(id, &changes) }
        guard let view = selectionView else { return remote.apply(row, base: base, saving: &changes) }
        let above = foldersAbove(id)
        if let node = row.live { bringsUnheard(row, node, view) }
        remote.apply(row, base: base, saving: &changes)
        guard let view = selectionView else { return }
        var touched = [id] + above
        // What was inside may now be above a selected folder only.
        if case .moved = row, !view.isInside(id) { touched += remote.descendants(of: id, base: base) }
        for held in touched {
            guard let node = remote.node(held, base: base), !view.shows(held, at: node.place) else { continue }
            remote.leave(held, base: base, saving: &changes)
        }
    }

    /// Rows about what is in it were not meant for this device.
    private func bringsUnheard(_ row: RemoteRow, _ node: RemoteNode, _ view: SelectionView) {
        guard node.id.kind == .folder else { return }
        if case .moved = row, remote.node(node.id, base: base) == nil { isSnapshotDue = true }
        if view.leadsToSelected(node.id), let parent = node.place.parent, remote.node(parent, base: base) == nil {
            isSnapshotDue = true
        }
    }

    /// What comes back before it has left is compared as on first contact: what of it is gone here was not deleted.
    func forgetLeaving(_ id: NodeID, _ changes: inout StateChanges) {
        guard remote.differences[id] == .left else { return }
        setBase(id, nil, &changes)
        remote.settle(id, .left, base: base, saving: &changes)
    }

    private func foldersAbove(_ id: NodeID) -> [NodeID] {
        var found: [NodeID] = []
        var next = remote.node(id, base: base)?.place.parent
        while let folder = next, found.count <= Limits.depthMax {
            found.append(folder)
            next = remote.node(folder, base: base)?.place.parent
        }
        return found
    }

    /// Of what a snapshot does not have, what lies outside the selection has left; the rest was deleted. By where it was
    /// known to be before the snapshot.
    func leaving(notIn nodes: Set<NodeID>) -> Set<NodeID> {
        let view = selectionView
        var leaving: Set<NodeID> = []
        base.forEach { node in
            guard !nodes.contains(node.id) else { return }
            if remote.differences[node.id] == .left {
                leaving.insert(node.id)
            } else if let view {
                // What was just sent is not known to be there yet.
                let place = (remote.node(node.id, base: base) ?? RemoteNode(agreed: node)).place
                if !view.shows(node.id, at: place) { leaving.insert(node.id) }
            }
        }
        return leaving
    }

    /// What is here and not proven to be what the server has stays, and nothing is agreed about it any more.
    func reportKept(_ kept: [NodeID]) {
        for id in kept { hold(id, localTree.path(of: id) ?? id.description, Selection.leftBehind) }
    }
}

/// The share is switched off for this device.
struct Resting: Error {}

extension RemoteRow {
    var id: NodeID {
        switch self {
        case .live(let node), .moved(let node): node.id
        case .deleted(let id): id
        case .garbled(let garbled): garbled.id
        }
    }

    var live: RemoteNode? {
        switch self {
        case .live(let node), .moved(let node): node
        case .deleted, .garbled: nil
        }
    }
}
