import Foundation
import Testing

/// Scenarios of other sync tools' suites, with the real program on real folders.
@Suite(.serialized, .oneServer)
struct ScenarioFacts {
    @Test func `the same content on both sides at first contact is one, and travels once`() async throws {
        let (a, b) = try await pair()
        for index in 0..<50 {
            for device in [a, b] {
                try device.folder.write("d\(index % 5)/\(index)", noise(2_000, seed: UInt64(index)))
            }
        }
        try await a.synced()
        let second = try await b.synced()
        #expect(second.uploaded == 0 && second.conflicts == 0 && second.bytesSent == 0 && second.bytesReceived == 0)
        #expect(b.folder.names("d0").count == 10)
    }

    @Test func `odd names are renamed, moved and deleted like any others`() async throws {
        let (a, b) = try await pair()
        let names = [
            "with space", " lead", "quote'\"`$", "new\nline", "tab\t", "100%25", "\u{e9}", "😀👩‍👩‍👧", "back\\slash", "-rf",
            "*?<>|:",
            String(repeating: "n", count: 255), String(repeating: "é", count: 127),
        ]
        for name in names { try a.folder.write("in/" + name + "/" + name, name) }
        _ = try await a.sync()
        _ = try await b.sync()
        expectSame([a, b])
        try b.folder.makeFolder("out")
        for name in names { try b.folder.move("in/" + name + "/" + name, "out/" + name) }
        let moved = try await b.sync()
        #expect(moved.moved == names.count && moved.bytesSent == 0, "\(moved)")
        _ = try await a.sync()
        expectSame([a, b])
        for name in names { try a.folder.remove("out/" + name) }
        _ = try await a.sync("--max-delete", "all")
        _ = try await b.sync("--max-delete", "all")
        expectSame([a, b])
        #expect(b.folder.names("out").isEmpty)
    }

    @Test func `ten thousand files in one folder and a tree of fifty levels arrive and move whole`() async throws {
        let (a, b) = try await pair()
        for index in 0..<10_000 { try a.folder.write("wide/\(index).txt", "\(index)") }
        let levels = (1...50).map { "level \($0)" }
        try a.folder.write(levels.joined(separator: "/") + "/leaf", "leaf")
        #expect(try await a.synced().uploaded == 10_001)
        #expect(try await b.synced().downloaded == 10_001)
        try b.folder.move("wide", "wider")
        try b.folder.move("level 1/level 2", "turned")
        try b.folder.move("level 1", "turned/" + levels[2...].joined(separator: "/") + "/level 1")
        let turned = try await b.synced()
        #expect(turned.moved == 3 && turned.bytesSent == 0)
        #expect(try await a.synced().bytesReceived == 0)
        expectSame([a, b])
        #expect(a.folder.names("wider").count == 10_000)
    }

    @Test func `an old copy of the folder put back in its place loses nothing that is newer`() async throws {
        let (a, b) = try await pair()
        for index in 0..<4 { try a.folder.write("\(index)", "old \(index)") }
        try await a.synced()
        let copy = a.folder.path + ".old"
        try await shell("cp -a '\(a.folder.path)' '\(copy)'", a)
        try a.folder.write("0", "new 0")
        try a.folder.write("made later", "later")
        try await a.synced()
        try await b.synced()
        try await shell("rm -rf '\(a.folder.path)' && cp -a '\(copy)' '\(a.folder.path)'", a)
        _ = try await a.sync()
        _ = try await b.sync()
        _ = try await a.sync()
        expectSame([a, b])
        let contents = a.folder.names().compactMap { a.folder.text($0) }
        #expect(contents.contains("new 0") && contents.contains("later"), "\(a.folder.names())")
    }

    @Test func `a file that grows while both watch is never torn, and arrives whole when it rests`() async throws {
        let (a, b) = try await pair()
        let watching = [try a.watch(), try b.watch()]
        for watch in watching { try await watch.untilIdle() }
        try a.folder.write("log", "")
        let line = Data((String(repeating: "x", count: 99) + "\n").utf8)
        for _ in 0..<60 {
            try append(line, to: a.folder.full("log"))
            try await pause(milliseconds: 20)
            if let seen = b.folder.bytes("log") { #expect(seen.count % 100 == 0) }
        }
        try await untilSame([a, b]) { $0.bytes("log")?.count == 6_000 }
        #expect(watching.allSatisfy { $0.count("conflict") == 0 })
        for watch in watching { #expect(try await watch.stop() == 130) }
    }

    @Test func `what an editor still writes into a file that was deleted elsewhere can be taken from the local trash`()
        async throws
    {
        let (a, b) = try await pair()
        try a.folder.write("open", "first\n")
        try await a.synced()
        try await b.synced()
        let editor = try FileHandle(forUpdating: URL(fileURLWithPath: b.folder.full("open")))
        try editor.seekToEnd()
        try a.folder.remove("open")
        try await a.synced()
        try await b.synced()
        try editor.write(contentsOf: Data("typed after the delete\n".utf8))
        try editor.close()
        let trash = FileManager.default.enumerator(atPath: b.folder.full(".tideline/trash"))
        let kept = (trash?.allObjects as? [String] ?? []).compactMap { b.folder.text(".tideline/trash/" + $0) }
        #expect(kept.contains("first\ntyped after the delete\n"))
        try b.folder.write("open", "saved anew")
        try await b.synced()
        try await a.synced()
        #expect(a.folder.text("open") == "saved anew")
    }

    @Test func `a folder that may not be written anywhere takes nothing, says so, and sends what is its own`()
        async throws
    {
        var (a, b) = try await pair()
        try a.folder.write("d/x", "x")
        try await a.synced()
        try await b.synced()
        b.wrapper = withoutPrivilege
        try b.folder.write("d/own", "own")
        try b.folder.setMode("d", 0o555)
        try a.folder.write("d/x", "x edited")
        try a.folder.write("free", "free")
        try await a.synced()
        let held = try await b.synced(attention: true)
        #expect(held.skips.keys.contains("d/x") && held.uploaded == 1, "\(held)")
        #expect(b.folder.text("d/x") == "x" && b.folder.text("free") == "free")
        try b.folder.setMode("d", 0o755)
        try await b.synced()
        try await a.synced()
        expectSame([a, b])
    }

    @Test func `two people invert, swap and cross their folders apart, and both end up alike`() async throws {
        let (a, b) = try await pair()
        for path in ["P/p", "P/S/s", "Q/q", "f", "g"] { try a.folder.write(path, path) }
        try await a.synced()
        try await b.synced()
        try a.folder.move("P", "Q/P")
        try a.folder.move("f", "tmp")
        try a.folder.move("g", "f")
        try a.folder.move("tmp", "g")
        try b.folder.move("Q", "P/S/Q")
        try b.folder.write("P/p", "p edited")
        try b.folder.move("f", "h")
        _ = try await a.sync()
        _ = try await b.sync()
        _ = try await a.sync()
        _ = try await b.sync()
        expectSame([a, b])
        let all = FileManager.default.enumerator(atPath: a.folder.path)?.allObjects as? [String] ?? []
        let contents = all.filter { !$0.hasPrefix(".tideline") }.compactMap { a.folder.text($0) }
        #expect(contents.sorted() == ["P/S/s", "Q/q", "f", "g", "p edited"])
    }

    private func append(_ bytes: Data, to path: String) throws {
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try file.seekToEnd()
        try file.write(contentsOf: bytes)
        try file.close()
    }

    private func shell(_ command: String, _ device: Device) async throws {
        let ended = try await device.harness.workshop.launch(["/bin/sh", "-c", command]).end()
        try #require(ended.status == 0, "\(command): \(ended.complaint)")
    }

    private func pair() async throws -> (Device, Device) {
        let devices = try await Harness.current.team("a", "b")
        return (devices[0], devices[1])
    }
}
