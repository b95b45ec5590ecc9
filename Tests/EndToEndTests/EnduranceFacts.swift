import Foundation
import Testing

/// `tideline watch` under what a working day does to it: it keeps up, and keeps nothing.
@Suite(.serialized, .oneServer)
struct EnduranceFacts {
    @Test func `source trees, builds and saves come and go: both sides are equal, and no watch or memory stays`()
        async throws
    {
        let (a, b) = try await pair()
        try a.folder.write("kept", "1")
        // So that what a round removes is far from all there is.
        for index in 0..<800 { try a.folder.write("stock/\(index)", "\(index)") }
        let watching = [try a.watch(), try b.watch()]
        for watch in watching { try await watch.untilIdle() }
        try await untilSame([a, b]) { $0.names("stock").count == 800 }
        let usages = watching.map { Usage(pid: $0.program.pid) }
        let watchesAtFirst = usages.map(\.watches)
        #expect(watchesAtFirst.allSatisfy { $0 == 2 }, "\(watchesAtFirst)")
        var memory: [Int] = []
        for round in 0..<3 {
            try workADay(on: a.folder, round: round)
            try await untilSame([a, b]) { $0.text("source/part 7/file 7") == "saved \(round)" }
            #expect(usages.allSatisfy { $0.watches == 2 + 1 + 20 + 1 }, "\(usages.map(\.watches))")
            try a.folder.remove("source")
            try a.folder.remove("build")
            try await untilSame([a, b]) { !$0.exists("source") && !$0.exists("build") }
            try await eventually("no watch stays") { usages.map(\.watches) == watchesAtFirst }
            memory.append(usages.map(\.residentKilobytes).max() ?? 0)
        }
        // The first rounds make the room that the later ones use again.
        #expect(Double(memory[2]) < 1.25 * Double(memory[1]), "\(memory)")
        try await eventually("both come to rest") {
            let before = usages.map(\.ticks)
            try await pause(milliseconds: 1_500)
            return zip(usages.map(\.ticks), before).allSatisfy { $0 - $1 <= 1 }
        }
        #expect(watching.allSatisfy { $0.count("error") + $0.count("conflict") == 0 })
    }

    /// An unpacked tree, a build beside it, and an editor that saves by renaming.
    private func workADay(on folder: Folder, round: Int) throws {
        for index in 0..<400 { try folder.write("source/part \(index % 20)/file \(index)", "\(round) of \(index)") }
        for index in 0..<200 { try folder.write("build/\(index).o", noise(2_000, seed: UInt64(index + 1))) }
        for index in 0..<100 { try folder.remove("build/\(index).o") }
        for index in 0..<150 { try folder.save("source/part \(index % 20)/file \(index)", Data("saved \(round)".utf8)) }
        for line in 0..<300 {
            let log = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.full("kept")))
            try log.seekToEnd()
            try log.write(contentsOf: Data("\(line)\n".utf8))
            try log.close()
        }
    }

    @Test func `a clone and switches between branches arrive`() async throws {
        let (a, b) = try await pair()
        let watching = [try a.watch(), try b.watch()]
        for watch in watching { try await watch.untilIdle() }
        let origin = Folder(path: a.harness.workshop.path("origin"))
        try origin.makeFolder("")
        try await git(a, origin, "init", "-q", "-b", "main")
        for (branch, shift) in [("main", 0), ("other", 60)] {
            if branch != "main" { try await git(a, origin, "checkout", "-q", "-b", branch) }
            for index in shift..<shift + 100 { try origin.write("src/\(index % 7)/\(index)", "\(branch) \(index)\n") }
            if branch != "main" { for index in 0..<30 { try origin.remove("src/\(index % 7)/\(index)") } }
            try await git(a, origin, "add", "-A")
            try await git(a, origin, "commit", "-q", "-m", branch)
        }
        try await git(a, a.folder, "clone", "-q", origin.path, "clone")
        let clone = Folder(path: a.folder.full("clone"))
        for branch in ["main", "other", "main", "other"] { try await git(a, clone, "checkout", "-q", branch) }
        // Not their times: a file that was switched away and back has another one, and the same content.
        try await eventually("the same clone") {
            let paths = Tree(clone).paths
            return Tree(Folder(path: b.folder.full("clone"))).paths == paths
                && paths.allSatisfy { clone.bytes($0) == b.folder.bytes("clone/" + $0) }
        }
        #expect(b.folder.text("clone/src/5/75") == "other 75\n" && !b.folder.exists("clone/src/5/5"))
        let status = try await git(a, Folder(path: b.folder.full("clone")), "status", "--porcelain")
        #expect(status.isEmpty)
        #expect(watching.allSatisfy { $0.count("conflict") == 0 })
    }

    @Test func `a client that stood still for a while goes on with what happened meanwhile`() async throws {
        let (a, b) = try await pair()
        let watching = [try a.watch(), try b.watch()]
        for watch in watching { try await watch.untilIdle() }
        watching[1].program.signal(SIGSTOP)
        for index in 0..<50 { try a.folder.write("from a/\(index)", "\(index)") }
        try b.folder.write("from b", "x")
        let seen = watching[0].count("idle")
        try await eventually("a has sent it") { watching[0].count("idle") > seen }
        watching[1].program.signal(SIGCONT)
        try await untilSame([a, b]) { $0.exists("from b") && $0.names("from a").count == 50 }
        let server = try #require(try Harness.current.server.pid)
        kill(server, SIGSTOP)
        try a.folder.write("while the server stood still", "y")
        try await pause(milliseconds: 500)
        kill(server, SIGCONT)
        try await untilSame([a, b]) { $0.exists("while the server stood still") }
        #expect(watching.allSatisfy { $0.program.isRunning && $0.count("conflict") == 0 })
    }

    @Test func `where the system gives too few watches, it says so and goes on`() async throws {
        let devices = try await Harness.current.team("a", "b")
        let a = devices[0]
        var b = devices[1]
        let few = "echo 8 > /proc/sys/user/max_inotify_watches && exec \"$@\""
        for index in 0..<30 { try b.folder.write("\(index)/file", "\(index)") }
        try await b.synced()
        try await a.synced()
        b.wrapper = ["/usr/bin/unshare", "-U", "-r", "/bin/sh", "-c", few, "sh"]
        // Without namespaces of users there is nothing to see here.
        guard try await b.run("--version").status == 0 else { return }
        let watch = try b.watch()
        try await watch.untilIdle()
        try await eventually("it says so") { watch.reasons("error").contains { $0.contains("max_user_watches") } }
        try b.folder.write("top", "x")
        try await eventually("what is watched is still quick") {
            try await a.synced()
            return a.folder.exists("top")
        }
        #expect(watch.program.isRunning)
    }

    @discardableResult
    private func git(_ device: Device, _ folder: Folder, _ arguments: String...) async throws -> String {
        let identity = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "gc.auto=0"]
        let ended = try await device.harness.workshop.launch(
            ["/usr/bin/git", "-C", folder.path] + identity + arguments
        ).end()
        try #require(ended.status == 0, "\(arguments): \(ended.complaint)")
        return ended.output
    }

    private func pair() async throws -> (Device, Device) {
        let devices = try await Harness.current.team("a", "b")
        return (devices[0], devices[1])
    }
}

/// What a running process uses, as the system tells.
private struct Usage {
    let pid: Int32

    private func text(_ name: String) -> String {
        (try? String(contentsOfFile: "/proc/\(pid)/\(name)", encoding: .utf8)) ?? ""
    }

    /// Of all its inotify instances.
    var watches: Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fdinfo")) ?? []
        return names.reduce(0) { sum, name in
            sum + text("fdinfo/\(name)").split(separator: "\n").count { $0.hasPrefix("inotify wd:") }
        }
    }

    var residentKilobytes: Int {
        let line = text("status").split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }

    /// Of processor time so far; a hundred make a second.
    var ticks: Int {
        let fields = text("stat").split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12 else { return 0 }
        return (Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0)
    }
}
