import TidelineCore

/// Puts what goes to the server into an order in which each step finds its parent there and its name free.
///
/// From the top of the local tree down, since a step's target folder is then in its last place: no move can make a cycle.
/// A name held by a thing that is itself about to go is freed first. Deletes come last, topmost things only.
struct PushOrder {
    private let local: LocalTree
    private let remote: RemoteTree
    private let ids: any ULIDSource
    private let verdicts: [NodeID: Verdict.Push]
    /// Deletes of folders wait for another round.
    private let keepsFolders: Bool

    private var planned: [PushStep] = []
    private var names = NameTable()
    /// Where things are on the server as the steps so far leave them.
    private var placed: [NodeID: Place] = [:]
    private var deleted: Set<NodeID> = []

    init(
        local: LocalTree, remote: RemoteTree, ids: any ULIDSource, verdicts: [NodeID: Verdict.Push], keepsFolders: Bool
    ) {
        self.local = local
        self.remote = remote
        self.ids = ids
        self.verdicts = verdicts
        self.keepsFolders = keepsFolders
    }

    func steps() -> [PushStep] {
        var order = self
        for id in topDown(verdicts.keys.filter { verdicts[$0] != .delete }, path: { local.path(of: $0) }) {
            order.add(id)
        }
        for id in verdicts.keys.filter({ verdicts[$0] == .delete }).sorted() where !order.deleted.contains(id) {
            if keepsFolders && id.kind == .folder { continue }
            if !order.isCovered(id) { order.planned.append(.delete(id)) }
        }
        return order.planned
    }

    private mutating func add(_ id: NodeID) {
        guard let here = local.node(id), let verdict = verdicts[id] else { return }
        switch verdict {
        case .none, .delete: return
        case .create:
            free(here.place, for: id)
            planned.append(id.kind == .folder ? .createFolder(id) : .createFile(id))
            place(id, from: nil, at: here.place)
        case .update: planned.append(.update(id))
        case .move, .updateAndMove:
            free(here.place, for: id)
            let from = placed[id] ?? remote.node(id, base: local.base)?.place ?? local.base[id]?.place ?? here.place
            planned.append(.move(id, from: from, to: here.place))
            place(id, from: from, at: here.place)
            if verdict == .updateAndMove { planned.append(.update(id)) }
        }
    }

    /// Makes way where the holder of the name is about to leave it anyway.
    private mutating func free(_ place: Place, for id: NodeID) {
        guard let holder = names.holder(of: place, children: children), holder != id else { return }
        switch verdicts[holder] {
        case .delete where isDeletedWithAll(holder):
            planned.append(.delete(holder))
            deleted.insert(holder)
            names.move(holder, from: place, to: nil, children: children)
        case .delete, .move, .updateAndMove:
            let aside = Place(parent: place.parent, name: .passing(ids.next()))
            planned.append(.move(holder, from: place, to: aside))
            self.place(holder, from: place, at: aside)
        default: return
        }
    }

    private mutating func place(_ id: NodeID, from: Place?, at place: Place) {
        names.move(id, from: from, to: place, children: children)
        placed[id] = place
    }

    private func children(of parent: NodeID?) -> [(NodeID, NodeName)] {
        remote.children(of: parent, base: local.base).compactMap { id in
            remote.node(id, base: local.base).map { (id, $0.place.name) }
        }
    }

    /// Whether nothing that is below it on the server is to go elsewhere, so that it can go at once.
    private func isDeletedWithAll(_ id: NodeID) -> Bool {
        if id.kind == .file { return true }
        return !keepsFolders
            && remote.descendants(of: id, base: local.base).allSatisfy { verdicts[$0] == .delete || placed[$0] != nil }
    }

    /// Whether a folder above it on the server is deleted too.
    private func isCovered(_ id: NodeID) -> Bool {
        guard let parent = placed[id]?.parent ?? remote.node(id, base: local.base)?.place.parent else { return false }
        return verdicts[parent] == .delete
    }
}

/// Sorts by depth, then path, so that what a thing stands in comes before it.
func topDown(_ ids: some Sequence<NodeID>, path: (NodeID) -> String?) -> [NodeID] {
    ids.compactMap { id in path(id).map { (id: id, path: $0, depth: $0.utf8.count { $0 == UInt8(ascii: "/") }) } }
        .sorted { ($0.depth, $0.path, $0.id) < ($1.depth, $1.path, $1.id) }
        .map(\.id)
}
