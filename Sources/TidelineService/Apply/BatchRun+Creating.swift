import TidelineCore

extension BatchRun {
    func create(_ change: ParsedChange, _ content: ProposedContent?) throws -> Effect {
        if let id = change.resourceID, try tree.writer.node(id) != nil {
            throw ServiceError(.validationFailed, "This resource_id is in use; choose a new one.")
        }
        let place = try wantedPlace(of: change, now: nil)
        let parent = try tree.wantedParent(place)
        let holder = parent.removedAt == nil ? try tree.holder(of: place) : nil
        let state = stateForCreating(change, parent, holder, content)
        let decision = decide(Proposal(.create, change.kind), state, batch.strategy)
        let id = change.resourceID ?? NodeID(change.kind, tree.newID())
        var record = ConflictRecord(decision.conflict, node: id, path: parent.path(of: place.name))
        record?.serverVersionID = holder?.head?.versionID
        record?.wantedPlace = place
        try refuseWhenStrict(record, isStale: false)
        if decision.action == .merge, let holder { return try merged(holder, .created, nil) }
        try requireRoom(content)
        return try createThing(id, at: place, change, content, holder, decision.action, record)
    }

    private func createThing(
        _ id: NodeID, at place: Place, _ change: ParsedChange, _ content: ProposedContent?, _ holder: Node?,
        _ action: Decision.Action, _ record: ConflictRecord?
    ) throws -> Effect {
        var (place, record, writtenAt) = (place, record, writtenAt(change))
        let wanted = place
        switch action {
        case .applyTakingName:
            if let holder { try giveWay(holder, writtenAt: writtenAt, &record) }
        case .applyAsCopy:
            place = try tree.copyPlace(of: place, device: device.name)
        case .applyRestoring:
            try tree.restoreChain(to: place.parent, device: device.name, writtenAt: writtenAt)
            if let found = try tree.holder(of: place), absorbs(found, change.kind, content) {
                record?.nodeID = found.id
                return try merged(found, .created, record)
            }
            place = try tree.freePlace(place, device: device.name)
        default: break
        }
        let isTrashed = action == .createTrashed
        let node = try tree.create(
            id, at: place, content.map { newContent($0, change) }, inTrash: isTrashed, writtenAt: writtenAt)
        record?.localVersionID = node.head?.versionID
        if place != wanted { try record?.setCopy(node, tree) }
        var effect = Effect(conflict: try record.map { try save($0, writtenAt) })
        effect.isRejected = isTrashed && change.kind == .folder
        if !isTrashed { effect.applied = try applied(node, place == wanted ? .applied : .renamed) }
        return effect
    }

    private func absorbs(_ holder: Node, _ kind: NodeKind, _ content: ProposedContent?) -> Bool {
        kind == holder.id.kind && holder.head?.content == content?.content
    }
}
