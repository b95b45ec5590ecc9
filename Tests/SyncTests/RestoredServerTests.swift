import Synchronization
import Testing
import TidelineCore
import TidelineService
import TidelineSync
import TidelineTestKit

/// The server was set back to an older backup, and began a new epoch.
@Suite struct RestoredServerTests {
    private func text(_ boat: Boat, _ path: String) -> String? {
        boat.tree()[path].flatMap { $0 }.map { String(decoding: $0, as: UTF8.self) }
    }

    private func texts(_ boat: Boat) -> [String] {
        boat.tree().values.compactMap { $0 }.map { String(decoding: $0, as: UTF8.self) }.sorted()
    }

    /// Both devices have `x` and `y`; what `later` does after the backup, the server has forgotten.
    private func setBack(_ later: (Boat, Boat) throws -> Void) async throws -> (Sea, Boat, Boat) {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write("x", "x 1")
        try a.disk.write("y", "y 1")
        try await sea.calm()
        let backup = sea.store.backUp()
        try later(a, b)
        try await a.pass()
        sea.store.restore(backup)
        _ = try await sea.service.timelines.begin(after: nil)
        return (sea, a, b)
    }

    @Test(arguments: [true, false]) func `what the server lost goes up again, and nothing is deleted`(_ restarts: Bool)
        async throws
    {
        let (sea, a, b) = try await setBack { a, _ in
            try a.disk.write("x", "x 2")
            try a.disk.write("new", "new")
            try a.disk.rename("y", to: "z")
        }
        if restarts { a.restart() }
        try await sea.calm()
        #expect(a.tree() == b.tree())
        #expect(texts(b) == ["new", "x 2", "y 1"] && text(b, "x") == "x 2" && text(b, "z") == "y 1")
    }

    @Test func `a snapshot that fails at first costs nothing`() async throws {
        let (sea, a, b) = try await setBack { a, _ in try a.disk.write("x", "x 2") }
        a.server.setFault(before: { name throws(RemoteError) in
            if name == "snapshot" { throw .unreachable("cut") }
        })
        await #expect(throws: RemoteError.self) { try await a.pass() }
        a.server.setFault()
        try await sea.calm()
        #expect(text(a, "x") == "x 2" && a.tree() == b.tree())
    }

    @Test func `an edit that the server lost and one that it got instead are both kept`() async throws {
        let (sea, a, b) = try await setBack { a, _ in try a.disk.write("x", "x of a") }
        try b.disk.write("x", "x of b")
        try await b.pass()
        try await sea.calm()
        #expect(a.tree() == b.tree() && texts(a) == ["x of a", "x of b", "y 1"])
    }

    @Test func `an edit on what the server still has is no conflict`() async throws {
        let (sea, a, b) = try await setBack { a, _ in try a.disk.write("x", "x 2") }
        try b.disk.write("y", "y 2")
        try await b.pass()
        let report = try await a.pass()
        #expect(report.conflicts.isEmpty)
        try await sea.calm()
        #expect(a.tree() == b.tree() && texts(a) == ["x 2", "y 2"])
    }

    @Test func `a batch whose answer was lost before does not stop the pass`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write("x", "x 1")
        try await sea.calm()
        let backup = sea.store.backUp()
        try a.disk.write("y", "y 1")
        try await a.pass()
        try a.disk.write("x", "x 2")
        a.server.setFault(after: { name throws(RemoteError) in if name == "apply" { throw .unreachable("cut") } })
        await #expect(throws: RemoteError.self) { try await a.pass() }
        a.server.setFault()
        sea.store.restore(backup)
        _ = try await sea.service.timelines.begin(after: nil)
        try await sea.calm()
        #expect(a.tree() == b.tree() && texts(a) == ["x 2", "y 1"])
    }

    @Test func `a device that is told to start over compares with a snapshot, once`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write("x", "x 1")
        try await sea.calm()
        try b.disk.remove("x")
        try b.disk.write("y", "y 1")
        try await b.pass()
        let snapshots = Mutex(0)
        a.server.setFault(before: { name throws(RemoteError) in
            if name == "snapshot" { snapshots.withLock { $0 += 1 } }
        })
        await a.engine.startOver()
        for _ in 0..<2 { try await a.pass(.nothing) }
        #expect(snapshots.withLock { $0 } == 1)
        #expect(texts(a) == ["y 1"])
    }
}
