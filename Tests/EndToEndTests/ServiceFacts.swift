import Foundation
import Testing

/// `watch --install`.
@Suite(.oneServer, .timeLimit(.minutes(5))) struct ServiceFacts {
    @Test func `the service file names the folders as systemd reads them, and nothing is started`() async throws {
        let harness = try Harness.current
        let odd = "100% \"odd\" $HOME \\ folder"
        var device = try await harness.team("one")[0]
        let path = device.folder.full(odd)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try await device.succeed("sync", path, "--share", device.share)
        let config = harness.workshop.path("config")
        device.environment["XDG_CONFIG_HOME"] = config
        let installed = try await device.succeed("watch", "--install", "--json").json
        let unit = config + "/systemd/user/tideline.service"
        #expect(installed["unit"] as? String == unit && installed["folders"] as? [String] == [path])
        let commands = try #require(installed["commands"] as? [String])
        #expect(commands.contains { $0.hasPrefix("systemctl --user enable") })
        let text = try String(contentsOfFile: unit, encoding: .utf8)
        #expect(text.contains("Environment=\"TIDELINE_HOME=\(device.home)\""))
        let wanted = device.folder.path + "/100%% \\\"odd\\\" $$HOME \\\\ folder"
        #expect(text.contains("ExecStart=\"\(Workshop.tideline)\" \"watch\" \"\(wanted)\"\n"), "\(text)")
        if access("/usr/bin/systemd-analyze", X_OK) == 0 {
            let checked = try await harness.workshop.launch(
                ["/usr/bin/systemd-analyze", "verify", "--user", unit],
                environment: ["XDG_RUNTIME_DIR": config, "HOME": config]
            ).end()
            #expect(checked.status == 0 && !checked.complaint.contains("tideline.service:"), "\(checked.complaint)")
        }
        let again = try await device.succeed("watch", path, "--install").output
        #expect(again.contains("loginctl enable-linger"))
        let back = try await device.succeed("watch", "--uninstall").output
        #expect(back.contains("Removed \(unit)") && back.contains("systemctl --user disable --now tideline.service"))
        #expect(!FileManager.default.fileExists(atPath: unit))
        let nothing = try await device.succeed("watch", "--uninstall", "--json").json
        #expect(nothing["removed"] as? Bool == false && nothing["unit"] as? String == unit)
        #expect(try await device.run("watch", path, "--uninstall").status == 2)
        let stranger = try await device.run("watch", config, "--install")
        #expect(stranger.status == 2 && stranger.complaint.contains("is not linked"))
    }

    @Test func `without a linked folder there is nothing to install, without a folder nothing to watch`() async throws {
        let device = try await Harness.current.team("one")[0]
        let none = try await device.run("watch", "--install")
        #expect(none.status == 2 && none.complaint.contains("No folders are linked"))
        let watch = try await device.run("watch")
        #expect(watch.status == 2 && watch.complaint.contains("Name the folders to watch"))
    }
}
