import ArgumentParser
import TidelineAPI
import TidelineClient

struct Prefs: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says what this device syncs, and chooses it.",
        discussion: """
            Example: tideline prefs set Team --select /Projects --exclude /Projects/Old

            What is left out goes from this device where the server has all of it, and stays on the server.
            """,
        subcommands: [ListPrefs.self, SetPrefs.self],
        defaultSubcommand: ListPrefs.self)
}

struct ListPrefs: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Shows what this device syncs of each share.",
        discussion: "Example: tideline prefs list --share Team")

    @Option(help: "Only of this share: its name or id.")
    var share: String?

    @OptionGroup var options: OutputOptions

    func execute() async throws {
        let (preferences, names) = try await Session.run { session in
            let shares = try await session.client.shares()
            let wanted = try await share.asyncMap { try await session.share($0).id }
            let all = try await session.client.preferences(deviceID: session.credentials.deviceID)
            return (
                all.filter { wanted == nil || $0.shareID == wanted },
                Dictionary(shares.map { ($0.id, $0.name) }) { first, _ in first }
            )
        }
        let rows = preferences.map { preference in
            [
                names[preference.shareID] ?? preference.shareID, preference.syncEnabled ? "on" : "off",
                preference.selectedFolders.isEmpty ? "everything" : preference.selectedFolders.joined(separator: ", "),
                preference.excludedFolders.joined(separator: ", "),
            ]
        }
        try options.show(
            preferences, rows.isEmpty ? "No shares yet." : table(["SHARE", "SYNC", "SELECTED", "EXCLUDED"], rows))
    }
}

struct SetPrefs: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Chooses what this device syncs of a share.",
        discussion: """
            Examples:
              tideline prefs set Team --select /Projects --select /Plans
              tideline prefs set Team --exclude /Photos
              tideline prefs set Team --exclude ''
              tideline prefs set Team --everything
              tideline prefs set Team --off

            --select and --exclude replace what was selected or excluded before; what is not named stays as it is. An empty
            path empties the list: --exclude '' leaves nothing out any more, --select '' selects the whole share again.
            """)

    @Argument(help: "The share's name or id.")
    var share: String

    @Option(help: ArgumentHelp("Sync this folder; of several only these.", valueName: "path"))
    var select: [String] = []

    @Option(help: ArgumentHelp("Leave this folder out; wins over --select.", valueName: "path"))
    var exclude: [String] = []

    @Flag(help: "Sync the whole share.")
    var everything = false

    @Flag(help: "Sync the share, after --off.")
    var on = false

    @Flag(help: "Let the share rest: nothing is touched on either side.")
    var off = false

    @OptionGroup var options: OutputOptions

    func validate() throws {
        guard !(on && off) else { throw ValidationError("--on and --off exclude each other.") }
        guard !everything || (select.isEmpty && exclude.isEmpty) else {
            throw ValidationError("--everything goes with neither --select nor --exclude.")
        }
        guard on || off || everything || !select.isEmpty || !exclude.isEmpty else {
            throw ValidationError("Say what to change: --select, --exclude, --everything, --on or --off.")
        }
    }

    func execute() async throws {
        let (preference, name) = try await Session.run { session in
            let share = try await session.share(share)
            let patch = PreferencePatchBody(
                syncEnabled: on ? true : off ? false : nil,
                selectedFolders: everything ? [] : select.isEmpty ? nil : folders(select),
                excludedFolders: everything ? [] : exclude.isEmpty ? nil : folders(exclude))
            let answer = try await session.client.setPreference(
                patch, deviceID: session.credentials.deviceID, shareID: share.id)
            return (answer, share.name)
        }
        try options.show(preference, text(preference, name))
    }

    private func folders(_ texts: [String]) -> [String] { texts.filter { !$0.isEmpty }.map(folder) }

    /// A path with or without slashes around it, or an id.
    private func folder(_ text: String) -> String {
        if text.hasPrefix("fld_") { return text }
        return "/" + text.split(separator: "/").joined(separator: "/")
    }

    private func text(_ preference: PreferenceBody, _ name: String) -> String {
        guard preference.syncEnabled else { return "\"\(printable(name))\" rests on this device." }
        let selected =
            preference.selectedFolders.isEmpty
            ? "everything" : preference.selectedFolders.map(printable).joined(separator: ", ")
        let excluded = preference.excludedFolders.map(printable).joined(separator: ", ")
        return "This device syncs \(selected) of \"\(printable(name))\""
            + (excluded.isEmpty ? "." : ", without \(excluded).") + " The next sync holds to it."
    }
}

extension Optional {
    fileprivate func asyncMap<Answer>(_ body: (Wrapped) async throws -> Answer) async rethrows -> Answer? {
        guard let self else { return nil }
        return try await body(self)
    }
}
