import TidelineAPI
import TidelineCore

// From a decision to rows.

extension BatchRun {
    /// Throws a `ServiceError` only before it has written anything.
    func carryOut(_ change: ParsedChange, _ content: ProposedContent?) throws -> Effect {
        switch change.verb {
        case .create: try create(change, content)
        case .update: try update(change, content)
        case .move: try move(change)
        case .delete: try delete(change)
        }
    }

    // MARK: Creating

    private func create(_ change: ParsedChange, _ content: ProposedContent?) throws -> Effect {
        if let id = change.resourceID, try tree.writer.node(id) != nil {
            throw ServiceError(.validationFailed, "This resource_id is in use; choose a new one.")
        }
        let place = try wantedPlace(of: change, now: nil)
        let parent = try wantedParent(place)
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
        if !isTrashed { effect.applied = try applied(node, .created, place == wanted ? .applied : .renamed) }
        return effect
    }

    private func absorbs(_ holder: Node, _ kind: NodeKind, _ content: ProposedContent?) -> Bool {
        kind == holder.id.kind && holder.head?.content == content?.content
    }

    // MARK: Updating

    private func update(_ change: ParsedChange, _ content: ProposedContent?) throws -> Effect {
        let node = try subject(of: change)
        guard let head = node.head, let content else { preconditionFailure("only files are updated, with content") }
        let state = try stateForUpdating(node, head, change, content)
        let decision = decide(Proposal(.update, .file), state, batch.strategy)
        var record = ConflictRecord(
            decision.conflict, node: node.id, path: try tree.path(of: node.place))
        let base = try knownBase(change, of: node)
        record?.baseVersionID = base
        record?.serverVersionID = head.versionID
        try refuseWhenStrict(record, isStale: base != nil && base != head.versionID)
        guard decision.action != .unchanged else {
            return Effect(applied: try applied(node, .updated, .unchanged, wroteRow: false))
        }
        try requireRoom(content)
        var new = newContent(content, change)
        new.baseVersionID = base
        return try updateFile(node, new, decision.action, record)
    }

    private func updateFile(
        _ node: Node, _ new: NewContent, _ action: Decision.Action, _ record: ConflictRecord?
    ) throws -> Effect {
        var record = record
        var effect = Effect()
        switch action {
        case .keepAside:
            record?.localVersionID = try tree.keepAside(node, new)
        case .copyBeside:
            let place = try tree.copyPlace(of: node.place, device: device.name)
            var first = new
            first.baseVersionID = nil
            let copy = try tree.create(
                NodeID(.file, tree.newID()), at: place, first, writtenAt: new.writtenAt)
            record?.localVersionID = copy.head?.versionID
            try record?.setCopy(copy, tree)
            effect.applied = try applied(copy, .created, .renamed)
        default:
            var node = node
            if action == .applyRestoring {
                node = try tree.bringBack(node, device: device.name, writtenAt: new.writtenAt)
            }
            node = try tree.write(node, new)
            record?.localVersionID = node.head?.versionID
            effect.applied = try applied(node, .updated, .applied)
            try tree.closeMoot(node)
        }
        effect.conflict = try record.map { try save($0, new.writtenAt) }
        return effect
    }

    /// The version that the change says it was made on, where it is one of this file.
    private func knownBase(_ change: ParsedChange, of node: Node) throws -> VersionID? {
        guard let base = change.baseVersionID else { return nil }
        if base == node.head?.versionID { return base }
        return try tree.writer.version(base)?.fileID == node.id ? base : nil
    }

    // MARK: Deleting

    private func delete(_ change: ParsedChange) throws -> Effect {
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
            effect.applied = try applied(node, .deleted, .unchanged, wroteRow: false)
        } else if decision.action == .apply {
            effect.applied = try applied(node, .deleted, .applied, wroteRow: false)
            try tree.trash(node, writtenAt: writtenAt(change))
            effect.applied?.changeID = tree.lastRow?.id.description
            effect.applied?.position = tree.lastRow?.position.value
        }
        effect.conflict = try record.map { try save($0, writtenAt(change)) }
        return effect
    }

    // MARK: Moving

    private func move(_ change: ParsedChange) throws -> Effect {
        let node = try subject(of: change)
        let place = try wantedPlace(of: change, now: node)
        let parent = try wantedParent(place)
        let holder = parent.removedAt == nil ? try tree.holder(of: place, except: node.id) : nil
        let state = try stateForMoving(node, to: place, parent, holder, change)
        let decision = decide(Proposal(.move, change.kind), state, batch.strategy)
        var record = ConflictRecord(
            decision.conflict, node: node.id, path: try tree.path(of: node.place))
        record?.serverVersionID = node.head?.versionID
        record?.wantedPlace = place
        try refuseWhenStrict(record, isStale: false)
        if decision.action == .unchanged {
            return Effect(applied: try applied(node, change.type, .unchanged, wroteRow: false))
        }
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
        let type: ChangeType = node.place.parent == target.parent ? .renamed : .moved
        let applied = try applied(moved, type, target == place ? .applied : .renamed)
        return Effect(applied: applied, conflict: try record.map { try save($0, writtenAt) })
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

    // MARK: Shared

    /// The thing that has the name gets a conflicted copy's.
    private func giveWay(_ holder: Node, writtenAt: Timestamp, _ record: inout ConflictRecord?) throws {
        let place = try tree.copyPlace(of: holder.place, device: device.name)
        try record?.setCopy(try tree.move(holder, to: place, writtenAt: writtenAt), tree)
    }

    private func merged(_ holder: Node, _ type: ChangeType, _ record: ConflictRecord?) throws -> Effect {
        Effect(
            applied: try applied(holder, type, .merged, wroteRow: false),
            conflict: try record.map { try save($0, batch.now) }, mergedInto: holder.id)
    }

    private func requireRoom(_ content: ProposedContent?) throws {
        guard let size = content?.content.size, !tree.hasRoom(for: size) else { return }
        throw ServiceError(.quotaExceeded, "This share's quota has no room for \(size) bytes more.")
    }

    private func newContent(_ content: ProposedContent, _ change: ParsedChange) -> NewContent {
        NewContent(
            proposed: content, modifiedAt: change.modifiedAt ?? batch.now, writtenAt: writtenAt(change),
            baseVersionID: nil)
    }

    private func applied(_ node: Node, _ type: ChangeType, _ outcome: ApplyOutcome, wroteRow: Bool = true) throws
        -> AppliedBody
    {
        AppliedBody(
            resourceType: node.id.kind.resourceType, resourceID: node.id.description, changeType: type,
            changeID: wroteRow ? tree.lastRow?.id.description : nil,
            position: wroteRow ? tree.lastRow?.position.value : nil, versionID: node.head?.versionID.description,
            path: try tree.path(of: node.place), outcome: outcome)
    }
}
