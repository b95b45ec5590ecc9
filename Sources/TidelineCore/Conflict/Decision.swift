/// What to do with a proposed change, and what to record of it.
package struct Decision: Hashable, Sendable {
    package var action: Action
    package var conflict: ConflictSketch?

    package init(_ action: Action, _ conflict: ConflictSketch? = nil) {
        self.action = action
        self.conflict = conflict
    }

    /// No action takes away bytes: content that does not become the head goes to a side version or a copy, and what is
    /// deleted goes to the trash.
    package enum Action: Hashable, Sendable, CaseIterable {
        /// It is so already.
        case unchanged
        /// The thing that has the name takes this one in.
        case merge
        /// The change takes effect as proposed. A name that is taken by then becomes a conflicted copy's.
        case apply
        /// The same, after the other thing with that name was renamed to a conflicted copy's.
        case applyTakingName
        /// The same, under the name of a conflicted copy.
        case applyAsCopy
        /// The same, after the thing itself and each trashed folder above its place came back from the trash.
        case applyRestoring
        /// The content becomes a version of the file that is not its head.
        case keepAside
        /// The content becomes a new file beside it, named as a conflicted copy.
        case copyBeside
        /// The thing is made in the trash.
        case createTrashed
        /// The thing stays as it is.
        case leave
    }
}

/// The part of a conflict's record that the decision knows.
package struct ConflictSketch: Hashable, Sendable {
    package var type: ConflictType
    /// Open until someone resolves it; else the strategy settled it at once.
    package var isOpen: Bool

    package init(_ type: ConflictType, isOpen: Bool) {
        self.type = type
        self.isOpen = isOpen
    }
}

/// A strategy without the clock: LAST_WRITER_WINS is one of the first two by the time it is looked up.
package enum Settlement: Hashable, Sendable, CaseIterable {
    case clientWins, serverWins, keepBoth, manual

    package init(_ strategy: ConflictResolution, _ type: ConflictType, _ times: WritingTimes) {
        switch strategy {
        case .clientWins: self = .clientWins
        case .serverWins: self = .serverWins
        case .keepBoth: self = .keepBoth
        case .manual: self = .manual
        case .lastWriterWins:
            // An edit survives a delete whatever the times; a tie is the server's.
            self = type != .deleteEdit && times.client > times.server(type) ? .clientWins : .serverWins
        }
    }
}

/// Decides one change. Total: each proposal in each state under each strategy has exactly one decision.
///
/// Without a strategy (strict mode) the decision of a conflict is never carried out; its sketch says what was wrong.
package func decide(_ proposal: Proposal, _ state: PresentState, _ strategy: ConflictResolution?) -> Decision {
    switch findConflict(proposal, state) {
    case .none(let action): return Decision(action)
    case .conflict(let type):
        let settlement = Settlement(strategy ?? .manual, type, state.times)
        return Decision(
            settle(type, proposal, settlement), ConflictSketch(type, isOpen: settlement == .manual))
    }
}

private enum Finding {
    case none(Decision.Action)
    case conflict(ConflictType)
}

private func findConflict(_ proposal: Proposal, _ state: PresentState) -> Finding {
    switch proposal.verb {
    case .create: creating(proposal.kind, state)
    case .update: updating(state)
    case .move: moving(proposal.kind, state)
    case .delete: deleting(state)
    }
}

private func creating(_ kind: NodeKind, _ state: PresentState) -> Finding {
    if state.isParentTrashed { return .conflict(.parentDeleted) }
    if state.holder == .none { return .none(.apply) }
    return state.holder.absorbs(kind) ? .none(.merge) : .conflict(.nameCollision)
}

private func updating(_ state: PresentState) -> Finding {
    if state.hasSameContent { return .none(.unchanged) }
    if state.isTrashed { return .conflict(.editDelete) }
    return state.isBaseHead ? .none(.apply) : .conflict(.editEdit)
}

private func moving(_ kind: NodeKind, _ state: PresentState) -> Finding {
    // First, because restoring a folder into itself would cut both off from the root.
    if state.wouldMakeCycle { return .conflict(.cycle) }
    if state.isTrashed { return .conflict(.moveDelete) }
    if state.isInPlace { return .none(.unchanged) }
    if state.isParentTrashed { return .conflict(.parentDeleted) }
    if state.isMovedSinceBase { return .conflict(.moveMove) }
    if state.holder == .none { return .none(.apply) }
    return state.holder.absorbs(kind) ? .none(.merge) : .conflict(.nameCollision)
}

private func deleting(_ state: PresentState) -> Finding {
    if state.isTrashed { return .none(.unchanged) }
    return state.isEditedSinceBase ? .conflict(.deleteEdit) : .none(.apply)
}

/// One cell of the table in docs/conflicts.md.
package func settle(_ type: ConflictType, _ proposal: Proposal, _ settlement: Settlement) -> Decision.Action {
    switch type {
    case .editEdit: editEdit(settlement)
    case .editDelete: editDelete(settlement)
    case .deleteEdit: settlement == .clientWins ? .apply : .leave
    case .nameCollision: settlement == .clientWins ? .applyTakingName : .applyAsCopy
    case .moveMove: settlement == .clientWins ? .apply : .leave
    case .moveDelete: restores(settlement) ? .applyRestoring : .leave
    case .parentDeleted: parentDeleted(proposal, settlement)
    case .cycle: .leave
    }
}

private func editEdit(_ settlement: Settlement) -> Decision.Action {
    switch settlement {
    case .clientWins: .apply
    case .serverWins, .manual: .keepAside
    case .keepBoth: .copyBeside
    }
}

private func editDelete(_ settlement: Settlement) -> Decision.Action {
    restores(settlement) ? .applyRestoring : .keepAside
}

/// A thing that was to be created is kept in the trash, so that resolving later can bring it back.
private func parentDeleted(_ proposal: Proposal, _ settlement: Settlement) -> Decision.Action {
    if restores(settlement) { return .applyRestoring }
    return proposal.verb == .create ? .createTrashed : .leave
}

/// Both sides can be had by bringing the deleted thing back.
private func restores(_ settlement: Settlement) -> Bool { settlement == .clientWins || settlement == .keepBoth }
