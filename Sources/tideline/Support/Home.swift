import Foundation
import TidelineClient

/// The folder that holds all of this device's state: `TIDELINE_HOME`, or `~/.config/tideline`.
struct Home: Sendable {
    let path: String

    init(_ environment: [String: String] = ProcessInfo.processInfo.environment) throws {
        let chosen = environment["TIDELINE_HOME"] ?? ""
        if chosen.isEmpty {
            guard let home = environment["HOME"], home.hasPrefix("/") else {
                throw Failure("No place for this device's state. Set TIDELINE_HOME to a folder.", .usage)
            }
            path = home + "/.config/tideline"
        } else {
            path = absolutePath(chosen)
        }
    }

    var credentials: CredentialFile { CredentialFile(path: path + "/credentials.json") }
    var folders: String { path + "/folders" }
}

/// Joined to the working directory, without `.`, `..` and doubled slashes; links are not followed.
func absolutePath(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.path
}
