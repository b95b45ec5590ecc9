import Testing
import TidelineCore
import TidelineSync
import TidelineTestKit

@Suite struct EngineTests {
    private func pair() async throws -> (Sea, Boat, Boat) {
        let sea = try await Sea()
        return (sea, sea.boats[0], sea.boats[1])
    }

    private func text(_ boat: Boat, _ path: String) -> String? {
        boat.tree()[path].flatMap { $0 }.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `files and folders go from one device to the other`() async throws {
        let (sea, a, b) = try await pair()
        try a.disk.write("docs/deep/one", "1")
        try a.disk.write("empty", "")
        try a.disk.mkdir("bare")
        try await sea.calm()
        #expect(a.tree() == b.tree())
        #expect(b.tree().keys.sorted() == ["bare", "docs", "docs/deep", "docs/deep/one", "empty"])
    }

    @Test func `a pass with nothing new does nothing`() async throws {
        let (sea, a, _) = try await pair()
        try a.disk.write("x", "1")
        try await sea.calm()
        let report = try await a.pass()
        #expect(report.uploaded + report.downloaded + report.moved + report.deleted == 0)
        #expect(report.bytesSent == 0 && !report.isUnfinished)
    }

    @Test func `an edit replaces the file on the other device`() async throws {
        let (sea, a, b) = try await pair()
        try a.disk.write("x", "1")
        try await sea.calm()
        try b.disk.write("x", "22")
        try await sea.calm()
        #expect(text(a, "x") == "22")
    }

    @Test func `a folder that moves sends no bytes and fetches none`() async throws {
        let (sea, a, b) = try await pair()
        for number in 0..<20 { try a.disk.write("old/\(number)", "content \(number)") }
        try await sea.calm()
        let sent = a.server.bytesSent
        try a.disk.mkdir("new")
        try a.disk.rename("old", to: "new/place")
        try await sea.calm()
        #expect(a.server.bytesSent == sent)
        #expect(text(b, "new/place/7") == "content 7")
        #expect(b.tree()["old"] == nil)
    }

    @Test func `a delete goes to the other device's local trash`() async throws {
        let (sea, a, b) = try await pair()
        try a.disk.write("x/y", "precious")
        try await sea.calm()
        try a.disk.remove("x")
        try await sea.calm()
        #expect(b.tree().isEmpty)
        #expect(b.disk.trashed().map { String(decoding: $0.bytes, as: UTF8.self) } == ["precious"])
    }

    @Test func `two edits of one file become two files`() async throws {
        let (sea, a, b) = try await pair()
        try a.disk.write("x.txt", "base")
        try await sea.calm()
        try a.disk.write("x.txt", "from a")
        try b.disk.write("x.txt", "from b!")
        try await sea.calm()
        #expect(a.tree() == b.tree())
        #expect(a.tree().count == 2)
        #expect(text(a, "x.txt") == "from a")
        let copy = try #require(a.tree().keys.first { $0 != "x.txt" })
        #expect(copy.hasPrefix("x (conflicted copy, device-1, ") && copy.hasSuffix(").txt"))
        #expect(text(a, copy) == "from b!")
    }

    @Test func `the same edit on both sides is no conflict`() async throws {
        let (sea, a, b) = try await pair()
        try a.disk.write("x", "base")
        try await sea.calm()
        try a.disk.write("x", "same")
        try b.disk.write("x", "same")
        try await sea.calm()
        #expect(a.tree() == b.tree() && a.tree().count == 1)
    }

    @Test func `an edit survives a delete on the other side, whoever comes first`() async throws {
        for editorFirst in [true, false] {
            let (sea, a, b) = try await pair()
            try a.disk.write("d/x", "base")
            try await sea.calm()
            try a.disk.write("d/x", "edited")
            try b.disk.remove("d")
            if editorFirst {
                try await a.pass()
                try await b.pass()
            } else {
                try await b.pass()
                try await a.pass()
            }
            try await sea.calm()
            #expect(a.tree() == b.tree(), "editor first: \(editorFirst)")
            #expect(text(a, "d/x") == "edited", "editor first: \(editorFirst)")
        }
    }

    @Test func `a new file in a folder that the other side deleted survives`() async throws {
        for creatorFirst in [true, false] {
            let (sea, a, b) = try await pair()
            try a.disk.write("d/x", "base")
            try await sea.calm()
            try a.disk.write("d/new", "news")
            try b.disk.remove("d")
            if creatorFirst { try await a.pass() } else { try await b.pass() }
            try await sea.calm()
            #expect(a.tree() == b.tree(), "creator first: \(creatorFirst)")
            #expect(text(b, "d/new") == "news", "creator first: \(creatorFirst)")
        }
    }

    @Test func `the same name with other content on both sides is two files`() async throws {
        let (sea, a, b) = try await pair()
        try a.disk.write("x", "a's")
        try b.disk.write("x", "b's own")
        try await sea.calm()
        #expect(a.tree() == b.tree() && a.tree().count == 2)
        #expect(
            Set(a.tree().values.compactMap { $0 }.map { String(decoding: $0, as: UTF8.self) }) == ["a's", "b's own"])
    }

    @Test func `equal folders at first contact send nothing down and make no conflict`() async throws {
        let (sea, a, b) = try await pair()
        for boat in [a, b] { for number in 0..<30 { try boat.disk.write("d/e/\(number)", "content \(number)") } }
        try await a.pass()
        let report = try await b.pass()
        #expect(report.bytesSent == 0 && report.bytesReceived == 0 && report.conflicts.isEmpty)
        try await sea.calm()
        #expect(a.tree() == b.tree() && a.tree().count == 32)
    }

    @Test func `swapped names and an inverted hierarchy arrive`() async throws {
        let (sea, a, b) = try await pair()
        try a.disk.write("p", "P")
        try a.disk.write("q", "QQ")
        try a.disk.write("A/B/file", "f")
        try await sea.calm()
        try a.disk.rename("p", to: "t")
        try a.disk.rename("q", to: "p")
        try a.disk.rename("t", to: "q")
        try a.disk.rename("A/B", to: "B")
        try a.disk.rename("A", to: "B/A")
        let sent = a.server.bytesSent
        try await sea.calm()
        #expect(a.tree() == b.tree())
        #expect(text(b, "p") == "QQ" && text(b, "q") == "P" && text(b, "B/file") == "f")
        #expect(b.tree().keys.contains("B/A"))
        #expect(a.server.bytesSent == sent)
    }

    @Test func `both sides rename the same thing and agree in the end`() async throws {
        let (sea, a, b) = try await pair()
        try a.disk.write("x", "1")
        try await sea.calm()
        try a.disk.rename("x", to: "from-a")
        try b.disk.rename("x", to: "from-b")
        try await sea.calm()
        #expect(a.tree() == b.tree() && a.tree().count == 1)
    }

    @Test func `an edit here and a move there both hold`() async throws {
        let (sea, a, b) = try await pair()
        try a.disk.write("x", "1")
        try await sea.calm()
        try a.disk.write("x", "edited")
        try b.disk.mkdir("d")
        try b.disk.rename("x", to: "d/y")
        try await b.pass()
        try await sea.calm()
        #expect(a.tree() == b.tree())
        #expect(text(a, "d/y") == "edited")
    }

    @Test func `a large file comes in chunks, and a change in its middle moves little`() async throws {
        let (sea, a, b) = try await pair()
        var bytes = [UInt8](repeating: 0, count: 6 << 20)
        var generator = SplitMix64(seed: 5)
        for index in bytes.indices { bytes[index] = UInt8(truncatingIfNeeded: generator.next()) }
        try a.disk.write("big", bytes)
        try await sea.calm()
        #expect(b.tree()["big"] == bytes)
        bytes.insert(contentsOf: [1, 2, 3], at: 3 << 20)
        try a.disk.write("big", bytes)
        let up = try await a.pass()
        let down = try await b.pass()
        #expect(b.tree()["big"] == bytes)
        #expect(up.bytesSent < 3 << 20 && down.bytesReceived < 3 << 20)
    }

    @Test func `an answer that was lost is not applied twice`() async throws {
        let (sea, a, b) = try await pair()
        try a.disk.write("x", "base")
        try await sea.calm()
        try a.disk.write("x", "from a")
        try await a.pass()
        try b.disk.write("x", "from b")
        b.server.setFault(after: { (name) throws(RemoteError) in if name == "apply" { throw .unreachable("lost") } })
        await #expect(throws: RemoteError.self) { try await b.pass() }
        b.server.setFault()
        b.restart()
        try await sea.calm()
        #expect(a.tree() == b.tree() && a.tree().count == 2)
    }

    @Test func `a lost memory is rebuilt without deleting or doubling anything`() async throws {
        let (sea, a, b) = try await pair()
        for number in 0..<10 { try a.disk.write("d/\(number)", "content \(number)") }
        try await sea.calm()
        b.state.lose()
        b.restart()
        try await sea.calm()
        #expect(a.tree() == b.tree() && a.tree().count == 11)
    }

    @Test func `a root that is gone, or whose marker is, halts and deletes nothing`() async throws {
        let (sea, a, b) = try await pair()
        try a.disk.write("x", "1")
        try await sea.calm()
        a.disk.setRootThere(false)
        await #expect(throws: Halt.rootMissing) { try await a.pass() }
        a.disk.setRootThere(true)
        a.disk.wipe()
        await #expect(throws: Halt.markerMissing) { try await a.pass() }
        try await b.pass()
        #expect(text(b, "x") == "1")
    }

    @Test func `more deletes than allowed halt on either side`() async throws {
        let (sea, a, b) = try await pair()
        for number in 0..<40 { try a.disk.write("\(number)", "content \(number)") }
        try await sea.calm()
        for number in 0..<30 { try a.disk.remove("\(number)") }
        await #expect(throws: Halt.massDelete(count: 30, of: 40, locally: false)) {
            try await a.pass(allowing: .standard)
        }
        #expect(b.tree().count == 40)
        try await a.pass()
        await #expect(throws: Halt.massDelete(count: 30, of: 40, locally: true)) {
            try await b.pass(allowing: .standard)
        }
        #expect(b.tree().count == 40)
    }

    @Test func `a file that cannot be read waits and all others go on`() async throws {
        let (_, a, b) = try await pair()
        try a.disk.write("bad", "1")
        try a.disk.write("good", "2")
        a.disk.setFault { operation, path in
            if operation == .open && path == "bad" { throw LocalError.permissionDenied("bad") }
        }
        let report = try await a.pass()
        #expect(report.skipped.map(\.path) == ["bad"])
        try await b.pass()
        #expect(Array(b.tree().keys) == ["good"])
        a.disk.setFault(nil)
        try await a.pass()
        try await b.pass()
        #expect(b.tree().count == 2)
    }

    @Test func `an edit during a download is not overwritten`() async throws {
        let (sea, a, b) = try await pair()
        try a.disk.write("x", "1")
        try await sea.calm()
        try a.disk.write("x", "from a")
        try await a.pass()
        let disk = b.disk
        disk.setFault { operation, _ in
            if operation == .flushStaged {
                disk.setFault(nil)
                try disk.write("x", "typed meanwhile")
            }
        }
        try await sea.calm()
        #expect(a.tree() == b.tree())
        let contents = a.tree().values.compactMap { $0 }.map { String(decoding: $0, as: UTF8.self) }
        #expect(Set(contents) == ["from a", "typed meanwhile"])
    }

    @Test func `a full disk stops downloads and loses nothing`() async throws {
        let (sea, a, b) = try await pair()
        try a.disk.write("x", "1")
        try await a.pass()
        b.disk.setFault { operation, _ in if operation == .writeStaged { throw LocalError.diskFull } }
        let report = try await b.pass()
        #expect(report.skipped.map(\.path) == ["x"])
        b.disk.setFault(nil)
        try await sea.calm()
        #expect(text(b, "x") == "1")
    }

    @Test func `a file too large to sync waits and all others go on`() async throws {
        let (_, a, b) = try await pair()
        try a.disk.write("good", "2")
        try a.disk.write("huge", "not really")
        a.disk.setFault { operation, path in
            if operation == .open && path == "huge" { throw LocalError.tooLarge(path) }
        }
        let report = try await a.pass()
        #expect(report.skipped.map(\.path) == ["huge"])
        #expect(report.skipped.first?.reason.contains("larger than what syncs") == true)
        try await b.pass()
        #expect(Array(b.tree().keys) == ["good"])
    }

    @Test(arguments: [false, true]) func `a folder that takes the name of the one it lay in arrives`(takesItIn: Bool)
        async throws
    {
        let (sea, a, b) = try await pair()
        for path in ["out/in/deep/x", "out/in/y", "out/z"] { try a.disk.write(path, path) }
        try await sea.calm()
        try a.disk.rename("out", to: "aside")
        try a.disk.rename("aside/in", to: "out")
        if takesItIn { try a.disk.rename("aside", to: "out/deep/was out") } else { try a.disk.remove("aside") }
        try await sea.calm()
        #expect(b.tree() == a.tree() && text(b, "out/y") == "out/in/y")
        #expect(text(b, "out/deep/was out/z") == (takesItIn ? "out/z" : nil))
    }
}
