import ArgumentParser
import Glibc
import TidelineClient

@main
struct Tideline: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tideline",
        abstract: "Keeps folders in sync over your own server.",
        discussion: """
            Exit codes: 0 in sync or done, 1 failed, 2 wrong usage, 3 in sync but with conflicts or skipped paths, \
            4 halted for safety, 5 not logged in, 6 server unreachable, 130 cancelled.
            """,
        version: clientVersion,
        subcommands: [
            Serve.self, Login.self, Shares.self, Sync.self, Watch.self, Status.self, Conflicts.self,
            DevicesCommand.self,
            LogCommand.self, Versions.self, RestoreCommand.self, TrashCommand.self, Doctor.self, Users.self, Token.self,
            Completions.self, Admin.self,
        ])

    static func main() async {
        do {
            try refuseUnknownCommand(CommandLine.arguments.dropFirst())
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            end(with: error)
        }
    }

    /// The parser would only say that the word is unexpected.
    private static func refuseUnknownCommand(_ words: ArraySlice<String>) throws {
        var command: any ParsableCommand.Type = Tideline.self
        for word in words where word != "help" {
            let below = command.configuration.subcommands
            guard !word.hasPrefix("-"), !below.isEmpty else { return }
            guard let next = below.first(where: { $0._commandName == word }) else {
                throw unknown(word, command)
            }
            command = next
        }
    }

    private static func unknown(_ word: String, _ command: any ParsableCommand.Type) -> Failure {
        let path = command == Tideline.self ? "tideline" : "tideline \(command._commandName)"
        let names = command.configuration.subcommands.map { $0._commandName }
        let near = nearest(word, among: names).map { "Did you mean \"\($0)\"?" } ?? "`\(path) --help` lists them."
        return Failure("There is no command \"\(printable(word))\" in `\(path)`. \(near)", .usage)
    }

    /// Help and version are results and go to stdout; all else is one line on stderr.
    private static func end(with error: any Error) -> Never {
        if let status = error as? ExitCode { Glibc.exit(status.rawValue) }
        if let failure = Failure(error) {
            complain(failure.line)
            Glibc.exit(failure.status.rawValue)
        }
        if exitCode(for: error).isSuccess {
            print(fullMessage(for: error))
            Glibc.exit(ExitStatus.done.rawValue)
        }
        let isUsage = exitCode(for: error) == .validationFailure
        complain(isUsage ? fullMessage(for: error) : "Error: \(error)")
        Glibc.exit((isUsage ? ExitStatus.usage : .failed).rawValue)
    }
}
