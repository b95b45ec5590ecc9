import Foundation
import Testing

/// `restore --all` when the log is short, when others work meanwhile, and when it is killed.
@Suite(.timeLimit(.minutes(5))) struct RollbackFacts {
    @Test func `what the log does not tell any more is said, and nothing is done`() async throws {
        try await Harness.open(extra: ["--log-retention", "1s"]) { harness in
            let device = try await harness.team("one")[0]
            try device.folder.write("doc.txt", "first")
            try await device.synced()
            let before = try await moment()
            try device.folder.write("doc.txt", "second")
            try device.folder.write("new.txt", "new")
            try await device.synced()
            let arguments = ["restore", "--all", "--share", device.share, "--at", before]
            try await eventually("the log forgets") {
                try await device.run(arguments + ["--dry-run"]).status == 1
            }
            let refused = try await device.run(arguments + ["--yes"])
            #expect(refused.status == 1 && refused.complaint.contains("The server's log reaches back to"))
            #expect(refused.complaint.contains("tideline versions"))
            let after = try await device.synced()
            #expect(after.downloaded == 0 && after.deleted == 0 && device.folder.text("doc.txt") == "second")
            try await device.succeed("restore", device.folder.full("doc.txt"), "--at", before)
            try await device.synced()
            #expect(device.folder.text("doc.txt") == "first")
        }
    }

    @Test func `one that is killed goes on, and no device makes a conflicted copy of it`() async throws {
        try await Harness.open(extra: ["--rate-limit", "0"]) { harness in
            let devices = try await harness.team("one", "two")
            let device = devices[0]
            let names = (0..<Self.files).map { "docs/file \($0).txt" }
            for name in names { try device.folder.write(name, "good " + name) }
            for device in devices { try await device.synced() }
            let before = try await moment()
            for name in names { try device.folder.write(name, "encrypted " + name) }
            try device.folder.move("docs", "stolen")
            try await device.synced()
            let after = try await moment()
            let arguments = ["restore", "--all", "--share", device.share, "--at", before, "--yes", "--json"]
            let run = try device.launch(arguments)
            try await eventually("its first older content: \(run.complaint)") {
                try await device.run("log", "--share", device.share, "--since", after).output.contains("changed")
            }
            run.kill()
            _ = try await run.end()
            let rest = try await device.run(arguments)
            #expect(rest.status == 0, "\(rest.complaint)")
            #expect(try rest.json["restored"] as? Int ?? Self.files < Self.files)
            for device in devices { #expect(try await device.synced().conflicts == 0) }
            expectSame(devices)
            #expect(Tree(device.folder).paths == (["docs"] + names).sorted())
            for name in names { #expect(device.folder.text(name) == "good " + name) }
        }
    }

    @Test func `others may work meanwhile, and nothing of theirs is lost`() async throws {
        try await Harness.open(extra: ["--rate-limit", "0"]) { harness in
            let devices = try await harness.team("one", "two")
            let (device, other) = (devices[0], devices[1])
            for number in 0..<Self.files { try device.folder.write("docs/\(number).txt", "good \(number)") }
            for device in devices { try await device.synced() }
            let before = try await moment()
            let wanted = Tree(device.folder).paths
            for number in 0..<Self.files {
                try device.folder.write("docs/\(number).txt", "bad \(number)")
                try device.folder.move("docs/\(number).txt", "\(number).bad")
            }
            for device in devices { try await device.synced() }
            let run = try device.launch([
                "restore", "--all", "--share", device.share, "--at", before, "--yes", "--json",
            ])
            var rounds = 0
            repeat {
                try other.folder.write("mine \(rounds).txt", "of the other device \(rounds)")
                _ = try await other.sync()
                rounds += 1
            } while run.isRunning
            let ended = try await run.end()
            #expect(ended.status == 0 || ended.complaint.contains("Run it again"), "\(ended.complaint)")
            let last = try await device.run([
                "restore", "--all", "--share", device.share, "--at", before, "--yes", "--json",
            ])
            #expect(last.status == 0, "\(last.complaint)")
            for device in devices { #expect(try await device.synced().conflicts == 0) }
            expectSame(devices)
            #expect(Tree(device.folder).paths == wanted)
            for number in 0..<Self.files { #expect(device.folder.text("docs/\(number).txt") == "good \(number)") }
            let trash = try await device.succeed("trash", "--share", device.share, "--json").json
            let kept = (trash["items"] as? [[String: Any]] ?? []).compactMap { $0["path"] as? String }
            for round in 0..<rounds { #expect(kept.contains("/mine \(round).txt")) }
        }
    }

    private static let files = 80
}
