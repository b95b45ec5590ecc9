import Synchronization
import Testing
import TidelineCore
import TidelineSync
import TidelineTestKit

/// What may go wrong in the middle of a pass, and must cost nothing.
@Suite struct SafetyTests {
    private func pair() async throws -> (Sea, Boat, Boat) {
        let sea = try await Sea()
        return (sea, sea.boats[0], sea.boats[1])
    }

    private func text(_ boat: Boat, _ path: String) -> String? {
        boat.tree()[path].flatMap { $0 }.map { String(decoding: $0, as: UTF8.self) }
    }

    private func texts(_ boat: Boat) -> [String] {
        boat.tree().values.compactMap { $0 }.map { String(decoding: $0, as: UTF8.self) }.sorted()
    }

    // MARK: Parked things

    @Test func `a folder parked to make way does not come back when the download behind it fails`() async throws {
        let (sea, a, b) = try await pair()
        try a.disk.write("x/inside", "old")
        try await sea.calm()
        try a.disk.remove("x")
        try await a.pass()
        try a.disk.write("x", "new")
        try await a.pass()
        b.server.setFault(before: { (name) throws(RemoteError) in if name == "fetch" { throw .unreachable("cut") } })
        await #expect(throws: RemoteError.self) { try await b.pass() }
        b.server.setFault()
        #expect(b.disk.parkedCount() == 0 || b.tree()["x"] == nil)
        try await b.pass()
        b.restart()
        try await sea.calm()
        #expect(a.tree() == b.tree() && texts(a) == ["new"] && a.tree().count == 1)
    }

    @Test func `what made way for its successor does not come back when a later download fails`() async throws {
        for old in ["x", "x/inside"] {
            let (sea, a, b) = try await pair()
            try a.disk.write(old, "old")
            try await sea.calm()
            try a.disk.remove("x")
            try await a.pass()
            try a.disk.write("x", "new")
            try a.disk.write("large", [UInt8](repeating: 1, count: 3 << 20))
            try await a.pass()
            b.server.setFault(before: { (name) throws(RemoteError) in
                if name == "manifest" { throw .unreachable("cut") }
            })
            await #expect(throws: RemoteError.self) { try await b.pass() }
            b.server.setFault()
            #expect(text(b, "x") == "new")
            b.restart()
            try await sea.calm()
            #expect(a.tree() == b.tree() && a.tree().count == 2, "\(a.tree().keys)")
        }
    }

    @Test func `a crash with a deleted folder parked is not a rename of it`() async throws {
        let (sea, a, b) = try await pair()
        try a.disk.write("x/inside", "kept")
        try a.disk.write("x/other", "deleted")
        try await sea.calm()
        try a.disk.rename("x/inside", to: "moved")
        try a.disk.remove("x")
        try await a.pass()
        try a.disk.write("x", "new")
        try a.disk.write("y large", [UInt8](repeating: 1, count: 3 << 20))
        try await a.pass()
        b.server.setFault(before: { (name) throws(RemoteError) in
            if name == "manifest" { throw .unreachable("cut") }
        })
        await #expect(throws: RemoteError.self) { try await b.pass() }
        b.server.setFault()
        #expect(text(b, "x") == "new" && b.disk.parkedCount() == 1)
        b.restart()
        let report = try await b.pass()
        #expect(report.conflicts.isEmpty && report.uploaded == 0 && report.moved == 0)
        try await sea.calm()
        #expect(a.tree() == b.tree() && a.tree().keys.sorted() == ["moved", "x", "y large"])
    }

    @Test func `things that stay parked are brought back before anything counts as deleted`() async throws {
        let (sea, a, b) = try await pair()
        try a.disk.write("p", "P")
        try a.disk.write("q", "QQ")
        try await sea.calm()
        try a.disk.rename("p", to: "t")
        try a.disk.rename("q", to: "p")
        try a.disk.rename("t", to: "q")
        try await a.pass()
        b.disk.setFault { operation, path in
            if operation == .unpark || operation == .recover { throw LocalError.io(path, errno: 5) }
        }
        await #expect(throws: LocalError.self) { try await b.pass() }
        await #expect(throws: LocalError.self) { try await b.pass() }
        b.disk.setFault(nil)
        try await b.pass()
        try await a.pass()
        #expect(texts(a) == ["P", "QQ"])
        try await sea.calm()
        #expect(a.tree() == b.tree() && texts(b) == ["P", "QQ"])
    }

    // MARK: Names that are taken

    @Test func `a name held by something unsynced is reported once, without downloading for it`() async throws {
        let (_, a, b) = try await pair()
        try b.disk.plant("x", other: "symbolic link")
        try a.disk.write("x", "content")
        try await a.pass()
        let report = try await b.pass()
        #expect(!report.isUnfinished && report.bytesReceived == 0)
        #expect(Set(report.skipped.map(\.path)) == ["x"])
        try b.disk.remove("x")
        try await b.pass()
        #expect(text(b, "x") == "content")
    }

    @Test func `what lies in a folder that cannot be made waits quietly`() async throws {
        let (_, a, b) = try await pair()
        try a.disk.write("d/e/x", "content")
        try await a.pass()
        b.disk.setFault { operation, path in
            if operation == .makeFolder && path == "d" { throw LocalError.permissionDenied(path) }
        }
        let report = try await b.pass()
        #expect(!report.isUnfinished && report.bytesReceived == 0)
        b.disk.setFault(nil)
        try await b.pass(.nothing)
        #expect(text(b, "d/e/x") == "content")
    }

    // MARK: Too many deletes

    @Test func `deletes that show up in a later round are counted too`() async throws {
        let (sea, a, b) = try await pair()
        for number in 0..<40 { try a.disk.write("\(number)", "content \(number)") }
        try a.disk.write("edit", "1")
        try await sea.calm()
        let disk = a.disk
        try disk.write("edit", "2")
        disk.setFault { operation, path in
            guard operation == .open, path == "edit" else { return }
            disk.setFault(nil)
            try disk.write("edit", "3")
            for number in 0..<30 { try disk.remove("\(number)") }
        }
        #expect(try await a.pass(allowing: .standard).isUnfinished)
        await #expect(throws: Halt.massDelete(count: 30, of: 41, locally: false)) {
            try await a.pass(allowing: .standard)
        }
        try await b.pass()
        #expect(b.tree().count == 41)
    }

    @Test func `what moved into a deleted folder is not deleted with where that comes back`() async throws {
        let (sea, a, b) = try await pair()
        try a.disk.write("F/f", "1")
        try a.disk.write("D/d", "2")
        try a.disk.write("x", "precious")
        try await sea.calm()
        try a.disk.rename("F", to: "D/F")
        try await a.pass()
        try b.disk.remove("D")
        try await b.pass(.folders([""], deep: []))
        try b.disk.rename("x", to: "F/x")
        try a.disk.remove("D/F")
        try await a.pass()
        b.restart()
        try await sea.calm()
        #expect(a.tree() == b.tree() && texts(a).contains("precious"))
    }

    @Test func `a folder is not deleted on the server with something unread that was in it`() async throws {
        let (_, a, b) = try await pair()
        try a.disk.write("F/M/x", "precious")
        try a.disk.write("F/y", "y")
        try await a.pass()
        try a.disk.rename("F/M", to: "M")
        try a.disk.remove("F")
        a.disk.setFault { operation, path in
            if operation == .list && path == "M" { throw LocalError.io(path, errno: 5) }
        }
        try await a.pass()
        try await b.pass()
        #expect(texts(b).contains("precious"))
        a.disk.setFault(nil)
        try await a.pass()
        try await b.pass()
        #expect(b.tree() == a.tree() && text(b, "M/x") == "precious")
    }

    // MARK: Looking at parts only

    @Test func `a snapshot in the middle of a watched run compares everything`() async throws {
        let (_, a, b) = try await pair()
        try a.disk.write("kept", "1")
        try a.disk.write("x", "2")
        try await a.pass()
        try await b.pass()
        try a.disk.remove("x")
        try await a.pass()
        let isFirst = Mutex(true)
        let expired: ServiceShare.Fault = { (name) throws(RemoteError) in
            let fails =
                name == "changes"
                && isFirst.withLock { first in
                    defer { first = false }; return first
                }
            if fails { throw .cursorInvalid }
        }
        b.server.setFault(before: expired)
        try await b.pass(.nothing)
        try await a.pass()
        #expect(a.tree() == b.tree())
    }

    @Test(.timeLimit(.minutes(5))) func `a server that refuses every cursor ends the pass`() async throws {
        let (_, a, _) = try await pair()
        a.server.setFault(before: { (name) throws(RemoteError) in if name == "changes" { throw .cursorInvalid } })
        await #expect(throws: RemoteError.cursorInvalid) { try await a.pass() }
    }

    @Test func `what could not be sent is tried in the next pass, wherever that one looks`() async throws {
        let (_, a, b) = try await pair()
        try a.disk.write("d/x", "1")
        try await a.pass()
        try a.disk.write("d/x", "22")
        try a.disk.write("d/new", "3")
        a.disk.setFault { operation, path in if operation == .open { throw LocalError.io(path, errno: 5) } }
        let report = try await a.pass()
        #expect(report.skipped.count == 2)
        a.disk.setFault(nil)
        try await a.pass(.nothing)
        try await b.pass()
        #expect(text(b, "d/x") == "22" && text(b, "d/new") == "3")
    }

    @Test func `a folder spelled anew on disk is found by later passes that look at parts`() async throws {
        let (sea, a, b) = try await pair()
        try a.disk.write("caf\u{e9}/x", "1")
        try await sea.calm()
        try b.disk.rename("caf\u{e9}", to: "cafe\u{301}")
        try await b.pass()
        try a.disk.write("caf\u{e9}/x", "22")
        try await a.pass()
        let report = try await b.pass(.nothing)
        #expect(!report.isUnfinished && report.skipped.isEmpty)
        #expect(try b.disk.read("cafe\u{301}/x") == Array("22".utf8))
    }

    @Test func `a folder named both flat and below a deep one is still looked through`() async throws {
        let (_, a, b) = try await pair()
        try a.disk.write("D/F/G/x", "1")
        try await a.pass()
        try a.disk.write("D/F/G/x", "22")
        try await a.pass(.folders(["D/F"], deep: ["D"]))
        try await b.pass()
        #expect(text(b, "D/F/G/x") == "22")
    }

    @Test func `folders that swap names are told apart when only they are looked at`() async throws {
        let (sea, a, b) = try await pair()
        try a.disk.write("p/one", "1")
        try a.disk.write("q/two", "2")
        try await sea.calm()
        try a.disk.rename("p", to: "t")
        try a.disk.rename("q", to: "p")
        try a.disk.rename("t", to: "q")
        let sent = try await a.pass(.folders([""], deep: ["p", "q"]))
        try await b.pass()
        #expect(b.tree() == a.tree() && text(b, "q/one") == "1" && text(b, "p/two") == "2")
        #expect(sent.deleted == 0 && sent.uploaded == 0 && sent.moved == 3)
    }

    @Test func `a folder that could not be read is looked through once it can, and no longer reported`() async throws {
        let (_, a, b) = try await pair()
        try a.disk.write("d/e/x", "1")
        try await a.pass()
        try a.disk.write("d/e/x", "22")
        a.disk.setFault { operation, path in
            if operation == .list && path == "d" { throw LocalError.permissionDenied(path) }
        }
        #expect(try await a.pass().skipped.map(\.path) == ["d"])
        a.disk.setFault(nil)
        #expect(try await a.pass(.nothing).skipped.isEmpty)
        try await b.pass()
        #expect(text(b, "d/e/x") == "22")
    }

    @Test func `a root that is gone at the start halts`() async throws {
        let (_, a, _) = try await pair()
        try await a.pass()
        a.restart()
        a.disk.setRootThere(false)
        await #expect(throws: Halt.rootMissing) { try await a.pass() }
    }
}
