import TidelineCore

/// What cannot go because something that waits stands in its way.
extension SyncEngine {
    /// The steps that can go: nothing that waits, and nothing that counts on its going. Sent all the same, a file would meet
    /// the one whose name it takes, and become a conflict of this user with themself; a folder would be deleted together
    /// with what is to leave it.
    func withoutHeld(_ pushes: [PushStep]) -> [PushStep] {
        guard pushes.contains(where: { problems[$0.node] != nil }) else { return pushes }
        let blocking = Blocking(pushes, target: { self.localTree.node($0)?.place })
        var held = Set(pushes.map(\.node).filter { problems[$0] != nil }).sorted()
        while let id = held.popLast() {
            for blocked in blocking.by(id, at: remote.node(id, base: base)?.place, above: folders(above: id))
            where problems[blocked] == nil {
                hold(blocked, pathForPeople(blocked), "it waits for \(pathForPeople(id))")
                held.append(blocked)
            }
        }
        return pushes.filter { problems[$0.node] == nil }
    }

    /// The folders that a thing is in on the server.
    private func folders(above id: NodeID) -> [NodeID] {
        var folders: [NodeID] = []
        var next = remote.node(id, base: base)?.place.parent
        while let folder = next, folders.count < Limits.depthMax {
            folders.append(folder)
            next = remote.node(folder, base: base)?.place.parent
        }
        return folders
    }

    private func pathForPeople(_ id: NodeID) -> String {
        localTree.path(of: id) ?? base[id].flatMap { localPath(of: $0.place) } ?? id.description
    }
}

/// Who needs what: the names, the folders and the deletes of some steps.
private struct Blocking {
    private var leaving: Set<NodeID> = []
    private var making: Set<NodeID> = []
    private var deleting: Set<NodeID> = []
    private var wanting: [NodeID?: [String: [NodeID]]] = [:]

    init(_ steps: [PushStep], target: (NodeID) -> Place?) {
        for step in steps {
            let wanted: Place?
            switch step {
            case .createFolder(let id):
                making.insert(id)
                wanted = target(id)
            case .createFile(let id): wanted = target(id)
            case .move(let id, _, let to):
                leaving.insert(id)
                wanted = to
            case .delete(let id):
                leaving.insert(id)
                deleting.insert(id)
                wanted = nil
            case .update: wanted = nil
            }
            if let wanted { wanting[wanted.parent, default: [:]][wanted.name.key, default: []].append(step.node) }
        }
    }

    /// What cannot go while a thing does not.
    func by(_ id: NodeID, at place: Place?, above folders: [NodeID]) -> [NodeID] {
        var blocked: [NodeID] = []
        if making.contains(id) { blocked += wanting[id, default: [:]].values.joined().sorted() }
        if leaving.contains(id) {
            if let place { blocked += wanting[place.parent]?[place.name.key] ?? [] }
            blocked += folders.filter(deleting.contains)
        }
        return blocked
    }
}
