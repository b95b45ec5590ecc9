import TidelineCore

extension BatchRun {
    func update(_ change: ParsedChange, _ content: ProposedContent?) throws -> Effect {
        let node = try subject(of: change)
        guard let content else { preconditionFailure("only files are updated, with content") }
        let state = try stateForUpdating(node, change, content)
        let decision = decide(Proposal(.update, .file), state, batch.strategy)
        var record = ConflictRecord(
            decision.conflict, node: node.id, path: try tree.path(of: node.place))
        let base = try knownBase(change, of: node)
        record?.baseVersionID = base
        record?.serverVersionID = node.head?.versionID
        try refuseWhenStrict(record, isStale: base != nil && base != node.head?.versionID)
        guard decision.action != .unchanged else {
            return Effect(applied: try unwritten(node, .updated, .unchanged))
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
            effect.applied = try applied(copy, .renamed)
        default:
            let node =
                action == .applyRestoring
                ? try tree.bringBack(node, with: new, device: device.name) : try tree.write(node, new)
            record?.localVersionID = node.head?.versionID
            effect.applied = try applied(node, .applied)
            try tree.closeMoot(node)
        }
        effect.conflict = try record.map { try save($0, new.writtenAt) }
        return effect
    }

    /// The version that the change says it was made on, where it is one of this file.
    func knownBase(_ change: ParsedChange, of node: Node) throws -> VersionID? {
        guard let base = change.baseVersionID else { return nil }
        if base == node.head?.versionID { return base }
        return try tree.writer.version(base)?.fileID == node.id ? base : nil
    }
}
