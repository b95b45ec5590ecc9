import ArgumentParser
import Glibc

struct ConfirmOptions: ParsableArguments, Sendable {
    @Flag(name: [.customLong("yes"), .customShort("y")], help: "Do not ask.")
    var isConfirmed = false

    /// Asks at a terminal; elsewhere only `--yes` goes on.
    func require(_ question: String) throws {
        guard !isConfirmed else { return }
        guard isatty(STDIN_FILENO) == 1 else {
            throw Failure("\(question) Nobody can be asked here: say --yes.", .usage)
        }
        complain("\(question) Type \"yes\" to go on:")
        guard readLine() == "yes" else { throw Failure("Nothing was changed.") }
    }
}
