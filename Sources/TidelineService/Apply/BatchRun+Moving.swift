import TidelineAPI
import TidelineCore

extension BatchRun {
    func move(_ change: ParsedChange) throws -> Effect {
        let node = try subject(of: change)
        let place = try wantedPlace(of: change, now: node)
        let parent = try tree.wantedParent(place)
        try tree.checkLimits(of: node, at: place)
        let holder = parent.removedAt == nil ? try tree.holder(of: place, except: node.id) : nil
        let state = try stateForMoving(node, to: place, parent, holder, change)
        let decision = decide(Proposal(.move, change.kind), state, batch.strategy)
        var record = ConflictRecord(
            decision.conflict, node: node.id, path: try tree.path(of: node.place))
        record?.serverVersionID = node.head?.versionID
        record?.wantedPlace = place
        try refuseWhenStrict(record, isStale: false)
        if decision.action == .unchanged {
            return Effect(applied: try unwritten(node, change.type, .unchanged))
        }
        if decision.action == .applyRestoring { try tree.requireContent(node) }
        if decision.action == .merge, let holder { return try mergeByMoving(node, into: holder, change) }
        return try moveThing(node, to: place, change, holder, decision.action, record)
    }

    private func moveThing(
        _ node: Node, to place: Place, _ change: ParsedChange, _ holder: Node?, _ action: Decision.Action,
        _ record: ConflictRecord?
    ) throws -> Effect {
        var (record, writtenAt) = (record, writtenAt(change))
        var target = place
        switch action {
        case .leave: return Effect(conflict: try record.map { try save($0, writtenAt) })
        case .applyTakingName:
            if let holder { try giveWay(holder, writtenAt: writtenAt, &record) }
        case .applyAsCopy: target = try tree.copyPlace(of: place, device: device.name)
        case .applyRestoring:
            try tree.restoreChain(to: place.parent, device: device.name, writtenAt: writtenAt)
            target = try tree.freePlace(place, device: device.name, except: node.id)
        default: target = try tree.freePlace(place, device: device.name, except: node.id)
        }
        let moved = try tree.place(node, at: target, device: device.name, writtenAt: writtenAt)
        if target != place { try record?.setCopy(moved, tree) }
        return Effect(
            applied: try applied(moved, target == place ? .applied : .renamed),
            conflict: try record.map { try save($0, writtenAt) })
    }

    private func mergeByMoving(_ node: Node, into holder: Node, _ change: ParsedChange) throws -> Effect {
        let writtenAt = writtenAt(change)
        guard node.id.kind == .folder else {
            try tree.trash(node, writtenAt: writtenAt)
            return try merged(holder, change.type, nil)
        }
        let renamed = try tree.merge(node, into: holder, device: device.name, writtenAt: writtenAt)
        for child in renamed {
            var record = ConflictRecord(
                ConflictSketch(.nameCollision, isOpen: batch.strategy == .manual), node: child.id,
                path: try tree.path(of: child.place))
            record?.serverVersionID = child.head?.versionID
            _ = try record.map { try save($0, writtenAt) }
        }
        return try merged(holder, change.type, nil)
    }

    func delete(_ change: ParsedChange) throws -> Effect {
        let node = try subject(of: change)
        let decision = decide(Proposal(.delete, change.kind), try stateForDeleting(node, change), batch.strategy)
        var record = ConflictRecord(
            decision.conflict, node: node.id, path: try tree.path(of: node.place))
        let base = try knownBase(change, of: node)
        record?.baseVersionID = base
        record?.serverVersionID = node.head?.versionID
        try refuseWhenStrict(record, isStale: base != nil && base != node.head?.versionID)
        var effect = Effect()
        if decision.action == .unchanged {
            effect.applied = try unwritten(node, .deleted, .unchanged)
        } else if decision.action == .apply {
            try tree.trash(node, writtenAt: writtenAt(change))
            effect.applied = try applied(node, .applied)
        }
        effect.conflict = try record.map { try save($0, writtenAt(change)) }
        return effect
    }
}
