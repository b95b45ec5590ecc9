import ArgumentParser
import TidelineAPI
import TidelineClient
import TidelineCore

struct Status: ClientCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows this device's login, and of each linked folder whether it is in sync.",
        discussion: """
            Example: tideline status

            It looks at the disk and asks the server, and changes nothing. Without the server it says what is known here, and \
            ends with 6.
            """)

    @Argument(help: ArgumentHelp("Only these folders.", valueName: "dir"))
    var directories: [String] = []

    @OptionGroup var options: OutputOptions

    func execute() async throws {
        let (result, failure) = try await Session.run { session in
            let registry = FolderRegistry(home: session.home)
            var folders: [FolderStatus] = []
            for folder in try chosen(try registry.folders()) {
                folders.append(await FolderStatus.look(at: folder, registry, session))
            }
            let result = StatusResult(login: LoginResult(session.credentials), folders: folders)
            return (result, folders.compactMap(\.failure).first)
        }
        try options.show(result, result.text)
        if let failure { throw failure }
    }

    private func chosen(_ folders: [LinkedFolder]) throws -> [LinkedFolder] {
        guard !directories.isEmpty else { return folders }
        return try directories.map { directory in
            let path = absolutePath(directory)
            guard let folder = folders.first(where: { $0.path == path || $0.path == realPath(path) }) else {
                throw Failure(
                    "\(path) is not linked. `tideline sync \(shellQuoted(path)) --share SHARE` links it.", .usage)
            }
            return folder
        }
    }
}

/// What `status --json` prints.
struct StatusResult: Encodable {
    let login: LoginResult
    let folders: [FolderStatus]

    var text: String {
        let head = "\(login.user) at \(login.server), device \"\(printable(login.deviceName))\" (\(login.deviceID))"
        guard !folders.isEmpty else {
            return head + "\nNo linked folders. `tideline sync DIR --share SHARE` links one."
        }
        return ([head] + folders.map(\.text)).joined(separator: "\n\n")
    }
}
