import NIOCore
import Testing
import TidelineCore
import TidelineSync

/// What every ``LocalFolder`` does, in memory and on disk.
@Suite struct `Every local folder` {
    @Test(arguments: Backend.allCases) func `a folder without a marker has none, and keeps the one it gets`(
        _ backend: Backend
    ) throws {
        let rig = try Rig(backend)
        #expect(try rig.folder.marker() == nil)
        let marker = RootMarker(folderID: ULID(high: 1, low: 2))
        try rig.folder.setMarker(marker)
        #expect(try rig.restarted().marker() == marker)
        #expect(try rig.names().isEmpty)
    }

    @Test(arguments: Backend.allCases) func `a list tells names, kinds and sizes`(_ backend: Backend) throws {
        let rig = try Rig(backend)
        try rig.write("a b\n%.txt", "12345")
        try rig.write("sub/inner", "x")
        try rig.setExecutable("sub/inner", true)
        let entries = Dictionary(uniqueKeysWithValues: try rig.folder.list("").map { ($0.readableName, $0) })
        #expect(entries.count == 2)
        #expect(entries["a b\n%.txt"]?.kind == .file)
        #expect(entries["a b\n%.txt"]?.fingerprint.size == 5)
        #expect(entries["a b\n%.txt"]?.fingerprint.executable == false)
        #expect(entries["sub"]?.kind == .folder)
        #expect(try rig.folder.list("sub").map(\.fingerprint) == [try rig.fingerprint("sub/inner")])
        #expect(try rig.fingerprint("sub/inner").executable)
    }

    @Test(arguments: Backend.allCases) func `two spellings of a name stand side by side`(_ backend: Backend) throws {
        let rig = try Rig(backend)
        try rig.write("caf\u{E9}", "composed")
        try rig.write("cafe\u{301}", "decomposed")
        #expect(try rig.folder.list("").count == 2)
        #expect(try rig.read("caf\u{E9}") == "composed")
        #expect(try rig.read("cafe\u{301}") == "decomposed")
    }

    @Test(arguments: Backend.allCases) func `what is not there is nil as an entry and not found as a list`(
        _ backend: Backend
    ) throws {
        let rig = try Rig(backend)
        try rig.write("file", "x")
        #expect(try rig.folder.entry("none") == nil)
        #expect(try rig.folder.entry("none/below") == nil)
        #expect(try rig.folder.entry("file/below") == nil)
        #expect(throws: LocalError.notFound("none")) { try rig.folder.list("none") }
        #expect(throws: LocalError.changed("file")) { try rig.folder.list("file") }
        #expect(throws: LocalError.notFound("none")) { try rig.folder.open("none") }
    }

    @Test(
        arguments: Backend.allCases,
        ["..", "a/../b", ".", "/a", "a/", "a//b", ".tideline", ".tideline/root", ".TIDELINE", "a/.Tideline/b", "nul\0"])
    func `a path that could leave the tree is refused`(_ backend: Backend, _ path: String) throws {
        let rig = try Rig(backend)
        try rig.write("a/b", "x")
        #expect(throws: LocalError.nameImpossible(path)) { try rig.folder.list(path) }
        #expect(throws: LocalError.nameImpossible(path)) { try rig.folder.makeFolder(path) }
        #expect(throws: LocalError.nameImpossible(path)) { try rig.install("x", at: path) }
    }

    @Test(arguments: Backend.allCases) func `an open file reads any part of it`(_ backend: Backend) throws {
        let rig = try Rig(backend)
        try rig.write("f", "0123456789")
        let file = try rig.folder.open("f")
        #expect(try file.read(at: 3, count: 4) == ByteBuffer(string: "3456"))
        #expect(try file.read(at: 8, count: 4) == ByteBuffer(string: "89"))
        #expect(try file.read(at: 20, count: 4).readableBytes == 0)
        #expect(try file.fingerprint() == rig.fingerprint("f"))
        file.close()
    }

    @Test(arguments: Backend.allCases) func `an edit changes the fingerprint and keeps the inode`(_ backend: Backend)
        throws
    {
        let rig = try Rig(backend)
        try rig.install("one", at: "f")
        let before = try rig.fingerprint("f")
        let file = try rig.folder.open("f")
        try rig.write("f", "two")
        let after = try file.fingerprint()
        #expect(before != after)
        #expect(before.inode == after.inode)
        #expect(before.birth == after.birth)
    }

    @Test(arguments: Backend.allCases) func `a made folder is there once`(_ backend: Backend) throws {
        let rig = try Rig(backend)
        #expect(try rig.folder.makeFolder("d") == rig.fingerprint("d"))
        #expect(throws: LocalError.exists("d")) { try rig.folder.makeFolder("d") }
        #expect(throws: LocalError.notFound("x/y")) { try rig.folder.makeFolder("x/y") }
    }

    @Test(arguments: Backend.allCases) func `a move keeps the thing and never replaces another`(_ backend: Backend)
        throws
    {
        let rig = try Rig(backend)
        try rig.write("a", "a")
        try rig.write("b", "b")
        try rig.write("d/f", "f")
        let before = try rig.fingerprint("a")
        #expect(throws: LocalError.exists("b")) { try rig.folder.move("a", to: "b") }
        let after = try rig.folder.move("a", to: "d/A")
        #expect(after.inode == before.inode)
        #expect(after.birth == before.birth)
        #expect(after == (try rig.fingerprint("d/A")))
        #expect(try rig.read("b") == "b")
        #expect(throws: LocalError.notFound("a")) { try rig.folder.move("a", to: "c") }
        #expect(throws: LocalError.notFound("no/b")) { try rig.folder.move("b", to: "no/b") }
        #expect(try rig.folder.move("d/A", to: "d/a") == rig.fingerprint("d/a"))
    }

    @Test(arguments: Backend.allCases) func `a folder moves with what is in it, though not into itself`(
        _ backend: Backend
    ) throws {
        let rig = try Rig(backend)
        try rig.write("d/e/f", "f")
        #expect(throws: LocalError.io("d/e/d", errno: 22)) { try rig.folder.move("d", to: "d/e/d") }
        _ = try rig.folder.move("d/e", to: "g")
        #expect(try rig.read("g/f") == "f")
    }

    @Test(arguments: Backend.allCases) func `only an empty folder is removed`(_ backend: Backend) throws {
        let rig = try Rig(backend)
        try rig.write("d/f", "f")
        #expect(try rig.folder.removeFolder("d") == false)
        try rig.folder.trash("d/f", expecting: rig.fingerprint("d/f"))
        #expect(try rig.folder.removeFolder("d"))
        #expect(try rig.folder.entry("d") == nil)
        try rig.write("f", "f")
        #expect(throws: LocalError.changed("f")) { try rig.folder.removeFolder("f") }
    }
}

/// Writing, deleting and coming back after a crash.
@Suite struct `Every local folder's safety` {
    @Test(arguments: Backend.allCases) func `an installed file has its content, time and executable bit`(
        _ backend: Backend
    ) throws {
        let rig = try Rig(backend)
        let fingerprint = try rig.install("new", at: "f", executable: true)
        #expect(try rig.read("f") == "new")
        #expect(fingerprint == (try rig.fingerprint("f")))
        #expect(fingerprint.modified == 1_600_000_000_123_456_789)
        #expect(fingerprint.executable)
        #expect(try rig.install("newer", at: "f", expecting: fingerprint).executable == false)
        #expect(try rig.read("f") == "newer")
    }

    @Test(arguments: Backend.allCases) func `installing never replaces what the plan did not see`(_ backend: Backend)
        throws
    {
        let rig = try Rig(backend)
        try rig.write("f", "mine")
        let seen = try rig.fingerprint("f")
        #expect(throws: LocalError.exists("f")) { try rig.install("theirs", at: "f") }
        try rig.write("f", "mine, edited")
        #expect(throws: LocalError.changed("f")) { try rig.install("theirs", at: "f", expecting: seen) }
        #expect(throws: LocalError.changed("gone")) { try rig.install("theirs", at: "gone", expecting: seen) }
        #expect(throws: LocalError.notFound("no/f")) { try rig.install("theirs", at: "no/f") }
        #expect(try rig.read("f") == "mine, edited")
    }

    @Test(arguments: Backend.allCases) func `a staged file is resumed with what it holds`(_ backend: Backend) throws {
        let rig = try Rig(backend)
        let first = try rig.folder.stage("part")
        try first.write(ByteBuffer(string: "half"), at: 0)
        first.close()
        let second = try rig.restarted().stage("part")
        #expect(try second.size == 4)
        try second.write(ByteBuffer(string: "way"), at: 4)
        #expect(try second.read(at: 2, count: 9) == ByteBuffer(string: "lfway"))
        try second.truncate(to: 2)
        #expect(try second.size == 2)
        try rig.folder.flushStaged()
        second.discard()
        #expect(try rig.folder.stage("part").size == 0)
        #expect(try rig.names().isEmpty)
    }

    @Test(arguments: Backend.allCases) func `recovery keeps fresh staged files and drops old ones`(_ backend: Backend)
        throws
    {
        let rig = try Rig(backend)
        _ = try rig.staged("part", "half")
        try rig.folder.recover(leaving: [])
        #expect(try rig.folder.stage("part").size == 4)
        rig.time.advance(days: 8)
        try rig.folder.recover(leaving: [])
        #expect(try rig.folder.stage("part").size == 0)
    }

    @Test(arguments: Backend.allCases) func `trash takes only the file the plan saw`(_ backend: Backend) throws {
        let rig = try Rig(backend)
        try rig.write("d/f", "one")
        let seen = try rig.fingerprint("d/f")
        try rig.write("d/f", "two, longer")
        #expect(throws: LocalError.changed("d/f")) { try rig.folder.trash("d/f", expecting: seen) }
        #expect(throws: LocalError.notFound("none")) { try rig.folder.trash("none", expecting: seen) }
        #expect(throws: LocalError.changed("d")) { try rig.folder.trash("d", expecting: rig.fingerprint("d")) }
        #expect(try rig.read("d/f") == "two, longer")
        try rig.folder.trash("d/f", expecting: rig.fingerprint("d/f"))
        #expect(try rig.names("d").isEmpty)
    }

    @Test(arguments: Backend.allCases) func `two names are swapped through the parking place`(_ backend: Backend) throws
    {
        let rig = try Rig(backend)
        try rig.write("a/in", "was a")
        try rig.write("b/in", "was b")
        let before = try rig.fingerprint("a")
        let parked = try rig.folder.park("a")
        #expect(try rig.names() == ["b"])
        _ = try rig.folder.move("b", to: "a")
        #expect(throws: LocalError.exists("a")) { try rig.folder.unpark(parked, to: "a") }
        #expect(try rig.folder.unpark(parked, to: "b").inode == before.inode)
        #expect(try rig.read("b/in") == "was a")
        #expect(try rig.read("a/in") == "was b")
        try rig.restarted().recover(leaving: [])
        #expect(try rig.names() == ["a", "b"])
    }

    @Test(arguments: Backend.allCases) func `what a crash left parked comes back to its place or beside it`(
        _ backend: Backend
    ) throws {
        let rig = try Rig(backend)
        for path in ["a.txt", "b.txt", "d/e/f"] { try rig.write(path, path) }
        for path in ["a.txt", "b.txt", "d/e/f"] { _ = try rig.folder.park(path) }
        try rig.write("b.txt", "taken")
        #expect(try rig.folder.removeFolder("d/e"))
        try rig.restarted().recover(leaving: [])
        #expect(try rig.names() == ["a.txt", "b.txt", "b (recovered).txt", "d"])
        #expect(try rig.read("a.txt") == "a.txt")
        #expect(try rig.read("b.txt") == "taken")
        #expect(try rig.read("b (recovered).txt") == "b.txt")
        #expect(try rig.read("d/f") == "d/e/f")
    }

    @Test(arguments: Backend.allCases) func `what was parked out of a parked folder comes back into it`(
        _ backend: Backend
    ) throws {
        let rig = try Rig(backend)
        for path in ["a/b/f", "a/b/g"] { try rig.write(path, path) }
        for path in ["a/b/f", "a/b", "a"] { _ = try rig.folder.park(path) }
        try rig.restarted().recover(leaving: [])
        #expect(try rig.names() == ["a"])
        #expect(try rig.names("a/b") == ["f", "g"])
    }

    @Test(arguments: Backend.allCases) func `what is parked is told with what it is`(_ backend: Backend) throws {
        let rig = try Rig(backend)
        try rig.write("a/f", "1")
        let seen = try rig.fingerprint("a")
        #expect(try rig.restarted().parked().things.isEmpty)
        let entry = try rig.folder.park("a")
        let parked = try rig.restarted().parked().things
        #expect(parked.map(\.entry) == [entry] && parked.first?.kind == .folder)
        #expect(parked.first?.fingerprint.isSameThing(as: seen) == true)
    }

    @Test(arguments: Backend.allCases) func `a plain folder is no mount`(_ backend: Backend) throws {
        let rig = try Rig(backend)
        try rig.write("a/f", "1")
        #expect(try rig.folder.entry("a")?.isMount == false)
        #expect(try rig.folder.list("").map(\.isMount) == [false])
    }

    @Test(arguments: Backend.allCases) func `a link is made, listed and trashed as itself`(_ backend: Backend) throws {
        let rig = try Rig(backend)
        try rig.write("d/f", "1")
        let made = try rig.folder.installLink("f", staged: "v.link", at: "d/l", expecting: nil)
        #expect(made.isLink && made.size == 1)
        let entry = try #require(try rig.folder.entry("d/l"))
        #expect(entry.kind == .link("f") && entry.fingerprint == made)
        #expect(try rig.folder.list("d").first { $0.name == "l" } == entry)
        #expect(throws: LocalError.changed("d/l")) { try rig.folder.open("d/l") }
        #expect(throws: LocalError.exists("d/l")) {
            try rig.folder.installLink("g", staged: "w.link", at: "d/l", expecting: nil)
        }
        let second = try rig.folder.installLink("g", staged: "w.link", at: "d/l", expecting: made)
        #expect(try rig.folder.entry("d/l")?.kind == .link("g"))
        #expect(throws: LocalError.changed("d/l")) {
            try rig.folder.installLink("h", staged: "x.link", at: "d/l", expecting: made)
        }
        #expect(throws: LocalError.changed("d/l")) { try rig.folder.trash("d/l", expecting: made) }
        try rig.folder.trash("d/l", expecting: second)
        #expect(try rig.names("d") == ["f"] && rig.read("d/f") == "1")
    }

    @Test(arguments: Backend.allCases) func `neither a link nor a file takes the other's place`(_ backend: Backend)
        throws
    {
        let rig = try Rig(backend)
        try rig.write("f", "1")
        let file = try rig.fingerprint("f")
        #expect(throws: LocalError.changed("f")) {
            try rig.folder.installLink("x", staged: "v.link", at: "f", expecting: file)
        }
        let link = try rig.folder.installLink("x", staged: "v.link", at: "l", expecting: nil)
        #expect(throws: LocalError.changed("l")) { try rig.install("new", at: "l", expecting: link) }
        #expect(try rig.read("f") == "1" && rig.folder.entry("l")?.kind == .link("x"))
    }

    @Test func `a variant of a name stays within its limit and keeps its ending`() {
        let long = String(repeating: "é", count: 120) + ".jpeg"
        let variant = LocalPath.variant(of: long, "recovered", attempt: 12)
        #expect(variant.utf8.count <= Limits.nameBytesMax)
        #expect(variant.hasSuffix("é (recovered 12).jpeg"))
        #expect(LocalPath.variant(of: ".profile", "copy", attempt: 1) == ".profile (copy)")
    }
}
