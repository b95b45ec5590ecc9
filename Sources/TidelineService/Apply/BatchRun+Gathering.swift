import TidelineCore

// The present state that each decision looks at, with no more queries than it needs.

extension BatchRun {
    func writtenAt(_ change: ParsedChange) -> Timestamp { batch.corrected(change.modifiedAt) }

    /// Others: another user, or another device of this one.
    private func isOther(_ user: UserID?, _ deviceID: String?) -> Bool {
        user != batch.caller.userID || deviceID != device.deviceID
    }

    private func isByOthers(_ node: Node) -> Bool { isOther(node.changedBy, node.changedByDevice) }

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
        state.wouldMakeCycle = try tree.isBelow(place.parent, node)
        state.isMovedSinceBase = try isMovedSinceBase(node, change)
        gather(parent, holder, node.head?.content, isAboutContent: false, into: &state)
        return state
    }

    /// What the client says of the old place is the best witness; then what it had seen of the log. A place that this
    /// device itself chose is no news to it.
    private func isMovedSinceBase(_ node: Node, _ change: ParsedChange) throws -> Bool {
        if let old = change.oldPath, try self.node(at: old)?.id == node.id { return false }
        if let base = batch.baseCursor {
            return node.placedPosition > base && isOther(node.placedBy, node.placedByDevice)
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
                try change.baseVersionID.map { $0 != head.versionID } ?? isFileEditedSinceCursor(node)
        } else {
            state.isEditedSinceBase = try isAnythingEdited(below: node) || hidesAnything(in: node)
        }
        return state
    }

    /// Without a base version: whether others gave it its content after what the client had seen.
    private func isFileEditedSinceCursor(_ node: Node) throws -> Bool {
        guard let base = batch.baseCursor, node.changedPosition > base else { return false }
        guard let written = node.headPosition else {
            return isByOthers(node) && node.changedPosition != node.placedPosition
        }
        guard written > base, let head = node.head else { return false }
        // Others may have made a version of this device the head again.
        if written == node.changedPosition, isByOthers(node) { return true }
        guard let version = try tree.writer.version(head.versionID) else { return false }
        return isOther(version.createdBy, version.deviceID)
    }

    /// Whether others made, placed or wrote it after the base; the last row alone does not tell.
    private func isChangedByOthers(_ node: Node, since base: Position) throws -> Bool {
        if isByOthers(node) { return true }
        if let user = node.placedBy, node.placedPosition > base, isOther(user, node.placedByDevice) { return true }
        return try node.head != nil && isFileEditedSinceCursor(node)
    }

    /// What the device is not shown is news to it, however old.
    private func hidesAnything(in folder: Node) throws -> Bool {
        guard !batch.knowsWholeShare,
            let filter = try DeviceFilter(device.reference, only: folder.shareID, tree.writer)
        else { return false }
        return try filter.hidesAnything(in: folder) { id in
            try tree.writer.children(of: id, in: folder.shareID).map { ($0.id, $0.place) }
        }
    }

    private func isAnythingEdited(below folder: Node) throws -> Bool {
        guard let base = batch.baseCursor else { return false }
        var position = base
        while true {
            let nodes = try tree.writer.nodes(
                in: folder.shareID, changedAfter: position, limit: Limits.pageRowsDefault)
            for node in nodes where node.trashedAt == nil && node.id != folder.id {
                guard try isChangedByOthers(node, since: base) else { continue }
                if try tree.removal(of: node) == nil, try tree.isBelow(node.place.parent, folder) { return true }
            }
            guard nodes.count == Limits.pageRowsDefault, let last = nodes.last else { return false }
            position = last.changedPosition
        }
    }
}
