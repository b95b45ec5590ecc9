import Foundation
import Testing

/// Ignore rules, and what says why a path does not sync, with the real program.
@Suite(.timeLimit(.minutes(5))) struct IgnoreFacts {
    @Test func `rules travel, and what they ignore does not`() async throws {
        try await Harness.open { harness in
            let team = try await harness.team("one", "two")
            let (one, two) = (team[0].folder, team[1].folder)
            try one.write(".tidelineignore", "*.o\n/build/\n!keep.o\n")
            try one.write("src/a.o", "1")
            try one.write("src/keep.o", "1")
            try one.write("build/deep/x", "1")
            try one.write(".a.txt.swp", "1")
            try one.write("a.txt", "1")
            try await team[0].synced()
            try two.write("src/b.o", "2")
            try await team[1].synced()
            #expect(two.names() == [".tidelineignore", "a.txt", "src"] && two.names("src") == ["b.o", "keep.o"])
            try await team[0].synced()
            #expect(one.names("src") == ["a.o", "keep.o"] && one.exists("build/deep/x"))
            try one.remove("src")
            try await team[0].synced()
            let left = try await team[1].synced()
            #expect(two.names("src") == ["b.o"] && left.skipped == 0)
            try await team[1].synced()
            try await team[0].synced()
            #expect(!one.exists("src"))
        }
    }

    @Test func `explain names the rule, its file and its line`() async throws {
        try await Harness.open { harness in
            let device = try await harness.team("one")[0]
            let folder = device.folder
            try folder.write("d/.tidelineignore", "# built\n*.o\n")
            try folder.write("d/x.o", "1")
            try folder.write("d/x.c", "1")
            try await device.synced()
            try folder.write("new", "1")
            func explain(_ path: String) async throws -> [String: Any] {
                try await device.succeed("explain", folder.full(path), "--json").json
            }
            let rule = try await explain("d/x.o")
            #expect(rule["state"] as? String == "ignored")
            let found = rule["rule"] as? [String: Any]
            #expect(found?["file"] as? String == "d/.tidelineignore" && found?["line"] as? Int == 2)
            #expect(try await explain("d/.DS_Store")["state"] as? String == "ignored")
            #expect(try await explain("d/x.c")["state"] as? String == "synced")
            #expect(try await explain("d/x.c")["since"] is String)
            #expect(try await explain("new")["state"] as? String == "pending")
            #expect(try await explain("none/at/all")["state"] as? String == "absent")
            let outside = try await device.run("explain", "/usr/bin/env")
            #expect(outside.status == 2 && outside.complaint.contains("tideline status"))
        }
    }
}
