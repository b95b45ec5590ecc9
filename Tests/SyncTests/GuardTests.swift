import NIOCore
import Testing
import TidelineCore
import TidelineSync
import TidelineTestKit

/// Guards that stand alone: each fact fails without its own.
@Suite struct GuardTests {
    private func pair(files: Int) async throws -> (Sea, Boat, Boat) {
        let sea = try await Sea()
        for number in 0..<files { try sea.boats[0].save("\(number)", "content \(number)") }
        try await sea.calm()
        return (sea, sea.boats[0], sea.boats[1])
    }

    @Test(arguments: [true, false], [true, false])
    func `a folder with the marker of another halts, and nothing is sent or deleted`(_ restarts: Bool, _ isEmpty: Bool)
        async throws
    {
        let (sea, a, b) = try await pair(files: 5)
        let marker = try #require(try a.disk.marker())
        if isEmpty { a.disk.wipe() } else { try a.disk.write("of another share", "private") }
        try a.disk.setMarker(RootMarker(folderID: ULID(high: 8, low: 8)))
        if restarts { a.restart() }
        await #expect(throws: Halt.markerForeign) { try await a.pass() }
        await #expect(throws: Halt.markerForeign) { try await a.pass(.nothing) }
        try await b.pass()
        #expect(b.texts().count == 5 && a.texts().count == (isEmpty ? 0 : 6))
        if isEmpty { return }
        try a.disk.remove("of another share")
        try a.disk.setMarker(marker)
        try await sea.calm()
        #expect(try await sea.verdict().isEmpty && a.texts().count == 5)
    }

    @Test func `more deletes than the number allowed halt on either side, however small their share`() async throws {
        let (_, a, b) = try await pair(files: 60)
        for number in 0..<25 { try a.disk.remove("\(number)") }
        let allowance = DeleteAllowance(countMax: 24, percentMax: 100)
        await #expect(throws: Halt.massDelete(count: 25, of: 60, locally: false)) {
            try await a.pass(allowing: allowance)
        }
        try await a.pass()
        await #expect(throws: Halt.massDelete(count: 25, of: 60, locally: true)) {
            try await b.pass(allowing: allowance)
        }
        #expect(b.texts().count == 60)
        #expect(try await b.pass(allowing: DeleteAllowance(countMax: 25, percentMax: 100)).deleted == 25)
    }

    @Test func `a pass that may delete everything is not halted by what came and went within it`() async throws {
        let sea = try await Sea(devices: 2, strategy: .serverWins)
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.save("d/old", "old")
        try await sea.calm()
        for number in 0..<12 { try b.save("d/\(number)", "new \(number)") }
        try a.disk.remove("d/old")
        try a.disk.remove("d")
        try await a.pass()
        #expect(try await b.pass(allowing: .unlimited).deleted == 14)
        #expect(b.texts().isEmpty)
    }

    @Test(arguments: [1, 2 << 20], [true, false])
    func `content that is not what was announced is never put in place, and all else goes on`(
        _ size: Int, _ isNew: Bool
    )
        async throws
    {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        if !isNew { try a.save("x", "before") }
        try await sea.calm()
        let before = b.texts()
        try a.save("x", String(repeating: "x", count: size))
        try a.save("y", "y")
        try await a.pass()
        b.server.spoil { content in
            var content = content
            if content.getInteger(at: 0, as: UInt8.self) == UInt8(ascii: "x") {
                content.setInteger(UInt8(ascii: "z"), at: size - 1)
            }
            return content
        }
        let report = try await b.pass()
        #expect(report.skipped.map(\.path) == ["x"] && report.downloaded == 1)
        #expect(b.texts() == before.merging(["y": "y"]) { $1 })
        b.server.spoil(nil)
        try await b.pass()
        #expect(b.tree() == a.tree())
        #expect(try await sea.verdict().isEmpty)
    }

    @Test(arguments: [RemoteError.refused(.notFound, "gone"), .garbage("no manifest")])
    func `a long file that the server refuses waits, and all else goes on`(_ error: RemoteError) async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.save("x", String(repeating: "x", count: 2 << 20))
        try a.save("y", "y")
        try await a.pass()
        b.server.setFault { call throws(RemoteError) in if call == "manifest" { throw error } }
        let report = try await b.pass()
        #expect(report.skipped.map(\.path) == ["x"] && b.texts() == ["y": "y"])
        b.server.setFault()
        try await b.pass()
        #expect(b.tree() == a.tree())
    }
}
