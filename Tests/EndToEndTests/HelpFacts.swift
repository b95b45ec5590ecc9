import Foundation
import Testing

/// What the program says of itself.
@Suite(.timeLimit(.minutes(5))) struct HelpFacts {
    private struct Dump: Decodable {
        let command: Command
    }

    private struct Command: Decodable {
        let commandName: String
        let discussion: String?
        let subcommands: [Command]?
        let arguments: [Argument]?

        struct Argument: Decodable {
            let abstract: String?
            let valueName: String?
        }

        var leaves: [(path: String, command: Command)] {
            let below = (subcommands ?? []).filter { $0.commandName != "help" }
            guard !below.isEmpty else { return [(commandName, self)] }
            return below.flatMap { sub in sub.leaves.map { (commandName + " " + $0.path, $0.command) } }
        }
    }

    @Test func `each command takes --json, has an example, and says what each argument is`() async throws {
        try await Workshop.open { workshop in
            let dumped = try await run(workshop, "--experimental-dump-help").output
            let leaves = try JSONDecoder().decode(Dump.self, from: Data(dumped.utf8)).command.leaves
            #expect(leaves.count > 25)
            for (path, command) in leaves {
                let arguments = command.arguments ?? []
                // It runs until it is stopped, and its log is JSON.
                let isServer = path == "tideline serve"
                #expect(isServer || arguments.contains { $0.valueName == "json" }, "\(path) takes no --json")
                #expect(command.discussion?.contains(path) == true, "\(path) has no example")
                for argument in arguments {
                    #expect(
                        argument.abstract?.isEmpty == false, "\(path): \(argument.valueName ?? "") is not explained")
                }
            }
        }
    }

    @Test func `examples in helps are taken by the parser`() async throws {
        try await Workshop.open { workshop in
            let dumped = try await run(workshop, "--experimental-dump-help").output
            let leaves = try JSONDecoder().decode(Dump.self, from: Data(dumped.utf8)).command.leaves
            for (_, command) in leaves {
                for example in Self.examples(command.discussion ?? "") {
                    // Without a login or a server it fails, though not for its words.
                    let script = "exec \(Workshop.tideline) \(example) < /dev/null > /dev/null"
                    let ended = try await workshop.launch(
                        ["/bin/bash", "-c", script],
                        environment: [
                            "HOME": workshop.root, "TIDELINE_HOME": workshop.root + "/none",
                            "TIDELINE_PASSWORD": "none",
                        ]
                    ).end()
                    let isRefused = ended.complaint.contains("Usage:") || ended.complaint.contains("no command")
                    #expect(!isRefused, "\(example): \(ended.complaint)")
                }
            }
        }
    }

    /// Those that need no server and change nothing but in the home.
    private static func examples(_ discussion: String) -> [String] {
        discussion.split(separator: "\n").compactMap { line in
            guard let found = line.range(of: "tideline ") else { return nil }
            let before = line[..<found.lowerBound].trimmingCharacters(in: .whitespaces)
            guard before.isEmpty || before == "Example:" else { return nil }
            let words = line[found.upperBound...].prefix { $0 != ">" && $0 != "…" }
            return words.hasPrefix("serve") || words.hasPrefix("admin") || words.hasPrefix("watch")
                ? nil : String(words)
        }
    }

    @Test func `the reference in docs is what the commands say`() async throws {
        try await Workshop.open { workshop in
            let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent()
            let ended = try await workshop.launch(
                [
                    "/usr/bin/env", "python3", root.appendingPathComponent("scripts/cli-docs").path, "--check",
                    Workshop.tideline,
                ]
            ).end()
            #expect(ended.status == 0, "\(ended.complaint)")
        }
    }

    @Test(arguments: [
        ("versoins", "versions"), ("conflicts lst", "list"), ("shares members ad", "add"), ("trash emty", "empty"),
    ]) func `a slip in a command is met with the one that was meant`(typed: String, meant: String) async throws {
        try await Workshop.open { workshop in
            let words = typed.split(separator: " ").map(String.init)
            let ended = try await workshop.launch([Workshop.tideline] + words).end()
            #expect(ended.status == 2 && ended.complaint.contains("Did you mean \"\(meant)\"?"), "\(ended.complaint)")
        }
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `the completion script of a shell is one that it can read`(shell: String) async throws {
        try await Workshop.open { workshop in
            let script = try await run(workshop, "completions", shell).output
            #expect(script.contains("tideline") && script.contains("versions"))
            let json = try await run(workshop, "completions", shell, "--json").json
            #expect(json["shell"] as? String == shell && script == (json["script"] as? String ?? "") + "\n")
            let path = workshop.path("script")
            try Data(script.utf8).write(to: URL(fileURLWithPath: path))
            guard let reader = ["/bin/", "/usr/bin/"].map({ $0 + shell }).first(where: { access($0, X_OK) == 0 }) else {
                return
            }
            let ended = try await workshop.launch([reader, "-n", path]).end()
            #expect(ended.status == 0, "\(ended.complaint)")
        }
    }

    private func run(_ workshop: Workshop, _ arguments: String...) async throws -> Ended {
        let ended = try await workshop.launch([Workshop.tideline] + arguments).end()
        try #require(ended.status == 0, "\(arguments): \(ended.complaint)")
        return ended
    }
}
