import ArgumentParser
import TidelineAPI
import TidelineClient
import TidelineCore

struct Conflicts: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists and resolves conflicts.",
        subcommands: [ListConflicts.self, ShowConflict.self, ResolveConflict.self],
        defaultSubcommand: ListConflicts.self)
}

struct ListConflicts: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists conflicts, newest first.",
        discussion: "Example: tideline conflicts list --share Team")

    @Option(help: "Only of this share: its name or id.", completion: .linkedShares)
    var share: String?

    @Flag(help: "Also those that are resolved.")
    var all = false

    @OptionGroup var options: OutputOptions

    func execute() async throws {
        let conflicts = try await Session.run { session in
            var shareID: String?
            if let share { shareID = try await session.share(share).id }
            return try await everyConflict(session.client, shareID)
        }
        let rows = conflicts.map { conflict in
            [
                conflict.id, conflict.conflictType.rawValue, conflict.resolution?.rawValue ?? conflict.status.rawValue,
                conflict.createdAt, conflict.path,
            ]
        }
        try options.show(
            conflicts,
            conflicts.isEmpty
                ? "No conflicts." : table(["ID", "TYPE", "STATE", "SINCE", "PATH"], rows))
    }

    private func everyConflict(_ client: TidelineClient, _ shareID: String?) async throws -> [ConflictBody] {
        var conflicts: [ConflictBody] = []
        while true {
            let page = try await client.conflicts(
                shareID: shareID, includeResolved: all, limit: Limits.listRowsMax, before: conflicts.last?.id)
            conflicts += page
            guard page.count == Limits.listRowsMax else { return conflicts }
        }
    }
}

struct ResolveConflict: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve",
        abstract: "Resolves a conflict.",
        discussion: "Example: tideline conflicts resolve cfl_01M84AHKX65C6DZ4BBMJJBFCH5 --as KEEP_BOTH")

    @Argument(help: "The conflict's id.")
    var id: String

    @Option(name: .customLong("as"), help: "How: KEEP_BOTH, CLIENT_WINS, SERVER_WINS, LAST_WRITER_WINS or MANUAL.")
    var resolution: ConflictResolution

    @Option(help: "With MANUAL: the version that holds the merged content.")
    var version: String?

    @OptionGroup var options: OutputOptions

    func validate() throws {
        guard (resolution == .manual) == (version != nil) else {
            throw ValidationError("--as MANUAL needs --version, and no other needs it.")
        }
    }

    func execute() async throws {
        let conflict = try await Session.run { session in
            try await session.client.resolveConflict(id: id, as: resolution, versionID: version)
        }
        try options.show(conflict, "Resolved \(conflict.id) (\(printable(conflict.path))) as \(resolution.rawValue).")
    }
}
