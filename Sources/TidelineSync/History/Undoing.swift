import TidelineCore

/// Takes rows back from a share's tree, the newest first, until it is as it was at the history's time.
struct Undoing {
    private let history: ShareHistory
    /// Things made before the time, though the log's first word of them is that they were made.
    private let old: Set<NodeID>
    private(set) var tree: ShareTree
    /// Not there at this point, and there before: as they were when they went.
    private var gone = ShareTree()
    /// Those of them that went by themselves, not with a folder above.
    private var goneAlone: Set<NodeID> = []
    private var firstRows: [NodeID: HistoryRow] = [:]
    private var creations: [NodeID: Set<Timestamp>] = [:]
    /// Whether the thing had gone by itself before this row brought it back; nil when the log does not tell.
    private var alone: [Position: Bool] = [:]
    /// Where the thing stood before this row, as far as rows before it tell.
    private var before: [Position: Place] = [:]
    /// What the folder came back without by this row.
    private var leftBehind: [Position: [NodeID]] = [:]

    /// The tree at the history's time.
    ///
    /// - Parameters:
    ///   - now: the tree after the last row. What was deleted since must be in it again, with a row that says so.
    ///   - rows: those after the time.
    static func tree(before rows: [HistoryRow], from now: ShareTree, _ history: ShareHistory, old: Set<NodeID>)
        -> ShareTree
    {
        var undoing = Undoing(history: history, old: old, tree: now)
        var whereabouts = history.whereabouts
        for row in rows {
            let taken = whereabouts.take(row)
            undoing.alone[row.position] = taken.wasAlone
            undoing.before[row.position] = taken.before
            if !taken.leftBehind.isEmpty { undoing.leftBehind[row.position] = taken.leftBehind }
            if undoing.firstRows[row.id] == nil { undoing.firstRows[row.id] = row }
            if case .created = row.change { undoing.creations[row.id, default: []].insert(row.changedAt) }
        }
        for row in rows.reversed() { undoing.undo(row) }
        // Where these were then, or whether in the trash, the log does not tell any more: they stay.
        for id in old where undoing.tree[id] == nil {
            if let node = now[id] { undoing.tree.put(node) }
        }
        return undoing.tree
    }

    private init(history: ShareHistory, old: Set<NodeID>, tree: ShareTree) {
        self.history = history
        self.old = old
        self.tree = tree
    }

    private mutating func undo(_ row: HistoryRow) {
        switch row.change {
        case .created(let node): unmake(node, row)
        case .updated(let node): if tree[node.id] == nil { tree.put(node) }
        case .placed(let node, let oldPath): putBack(node, before[row.position], oldPath)
        case .deleted(let place): revive(row.id, at: place)
        }
    }

    private mutating func unmake(_ node: RemoteNode, _ row: HistoryRow) {
        let there = tree[node.id]
        tree.remove(node.id)
        goneAlone.subtract(leftBehind[row.position] ?? [])
        // Its first row is its birth, unless it lay in the trash then.
        let isFirst = firstRows[node.id]?.position == row.position
        guard !isFirst || !history.seemsNew(node.id, firstRow: row) || old.contains(node.id) else { return }
        var went = there ?? node
        // It may have come back elsewhere than where it went.
        went.place = before[row.position] ?? went.place
        gone.put(went)
        // What came back with a folder has its row in the same change as that.
        let cameAlong = node.place.parent.map { creations[$0]?.contains(row.changedAt) ?? false } ?? false
        if alone[row.position] ?? !cameAlong {
            goneAlone.insert(node.id)
        } else {
            goneAlone.remove(node.id)
        }
    }

    private mutating func putBack(_ node: RemoteNode, _ before: Place?, _ oldPath: NodePath) {
        var node = tree[node.id] ?? node
        tree.remove(node.id)
        node.place = before ?? place(at: oldPath) ?? node.place
        tree.put(node)
    }

    private func place(at path: NodePath) -> Place? {
        guard let name = path.name, let above = path.parent, let parent = tree.folder(at: above) else { return nil }
        return Place(parent: parent, name: name)
    }

    private mutating func revive(_ id: NodeID, at place: Place) {
        var node = gone[id] ?? RemoteNode(id: id, place: place, file: history.contents[id])
        node.place = place
        gone.remove(id)
        tree.put(node)
        for child in gone.children(of: id) where !goneAlone.contains(child) {
            if let node = gone[child] { revive(child, at: node.place) }
        }
    }
}
