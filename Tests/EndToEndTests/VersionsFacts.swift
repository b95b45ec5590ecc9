import Foundation
import Testing

/// Versions of files, and bringing back files, folders and shares.
@Suite(.oneServer, .timeLimit(.minutes(5))) struct VersionsFacts {
    @Test func `versions of a file are listed and an older one comes back as a new one`() async throws {
        let device = try await Harness.current.team("one")[0]
        for text in ["first", "second one", "third"] {
            try device.folder.write("doc.txt", text)
            try await device.synced()
        }
        let path = device.folder.full("doc.txt")
        let listed = try await device.succeed("versions", path, "--json").json
        let versions = try #require(listed["versions"] as? [[String: Any]])
        #expect(versions.map { $0["version_number"] as? Int } == [3, 2, 1])
        #expect(versions[0]["created_by_name"] as? String == "admin" && listed["path"] as? String == "/doc.txt")
        let text = try await device.succeed("versions", path).output
        #expect(text.contains("NUMBER") && text.contains("10 B") && text.contains("now"))

        let restored = try await device.succeed("restore", path, "--json").json
        #expect(restored["outcome"] as? String == "restored")
        try await device.synced()
        #expect(device.folder.text("doc.txt") == "second one")
        try await device.succeed("restore", path, "--version", "1")
        try await device.synced()
        #expect(device.folder.text("doc.txt") == "first")
        let again = try await device.succeed("restore", path, "--version", "1", "--json").json
        #expect(again["outcome"] as? String == "unchanged")
        let dry = try await device.succeed(
            "restore", "--share", device.share, "/doc.txt", "--version", "3", "--dry-run")
        #expect(dry.output.contains("Would restore /doc.txt to version 3"))
        try await device.synced()
        #expect(device.folder.text("doc.txt") == "first")
    }

    @Test func `a file that was deleted here is found by its path, and comes out of the trash`() async throws {
        let device = try await Harness.current.team("one")[0]
        try device.folder.write("docs/plan.txt", "a plan")
        try await device.synced()
        try device.folder.remove("docs/plan.txt")
        let path = device.folder.full("docs/plan.txt")
        let unsent = try await device.succeed("versions", path, "--json").json["versions"] as? [Any]
        #expect(unsent?.count == 1)
        try await device.synced()
        let listed = try await device.succeed("versions", path)
        #expect(listed.output.contains("in the trash since"))
        try await device.succeed("restore", path)
        try await device.synced()
        #expect(device.folder.text("docs/plan.txt") == "a plan")

        try device.folder.remove("docs")
        try await device.synced()
        let inside = try await device.run("restore", path)
        #expect(inside.status == 1 && inside.complaint.contains("went with the folder /docs"))
        try await device.succeed("restore", device.folder.full("docs"))
        try await device.synced()
        #expect(device.folder.text("docs/plan.txt") == "a plan")
    }

    @Test func `a whole share goes back to before a disaster, and from there forth again`() async throws {
        let devices = try await Harness.current.team("one", "two")
        let device = devices[0]
        try device.folder.write("a/one.txt", "one")
        try device.folder.write("a/two.txt", "two")
        try device.folder.write("b/three.txt", "three")
        try await device.synced()
        try await devices[1].synced()
        let before = try await moment()
        try device.folder.write("a/one.txt", "encrypted!")
        try device.folder.move("a/two.txt", "b/2.txt")
        try device.folder.remove("b/three.txt")
        try device.folder.write("ransom.txt", "pay")
        try device.folder.move("a", "z")
        try await device.synced()
        let after = try await moment()

        let share = ["--all", "--share", device.share]
        let dry = try await device.run(["restore", "--at", before, "--dry-run", "--json"] + share)
        let steps = try #require(try dry.json["steps"] as? [[String: Any]])
        #expect(Set(steps.compactMap { $0["action"] as? String }) == ["bring_back", "move", "trash", "restore"])
        let refused = try await device.run(["restore", "--at", before] + share)
        #expect(refused.status == 2 && refused.complaint.contains("--yes"))
        let done = try await device.run(["restore", "--at", before, "--yes", "--json"] + share)
        try #require(done.status == 0, "\(done.complaint)")
        #expect(try done.json["restored"] as? Int == 1)
        for device in devices { try await device.synced() }
        expectSame(devices)
        #expect(Tree(device.folder).paths == ["a", "a/one.txt", "a/two.txt", "b", "b/three.txt"])
        #expect(device.folder.text("a/one.txt") == "one")

        try #require(try await device.run(["restore", "--at", after, "--yes"] + share).status == 0)
        for device in devices { try await device.synced() }
        expectSame(devices)
        #expect(Tree(device.folder).paths == ["b", "b/2.txt", "ransom.txt", "z", "z/one.txt"])
        let nothing = try await device.run(["restore", "--at", after, "--yes"] + share)
        #expect(nothing.status == 0 && nothing.output.contains("0 moved"))
    }

    @Test func `a folder goes back alone`() async throws {
        let device = try await Harness.current.team("one")[0]
        try device.folder.write("docs/a.txt", "a")
        try device.folder.write("other.txt", "other")
        try await device.synced()
        let before = try await moment()
        try device.folder.write("docs/a.txt", "changed")
        try device.folder.write("docs/new.txt", "new")
        try device.folder.write("other.txt", "other, changed")
        try await device.synced()
        try await device.succeed("restore", device.folder.full("docs"), "--at", before)
        try await device.synced()
        #expect(Tree(device.folder).paths == ["docs", "docs/a.txt", "other.txt"])
        #expect(device.folder.text("docs/a.txt") == "a" && device.folder.text("other.txt") == "other, changed")
    }

    @Test func `what cannot be is said, with what to do`() async throws {
        let device = try await Harness.current.team("one")[0]
        try device.folder.write("doc.txt", "text")
        try device.folder.makeFolder("folder")
        try await device.synced()
        let path = device.folder.full("doc.txt")
        for (arguments, status, words) in [
            (["versions", "/somewhere/else"], 2, "in no linked folder"),
            (["versions", device.folder.full("none.txt")], 1, "There is no /none.txt"),
            (["versions", device.folder.full("folder")], 2, "is a folder"),
            (["versions", device.folder.path], 2, "name a file or folder in it"),
            (["restore", path], 1, "only one version"),
            (["restore", path, "--version", "7"], 1, "has no version 7"),
            (["restore", path, "--at", "yesterday"], 2, "yesterday"),
            (["restore", path, "--at", "2200-01-01T00:00:00Z"], 2, "yet to come"),
            (["restore", path, "--at", "2001-01-01 10:00"], 1, "has no version of 2001-01-01"),
            (["restore", device.folder.full("folder")], 2, "Say with --at"),
            (["restore"], 2, "Name what to restore"),
            (["restore", "--all", "--at", "1h"], 2, "--all needs --share and --at"),
            (["restore", "--all", "--at", "1h", "--share", "No such share"], 1, "There is no share"),
        ] as [([String], Int32, String)] {
            let ended = try await device.run(arguments)
            #expect(ended.status == status && ended.complaint.contains(words), "\(arguments): \(ended.complaint)")
        }
    }
}
