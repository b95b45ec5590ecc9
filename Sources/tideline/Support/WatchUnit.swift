import Foundation
import TidelineClient
import TidelineCore

/// The service file of `watch --install`, for the user's own systemd. Nothing is started here.
struct WatchUnit: Encodable, Sendable {
    let unit: String
    let folders: [String]
    let commands: [String]

    /// Writes the file, or writes it anew.
    static func install(_ directories: [String], _ home: Home, _ environment: [String: String]) throws -> WatchUnit {
        let linked = try FolderRegistry(home: home).folders().map(\.path)
        let wanted = directories.isEmpty ? linked : directories.map { realPath(absolutePath($0)) }
        if let stranger = wanted.first(where: { !linked.contains($0) }) {
            throw Failure(
                "\(stranger) is not linked. Run `tideline sync \(shellQuoted(stranger)) --share SHARE` first.", .usage)
        }
        guard !wanted.isEmpty else {
            throw Failure("No folders are linked. Run `tideline sync DIR --share SHARE` first.", .usage)
        }
        let path = try path(environment)
        let text = Self.text(program: try program(), home: home.path, folders: wanted)
        do {
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw Failure("Cannot write \(path): \(error.localizedDescription)")
        }
        return WatchUnit(
            unit: path, folders: wanted,
            commands: [
                "systemctl --user daemon-reload", "systemctl --user enable tideline.service",
                "systemctl --user restart tideline.service",
            ])
    }

    var text: String {
        """
        Wrote \(unit) for \(folders.map { shellQuoted($0) }.joined(separator: " ")).
        Start it now and at each login with
        \(commands.map { "  " + $0 }.joined(separator: "\n"))
        To keep it running while you are logged out: loginctl enable-linger
        To see what it says: journalctl --user -u tideline.service
        """
    }

    /// Halts and logins that ended wait for the user; all else is tried again.
    private static func text(program: String, home: String, folders: [String]) -> String {
        """
        [Unit]
        Description=Tideline keeps folders in sync

        [Service]
        Environment=\(quoted("TIDELINE_HOME=" + home))
        ExecStart=\(([program, "watch"] + folders).map { quoted($0.replacing("$", with: "$$")) }.joined(separator: " "))
        Restart=on-failure
        RestartSec=30
        SuccessExitStatus=130
        RestartPreventExitStatus=2 4 5

        [Install]
        WantedBy=default.target

        """
    }

    /// As systemd.syntax(7) wants a word that may hold anything.
    private static func quoted(_ word: String) -> String {
        let escaped = word.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("%", with: "%%")
            .replacing("\n", with: "\\n")
        return "\"\(escaped)\""
    }

    static func path(_ environment: [String: String]) throws -> String {
        let below = "/systemd/user/tideline.service"
        if let chosen = environment["XDG_CONFIG_HOME"], chosen.hasPrefix("/") { return chosen + below }
        guard let home = environment["HOME"], home.hasPrefix("/") else {
            throw Failure("No place for the service file. Set HOME or XDG_CONFIG_HOME to a folder.", .usage)
        }
        return home + "/.config" + below
    }

    private static func program() throws -> String {
        do { return try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") } catch {
            throw Failure("Cannot tell where this program lies: /proc is not there.")
        }
    }
}

/// The way back, for `watch --uninstall`. Nothing is stopped here.
struct WatchUnitRemoval: Encodable, Sendable {
    let unit: String
    /// False when there was none.
    let removed: Bool
    let commands: [String]

    static func remove(_ environment: [String: String]) throws -> WatchUnitRemoval {
        let path = try WatchUnit.path(environment)
        var removed = true
        do { try FileManager.default.removeItem(atPath: path) } catch CocoaError.fileNoSuchFile {
            removed = false
        } catch {
            throw Failure("Cannot remove \(path): \(error.localizedDescription)")
        }
        return WatchUnitRemoval(
            unit: path, removed: removed,
            commands: [
                "systemctl --user disable --now tideline.service", "systemctl --user daemon-reload",
            ])
    }

    var text: String {
        """
        \(removed ? "Removed \(unit)." : "There is no \(unit).")
        Stop a service that runs, and its start at login, with
        \(commands.map { "  " + $0 }.joined(separator: "\n"))
        Folders and their links stay as they are.
        """
    }
}
