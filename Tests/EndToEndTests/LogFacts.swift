import Foundation
import Testing

/// The share's changes as people read them.
@Suite(.oneServer, .timeLimit(.minutes(5))) struct LogFacts {
    @Test func `each change is a line with who did what where`() async throws {
        let device = try await Harness.current.team("desk")[0]
        try device.folder.write("docs/a.txt", "text")
        try await device.synced()
        try device.folder.move("docs/a.txt", "docs/b.txt")
        try await device.synced()
        try device.folder.write("docs/b.txt", "text, longer")
        try await device.synced()
        try device.folder.remove("docs/b.txt")
        try await device.synced()
        let lines = try await device.succeed("log", device.folder.path).output.split(separator: "\n").map(String.init)
        #expect(lines.count == 5 && lines.allSatisfy { $0.contains("admin (desk)") })
        for (line, words) in zip(
            lines,
            [
                "added    /docs/", "added    /docs/a.txt  4 B", "renamed  /docs/a.txt to /docs/b.txt",
                "changed  /docs/b.txt  12 B", "deleted  /docs/b.txt",
            ])
        {
            #expect(line.contains(words), "\(line)")
        }
        let json = try await device.succeed("log", "--share", device.share, "--since", "1h", "--json").output
        let types = try json.split(separator: "\n").map { line in
            let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return row?["change_type"] as? String
        }
        #expect(types == ["created", "created", "renamed", "updated", "deleted"])
        let below = try await device.succeed("log", device.folder.full("docs/a.txt")).output
        #expect(below.split(separator: "\n").count == 2)
        let none = try await device.succeed("log", device.folder.path, "--since", "2200-01-01T00:00:00Z").output
        #expect(none.contains("Nothing happened."))
        #expect(try await device.run("log", device.folder.path, "--since", "00:00").status == 0)
        #expect(try await device.run("log", device.folder.path, "--since", "24:00").status == 2)
        #expect(try await device.run("log").status == 2)
        #expect(try await device.run("log", "/somewhere").status == 2)
    }

    @Test func `following shows changes as they happen, until Ctrl-C`() async throws {
        let devices = try await Harness.current.team("one", "two")
        try devices[0].folder.write("old.txt", "old")
        try await devices[0].synced()
        let follower = try devices[1].launch(["log", "--share", devices[0].share, "-f", "--json"])
        try await eventually("what was") { follower.events.count == 1 }
        try devices[0].folder.write("new.txt", "new")
        try await devices[0].synced()
        try await eventually("what came: \(follower.output) \(follower.complaint)") {
            follower.events.contains { $0["new_path"] as? String == "/new.txt" }
        }
        follower.signal(SIGINT)
        #expect(try await follower.end(within: 60).status == 130)
    }

    @Test func `following goes on when the server was away, and when its token ran out`() async throws {
        try await Harness.open(extra: ["--token-ttl", "2s"]) { harness in
            let device = try await harness.team("one")[0]
            try device.folder.write("old.txt", "old")
            try await device.synced()
            let follower = try device.launch(["log", device.folder.path, "-f", "--json"])
            try await eventually("what was") { follower.events.count == 1 }
            try await harness.server.kill()
            try await eventually("that it is away") { follower.complaint.contains("asked again") }
            try await harness.server.start()
            try await eventually("that it is back: \(follower.complaint)") {
                follower.complaint.contains("answers again")
            }
            // Longer than the token is good for.
            try await pause(milliseconds: 2_500)
            try device.folder.write("new.txt", "new")
            try await device.synced()
            try await eventually("what came: \(follower.output) \(follower.complaint)") {
                follower.events.count == 2 && follower.events.last?["new_path"] as? String == "/new.txt"
            }
            follower.signal(SIGINT)
            #expect(try await follower.end(within: 60).status == 130)
        }
    }
}
