import ArgumentParser
import Foundation
import TidelineClient
import TidelineCore

struct Doctor: ClientCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks what syncing needs: connection, login, clock, watches, disk, markers, state.",
        discussion: """
            Example: tideline doctor ~/Team

            Each line is ok, a warning or a problem, with what to do. It changes nothing, and ends with 1 when there is a \
            problem.
            """)

    @Argument(help: ArgumentHelp("A linked folder; all of them if left out.", valueName: "dir"))
    var directory: String?

    @OptionGroup var options: OutputOptions

    func execute() async throws {
        let home = try Home()
        let environment = ProcessInfo.processInfo.environment
        let (server, token) = (environment["TIDELINE_SERVER"] ?? "", environment["TIDELINE_TOKEN"] ?? "")
        var findings = HomeChecks.run(home, needsLogin: server.isEmpty || token.isEmpty)
        let folders = try chosen(home)
        if let credentials = try? await Session.credentials(home, server: server, token: token) {
            findings += await ServerChecks.run(credentials, home)
        }
        for folder in folders { findings += FolderChecks.run(folder, FolderRegistry(home: home)) }
        findings.append(WatchChecks.run(folders))
        let result = DoctorResult(checks: findings)
        try options.show(result, result.text)
        if result.problems > 0 { throw ExitCode(ExitStatus.failed.rawValue) }
    }

    private func chosen(_ home: Home) throws -> [LinkedFolder] {
        let all = try FolderRegistry(home: home).folders()
        guard let directory else { return all }
        let path = realPath(absolutePath(directory))
        guard let folder = all.first(where: { $0.path == path }) else {
            throw Failure("\(path) is not linked. `tideline sync \(shellQuoted(path)) --share SHARE` links it.", .usage)
        }
        return [folder]
    }
}

/// One thing that was looked at.
struct Finding: Encodable, Sendable {
    enum State: String, Encodable, Sendable {
        case ok, warning, problem
    }

    let check: String
    let state: State
    let detail: String
    /// What to do.
    var remedy: String?

    static func ok(_ check: String, _ detail: String) -> Finding { Finding(check: check, state: .ok, detail: detail) }

    static func warning(_ check: String, _ detail: String, _ remedy: String) -> Finding {
        Finding(check: check, state: .warning, detail: detail, remedy: remedy)
    }

    static func problem(_ check: String, _ detail: String, _ remedy: String) -> Finding {
        Finding(check: check, state: .problem, detail: detail, remedy: remedy)
    }
}

/// What `doctor --json` prints.
private struct DoctorResult: Encodable {
    let checks: [Finding]
    let warnings: Int
    let problems: Int

    init(checks: [Finding]) {
        self.checks = checks
        warnings = checks.count { $0.state == .warning }
        problems = checks.count { $0.state == .problem }
    }

    var text: String {
        let width = checks.map(\.check.count).max() ?? 0
        let lines = checks.map { finding in
            let name = finding.check + String(repeating: " ", count: width - finding.check.count)
            let state = finding.state.rawValue + String(repeating: " ", count: 7 - finding.state.rawValue.count)
            let remedy = finding.remedy.map { "\n" + String(repeating: " ", count: width + 11) + $0 } ?? ""
            return "\(state)  \(name)  \(printable(finding.detail))\(remedy)"
        }
        let sum = problems + warnings == 0 ? "All is well." : "\(problems) problems, \(warnings) warnings."
        return (lines + [sum]).joined(separator: "\n")
    }
}
