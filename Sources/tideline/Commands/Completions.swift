import ArgumentParser

struct Completions: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints a script that completes commands, options and shares in a shell.",
        discussion: """
            Examples:
            tideline completions bash > ~/.local/share/bash-completion/completions/tideline
            tideline completions zsh > "${fpath[1]}/_tideline"
            tideline completions fish > ~/.config/fish/completions/tideline.fish
            """)

    enum Shell: String, CaseIterable, ExpressibleByArgument {
        case bash, zsh, fish

        var script: CompletionShell {
            switch self {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        }
    }

    @Argument(help: "bash, zsh or fish.")
    var shell: Shell

    @OptionGroup var options: OutputOptions

    func run() throws {
        let script = Tideline.completionScript(for: shell.script)
        try options.show(["script": script, "shell": shell.rawValue], script)
    }
}

extension CompletionKind {
    /// Names of the shares that folders here are linked to: a completion asks no server.
    static var linkedShares: CompletionKind {
        .custom { _, _, _ in
            let folders = try? Home().linkedFolders()
            return Set((folders ?? []).map(\.shareName)).sorted()
        }
    }

    static var linkedFolders: CompletionKind {
        .custom { _, _, _ in ((try? Home().linkedFolders()) ?? []).map(\.path).sorted() }
    }
}

extension Home {
    fileprivate func linkedFolders() throws -> [LinkedFolder] { try FolderRegistry(home: self).folders() }
}
