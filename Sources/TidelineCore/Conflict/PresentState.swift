/// What a proposed change wants.
package struct Proposal: Hashable, Sendable {
    package enum Verb: Hashable, Sendable, CaseIterable { case create, update, move, delete }

    package var verb: Verb
    package var kind: NodeKind

    package init(_ verb: Verb, _ kind: NodeKind) {
        self.verb = verb
        self.kind = kind
    }
}

/// What a decision must know of how things are, gathered for one proposal. Members that do not concern its verb stay as
/// they are by default.
package struct PresentState: Hashable, Sendable {
    /// The thing is in the trash, itself or with a folder above it. (update, move, delete)
    package var isTrashed = false
    /// Its head has the proposed content. (update)
    package var hasSameContent = false
    /// The version the change was made on is its head. (update)
    package var isBaseHead = true
    /// It has a newer version than the change was made on, or as a folder holds things that others changed since.
    /// (delete)
    package var isEditedSinceBase = false
    /// It is where it is wanted. (move)
    package var isInPlace = false
    /// Others gave it another place since the base. (move)
    package var isMovedSinceBase = false
    /// The wanted parent is the thing itself or below it. (move)
    package var wouldMakeCycle = false
    /// The wanted parent is in the trash. (create, move)
    package var isParentTrashed = false
    /// What else has the wanted name. (create, move)
    package var holder = Holder.none
    package var times = WritingTimes()

    package init() {}

    package enum Holder: Hashable, Sendable, CaseIterable {
        case none, folder, sameFile, otherFile

        /// Whether a thing of this kind flows into the holder instead of standing beside it.
        func absorbs(_ kind: NodeKind) -> Bool {
            switch self {
            case .none, .otherFile: false
            case .folder: kind == .folder
            case .sameFile: kind == .file
            }
        }
    }
}

/// When each side wrote, corrected for the skew of its clock. Only LAST_WRITER_WINS looks at them.
package struct WritingTimes: Hashable, Sendable {
    /// The proposed change.
    package var client = Timestamp(nanoseconds: 0)
    /// The head content.
    package var head = Timestamp(nanoseconds: 0)
    /// The present place.
    package var place = Timestamp(nanoseconds: 0)
    /// The removal of the thing, or of the folder above it that is in the trash.
    package var removal = Timestamp(nanoseconds: 0)
    /// The removal of the wanted parent.
    package var parentRemoval = Timestamp(nanoseconds: 0)
    /// What has the wanted name.
    package var holder = Timestamp(nanoseconds: 0)

    package init() {}

    /// What the client's time is compared with.
    package func server(_ type: ConflictType) -> Timestamp {
        switch type {
        case .editEdit, .deleteEdit: head
        case .editDelete, .moveDelete: removal
        case .nameCollision: holder
        case .moveMove, .cycle: place
        case .parentDeleted: parentRemoval
        }
    }
}
