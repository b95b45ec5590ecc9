import Synchronization
import Testing
import TidelineCore
import TidelineSync
import TidelineTestKit

/// What is ignored stays as it is on both sides, whatever becomes of the rules.
@Suite struct IgnoreSyncTests {
    private func text(_ boat: Boat, _ path: String) -> String? {
        boat.tree()[path].flatMap { $0 }.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `what is ignored neither goes up nor comes down, and all else does`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write("keep", "1")
        try a.disk.write("x.o", "of a")
        try a.disk.write("build/deep/y", "of a")
        try a.disk.write(".DS_Store", "of a")
        try await a.pass()
        try a.disk.write(".tidelineignore", "*.o\nbuild/\n")
        try await sea.calm()
        try a.disk.write("x.o", "of a, changed")
        try b.disk.write("z.o", "of b")
        try b.disk.write("build/deep/z", "of b")
        try await sea.calm()
        #expect(text(a, "x.o") == "of a, changed" && text(a, "z.o") == nil && text(a, "build/deep/z") == nil)
        #expect(text(b, "z.o") == "of b" && text(b, "x.o") == nil && text(b, ".DS_Store") == nil)
        #expect(text(b, "keep") == "1")
        let there = try await sea.serverPaths()
        #expect(there.isSuperset(of: ["x.o", "build/deep/y", "keep"]))
        #expect(there.isDisjoint(with: ["z.o", "build/deep/z", ".DS_Store"]))
    }

    @Test func `rules that come and go delete nothing on either side`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        for name in ["same.o", "edited.o", "removed.o", "d/in.o"] { try a.disk.write(name, name) }
        try await sea.calm()
        let before = try await sea.serverPaths()
        try a.disk.write(".tidelineignore", "*.o\n")
        try await sea.calm()
        #expect(try await sea.serverPaths() == before.union([".tidelineignore"]))
        #expect(text(b, "same.o") == "same.o" && text(b, "d/in.o") == "d/in.o")
        try a.disk.write("edited.o", "by a")
        try b.disk.write("edited.o", "by b")
        try a.disk.remove("removed.o")
        try await sea.calm()
        try a.disk.write(".tidelineignore", "")
        try await sea.calm()
        #expect(a.tree() == b.tree())
        let contents = Set(a.tree().values.compactMap { $0 }.map { String(decoding: $0, as: UTF8.self) })
        #expect(contents.isSuperset(of: ["same.o", "by a", "by b", "edited.o", "removed.o", "d/in.o"]))
        #expect(a.disk.trashed().isEmpty && b.disk.trashed().isEmpty)
    }

    @Test func `a rule and a rename of the folder it is in, seen at once, delete nothing`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write("d/x.log", "1")
        try await sea.calm()
        try a.disk.write("d/.tidelineignore", "*.log")
        try a.disk.rename("d", to: "e")
        try await sea.calm()
        #expect(text(a, "e/x.log") == "1" && text(b, "e/x.log") == "1")
        #expect(try await sea.serverPaths().contains("e/x.log"))
    }

    @Test func `rules that come with other content are there before anything they keep here goes up`() async throws {
        for makesRules in [false, true] {
            let sea = try await Sea()
            let (a, b) = (sea.boats[0], sea.boats[1])
            try a.disk.write("rules", "*.key\n")
            try await sea.calm()
            if makesRules { try a.disk.remove("rules") }
            if makesRules { try a.disk.write(".tidelineignore", "*.key\n") }
            if !makesRules { try a.disk.rename("rules", to: ".tidelineignore") }
            try await a.pass()
            try b.disk.write("mine.key", "secret")
            try b.disk.write("other", "1")
            try await sea.calm()
            #expect(try await sea.serverPaths() == [".tidelineignore", "other"])
        }
    }

    @Test func `where rules cannot be brought, what lies below them waits, and goes on with them`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.mkdir("d/deep")
        try await sea.calm()
        try a.disk.write("d/.tidelineignore", "*.key\n")
        try await a.pass()
        b.disk.setFault { operation, path in
            if operation == .install, path == "d/.tidelineignore" { throw LocalError.diskFull }
        }
        try b.disk.write("d/deep/mine.key", "secret")
        try b.disk.write("d/deep/open", "1")
        try b.disk.write("beside", "1")
        let report = try await b.pass()
        #expect(try await sea.serverPaths() == ["d", "d/deep", "d/.tidelineignore", "beside"])
        #expect(Set(report.skipped.map(\.path)) == ["d/.tidelineignore", "d/deep/mine.key", "d/deep/open"])
        b.disk.setFault(nil)
        try await sea.calm()
        #expect(try await sea.serverPaths() == ["d", "d/deep", "d/.tidelineignore", "d/deep/open", "beside"])
        #expect(text(b, "d/deep/mine.key") == "secret")
    }

    @Test func `an ignore file that is too long to count holds nothing up and costs no look at everything`()
        async throws
    {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write("far/file", "1")
        try await sea.calm()
        try a.disk.write(".tidelineignore", String(repeating: "#", count: Limits.ignoreFileBytesMax + 1))
        try await a.pass()
        let listed = Listed()
        b.disk.setFault { operation, path in
            if operation == .stage { throw LocalError.diskFull }
            if operation == .list { listed.paths.withLock { _ = $0.insert(path) } }
        }
        try b.disk.write("mine", "1")
        _ = try await b.pass(.folders([""], deep: []))
        #expect(try await sea.serverPaths().contains("mine"))
        #expect(listed.paths.withLock { !$0.contains("far") && $0.contains("") })
    }

    private final class Listed: Sendable {
        let paths = Mutex<Set<String>>([])
    }

    @Test func `a folder with only ignored things is not made on the server`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write(".tidelineignore", "*.o\n")
        try a.disk.write("only/deep/x.o", "1")
        try a.disk.write("mixed/x.o", "1")
        try a.disk.write("mixed/x.c", "1")
        try a.disk.mkdir("empty")
        try await sea.calm()
        #expect(b.tree().keys.sorted() == [".tidelineignore", "empty", "mixed", "mixed/x.c"])
        try a.disk.write("only/deep/x.c", "2")
        try await sea.calm()
        #expect(text(b, "only/deep/x.c") == "2")
    }

    @Test func `a folder deleted elsewhere leaves what is ignored in it, says so once, and stays deleted`() async throws
    {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write(".tidelineignore", "*.o\n")
        try a.disk.write("d/sub/x.c", "1")
        try await sea.calm()
        try b.disk.write("d/sub/x.o", "made by b")
        try a.disk.remove("d")
        try await a.pass()
        let report = try await b.pass()
        #expect(report.notes.map(\.path) == ["d/sub", "d"] && report.skipped.isEmpty)
        try await sea.calm()
        let later = try await b.pass()
        #expect(later.notes.isEmpty && later.skipped.isEmpty)
        #expect(text(b, "d/sub/x.o") == "made by b" && text(b, "d/sub/x.c") == nil)
        #expect(try await sea.serverPaths() == [".tidelineignore"])
    }

    @Test func `a folder deleted elsewhere with its rules leaves what they ignore, and stays deleted`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write("d/.tidelineignore", "*.o\n")
        try a.disk.write("d/x.c", "1")
        try await sea.calm()
        try b.disk.write("d/x.o", "made by b")
        try await b.pass()
        try a.disk.remove("d")
        try await a.pass()
        try await sea.calm()
        #expect(text(b, "d/x.o") == "made by b" && text(b, "d/x.c") == nil)
        #expect(try await sea.serverPaths().isEmpty && a.tree().isEmpty)
    }

    @Test func `deleting a folder spares what is ignored in it on the server, and does not bring it back`() async throws
    {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write("d/x.o", "1")
        try a.disk.write("d/x.c", "1")
        try await sea.calm()
        try a.disk.write(".tidelineignore", "*.o\n")
        try await sea.calm()
        try b.disk.remove("d")
        try await sea.calm()
        #expect(try await sea.serverPaths() == [".tidelineignore", "d", "d/x.o"])
        #expect(b.tree().keys.sorted() == [".tidelineignore"])
    }

    @Test func `a folder that is renamed keeps what is ignored in it`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write(".tidelineignore", "*.o\n")
        try a.disk.write("d/x.c", "1")
        try await sea.calm()
        try b.disk.write("d/y.o", "of b")
        try a.disk.rename("d", to: "e")
        try await sea.calm()
        #expect(text(b, "e/y.o") == "of b" && text(b, "e/x.c") == "1" && b.tree()["d"] == nil)
    }

    @Test func `a file that takes an ignored name has left for the others, and is still here`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write(".tidelineignore", "*.o\n")
        try a.disk.write("x.c", "1")
        try await sea.calm()
        try a.disk.rename("x.c", to: "x.o")
        try await sea.calm()
        #expect(text(a, "x.o") == "1" && b.tree().keys.sorted() == [".tidelineignore"])
        #expect(b.disk.trashed().map(\.path) == ["x.c"])
        try a.disk.rename("x.o", to: "x.c")
        try await sea.calm()
        #expect(text(b, "x.c") == "1")
    }

    @Test func `things that leave by an ignored name count as deletes for the guard`() async throws {
        let sea = try await Sea()
        let a = sea.boats[0]
        try a.disk.write(".tidelineignore", "gone/\n")
        for number in 0..<30 { try a.disk.write("d/\(number)", "\(number)") }
        try await sea.calm()
        try a.disk.rename("d", to: "gone")
        await #expect(throws: Halt.massDelete(count: 31, of: 32, locally: false)) {
            try await a.pass(allowing: .standard)
        }
    }

    @Test func `what another device gives an ignored name follows here, and is let go`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write("x.c", "1")
        try await sea.calm()
        try b.disk.write("d/.tidelineignore", "")
        try await sea.calm()
        try a.disk.rename("x.c", to: "d/x.o")
        try await a.pass()
        // The rule is known to b alone when the rename comes.
        try b.disk.write("d/.tidelineignore", "*.o")
        try await b.pass()
        try b.disk.write("d/x.o", "2")
        try await sea.calm()
        #expect(text(b, "d/x.o") == "2" && text(a, "d/x.o") == "1")
        #expect(try await sea.serverPaths().contains("d/x.o"))
    }

    @Test func `rules come to a new device before what they ignore`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write("x.o", "of a")
        try a.disk.write("d/cache/big", "of a")
        try await a.pass()
        try a.disk.write(".tidelineignore", "*.o\n")
        try a.disk.write("d/.tidelineignore", "cache/")
        try await a.pass()
        try b.disk.write("y.o", "of b")
        try b.disk.write("d/cache/other", "of b")
        let report = try await b.pass()
        #expect(report.uploaded == 0 && report.downloaded == 2)
        #expect(text(b, "x.o") == nil && text(b, "d/cache/big") == nil)
        #expect(try await sea.serverPaths().isDisjoint(with: ["y.o", "d/cache/other"]))
    }

    @Test func `a look at the ignore file's folder is enough to learn its rules`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write("d/x.o", "1")
        try await sea.calm()
        try a.disk.write(".tidelineignore", "*.o\n")
        try a.disk.write("d/x.o", "2")
        try await a.pass(.folders([""], deep: []))
        try await sea.calm()
        #expect(text(b, "d/x.o") == "1")
        #expect(a.engine.ignored.contains("d/x.o", isFolder: false))
    }

    @Test func `an ignore file with too many rules is reported, and none of them applies`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write(".tidelineignore", String(repeating: "*.o\n", count: Limits.ignoreRulesMax + 1))
        try a.disk.write("x.o", "1")
        let report = try await a.pass()
        #expect(report.skipped.map(\.path) == [".tidelineignore"])
        #expect(report.skipped.first?.reason.contains("ignoreRulesMax") == true)
        try await b.pass()
        #expect(text(b, "x.o") == "1" && b.tree()[".tidelineignore"] != nil)
    }

    @Test func `while an ignore file cannot be read, nothing that it may be about goes up`() async throws {
        let sea = try await Sea()
        let a = sea.boats[0]
        try a.disk.write("d/.tidelineignore", "*.o\n")
        try a.disk.write("d/x.o", "1")
        try a.disk.write("y", "1")
        a.disk.setFault { operation, path in
            if operation == .open, path.hasSuffix(".tidelineignore") { throw LocalError.permissionDenied(path) }
        }
        let report = try await a.pass()
        #expect(report.skipped.map(\.path) == ["d"])
        #expect(try await sea.serverPaths().isDisjoint(with: ["d/x.o"]))
        try a.disk.rename("d/.tidelineignore", to: ".tidelineignore")
        await #expect(throws: LocalError.permissionDenied(".tidelineignore")) { try await a.pass() }
        a.disk.setFault(nil)
        try await a.pass()
        #expect(try await sea.serverPaths() == [".tidelineignore", "y"])
    }
}

extension Sea {
    /// Everything live on the server, whatever devices ignore or leave out.
    func serverPaths() async throws -> Set<String> { Set(try await serverTree().keys) }
}
