import Testing
import TidelineCore
import TidelineSync
import TidelineTestKit

/// A look at parts of a folder sees where things left, and may not see where they went.
@Suite struct PartialScanTests {
    private func pair() async throws -> (Sea, Boat, Boat) {
        let sea = try await Sea()
        return (sea, sea.boats[0], sea.boats[1])
    }

    private func text(_ boat: Boat, _ path: String) -> String? {
        boat.tree()[path].flatMap { $0 }.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: ["from/x", "from/d"])
    func `a move of which only the source was looked at is still a move`(_ path: String) async throws {
        let (sea, a, b) = try await pair()
        try a.disk.write("from/x", "1")
        try a.disk.write("from/d/y", "2")
        try a.disk.mkdir("to")
        try await sea.calm()
        try a.disk.rename(path, to: "to/here")
        let first = try await a.pass(.folders(["from"], deep: []))
        #expect(first.deleted == 0 && first.isUnfinished)
        let second = try await a.pass(.folders(["to"], deep: []))
        #expect(second.deleted == 0 && second.uploaded == 0 && second.moved == 1 && !second.isUnfinished)
        try await b.pass()
        #expect(a.tree() == b.tree() && b.tree()["to/here"] != nil)
    }

    @Test func `a delete is sent once the folder was looked at twice`() async throws {
        let (sea, a, b) = try await pair()
        try a.disk.write("d/x", "1")
        try a.disk.write("d/e/y", "2")
        try await sea.calm()
        try a.disk.remove("d/x")
        try a.disk.remove("d/e")
        let first = try await a.pass(.folders(["d"], deep: []))
        #expect(first.deleted == 0 && first.isUnfinished)
        let second = try await a.pass(.nothing)
        #expect(second.deleted == 2 && !second.isUnfinished)
        try await b.pass()
        #expect(b.tree().keys.sorted() == ["d"])
    }

    @Test func `a look at everything needs no second one`() async throws {
        let (sea, a, _) = try await pair()
        try a.disk.write("d/x", "1")
        try await sea.calm()
        try a.disk.remove("d/x")
        let report = try await a.pass()
        #expect(report.deleted == 1 && !report.isUnfinished)
    }

    @Test func `what took the name of a thing that may have moved waits with it`() async throws {
        let (sea, a, b) = try await pair()
        try a.disk.write("save", "new")
        try a.disk.write("file", "old")
        try a.disk.write("d/inside", "1")
        try await sea.calm()
        try a.disk.remove("file")
        try a.disk.rename("save", to: "file")
        try a.disk.remove("d")
        try a.disk.write("d", "a file now")
        for scope in [SyncEngine.Scope.folders([""], deep: []), .nothing] {
            #expect(try await a.pass(scope).conflicts.isEmpty)
        }
        try await b.pass()
        #expect(b.tree() == a.tree() && b.tree().count == 2)
        #expect(text(b, "file") == "new" && text(b, "d") == "a file now")
    }

    @Test func `what is put back in between was never deleted`() async throws {
        let (sea, a, b) = try await pair()
        try a.disk.write("x", "1")
        try await sea.calm()
        try a.disk.rename("x", to: "aside")
        try await a.pass(.folders([""], deep: []))
        try a.disk.rename("aside", to: "x")
        #expect(try await a.pass(.folders([""], deep: [])).deleted == 0)
        try await b.pass()
        #expect(text(b, "x") == "1")
    }

    @Test func `a folder that the disk does not tell of is looked at again`() async throws {
        let (sea, a, b) = try await pair()
        try a.disk.write("d/x", "1")
        try await sea.calm()
        try a.disk.write("d/y", "2")
        a.disk.setFault { operation, path in
            if operation == .entry && path == "d" { throw LocalError.io(path, errno: 5) }
        }
        #expect(try await a.pass(.folders(["d"], deep: [])).skipped.map(\.path) == ["d"])
        a.disk.setFault(nil)
        let report = try await a.pass(.nothing)
        #expect(report.uploaded == 1 && report.skipped.isEmpty)
        try await b.pass()
        #expect(text(b, "d/y") == "2")
    }

    @Test func `what took the name of a thing that went into a new folder waits with that`() async throws {
        let (sea, a, b) = try await pair()
        try a.disk.write("d", "a file")
        try a.disk.write("e", "old")
        try await sea.calm()
        try a.disk.remove("d")
        try a.disk.mkdir("d")
        try a.disk.rename("e", to: "d/e")
        try a.disk.write("e", "new")
        for scope in [SyncEngine.Scope.folders([""], deep: ["d"]), .nothing] {
            #expect(try await a.pass(scope).conflicts.isEmpty)
        }
        try await b.pass()
        #expect(b.tree() == a.tree() && text(b, "e") == "new" && text(b, "d/e") == "old")
    }

    @Test func `a new folder that was one with another is made anew once that has left its name`() async throws {
        let (sea, a, b) = try await pair()
        try a.save("folder/letter", "1")
        try a.disk.mkdir("far")
        try a.disk.mkdir("near")
        try await sea.calm()
        try b.disk.rename("folder", to: "near/taken")
        try await b.pass()
        try a.disk.rename("folder", to: "far/folder")
        try a.save("near/taken/note", "2")
        // The folder is seen to be gone, and its move is not: so the server takes the new one for it.
        try await a.pass(.folders(["", "near"], deep: []))
        try await sea.calm()
        #expect(text(b, "near/taken/note") == "2" && text(b, "far/folder/letter") == "1")
        #expect(try await sea.verdict() == [])
    }
}
