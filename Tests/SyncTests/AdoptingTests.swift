import Synchronization
import Testing
import TidelineCore
import TidelineSync
import TidelineTestKit

/// A run that dies between putting files in place and remembering it.
@Suite struct AdoptingTests {
    private struct Crash: Error {}

    @Test(arguments: [true, false])
    func `a file put in place and not remembered is no edit, though the server moved on`(_ isNew: Bool) async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        if !isNew { try a.disk.write("x", "version 1") }
        try await sea.calm()
        try a.disk.write("x", "version 2, longer")
        try await a.pass()
        try await dieAfterInstall(b)
        #expect(b.tree()["x"] == .some(Array("version 2, longer".utf8)))
        try a.disk.write("x", "version 3, still longer")
        try await a.pass()
        let report = try await b.pass()
        #expect(report.conflicts.isEmpty)
        try await sea.calm()
        #expect(a.tree() == ["x": Array("version 3, still longer".utf8)])
        #expect(b.tree() == a.tree())
    }

    @Test(arguments: [true, false])
    func `so it is with one that cannot be read for a while`(_ isNew: Bool) async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        if !isNew { try a.disk.write("x", "version 1") }
        try await sea.calm()
        try a.disk.write("x", "version 2, longer")
        try await a.pass()
        try await dieAfterInstall(b)
        try a.disk.rename("x", to: "y")
        try a.disk.write("x", "another")
        try await a.pass()
        b.disk.setFault { operation, path in
            if operation == .open, path == "x" { throw LocalError.permissionDenied(path) }
        }
        try await b.pass()
        b.disk.setFault(nil)
        #expect(try await b.pass().conflicts.isEmpty)
        try await sea.calm()
        #expect(a.texts() == ["x": "another", "y": "version 2, longer"])
        #expect(b.tree() == a.tree())
    }

    @Test func `a file edited after it was put in place is still an edit`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write("x", "version 1")
        try await sea.calm()
        try a.disk.write("x", "version 2")
        try await a.pass()
        try await dieAfterInstall(b)
        try b.disk.write("x", "edited on b")
        try a.disk.write("x", "version 3")
        try await sea.calm()
        #expect(a.tree() == b.tree())
        let contents = Set(a.tree().values.compactMap { $0 }.map { String(decoding: $0, as: UTF8.self) })
        #expect(contents == ["version 3", "edited on b"])
    }

    @Test func `a new file with the name of one that moved away is not taken for it`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write("x", "same")
        try await sea.calm()
        try a.disk.rename("x", to: "y")
        try a.disk.write("x", "same")
        try a.disk.setModified("x", Timestamp(seconds: 1_000))
        try a.disk.setModified("y", Timestamp(seconds: 1_000))
        try await a.pass()
        try await dieAfterInstall(b)
        // As if a power cut had undone the move.
        if b.tree()["y"] != nil { try b.disk.rename("y", to: "x") }
        try b.disk.setModified("x", Timestamp(seconds: 1_000))
        try await sea.calm()
        #expect(a.tree() == b.tree())
        #expect(b.tree().keys.sorted() == ["x", "y"])
    }

    @Test func `a move back to where the log last had the file is the user's`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write("e", "text")
        try await sea.calm()
        try a.disk.rename("e", to: "d")
        let sends = Mutex(false)
        a.server.setFault(before: { call throws(RemoteError) in
            if call == "apply" { sends.withLock { $0 = true } }
            if call == "changes", sends.withLock({ $0 }) { throw .unreachable("gone") }
        })
        await #expect(throws: RemoteError.self) { try await a.pass() }
        a.server.setFault()
        a.restart()
        try a.disk.rename("d", to: "e")
        try await sea.calm()
        #expect(a.texts() == ["e": "text"])
        #expect(b.tree() == a.tree())
    }

    private func dieAfterInstall(_ boat: Boat) async throws {
        boat.state.setFault { if !$0.base.isEmpty { throw Crash() } }
        await #expect(throws: Crash.self) { try await boat.pass() }
        boat.state.setFault(nil)
        boat.restart()
    }
}
