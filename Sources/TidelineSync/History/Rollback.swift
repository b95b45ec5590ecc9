package import TidelineCore

/// What to do to a share, or to a folder of it, so that it is again as it was at a time.
package struct Rollback: Sendable {
    package enum Step: Hashable, Sendable {
        case move(NodeID, from: Place, to: Place)
        case trash(NodeID)
    }

    package struct Content: Hashable, Sendable {
        package let file: NodeID
        /// nil: the log no longer tells; the file's versions do.
        package let past: RemoteFile?
    }

    /// Out of the trash, those first that went last. The rest is worked out anew when they are back.
    package internal(set) var comebacks: [NodeID] = []
    /// In an order that works.
    package internal(set) var steps: [Step] = []
    package internal(set) var contents: [Content] = []
    /// Before and after, for people.
    package internal(set) var before = ShareTree()
    package internal(set) var after = ShareTree()

    package var isEmpty: Bool { comebacks.isEmpty && steps.isEmpty && contents.isEmpty }
}

/// A share's tree and log → a rollback. Pure: the same input gives the same steps.
package struct RollbackPlanner {
    private let history: ShareHistory
    private let old: Set<NodeID>
    private let lost: Set<NodeID>
    private var now: ShareTree
    private var rows: [HistoryRow]
    /// In the trash by themselves since the time, with the position of their row.
    private var trashed: [NodeID: Position] = [:]
    private var live: Set<NodeID> = []

    /// - Parameters:
    ///   - now: the tree after the last row of `history`.
    ///   - folder: only this folder, with all that was in it; nil is the whole share.
    ///   - old: things made before the time, though the log's first word of them is that they were made.
    ///   - lost: things that are purged from the trash.
    package static func plan(
        now: ShareTree, history: ShareHistory, folder: NodeID? = nil, old: Set<NodeID> = [], lost: Set<NodeID> = []
    ) throws(RollbackError) -> Rollback {
        var planner = RollbackPlanner(history: history, old: old, lost: lost, now: now)
        planner.imagineTrash()
        let past = Undoing.tree(before: planner.rows, from: planner.now, history, old: old)
        var wanted = folder.map { planner.wanted(past, in: $0) } ?? planner.wanted(past)
        wanted = Settling.settle(wanted, now: planner.now, past: past)
        if let folder, wanted.folderChainIsBroken(folder) { throw .folderInItself }
        return planner.rollback(to: wanted, past: past, folder)
    }

    private init(history: ShareHistory, old: Set<NodeID>, lost: Set<NodeID>, now: ShareTree) {
        self.history = history
        self.old = old
        self.lost = lost
        self.now = now
        rows = history.rows
        live = Set(now.nodes.keys)
    }

    /// What lies in the trash since the time is thought of as back where it was, with rows that say so.
    private mutating func imagineTrash() {
        var last: [NodeID: RemoteNode] = [:]
        var whereabouts = history.whereabouts
        for row in history.rows {
            for id in whereabouts.take(row).leftBehind {
                trashed[id] = row.position
                guard last[id] == nil, let place = whereabouts.place(of: id) else { continue }
                last[id] = RemoteNode(id: id, place: place, file: history.contents[id])
            }
            switch row.change {
            case .deleted(let place):
                trashed[row.id] = row.position
                let file = last[row.id]?.file ?? history.contents[row.id]
                last[row.id] = RemoteNode(id: row.id, place: place, file: file)
            case .created(let node), .updated(let node), .placed(let node, _):
                trashed[row.id] = nil
                last[row.id] = node
            }
        }
        let away = last.values.filter { !live.contains($0.id) && !lost.contains($0.id) }
        for node in away { now.put(node) }
        // Parents first, each at a time of its own unless it went with the one above.
        let inOrder = away.map(\.id).sorted { (above($0).count, $0) < (above($1).count, $1) }
        for (number, id) in inOrder.enumerated() where trashed[id] != nil {
            imagine(id, Timestamp(nanoseconds: .max - Int64(number)))
        }
    }

    private mutating func imagine(_ id: NodeID, _ time: Timestamp) {
        guard let node = now[id] else { return }
        let position = (rows.last?.position ?? .start).next
        rows.append(HistoryRow(id: id, position: position, changedAt: time, change: .created(node)))
        for child in now.children(of: id) where trashed[child] == nil && !live.contains(child) {
            imagine(child, time)
        }
    }

    // MARK: What is wanted

    private func wanted(_ past: ShareTree) -> ShareTree {
        ShareTree(past.nodes.values.filter { !lost.contains($0.id) })
    }

    /// Of the folder what was in it; of all else what there is now.
    private func wanted(_ past: ShareTree, in folder: NodeID) -> ShareTree {
        var wanted = ShareTree()
        var above = now[folder]?.place.parent
        while let id = above, let node = now[id], wanted[id] == nil {
            wanted.put(node)
            above = node.place.parent
        }
        for node in now.nodes.values {
            let was = past[node.id]
            if let was, past.lies(node.id, in: folder), node.id != folder {
                wanted.put(was)
            } else if node.id == folder || live.contains(node.id) {
                let isNew = was == nil && now.lies(node.id, in: folder) && node.id != folder
                if !isNew { wanted.put(node) }
            }
        }
        return wanted
    }

    // MARK: The way there

    private func rollback(to wanted: ShareTree, past: ShareTree, _ folder: NodeID?) -> Rollback {
        var rollback = Rollback()
        rollback.before = now
        rollback.after = wanted
        rollback.comebacks = comebacks(for: wanted)
        var order = RollbackOrder(now: treeWithComebacks(rollback.comebacks), wanted: wanted)
        rollback.steps = order.inOrder()
        rollback.contents = contents(of: wanted, past, folder)
        return rollback
    }

    private func comebacks(for wanted: ShareTree) -> [NodeID] {
        var needed: Set<NodeID> = []
        for id in wanted.nodes.keys where !live.contains(id) {
            for at in [id] + above(id) where !live.contains(at) {
                if trashed[at] != nil { needed.insert(at) }
                // What it lies in is not known: then it may be any.
                if now[at] == nil { needed.formUnion(trashed.keys.filter { $0.kind == .folder }) }
            }
        }
        return needed.subtracting(lost).sorted { (trashed[$0] ?? .start, $0) > (trashed[$1] ?? .start, $1) }
    }

    /// The tree when they are back, with what comes along.
    private func treeWithComebacks(_ comebacks: [NodeID]) -> ShareTree {
        var back = Set(comebacks)
        for id in comebacks { back.formUnion(above(id)) }
        return ShareTree(
            now.nodes.values.filter { node in
                live.contains(node.id)
                    || ([node.id] + above(node.id)).allSatisfy { trashed[$0] == nil || back.contains($0) }
            })
    }

    private func above(_ id: NodeID) -> [NodeID] {
        var folders: [NodeID] = []
        var next = now[id]?.place.parent
        while let at = next, folders.count <= Limits.depthMax {
            folders.append(at)
            next = now[at]?.place.parent
        }
        return folders
    }

    private func contents(of wanted: ShareTree, _ past: ShareTree, _ folder: NodeID?) -> [Rollback.Content] {
        var written: Set<NodeID> = []
        for row in history.rows where row.content != nil { written.insert(row.id) }
        return written.sorted().compactMap { id in
            guard wanted[id] != nil, past[id] != nil, let now = now[id]?.file else { return nil }
            if let folder, !past.lies(id, in: folder) { return nil }
            let was = history.contents[id]
            return was?.content == now.content ? nil : Rollback.Content(file: id, past: was)
        }
    }
}

extension ShareTree {
    fileprivate func folderChainIsBroken(_ folder: NodeID) -> Bool {
        var next = self[folder]?.place.parent
        var steps = 0
        while let at = next {
            guard let node = self[at], at != folder, steps <= Limits.depthMax else { return true }
            next = node.place.parent
            steps += 1
        }
        return false
    }
}
