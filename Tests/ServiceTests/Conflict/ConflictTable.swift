import TidelineCore

/// The table of docs/conflicts.md: what each strategy does, in words, and the actions it stands for.
enum ConflictTable {
    struct Row {
        let type: ConflictType
        let proposal: Proposal
        let state: PresentState
        let when: String
        /// CLIENT_WINS, SERVER_WINS, KEEP_BOTH, MANUAL.
        let actions: [Decision.Action]
        /// LAST_WRITER_WINS when the client wrote later, and else.
        let lastWriter: [Decision.Action]
    }

    static let strategies: [ConflictResolution] = [.clientWins, .serverWins, .keepBoth, .manual]

    static let rows: [Row] = [
        row(
            .editEdit, .init(.update, .file), "new content, made on another version than the head",
            [.apply, .keepAside, .copyBeside, .keepAside], [.apply, .keepAside]
        ) { $0.isBaseHead = false },
        row(
            .editDelete, .init(.update, .file), "new content for a file in the trash",
            [.applyRestoring, .keepAside, .applyRestoring, .keepAside], [.applyRestoring, .keepAside]
        ) { $0.isTrashed = true },
        row(
            .deleteEdit, .init(.delete, .file), "deleting a file that has a newer version",
            [.apply, .leave, .leave, .leave], [.leave, .leave]
        ) { $0.isEditedSinceBase = true },
        row(
            .deleteEdit, .init(.delete, .folder), "deleting a folder with newer things of others in it",
            [.apply, .leave, .leave, .leave], [.leave, .leave]
        ) { $0.isEditedSinceBase = true },
        row(
            .nameCollision, .init(.create, .file), "creating where another thing has the name",
            [.applyTakingName, .applyAsCopy, .applyAsCopy, .applyAsCopy], [.applyTakingName, .applyAsCopy]
        ) { $0.holder = .otherFile },
        row(
            .nameCollision, .init(.move, .file), "moving where another thing has the name",
            [.applyTakingName, .applyAsCopy, .applyAsCopy, .applyAsCopy], [.applyTakingName, .applyAsCopy]
        ) { $0.holder = .otherFile },
        row(
            .nameCollision, .init(.create, .folder), "creating a folder where a file has the name",
            [.applyTakingName, .applyAsCopy, .applyAsCopy, .applyAsCopy], [.applyTakingName, .applyAsCopy]
        ) { $0.holder = .otherFile },
        row(
            .nameCollision, .init(.create, .file), "creating a file where a folder has the name",
            [.applyTakingName, .applyAsCopy, .applyAsCopy, .applyAsCopy], [.applyTakingName, .applyAsCopy]
        ) { $0.holder = .folder },
        row(
            .moveMove, .init(.move, .file), "moving what others moved elsewhere",
            [.apply, .leave, .leave, .leave], [.apply, .leave]
        ) { $0.isMovedSinceBase = true },
        row(
            .moveDelete, .init(.move, .file), "moving what is in the trash",
            [.applyRestoring, .leave, .applyRestoring, .leave], [.applyRestoring, .leave]
        ) { $0.isTrashed = true },
        row(
            .parentDeleted, .init(.create, .file), "creating in a folder that is in the trash",
            [.applyRestoring, .createTrashed, .applyRestoring, .createTrashed], [.applyRestoring, .createTrashed]
        ) { $0.isParentTrashed = true },
        row(
            .parentDeleted, .init(.create, .folder), "creating a folder in one that is in the trash",
            [.applyRestoring, .createTrashed, .applyRestoring, .createTrashed], [.applyRestoring, .createTrashed]
        ) { $0.isParentTrashed = true },
        row(
            .parentDeleted, .init(.move, .file), "moving into a folder that is in the trash",
            [.applyRestoring, .leave, .applyRestoring, .leave], [.applyRestoring, .leave]
        ) { $0.isParentTrashed = true },
        row(
            .cycle, .init(.move, .folder), "moving a folder below itself",
            [.leave, .leave, .leave, .leave], [.leave, .leave]
        ) { $0.wouldMakeCycle = true },
    ]

    private static func row(
        _ type: ConflictType, _ proposal: Proposal, _ when: String, _ actions: [Decision.Action],
        _ lastWriter: [Decision.Action], _ change: (inout PresentState) -> Void
    ) -> Row {
        var state = PresentState()
        change(&state)
        return Row(
            type: type, proposal: proposal, state: state, when: when, actions: actions, lastWriter: lastWriter)
    }

    static var markdown: String {
        var text =
            "| conflict_type | when | CLIENT_WINS | SERVER_WINS | KEEP_BOTH | MANUAL | LAST_WRITER_WINS, client later "
            + "| LAST_WRITER_WINS, else |\n|---|---|---|---|---|---|---|---|\n"
        for row in rows {
            var cells = (row.actions + row.lastWriter).map { words($0) }
            cells[3] += ", open"
            text += "| `\(row.type.rawValue)` | \(row.when) | \(cells.joined(separator: " | ")) |\n"
        }
        return text
    }

    private static func words(_ action: Decision.Action) -> String {
        switch action {
        case .unchanged: "nothing to do"
        case .merge: "goes into what is there"
        case .apply: "as proposed"
        case .applyTakingName: "takes the name; the other becomes a conflicted copy"
        case .applyAsCopy: "goes in as a conflicted copy"
        case .applyRestoring: "brought back, then as proposed"
        case .keepAside: "head stays; content kept as a side version"
        case .copyBeside: "head stays; content becomes a conflicted copy"
        case .createTrashed: "made in the trash"
        case .leave: "stays as it is"
        }
    }
}
