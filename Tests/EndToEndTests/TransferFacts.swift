import Foundation
import Testing

/// How content travels: packed, held to a rate, only what is new of it; and what is said of it meanwhile.
@Suite(.serialized, .oneServer)
struct TransferFacts {
    private func pair() async throws -> (Device, Device) {
        let devices = try await Harness.current.team("a", "b")
        return (devices[0], devices[1])
    }

    @Test func `some bytes put into a large file move about that much, up and down`() async throws {
        let (a, b) = try await pair()
        let (front, back) = (noise(20 << 20, seed: 11), noise(44 << 20, seed: 12))
        try a.folder.write("large", front + back)
        try await a.synced()
        try await b.synced()
        let inserted = 256 << 10
        try a.folder.write("large", front + noise(inserted, seed: 13) + back)
        let up = try await a.synced()
        let down = try await b.synced()
        expectSame([a, b])
        // The cuts on both sides of it are new too.
        #expect(up.bytesSent >= inserted && up.bytesSent < inserted + 3 << 20, "\(up)")
        #expect(down.bytesReceived >= inserted && down.bytesReceived < inserted + 3 << 20, "\(down)")
    }

    @Test func `text travels packed both ways, noise as it is`() async throws {
        let (a, b) = try await pair()
        let line = "A line that is much like all the other lines of this file.\n"
        for index in 0..<40 { try a.folder.write("text \(index)", String(repeating: "\(index) \(line)", count: 800)) }
        let text = Folder.bytesBelow(a.folder.path)
        let up = try await a.synced()
        let down = try await b.synced()
        expectSame([a, b])
        #expect(up.bytesSent > 0 && up.bytesSent < text / 5, "\(up)")
        #expect(down.bytesReceived > 0 && down.bytesReceived < text / 5, "\(down)")
        try a.folder.write("noise", noise(3 << 20, seed: 14))
        #expect(try await a.synced().bytesSent >= 3 << 20)
        #expect(try await b.synced().bytesReceived >= 3 << 20)
        expectSame([a, b])
    }

    @Test func `an upload that was killed sends almost nothing twice, and a download fetches almost nothing twice`()
        async throws
    {
        let (a, b) = try await pair()
        let size = 96 << 20
        try a.folder.write("large", noise(size, seed: 15))
        let data = try Harness.current.server.data
        let before = Folder.bytesBelow(data)
        let sending = try a.startSync()
        try await eventually("a good part is there") {
            !sending.isRunning || Folder.bytesBelow(data) > before + size / 2
        }
        sending.kill()
        let killed = try await sending.end()
        let there = Folder.bytesBelow(data) - before
        let rest = try await a.synced()
        if killed.status != 0 {
            // What was under way at the kill: a few requests of 8 MiB.
            #expect(rest.bytesSent < size - there + 26 << 20, "\(rest) of \(size), \(there) were there")
        }
        let receiving = try b.startSync()
        try await eventually("a good part has come") {
            !receiving.isRunning || b.folder.bytesBelow(".tideline") > size / 2
        }
        receiving.kill()
        _ = try await receiving.end()
        let staged = b.folder.bytesBelow(".tideline")
        let wasWhole = b.folder.exists("large")
        let fetched = try await b.synced()
        #expect(wasWhole || fetched.bytesReceived < size - staged + 2 << 20, "\(fetched)")
        expectSame([a, b])
    }

    @Test func `a file that is edited and grows while it goes up arrives as one of its saves`() async throws {
        let (a, b) = try await pair()
        let first = noise(40 << 20, seed: 16)
        try a.folder.write("growing", first)
        let sending = try a.startSync()
        var whole = first
        for round in 0..<6 {
            let more = noise(1 << 20, seed: UInt64(100 + round))
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: a.folder.full("growing")))
            try file.seekToEnd()
            try file.write(contentsOf: more)
            try file.close()
            whole += more
            try await pause(milliseconds: 20)
        }
        let ended = try await sending.end()
        #expect([0, 3].contains(ended.status), "\(ended)")
        try await b.synced()
        if let got = b.folder.bytes("growing") {
            #expect(got == whole.prefix(got.count) && (got.count - first.count) % (1 << 20) == 0)
        }
        try await a.synced()
        try await b.synced()
        #expect(b.folder.bytes("growing") == whole)
    }

    @Test func `an edit while a newer version comes down is not lost`() async throws {
        let (a, b) = try await pair()
        try a.folder.write("plan", noise(40 << 20, seed: 17))
        try await a.synced()
        try await b.synced()
        let theirs = noise(48 << 20, seed: 18)
        try a.folder.write("plan", theirs)
        try await a.synced()
        let receiving = try b.startSync()
        try await eventually("the download has begun") {
            !receiving.isRunning || b.folder.bytesBelow(".tideline") > 1 << 20
        }
        try b.folder.write("plan", "mine, in the meantime")
        _ = try await receiving.end()
        _ = try await b.sync()
        try await a.synced()
        _ = try await b.sync()
        let contents = Set(b.folder.names().compactMap { b.folder.bytes($0) })
        #expect(contents == [theirs, Data("mine, in the meantime".utf8)])
        expectSame([a, b])
    }

    @Test func `nonsense for a rate is refused with what is allowed`() async throws {
        let (a, _) = try await pair()
        for text in ["fast", "0", "1k", "-5M"] {
            let ended = try await a.run("sync", a.folder.path, "--share", a.share, "--limit-up", text)
            #expect(ended.status == 2 && ended.complaint.contains("limit-up"), "\(ended)")
        }
        try a.folder.write("file", noise(100_000, seed: 19))
        #expect(try await a.synced("--limit-up", "5M", "--limit-down", "500k").uploaded == 1)
    }

    @Test func `quiet says nothing where all is well, and still what is wrong`() async throws {
        let (a, _) = try await pair()
        try a.folder.write("file", "x")
        let fine = try await a.run("sync", a.folder.path, "--share", a.share, "--quiet")
        #expect(fine.status == 0 && fine.output.isEmpty && fine.complaint.isEmpty, "\(fine)")
        try a.folder.remove("")
        let halted = try await a.run("sync", a.folder.path, "--quiet")
        #expect(halted.status == 4 && halted.output.isEmpty && !halted.complaint.isEmpty)
    }

    @Test func `a dry run tells what comes and changes nothing, neither here nor there`() async throws {
        let (a, b) = try await pair()
        try b.folder.write("theirs", "1")
        try await b.synced()
        try a.folder.write("mine", "2")
        let homeBefore = Tree(Folder(path: a.home)).paths
        let first = try await a.run("sync", a.folder.path, "--share", a.share, "--dry-run")
        #expect(first.status == 0, "\(first)")
        #expect(first.output.contains("upload    mine (1 B)") && first.output.contains("download  theirs (1 B)"))
        #expect(!FileManager.default.fileExists(atPath: a.folder.full(".tideline")))
        #expect(Tree(Folder(path: a.home)).paths == homeBefore && a.folder.names() == ["mine"])
        let missing = try await a.run("sync", a.folder.path + " new", "--share", a.share, "--dry-run")
        #expect(missing.status == 0 && missing.output.contains("download  theirs"), "\(missing)")
        #expect(!FileManager.default.fileExists(atPath: a.folder.path + " new"))

        try await a.synced()
        try a.folder.move("mine", "moved")
        try a.folder.write("theirs", "edited")
        let told = try await a.run("sync", a.folder.path, "--dry-run", "--json").json
        #expect(told["dry_run"] as? Bool == true && told["uploaded"] as? Int == 1 && told["moved"] as? Int == 1)
        let acts = (told["acts"] as? [[String: Any]] ?? []).compactMap { $0["act"] as? String }
        #expect(acts.sorted() == ["move", "upload"])
        let done = try await a.synced()
        #expect(done.uploaded == 1 && done.moved == 1)
        let nothing = try await a.run("sync", a.folder.path, "--dry-run")
        #expect(nothing.status == 0 && nothing.output == "Nothing would be done: in sync.\n")
        try a.folder.remove("")
        #expect(try await a.run("sync", a.folder.path, "--dry-run").status == 4)
        #expect(try await a.run("sync", a.folder.path, "--relink", "--dry-run").status == 4)
    }
}
