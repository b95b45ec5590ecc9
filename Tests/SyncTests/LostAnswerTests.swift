import Testing
import TidelineCore
import TidelineSync
import TidelineTestKit

/// The server did it, and its answer was lost; before the next pass the user went on writing.
@Suite struct LostAnswerTests {
    @Test(arguments: [true, false], [true, false])
    func `an edit on top of one whose answer was lost is no conflict with it`(_ isNew: Bool, _ restarts: Bool)
        async throws
    {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        if !isNew { try a.disk.write("log", "line 1") }
        try await sea.calm()
        try a.disk.write("log", "line 1, line 2")
        loseAnswers(a)
        await #expect(throws: RemoteError.self) { try await a.pass() }
        a.server.setFault()
        try a.disk.write("log", "line 1, line 2, line 3")
        if restarts { a.restart() }
        let report = try await a.pass()
        #expect(report.conflicts.isEmpty)
        try await sea.calm()
        #expect(a.tree() == ["log": Array("line 1, line 2, line 3".utf8)])
        #expect(b.tree() == a.tree())
    }

    @Test func `an edit of the other side on top of it is still a conflict`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write("log", "1")
        try await sea.calm()
        try a.disk.write("log", "1 2")
        loseAnswers(a)
        await #expect(throws: RemoteError.self) { try await a.pass() }
        a.server.setFault()
        try await b.pass()
        try b.disk.write("log", "1 2 of b")
        try await b.pass()
        try a.disk.write("log", "1 2 of a")
        try await sea.calm()
        #expect(a.tree() == b.tree())
        let contents = Set(a.tree().values.compactMap { $0 }.map { String(decoding: $0, as: UTF8.self) })
        #expect(contents == ["1 2 of a", "1 2 of b"])
    }

    @Test(arguments: [true, false], [true, false])
    func `a file deleted after an edit whose answer was lost stays deleted`(_ isNew: Bool, _ restarts: Bool)
        async throws
    {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        if !isNew { try a.disk.write("log", "line 1") }
        try await sea.calm()
        try a.disk.write("log", "line 1, line 2")
        loseAnswers(a)
        await #expect(throws: RemoteError.self) { try await a.pass() }
        a.server.setFault()
        try a.disk.remove("log")
        if restarts { a.restart() }
        try await sea.calm()
        #expect(a.tree().isEmpty && b.tree().isEmpty)
    }

    @Test func `a batch that never arrived goes out after a restart, under ids that were merged meanwhile`()
        async throws
    {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write("d/x", "of a")
        loseRequests(a)
        await #expect(throws: RemoteError.self) { try await a.pass() }
        a.server.setFault()
        a.restart()
        try b.disk.write("d/y", "of b")
        try await b.pass()
        try a.disk.write("d/x", "of a, edited")
        try await sea.calm()
        #expect(a.tree() == b.tree())
        #expect(a.tree().keys.sorted() == ["d", "d/x", "d/y"])
        #expect(a.tree()["d/x"] == .some(Array("of a, edited".utf8)))
    }

    @Test func `what came of a batch is not asked for twice`() async throws {
        let sea = try await Sea()
        let a = sea.boats[0]
        try a.disk.write("x", "1")
        try await a.pass()
        a.restart()
        a.server.censor { _ throws(RemoteError) in throw .refused(.badRequest, "nothing to send") }
        #expect(try await a.pass().skipped.isEmpty)
    }

    @Test func `two files swapped after an edit whose content the server has forgotten are no conflict`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write("x", "of x")
        try a.disk.write("y", "of y")
        try await sea.calm()
        try a.disk.write("x", "of x, more")
        loseRequests(a)
        await #expect(throws: RemoteError.self) { try await a.pass() }
        a.server.setFault()
        for _ in 0..<2 { try await sea.passTime(seconds: 2 * Limits.collectionGraceSeconds) }
        try a.disk.rename("x", to: "old x")
        try a.disk.rename("y", to: "x")
        try a.disk.rename("old x", to: "y")
        try await sea.calm()
        #expect(a.tree() == ["x": Array("of y".utf8), "y": Array("of x, more".utf8)])
        #expect(b.tree() == a.tree())
    }

    private func loseRequests(_ boat: Boat) {
        boat.server.setFault(before: { name throws(RemoteError) in
            if name == "apply" { throw .unreachable("The server is gone.") }
        })
    }

    private func loseAnswers(_ boat: Boat) {
        boat.server.setFault(after: { name throws(RemoteError) in
            if name == "apply" { throw .unreachable("The server is gone.") }
        })
    }
}
