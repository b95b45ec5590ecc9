import Foundation
import Testing

/// What a device syncs of a share, with the real program.
@Suite(.timeLimit(.minutes(5))) struct SelectionFacts {
    @Test func `a folder that is excluded goes here alone, and comes back`() async throws {
        try await Harness.open { harness in
            let team = try await harness.team("one", "two")
            let (one, two) = (team[0].folder, team[1].folder)
            try one.write("in/x", "1")
            try one.write("out/y", "1")
            try await team[0].synced()
            try await team[1].synced()
            try await team[1].succeed("prefs", "set", team[1].share, "--exclude", "out")
            let listed = try await team[1].succeed("prefs", "--share", team[1].share)
            #expect(listed.output.contains("/out"))
            try await team[1].synced()
            #expect(two.names() == ["in"])
            let said = try await team[1].succeed("explain", two.full("out/y"), "--json").json
            #expect(said["state"] as? String == "unselected")
            try await team[0].synced()
            #expect(one.text("out/y") == "1")
            try two.write("out/own", "stays")
            let report = try await team[1].synced(attention: true)
            #expect(report.skips.keys.sorted() == ["out"])
            try await team[1].succeed("prefs", "set", team[1].share, "--everything")
            try await team[1].synced()
            try await team[0].synced()
            #expect(two.text("out/y") == "1" && one.text("out/own") == "stays")
        }
    }

    @Test func `the rules of the root keep private what lies in a selected folder`() async throws {
        try await Harness.open { harness in
            let team = try await harness.team("one", "two")
            let (one, two) = (team[0].folder, team[1].folder)
            try one.write(".tidelineignore", "*.key\n")
            try one.write("top/.tidelineignore", "*.note\n")
            try one.write("top/proj/x", "1")
            try one.write("top/other", "1")
            try await team[0].synced()
            try await team[1].succeed("prefs", "set", team[1].share, "--select", "/top/proj")
            try two.write("top/proj/secret.key", "1")
            try two.write("top/proj/own.note", "1")
            try two.write("top/proj/open", "1")
            try await team[1].synced()
            #expect(two.names() == [".tidelineignore", "top"])
            #expect(two.names("top") == [".tidelineignore", "proj"])
            let said = try await team[1].succeed("explain", two.full(".tidelineignore"), "--json").json
            #expect(said["state"] as? String == "synced")
            try await team[0].synced()
            #expect(one.names("top/proj") == ["open", "x"])
            try one.write(".tidelineignore", "*.other\n")
            try await team[0].synced()
            try await team[1].synced()
            try await team[0].synced()
            #expect(one.names("top/proj") == ["open", "secret.key", "x"])
        }
    }

    @Test func `one list is emptied by an empty path, and the other stays`() async throws {
        try await Harness.open { harness in
            let device = try await harness.team("one")[0]
            for path in ["in/x", "in/sub/y", "out/z"] { try device.folder.write(path, "1") }
            try await device.synced()
            func set(_ arguments: String...) async throws -> [[String]?] {
                let ended = try await device.run(["prefs", "set", device.share, "--json"] + arguments)
                let json = try ended.json
                return [json["selected_folders"] as? [String], json["excluded_folders"] as? [String]]
            }
            #expect(try await set("--select", "in", "--exclude", "in/sub") == [["/in"], ["/in/sub"]])
            #expect(try await set("--exclude", "") == [["/in"], []])
            #expect(try await set("--exclude", "in/sub") == [["/in"], ["/in/sub"]])
            #expect(try await set("--select", "") == [[], ["/in/sub"]])
            #expect(try await set("--exclude", "", "--exclude", "out") == [[], ["/out"]])
        }
    }

    @Test func `a share that is switched off rests, and says so`() async throws {
        try await Harness.open { harness in
            let device = try await harness.team("one")[0]
            try device.folder.write("a", "1")
            try await device.succeed("prefs", "set", device.share, "--off")
            let ended = try await device.startSync().end()
            let isResting = try ended.json["resting"] as? Bool
            #expect(ended.status == 0 && isResting == true)
            let usage = try await device.run("prefs", "set", device.share)
            #expect(usage.status == 2)
            try await device.succeed("prefs", "set", device.share, "--on")
            #expect(try await device.synced().uploaded == 1)
        }
    }

    @Test func `watch follows a new choice at once`() async throws {
        try await Harness.open { harness in
            let device = try await harness.team("one")[0]
            try device.folder.write("in/x", "1")
            try device.folder.write("out/y", "1")
            let watching = try device.watch()
            try await watching.untilIdle()
            try await device.succeed("prefs", "set", device.share, "--select", "/in")
            try await eventually("the other folder goes") { !device.folder.exists("out") }
            try await device.succeed("prefs", "set", device.share, "--everything")
            try await eventually("it comes back") { device.folder.text("out/y") == "1" }
            #expect(try await watching.stop() == 130)
        }
    }
}
