import Foundation
import Testing

/// Two devices and one run of `tideline sync` after the other.
@Suite(.serialized, .oneServer)
struct SyncFacts {
    @Test func `what one device makes, the other gets with its time and its executable bit`() async throws {
        let (a, b) = try await pair()
        try a.folder.write("notes.txt", "hello")
        try a.folder.write("deep/er/empty", Data())
        try a.folder.write("tool.sh", "#!/bin/sh\n")
        try a.folder.makeExecutable("tool.sh")
        try a.folder.makeFolder("empty folder")
        #expect(try await a.synced().uploaded == 3)
        #expect(try await b.synced().downloaded == 3)
        expectSame([a, b])
        #expect(b.folder.text("notes.txt") == "hello")
        #expect(b.folder.exists("empty folder"))
        #expect(access(b.folder.full("tool.sh"), X_OK) == 0)
    }

    @Test func `edits travel both ways, and nothing travels twice`() async throws {
        let (a, b) = try await pair()
        try a.folder.write("one", "1")
        try a.folder.write("two", "2")
        try await settle(a, b)
        try a.folder.write("one", "1 from a")
        try b.folder.write("two", "2 from b")
        try await settle(a, b)
        #expect(b.folder.text("one") == "1 from a")
        #expect(a.folder.text("two") == "2 from b")
        for device in [a, b] {
            let again = try await device.synced()
            #expect(again.uploaded + again.downloaded + again.moved + again.deleted == 0)
            #expect(again.bytesSent + again.bytesReceived == 0)
        }
    }

    @Test func `a moved file and a renamed folder cost no bytes`() async throws {
        let (a, b) = try await pair()
        try a.folder.write("old/big", noise(300_000, seed: 1))
        try a.folder.write("old/small", "small")
        try a.folder.write("elsewhere/file", "file")
        try await settle(a, b)
        try a.folder.move("old", "new")
        try a.folder.move("elsewhere/file", "new/file")
        let sent = try await a.synced()
        #expect(sent.moved == 2 && sent.uploaded == 0 && sent.bytesSent == 0)
        let received = try await b.synced()
        #expect(received.moved == 2 && received.downloaded == 0 && received.bytesReceived == 0)
        expectSame([a, b])
        #expect(b.folder.names("new") == ["big", "file", "small"])
        #expect(!b.folder.exists("old"))
    }

    @Test func `swapped names, a turned hierarchy and a change of case arrive as they are`() async throws {
        let (a, b) = try await pair()
        try a.folder.write("left", "l")
        try a.folder.write("right", "r")
        try a.folder.write("A/B/leaf", "leaf")
        try a.folder.write("readme", "case")
        try await settle(a, b)
        try a.folder.move("left", "tmp")
        try a.folder.move("right", "left")
        try a.folder.move("tmp", "right")
        try a.folder.move("A/B", "B")
        try a.folder.move("A", "B/A")
        try a.folder.move("readme", "README")
        try await settle(a, b)
        #expect(b.folder.text("left") == "r" && b.folder.text("right") == "l")
        #expect(b.folder.text("B/leaf") == "leaf" && b.folder.exists("B/A") && !b.folder.exists("A"))
        #expect(b.folder.names().contains("README") && !b.folder.names().contains("readme"))
    }

    @Test func `a delete arrives, of a file and of a folder with all it holds`() async throws {
        let (a, b) = try await pair()
        try a.folder.write("file", "x")
        try a.folder.write("folder/inner/x", "x")
        try a.folder.write("stays", "x")
        try await settle(a, b)
        try a.folder.remove("file")
        try a.folder.remove("folder")
        try await settle(a, b)
        #expect(b.folder.names() == ["stays"])
    }

    @Test func `a file turned into a folder and a folder into a file`() async throws {
        let (a, b) = try await pair()
        try a.folder.write("was file", "x")
        try a.folder.write("was folder/x", "x")
        try await settle(a, b)
        try a.folder.remove("was file")
        try a.folder.write("was file/y", "y")
        try a.folder.remove("was folder")
        try a.folder.write("was folder", "y")
        try await settle(a, b)
        #expect(b.folder.text("was file/y") == "y" && b.folder.text("was folder") == "y")
    }

    @Test func `when both edit one file, both contents stay as two files everywhere`() async throws {
        let (a, b) = try await pair()
        try a.folder.write("plan.md", "base")
        try await settle(a, b)
        try a.folder.write("plan.md", "of a")
        try b.folder.write("plan.md", "of b, which comes second")
        try await a.synced()
        let second = try await b.synced(attention: true)
        #expect(second.conflicts == 1)
        try await a.synced()
        expectSame([a, b])
        let names = a.folder.names()
        #expect(names.count == 2 && names.contains("plan.md"))
        #expect(Set(names.compactMap { a.folder.text($0) }) == ["of a", "of b, which comes second"])
    }

    @Test func `when both make a file of one name, both stay, and the same content is one file`() async throws {
        let (a, b) = try await pair()
        try a.folder.write("same", "the same")
        try b.folder.write("same", "the same")
        try a.folder.write("other", "a")
        try b.folder.write("other", "b")
        try await a.synced()
        try await b.synced(attention: true)
        try await a.synced()
        #expect(Set(a.folder.names().compactMap { a.folder.text($0) }) == ["the same", "a", "b"])
        #expect(a.folder.names().count == 3)
        #expect(Tree(a.folder).count == Tree(b.folder).count)
    }

    @Test func `an edit outlives the delete of the other side`() async throws {
        let (a, b) = try await pair()
        try a.folder.write("kept", "base")
        try await settle(a, b)
        try a.folder.remove("kept")
        try b.folder.write("kept", "edited")
        try await a.synced()
        _ = try await b.sync()
        try await a.synced()
        try await b.synced()
        expectSame([a, b])
        #expect(a.folder.names().compactMap { a.folder.text($0) } == ["edited"])
    }

    @Test func `odd names and sizes arrive as they are`() async throws {
        let (a, b) = try await pair()
        let names = [
            "with space", "quote'\"`$", "new\nline", "100%25", "e\u{301}", "😀", "back\\slash", "-dash", " ",
            "trailing.",
            String(repeating: "n", count: 255), ".hidden", "*?<>|:",
        ]
        for name in names { try a.folder.write("names/" + name, name) }
        for (index, size) in [0, 1, 65_535, 65_536, 65_537, 262_144, 1_048_575, 1_048_576, 1_048_577].enumerated() {
            try a.folder.write("sizes/\(size)", noise(size, seed: UInt64(index)))
        }
        try a.folder.write(Array(repeating: "deep", count: 50).joined(separator: "/") + "/leaf", "leaf")
        _ = try await a.sync()
        _ = try await b.sync()
        for name in names where name != "e\u{301}" { #expect(b.folder.text("names/" + name) == name) }
        #expect(Tree.differences(folder(a, "sizes"), folder(b, "sizes")).isEmpty)
        #expect(Tree.differences(folder(a, "deep"), folder(b, "deep")).isEmpty)
    }

    @Test func `an edit in a large file sends and fetches a part of it`() async throws {
        let (a, b) = try await pair()
        try a.folder.write("large", noise(16 << 20, seed: 7))
        try await settle(a, b)
        try a.folder.patch("large", at: 8 << 20, noise(1_000, seed: 8))
        #expect(try await a.synced().bytesSent < 6 << 20)
        #expect(try await b.synced().bytesReceived < 6 << 20)
        expectSame([a, b])
    }

    @Test func `the server may restart between any two runs`() async throws {
        let (a, b) = try await pair()
        try a.folder.write("first", "1")
        try await a.synced()
        try await Harness.current.server.restart()
        try b.folder.write("second", "2")
        try await b.synced()
        try await Harness.current.server.restart()
        try await settle(a, b)
        #expect(a.folder.names() == ["first", "second"])
    }

    @Test func `another user sees a share once they are a member, and a reader cannot write`() async throws {
        let (a, b) = try await pair()
        try await a.succeed("users", "add", "bob", "--email", "bob@example.org")
        try await a.succeed("shares", "members", "add", a.share, "bob", "--role", "reader")
        try a.folder.write("for bob", "x")
        try await a.synced()
        try await b.succeed("login", b.harness.server.url, "bob", "--device-name", "bob's")
        try await b.synced()
        #expect(b.folder.text("for bob") == "x")
        try b.folder.write("from bob", "y")
        let refused = try await b.synced(attention: true)
        #expect(refused.skips.keys.contains("from bob"))
        #expect(b.folder.text("from bob") == "y")
        try await a.synced()
        #expect(a.folder.names() == ["for bob"])
    }

    private func pair() async throws -> (Device, Device) {
        let devices = try await Harness.current.team("a", "b")
        return (devices[0], devices[1])
    }

    /// Both have what both had.
    private func settle(_ a: Device, _ b: Device) async throws {
        try await a.synced()
        try await b.synced()
        try await a.synced()
        expectSame([a, b])
    }

    private func folder(_ device: Device, _ path: String) -> Folder { Folder(path: device.folder.full(path)) }
}
