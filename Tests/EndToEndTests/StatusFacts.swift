import Foundation
import Testing

/// `status` is true, changes nothing, and says how to go on.
@Suite(.oneServer, .timeLimit(.minutes(5))) struct StatusFacts {
    @Test func `what waits on either side is counted, with its bytes, and nothing is changed by looking`() async throws
    {
        let devices = try await Harness.current.team("one", "two")
        let (one, two) = (devices[0], devices[1])
        try one.folder.write("a.txt", "first")
        try await one.synced()
        try await two.synced()
        var folder = try await status(one)
        #expect(folder["state"] as? String == "in_sync" && folder["in_sync"] as? Bool == true)
        #expect(folder["in_sync_at"] is String && folder["last_contact_at"] is String)

        try one.folder.write("new.txt", "12345")
        try two.folder.write("there.txt", "1234567")
        try await two.synced()
        for _ in 0..<2 {
            folder = try await status(one)
            #expect(folder["state"] as? String == "pending" && folder["in_sync"] as? Bool == false)
            let (up, down) = (folder["to_send"] as? [String: Int], folder["to_receive"] as? [String: Int])
            #expect(up == ["count": 1, "bytes": 5] && down == ["count": 1, "bytes": 7])
            #expect(folder["pending_since"] is String)
        }
        let text = try await one.succeed("status").output
        #expect(text.contains("Not in sync.") && text.contains("to send: 1 change, 5 B"))
        #expect(!one.folder.exists("there.txt"))
        try await one.synced()
        #expect(try await status(one)["state"] as? String == "in_sync")
    }

    @Test func `a halted folder says so, with the ways on, and so does one that was never synced`() async throws {
        let device = try await Harness.current.team("one")[0]
        try device.folder.write("a.txt", "text")
        try await device.synced()
        try device.folder.remove(".tideline")
        let halted = try await status(device)
        #expect(halted["state"] as? String == "halted")
        let reason = halted["halted"] as? String ?? ""
        #expect(reason.contains("tideline sync") && reason.contains("--relink"), "\(reason)")
        #expect(!device.folder.exists(".tideline"))
        let unknown = try await device.run("status", device.folder.path + "/elsewhere")
        #expect(unknown.status == 2 && unknown.complaint.contains("is not linked"))
    }

    @Test func `conflicts and skipped paths are named`() async throws {
        let devices = try await Harness.current.team("one", "two")
        let (one, two) = (devices[0], devices[1])
        try one.folder.write("a.txt", "first")
        try await one.synced()
        try await two.synced()
        try one.folder.write("a.txt", "one's")
        try two.folder.write("a.txt", "two's, longer")
        try await one.synced()
        try await two.synced("--conflict", "MANUAL", attention: true)
        let folder = try await status(two)
        #expect(folder["open_conflicts"] as? Int == 1 && folder["has_conflicts"] as? Bool == true)
        let conflicts = try await two.succeed("conflicts", "--share", two.share, "--json").output
        let list = try #require(try JSONSerialization.jsonObject(with: Data(conflicts.utf8)) as? [[String: Any]])
        let id = try #require(list.first?["id"] as? String)
        let shown = try await two.succeed("conflicts", "show", id)
        #expect(shown.output.contains("changed in two places at once"))
        #expect(shown.output.contains("tideline conflicts resolve \(id) --as KEEP_BOTH"))
        let detail = try await two.succeed("conflicts", "show", id, "--json").json
        let sides = ["local", "server"].compactMap { (detail[$0] as? [String: Any])?["size"] as? Int }
        #expect(sides == [13, 5])
        #expect((detail["resolutions"] as? [String: String])?.count == 5)
        let none = try await two.run("conflicts", "show", "cfl_00000000000000000000000000")
        #expect(none.status == 1 && none.complaint.contains("There is no conflict"))
        #expect(try await two.run("conflicts", "show", "nonsense").status == 2)

        guard mkfifo(one.folder.full("pipe"), 0o600) == 0 else { throw Trouble("no pipe") }
        try await one.synced(attention: true)
        let skipping = try await status(one)
        let skips = skipping["skipped"] as? [[String: String]]
        #expect(skips?.map { $0["path"] } == ["pipe"] && skipping["state"] as? String == "attention")
    }

    @Test func `a watch that runs is seen, and without the server what is known here is still told`() async throws {
        try await Harness.open { harness in
            let device = try await harness.team("one")[0]
            try device.folder.write("a.txt", "text")
            let watching = try device.watch()
            try await watching.untilIdle()
            let running = try await amongManyLocks { try await status(device) }
            #expect(running["running"] as? String == "watch")
            #expect(running["running_pid"] as? Int == Int(watching.program.pid))
            #expect(try await watching.stop() == 130)
            let stopped = try await status(device)
            #expect(stopped["running"] == nil && stopped["running_pid"] == nil)

            #expect(try await harness.server.stop() == 0)
            try device.folder.write("b.txt", "more")
            let ended = try await device.run("status", "--json")
            #expect(ended.status == 6)
            let folder = try #require((try ended.json["folders"] as? [[String: Any]])?.first)
            #expect(folder["in_sync"] as? Bool == false && folder["unreachable"] is String)
            #expect((folder["to_send"] as? [String: Int])?["count"] == 1)
        }
    }

    /// Others hold so many locks that the kernel's table of them is longer than what one read gives.
    private func amongManyLocks<T>(_ body: () async throws -> T) async throws -> T {
        let path = NSTemporaryDirectory() + "tideline-locks-" + UUID().uuidString
        defer { unlink(path) }
        let files = (0..<200).map { _ in open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600) }
        defer { for file in files { close(file) } }
        for file in files { #expect(flock(file, LOCK_SH) == 0) }
        return try await body()
    }

    private func status(_ device: Device) async throws -> [String: Any] {
        let all = try await device.succeed("status", "--json").json["folders"] as? [[String: Any]]
        return try #require(all?.first)
    }
}
