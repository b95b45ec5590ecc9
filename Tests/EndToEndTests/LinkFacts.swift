import Foundation
import Testing

/// Links, modes, things that are no files, and names, with the real program on a real disk.
@Suite(.timeLimit(.minutes(5))) struct LinkFacts {
    private func target(_ folder: Folder, _ path: String) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: folder.full(path))
    }

    private func link(_ folder: Folder, _ path: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: folder.full(path), withDestinationPath: target)
    }

    @Test func `links into the folder travel, links out of it are told`() async throws {
        try await Harness.open { harness in
            let team = try await harness.team("one", "two")
            let (one, two) = (team[0].folder, team[1].folder)
            try one.write("d/file", "1")
            try link(one, "d/up", to: "../top")
            try link(one, "top", to: "d/file")
            try link(one, "out", to: "/etc/passwd")
            try link(one, "d/climb", to: "../../x")
            let report = try await team[0].synced(attention: true)
            #expect(Set(report.skips.keys) == ["out", "d/climb"])
            try await team[1].synced()
            #expect(target(two, "d/up") == "../top" && target(two, "top") == "d/file")
            #expect(two.text("top") == "1" && two.names() == ["d", "top"])
            try two.remove("top")
            try two.write("top", "d/file")
            try await team[1].synced()
            try await team[0].synced(attention: true)
            #expect(target(one, "top") == nil && one.text("top") == "d/file")
            let explained = try await team[0].succeed("explain", one.full("out"), "--json").json
            #expect(explained["state"] as? String == "skipped")
        }
    }

    @Test func `a link that another program sends leads nowhere out`() async throws {
        try await Harness.open { harness in
            let device = try await harness.team("one")[0]
            try device.folder.write("a", "1")
            try await device.synced()
            let share = try await device.shareID
            for (name, target) in [("abs", "/etc/passwd"), ("climb", "../outside"), ("own", ".tideline/trash")] {
                let answer = try await harness.curl(
                    "/api/v1/files", token: device.token, "-F", "share_id=\(share)", "-F", "mime_type=inode/symlink",
                    "-F", "file=\(target);filename=\(name);type=inode/symlink")
                #expect(answer.status == 201, "\(answer.body)")
            }
            let report = try await device.synced(attention: true)
            #expect(Set(report.skips.keys) == ["abs", "climb", "own"])
            #expect(device.folder.names() == ["a"])
        }
    }

    @Test func `the executable bit goes both ways`() async throws {
        try await Harness.open { harness in
            let team = try await harness.team("one", "two")
            try team[0].folder.write("run", "#!/bin/sh\n")
            try team[0].folder.makeExecutable("run")
            try await team[0].synced()
            try await team[1].synced()
            #expect(access(team[1].folder.full("run"), X_OK) == 0)
            try team[1].folder.setMode("run", 0o644)
            try await team[1].synced()
            try await team[0].synced()
            let seen = try FileManager.default.attributesOfItem(atPath: team[0].folder.full("run"))
            #expect(seen[.posixPermissions] as? Int == 0o644)
        }
    }

    @Test func `pipes and sockets are told, all else syncs`() async throws {
        try await Harness.open { harness in
            let device = try await harness.team("one")[0]
            try device.folder.write("a", "1")
            #expect(mkfifo(device.folder.full("pipe"), 0o600) == 0)
            let report = try await device.synced(attention: true)
            #expect(report.skips.keys.sorted() == ["pipe"] && report.skips["pipe"]?.contains("pipe") == true)
            #expect(report.uploaded == 1)
        }
    }

    @Test func `names that Windows cannot have sync, and are noted once`() async throws {
        try await Harness.open { harness in
            let team = try await harness.team("one", "two")
            try team[0].folder.write("what?.txt", "1")
            let ended = try await team[0].startSync().end()
            let notes = try ended.json["notes"] as? [[String: Any]]
            #expect(ended.status == 0 && notes?.map { $0["path"] as? String } == ["what?.txt"])
            let later = try await team[0].startSync().end().json["notes"] as? [Any]
            #expect(later?.isEmpty == true)
            try await team[1].synced()
            #expect(team[1].folder.text("what?.txt") == "1")
        }
    }

    @Test func `a change of case alone is a rename, and names that differ by it lose nothing`() async throws {
        try await Harness.open { harness in
            let team = try await harness.team("one", "two")
            let (one, two) = (team[0].folder, team[1].folder)
            try one.write("Readme", "1")
            try await team[0].synced()
            try await team[1].synced()
            try one.move("Readme", "README")
            #expect(try await team[0].synced().moved == 1)
            try await team[1].synced()
            #expect(two.names() == ["README"])
            try two.write("readme", "another")
            let report = try await team[1].synced(attention: true)
            #expect(report.skips.keys.sorted() == ["readme"])
            #expect(two.text("readme") == "another" && two.text("README") == "1")
            try await team[0].synced()
            #expect(one.names() == ["README"])
        }
    }
}
