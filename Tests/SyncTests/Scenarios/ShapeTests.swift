import Testing
import TidelineCore
import TidelineSync
import TidelineTestKit

/// Names, sizes and trees of all shapes.
@Suite struct ShapeTests {
    private static let names = [
        "with space", " ", " leading", "trailing ", "trailing.", "quote'\"`$", "new\nline", "tab\tand\r", "100%25", "%",
        "back\\slash", "-dash", "--", "*?<>|:", "CON", "e\u{301}", "\u{e9}", "😀👩‍👩‍👧", "\u{202e}turned", "\u{1}",
        ".hidden", "~a", "a.b.c", String(repeating: "n", count: 255), String(repeating: "é", count: 127), "日本語",
    ]

    @Test(arguments: names) func `a name arrives as it is, of a file and of a folder, is renamed and deleted`(
        _ name: String
    ) async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.save("files/" + name, "a file")
        try a.save("folders/" + name + "/inner", "in a folder")
        try await sea.calm()
        #expect(try await sea.verdict().isEmpty)
        #expect(b.texts().values.sorted() == ["a file", "in a folder"])
        let sent = a.server.bytesSent
        try b.disk.rename("files/" + NodeName(name).text, to: "files/other")
        try b.disk.rename("files/other", to: "folders/" + NodeName(name).text + "/" + NodeName(name).text)
        try await sea.calm()
        #expect(try await sea.verdict().isEmpty)
        try b.remove("folders")
        try await sea.calm()
        #expect(try await sea.verdict().isEmpty)
        #expect(a.server.bytesSent == sent && b.server.bytesSent == 0)
        #expect(a.tree().keys.sorted() == ["files"])
    }

    private static let sizes =
        [0, 1, 2] + [64 << 10, 256 << 10, 1 << 20, 4 << 20].flatMap { [$0 - 1, $0, $0 + 1] }

    @Test(arguments: sizes) func `a file of any size arrives, and so does one byte more or less`(_ size: Int)
        async throws
    {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        var random = SplitMix64(seed: UInt64(size + 1))
        var content = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            for index in 0..<size { buffer[index] = UInt8(truncatingIfNeeded: random.next()) }
            count = size
        }
        try a.save("file", content)
        try await sea.calm()
        #expect(b.tree()["file"] == .some(content))
        content.append(7)
        try b.save("file", content)
        try await sea.calm()
        #expect(a.tree()["file"] == .some(content))
        content.removeFirst(min(2, content.count))
        try a.save("file", content, byRenaming: true)
        try await sea.calm()
        #expect(b.tree()["file"] == .some(content))
        #expect(try await sea.verdict().isEmpty)
    }

    @Test func `a tree of fifty levels arrives, moves and turns as a whole`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        let levels = (1...50).map { "level \($0)" }
        for depth in 1...50 { try a.save(levels.prefix(depth).joined(separator: "/") + "/file", "at \(depth)") }
        try await sea.calm()
        #expect(b.texts().count == 50)
        let sent = a.server.bytesSent
        let below = levels.prefix(30).joined(separator: "/")
        try a.disk.rename(below, to: "upper")
        try a.disk.rename("level 1", to: "upper/" + levels[30...].joined(separator: "/") + "/level 1")
        try b.save(levels.joined(separator: "/") + "/file", "at 50, edited")
        try await sea.calm()
        #expect(try await sea.verdict().isEmpty)
        #expect(a.server.bytesSent == sent)
        #expect(a.texts().values.contains("at 50, edited"))
    }

    @Test func `a folder of two thousand files arrives, is renamed and shrinks`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        for number in 0..<2_000 { try a.save("wide/\(number)", "content \(number)") }
        try await sea.calm()
        #expect(b.texts().count == 2_000)
        try b.disk.rename("wide", to: "wider")
        for number in 0..<500 { try a.remove("wide/\(number)") }
        try await sea.calm()
        #expect(try await sea.verdict().isEmpty)
        #expect(a.texts().count == 1_500 && a.tree()["wide"] == nil)
    }

    @Test(arguments: [true, false]) func `a folder that becomes a file and a folder again`(_ inOnePass: Bool)
        async throws
    {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.save("thing/inner", "first")
        try await sea.calm()
        try a.remove("thing")
        try a.save("thing", "now a file")
        if !inOnePass {
            try await sea.calm()
            #expect(b.texts() == ["thing": "now a file"])
        }
        try a.remove("thing")
        try a.save("thing/inner", "a folder again")
        try await sea.calm()
        #expect(try await sea.verdict().isEmpty)
        #expect(b.texts() == ["thing/inner": "a folder again"])
    }

    @Test(arguments: [true, false]) func `a file that becomes a folder here is edited there, and both stay`(
        _ editorFirst: Bool
    ) async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.save("thing", "first")
        try await sea.calm()
        try a.remove("thing")
        try a.save("thing/inner", "in the folder")
        try b.save("thing", "edited")
        try await (editorFirst ? b : a).pass()
        try await sea.calm()
        #expect(try await sea.verdict().isEmpty)
        #expect(Set(a.texts().values) == ["in the folder", "edited"])
    }

    @Test func `equal folders meet for the first time, and what differs is kept twice`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        for boat in [a, b] {
            for number in 0..<20 { try boat.save("d\(number % 3)/\(number)", "content \(number)") }
            try boat.save("differs", "on \(boat.name)")
        }
        try await a.pass()
        let report = try await b.pass()
        #expect(report.conflicts.map(\.path) == ["differs"] && report.bytesSent == Int64("on device-1".utf8.count))
        try await sea.calm()
        #expect(try await sea.verdict().isEmpty)
        #expect(a.texts().count == 22)
    }
}
