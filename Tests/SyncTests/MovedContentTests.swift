import Testing
import TidelineCore
import TidelineSync
import TidelineTestKit

/// Files that were copied to where they are now, and removed where they were.
@Suite struct MovedContentTests {
    private func pair(_ files: [String: String]) async throws -> (Sea, Boat, Boat) {
        let sea = try await Sea()
        for (path, text) in files { try sea.boats[0].save(path, text) }
        try await sea.calm()
        return (sea, sea.boats[0], sea.boats[1])
    }

    /// Another inode with the same bytes.
    private func copyAway(_ boat: Boat, _ path: String, to target: String) throws {
        try boat.disk.write(target, try #require(try boat.disk.read(path)))
        try boat.disk.remove(path)
    }

    @Test(arguments: [true, false])
    func `a file copied elsewhere and removed has moved, for both sides`(_ isHinted: Bool) async throws {
        let (sea, a, b) = try await pair(["x": "text", "other": "more text"])
        try copyAway(a, "x", to: "new/y")
        let report = try await a.pass(isHinted ? .folders(["", "new"], deep: []) : .everything)
        #expect(report.moved == 1 && report.uploaded == 0 && report.deleted == 0)
        b.server.setFault { call throws(RemoteError) in
            if call == "fetch" || call == "read" { throw .garbage("its content is known") }
        }
        #expect(try await b.pass().moved == 1)
        b.server.setFault()
        #expect(b.texts() == ["new/y": "text", "other": "more text"])
        try await sea.calm()
        #expect(try await sea.verdict().isEmpty)
    }

    @Test func `a tree that was copied and removed is no mass delete`() async throws {
        let (sea, a, b) = try await pair(
            Dictionary(uniqueKeysWithValues: (0..<30).map { ("old/\($0)", "content \($0)") }))
        for number in 0..<30 { try copyAway(a, "old/\(number)", to: "new/\(number)") }
        try a.disk.remove("old")
        let report = try await a.pass(allowing: .standard)
        #expect(report.moved == 30 && report.uploaded == 0 && report.deleted == 1)
        #expect(try await b.pass(allowing: .standard).moved == 30)
        try await sea.calm()
        #expect(a.texts().count == 30 && b.tree() == a.tree())
        #expect(try await sea.verdict().isEmpty)
    }

    @Test func `moving all out of a folder and removing it is no mass delete`() async throws {
        let (sea, a, b) = try await pair(
            Dictionary(uniqueKeysWithValues: (0..<30).map { ("old/\($0)", "content \($0)") }))
        try a.disk.mkdir("new")
        for number in 0..<30 { try a.disk.rename("old/\(number)", to: "new/\(number)") }
        try a.disk.remove("old")
        #expect(try await a.pass(allowing: .standard).moved == 30)
        #expect(try await b.pass(allowing: .standard).moved == 30)
        try await sea.calm()
        #expect(a.texts().count == 30 && b.tree() == a.tree())
    }

    @Test func `where two could be meant, nothing has moved, and all content stays`() async throws {
        let (sea, a, b) = try await pair(["1": "same", "2": "same", "3": "once", "4": "kept"])
        try copyAway(a, "1", to: "one")
        try a.disk.remove("2")
        try a.disk.write("three", "once")
        try copyAway(a, "3", to: "also three")
        let report = try await a.pass()
        #expect(report.moved == 0 && report.uploaded == 3 && report.deleted == 3)
        try await sea.calm()
        #expect(b.texts() == ["one": "same", "three": "once", "also three": "once", "4": "kept"])
    }

    @Test func `what the server deleted stays new, and what it edited moves with the edit`() async throws {
        let (sea, a, b) = try await pair(["deleted": "text 1", "edited": "text 02", "4": "kept"])
        try b.disk.remove("deleted")
        try b.save("edited", "text 02, and more")
        try await b.pass()
        try copyAway(a, "deleted", to: "there")
        try copyAway(a, "edited", to: "elsewhere")
        #expect(try await a.pass().conflicts.isEmpty)
        try await sea.calm()
        #expect(a.texts() == ["there": "text 1", "elsewhere": "text 02, and more", "4": "kept"])
        #expect(b.tree() == a.tree())
    }

    @Test func `a run that dies before it told of the move goes on with it`() async throws {
        let (sea, a, b) = try await pair(["x": "text", "4": "kept"])
        try copyAway(a, "x", to: "y")
        a.server.setFault { call throws(RemoteError) in if call == "apply" { throw .unreachable("gone") } }
        await #expect(throws: RemoteError.self) { try await a.pass() }
        a.server.setFault()
        a.restart()
        try a.save("y", "text, edited")
        let report = try await a.pass()
        #expect(report.moved == 1 && report.deleted == 0)
        try await sea.calm()
        #expect(b.texts() == ["y": "text, edited", "4": "kept"])
        #expect(try await sea.verdict().isEmpty)
    }

    @Test func `many new files of one size are not read for one that is gone`() async throws {
        let (_, a, _) = try await pair(["x": "0000", "4": "kept"])
        for number in 0..<9 { try a.disk.write("new \(number)", "000\(number)") }
        try a.disk.remove("x")
        let report = try await a.pass()
        #expect(report.moved == 0 && report.uploaded == 9 && report.deleted == 1)
    }
}
