import Foundation
import Testing

@Suite(.oneServer, .timeLimit(.minutes(5))) struct TrashFacts {
    @Test func `what was deleted is listed with who did it, comes back, and goes for good`() async throws {
        let devices = try await Harness.current.team("one", "two")
        let device = devices[0]
        try device.folder.write("a.txt", "a")
        try device.folder.write("b/c.txt", "in a folder")
        for device in devices { try await device.synced() }
        try device.folder.remove("a.txt")
        try device.folder.remove("b")
        for device in devices { try await device.synced() }
        let listed = try await device.succeed("trash", "list", "--share", device.share, "--json").json
        let items = try #require(listed["items"] as? [[String: Any]])
        #expect(Set(items.compactMap { $0["path"] as? String }) == ["/a.txt", "/b"])
        #expect(items.allSatisfy { $0["trashed_by_name"] as? String == "admin" })
        let text = try await device.succeed("trash", "--share", device.share).output
        #expect(text.contains("/a.txt") && text.contains("folder"))
        let there = try await devices[1].succeed("trash", "list", "--share", device.share, "--json").json
        let local = there["local"] as? [[String: Any]] ?? []
        #expect(local.compactMap { $0["path"] as? String }.contains(devices[1].folder.full("a.txt")))

        let id = try #require(items.first { $0["path"] as? String == "/a.txt" }?["id"] as? String)
        try await device.succeed("trash", "restore", id)
        try await device.succeed("trash", "restore", device.folder.full("b"))
        for device in devices { try await device.synced() }
        expectSame(devices)
        #expect(device.folder.text("a.txt") == "a" && device.folder.text("b/c.txt") == "in a folder")

        try device.folder.remove("a.txt")
        try await device.synced()
        let young = try await device.succeed(
            "trash", "empty", "--share", device.share, "--older-than", "1d", "--yes", "--json")
        #expect(try young.json["purged"] as? Int == 0)
        let asked = try await device.run("trash", "empty", "--share", device.share)
        #expect(asked.status == 2 && asked.complaint.contains("--yes"))
        let purged = try await device.succeed("trash", "empty", "--share", device.share, "--yes", "--json")
        #expect(try purged.json["purged"] as? Int == 1)
        let gone = try await device.run("trash", "restore", device.folder.full("a.txt"))
        #expect(gone.status == 1 && gone.complaint.contains("There is no /a.txt"))
    }

    @Test func `a taken name is said with the way on`() async throws {
        let device = try await Harness.current.team("one")[0]
        try device.folder.write("a.txt", "old")
        try await device.synced()
        try device.folder.remove("a.txt")
        try await device.synced()
        let empty = try await device.run("trash", "restore", "fil_00000000000000000000000000")
        #expect(empty.status == 1)
        let item = try #require(
            (try await device.succeed("trash", "--share", device.share, "--json").json["items"] as? [[String: Any]])?
                .first)
        let id = try #require(item["id"] as? String)
        try device.folder.write("a.txt", "new")
        try await device.synced()
        let taken = try await device.run("trash", "restore", id)
        #expect(taken.status == 1 && taken.complaint.contains("--name NAME"))
        let there = try await device.run("trash", "restore", device.folder.full("a.txt"))
        #expect(there.status == 1 && there.complaint.contains("is not in the trash"))
        try await device.succeed("trash", "restore", id, "--name", "a old.txt")
        try await device.synced()
        #expect(device.folder.text("a old.txt") == "old" && device.folder.text("a.txt") == "new")
    }
}
