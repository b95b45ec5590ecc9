import TidelineCore

extension SyncEngine {
    /// What the server may find when this step reaches it, as far as this device knows the server's side: it knows who did
    /// what, and may find that only one did. nil when it can simply be done.
    func conflict(in step: PushStep, _ plan: Plan, _ read: ReadFile?) -> ConflictType? {
        let id = step.node
        let there = remote.node(id, base: base)
        switch step {
        case .createFolder:
            guard let place = localTree.node(id)?.place else { return nil }
            if isDeletedThere(place.parent) { return .parentDeleted }
            // A folder of that name that is new there as well becomes one with this.
            guard let holder = holder(of: place, besides: id, plan) else { return nil }
            return holder.kind == .file || base[holder] != nil ? .nameCollision : nil
        case .createFile:
            guard let place = localTree.node(id)?.place else { return nil }
            if there != nil { return .nameCollision }
            if isDeletedThere(place.parent) { return .parentDeleted }
            return holder(of: place, besides: id, plan) == nil ? nil : .nameCollision
        case .update:
            guard let there else { return .editDelete }
            guard there.file?.version != base[id]?.file?.version, there.file?.content != read?.content else {
                return nil
            }
            return .editEdit
        case .move(_, _, let to):
            guard let there, let agreed = base[id] else { return .moveDelete }
            if there.place != agreed.place, there.place != localTree.node(id)?.place { return .moveMove }
            if isDeletedThere(to.parent) { return .parentDeleted }
            guard let place = localTree.node(id)?.place, holder(of: place, besides: id, plan) != nil else { return nil }
            return .nameCollision
        case .delete:
            return there?.file?.version != base[id]?.file?.version ? .deleteEdit : nil
        }
    }

    private func isDeletedThere(_ folder: NodeID?) -> Bool {
        guard let folder else { return false }
        return remote.differences[folder] == .deleted
    }

    /// What has the name there and keeps it.
    private func holder(of place: Place, besides id: NodeID, _ plan: Plan) -> NodeID? {
        remote.children(of: place.parent, base: base).first { other in
            guard other != id, let node = remote.node(other, base: base), node.place.excludes(place) else {
                return false
            }
            return !plan.pushes.contains { step in
                switch step {
                case .move(other, _, _), .delete(other): true
                default: false
                }
            }
        }
    }
}

extension Place {
    /// Whether only one live thing may be at both.
    func excludes(_ other: Place) -> Bool { parent == other.parent && name.key == other.name.key }
}
