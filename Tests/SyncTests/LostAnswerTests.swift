import Testing
import TidelineCore
import TidelineSync
import TidelineTestKit

/// The server did it, and its answer was lost; before the next pass the user went on writing.
@Suite struct LostAnswerTests {
    @Test(arguments: [true, false])
    func `an edit on top of one whose answer was lost is no conflict with it`(_ isNew: Bool) async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        if !isNew { try a.disk.write("log", "line 1") }
        try await sea.calm()
        try a.disk.write("log", "line 1, line 2")
        a.server.setFault(after: { name throws(RemoteError) in
            if name == "apply" { throw .unreachable("The server is gone.") }
        })
        await #expect(throws: RemoteError.self) { try await a.pass() }
        a.server.setFault()
        try a.disk.write("log", "line 1, line 2, line 3")
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
        a.server.setFault(after: { name throws(RemoteError) in
            if name == "apply" { throw .unreachable("The server is gone.") }
        })
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
}
