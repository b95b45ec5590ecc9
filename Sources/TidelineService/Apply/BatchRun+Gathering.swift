import TidelineCore

// The present state that each decision looks at, with no more queries than it needs.

extension BatchRun {
    func writtenAt(_ change: ParsedChange) -> Timestamp { batch.corrected(change.modifiedAt) }

    /// Others: another user, or another device of this one.
    private func isByOthers(_ node: Node) -> Bool {
        node.changedBy != batch.caller.userID || node.changedByDevice != device.deviceID
    }

    func stateForCreating(_ change: ParsedChange, _ parent: FolderInfo, _ holder: Node?, _ content: ProposedContent?)
        -> PresentState
    {
        var state = PresentState()
        state.times.client = writtenAt(change)
        gather(parent, holder, content?.content, isAboutContent: true, into: &state)
        return state
    }

    private func gather(
        _ parent: FolderInfo, _ holder: Node?, _ content: Content?, isAboutContent: Bool, into state: inout PresentState
    ) {
        state.isParentTrashed = parent.removedAt != nil
        state.times.parentRemoval = parent.removedAt ?? state.times.parentRemoval
        guard let holder else { return }
        state.times.holder = (isAboutContent ? holder.head?.writtenAt : nil) ?? holder.placedAt
        if let head = holder.head {
            state.holder = head.content == content ? .sameFile : .otherFile
        } else {
            state.holder = .folder
        }
    }

    func stateForUpdating(_ node: Node, _ change: ParsedChange, _ content: ProposedContent) throws
        -> PresentState
    {
        var state = PresentState()
        state.times.client = writtenAt(change)
        state.times.head = node.head?.writtenAt ?? node.placedAt
        state.hasSameContent = node.head?.content == content.content
        state.isBaseHead = node.head.map { change.baseVersionID == $0.versionID } ?? false
        try gatherRemoval(of: node, into: &state)
        return state
    }

    private func gatherRemoval(of node: Node, into state: inout PresentState) throws {
        guard let removal = try tree.removal(of: node) else { return }
        state.isTrashed = true
        state.times.removal = removal
    }

    func stateForMoving(
        _ node: Node, to place: Place, _ parent: FolderInfo, _ holder: Node?, _ change: ParsedChange
    ) throws -> PresentState {
        var state = PresentState()
        state.times.client = writtenAt(change)
        state.times.place = node.placedAt
        try gatherRemoval(of: node, into: &state)
        state.isInPlace = node.place == place
        guard !state.isInPlace else { return state }
        state.wouldMakeCycle = try isBelow(place.parent, node)
        state.isMovedSinceBase = try isMovedSinceBase(node, change)
        gather(parent, holder, node.head?.content, isAboutContent: false, into: &state)
        return state
    }

    private func isBelow(_ folder: NodeID?, _ node: Node) throws -> Bool {
        guard node.id.kind == .folder else { return false }
        var next = folder
        while let id = next {
            if id == node.id { return true }
            next = try tree.node(id)?.place.parent
        }
        return false
    }

    /// What the client says of the old place is the best witness; then what it had seen of the log. A place that this
    /// device itself chose is no news to it.
    private func isMovedSinceBase(_ node: Node, _ change: ParsedChange) throws -> Bool {
        if let old = change.oldPath, try self.node(at: old)?.id == node.id { return false }
        if let base = batch.baseCursor {
            let isOwn = node.placedPosition == node.changedPosition && !isByOthers(node)
            return node.placedPosition > base && !isOwn
        }
        guard let old = change.oldPath, let name = old.name else { return false }
        return name != node.place.name
    }

    func stateForDeleting(_ node: Node, _ change: ParsedChange) throws -> PresentState {
        var state = PresentState()
        state.times.client = writtenAt(change)
        state.times.head = node.head?.writtenAt ?? node.placedAt
        try gatherRemoval(of: node, into: &state)
        guard !state.isTrashed else { return state }
        if let head = node.head {
            state.isEditedSinceBase =
                change.baseVersionID.map { $0 != head.versionID } ?? isFileEditedSinceCursor(node)
        } else {
            state.isEditedSinceBase = try isAnythingEdited(below: node)
        }
        return state
    }

    /// Without a base version: the last row is others' and new, and did more than move the file.
    private func isFileEditedSinceCursor(_ node: Node) -> Bool {
        guard let base = batch.baseCursor else { return false }
        return node.changedPosition > base && isByOthers(node) && node.changedPosition != node.placedPosition
    }

    private func isAnythingEdited(below folder: Node) throws -> Bool {
        guard var position = batch.baseCursor else { return false }
        while true {
            let nodes = try tree.writer.nodes(
                in: folder.shareID, changedAfter: position, limit: Limits.pageRowsDefault)
            for node in nodes where node.trashedAt == nil && isByOthers(node) && node.id != folder.id {
                if try tree.removal(of: node) == nil, try isBelow(node.place.parent, folder) { return true }
            }
            guard nodes.count == Limits.pageRowsDefault, let last = nodes.last else { return false }
            position = last.changedPosition
        }
    }
}
