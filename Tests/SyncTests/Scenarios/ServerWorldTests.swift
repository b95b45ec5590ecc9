import Testing
import TidelineCore
import TidelineService
import TidelineSync
import TidelineTestKit

/// What may have become of the server, or of the folder, between two passes.
@Suite struct ServerWorldTests {
    private func pair() async throws -> (Sea, Boat, Boat) {
        let sea = try await Sea(retention: Retention(logSeconds: 86_400, trashSeconds: 86_400))
        return (sea, sea.boats[0], sea.boats[1])
    }

    private func cut(_ boat: Boat, at name: String) async throws {
        boat.server.setFault(before: { call throws(RemoteError) in if call == name { throw .unreachable("cut") } })
        await #expect(throws: RemoteError.self) { try await boat.pass() }
        boat.server.setFault()
    }

    @Test(arguments: [100, 3 << 20], [true, false])
    func `chunks that were collected before the file was made are sent again`(_ size: Int, _ restarts: Bool)
        async throws
    {
        let (sea, a, b) = try await pair()
        try a.save("kept", "kept")
        try await sea.calm()
        try a.save("large", (0..<size).map { UInt8(truncatingIfNeeded: $0 / 3) })
        try a.save("small", "small")
        try await cut(a, at: "apply")
        for _ in 0..<6 { try await sea.passTime(seconds: 86_400) }
        let sent = a.server.bytesSent
        if restarts { a.restart() }
        try await sea.calm()
        #expect(a.server.bytesSent > sent, "nothing was collected")
        #expect(try await sea.verdict().isEmpty)
        #expect(b.tree().count == 3)
    }

    @Test(arguments: ["quota", "full"])
    func `a server that is full takes nothing, deletes nothing, and the rest goes on`(
        _ trouble: String
    ) async throws {
        let (sea, a, b) = try await pair()
        try a.save("d/x", "x")
        try await sea.calm()
        try a.save("new", "new")
        try a.save("d/x", "x edited")
        try b.save("from b", "from b")
        try await b.pass()
        a.server.censorContent { _ throws(RemoteError) in
            throw trouble == "quota" ? .refused(.quotaExceeded, "no room") : .unreachable("the disk is full")
        }
        let report = try? await a.pass()
        #expect(report.map { Set($0.skipped.map(\.path)) } ?? ["new", "d/x"] == ["new", "d/x"])
        if trouble == "quota" { #expect(a.texts()["from b"] == "from b") }
        try await b.pass()
        #expect(b.texts() == ["d/x": "x", "from b": "from b"])
        a.server.censorContent(nil)
        try await sea.calm()
        #expect(try await sea.verdict().isEmpty)
        #expect(b.texts() == ["d/x": "x edited", "from b": "from b", "new": "new"])
    }

    @Test func `a snapshot that ends before its end deletes nothing`() async throws {
        let (sea, a, b) = try await pair()
        for number in 0..<20 { try a.save("d/\(number)", "content \(number)") }
        try await sea.calm()
        b.state.lose()
        b.restart()
        b.server.setFault(after: { name throws(RemoteError) in if name == "snapshot" { throw .garbage("half of it") } })
        await #expect(throws: RemoteError.self) { try await b.pass() }
        b.server.setFault()
        #expect(b.texts().count == 20)
        try await sea.calm()
        #expect(try await sea.verdict().isEmpty)
        #expect(a.texts().count == 20)
    }

    @Test func `a server of a new epoch with nothing in it gets all back`() async throws {
        let (sea, a, b) = try await pair()
        let empty = sea.store.backUp()
        for number in 0..<20 { try a.save("d/\(number)", "content \(number)") }
        try await sea.calm()
        try b.save("d/3", "edited while it was away")
        sea.store.restore(empty)
        _ = try await sea.service.timelines.begin(after: nil)
        for boat in sea.boats { _ = try await boat.pass(allowing: .standard) }
        try await sea.calm()
        // Nobody can tell whether the edit was made on what the other device brings back.
        #expect(a.tree() == b.tree() && a.texts().count == 21)
        #expect(Set(a.texts().values).isSuperset(of: ["content 3", "edited while it was away"]))
    }

    @Test func `an expired cursor brings back nothing that was deleted with knowledge of it`() async throws {
        let (sea, a, b) = try await pair()
        for name in ["stays", "deleted here", "deleted there", "edited there"] { try a.save(name, name) }
        try await sea.calm()
        try a.remove("deleted there")
        try a.save("edited there", "edited")
        try await a.pass()
        for _ in 0..<4 {
            try await sea.passTime(seconds: 86_400)
            try await a.pass()
        }
        #expect(try await sea.floor() > .start)
        try b.remove("deleted here")
        try await sea.calm()
        #expect(try await sea.verdict().isEmpty)
        #expect(a.texts() == ["stays": "stays", "edited there": "edited"])
    }

    @Test(arguments: [true, false])
    func `an old copy of the folder in its place deletes nothing and hides nothing newer`(
        _ restarts: Bool
    ) async throws {
        let (sea, a, b) = try await pair()
        for name in ["same", "edited", "d/moved"] { try a.save(name, "\(name), old") }
        try await sea.calm()
        let copy = a.disk.contents()
        try a.save("edited", "edited, new")
        try a.save("made later", "made later")
        try a.disk.rename("d/moved", to: "moved")
        try await sea.calm()
        try a.disk.putBack(copy)
        if restarts { a.restart() }
        try await a.pass()
        try await sea.calm()
        #expect(a.tree() == b.tree())
        #expect(Set(["same, old", "edited, new", "made later", "d/moved, old"]).isSubset(of: a.texts().values))
        try a.remove("same")
        try await sea.calm()
        #expect(b.tree()["same"] == nil)
    }
}
