import Testing
import TidelineCore
import TidelineTestKit

@testable import TidelineSync

@Suite struct ScannerTests {
    let disk = MemoryFolder()
    let ids = CountingIDs()

    /// What the base is after everything on disk was synced.
    private func synced() throws -> BaseTree {
        let found = try scan(BaseTree())
        return BaseTree(
            found.present.values.map { node in
                BaseNode(
                    id: node.id, place: node.place, diskName: node.diskName,
                    file: node.id.kind == .file ? BaseFile(version: Grow.version(1), content: Grow.content("x")) : nil,
                    fingerprint: node.fingerprint)
            })
    }

    private func scan(_ base: BaseTree, remote: RemoteTree = RemoteTree()) throws -> LocalDifferences {
        try Scanner.scan(disk, base: base, remote: remote, ids: ids, scope: .everything)
    }

    private func id(_ name: String, _ base: BaseTree) throws -> NodeID {
        var found: NodeID?
        base.forEach { if $0.place.name.text == name { found = $0.id } }
        return try #require(found)
    }

    @Test func `a second scan finds nothing`() throws {
        try disk.write("a/b/c", "1")
        try disk.write("d", "2")
        let found = try scan(try synced())
        #expect(found.present.isEmpty && found.gone.isEmpty && found.skipped.isEmpty)
    }

    @Test func `a folder that moved keeps its id and takes what is in it along`() throws {
        try disk.write("a/b/c", "1")
        let base = try synced()
        try disk.rename("a", to: "z")
        let found = try scan(base)
        #expect(found.present.keys.map { $0 } == [try id("a", base)])
        #expect(found.gone.isEmpty)
    }

    @Test func `a file saved by renaming a new one over it keeps its id`() throws {
        try disk.write("a", "1")
        let base = try synced()
        try disk.replace("a", Array("2".utf8))
        let found = try scan(base)
        #expect(found.present.keys.map { $0 } == [try id("a", base)])
        #expect(found.gone.isEmpty)
    }

    @Test func `a renamed file and a new one in its place are told apart`() throws {
        try disk.write("a", "1")
        let base = try synced()
        try disk.rename("a", to: "b")
        try disk.write("a", "2")
        let found = try scan(base)
        let a = try id("a", base)
        #expect(found.present[a]?.place.name.text == "b")
        #expect(found.present.count == 2 && found.gone.isEmpty)
    }

    @Test func `two swapped files are two moves`() throws {
        try disk.write("a", "1")
        try disk.write("b", "22")
        let base = try synced()
        try disk.rename("a", to: "t")
        try disk.rename("b", to: "a")
        try disk.rename("t", to: "b")
        let found = try scan(base)
        #expect(found.present[try id("a", base)]?.place.name.text == "b")
        #expect(found.present[try id("b", base)]?.place.name.text == "a")
        #expect(found.gone.isEmpty)
    }

    @Test func `what was moved into a new folder keeps its id`() throws {
        try disk.write("a", "1")
        let base = try synced()
        try disk.mkdir("n/m")
        try disk.rename("a", to: "n/m/a")
        let found = try scan(base)
        #expect(found.present[try id("a", base)] != nil)
        #expect(found.gone.isEmpty && found.present.count == 3)
    }

    @Test func `a deleted tree is gone with all that was in it`() throws {
        try disk.write("a/b/c", "1")
        let base = try synced()
        try disk.remove("a")
        #expect(try scan(base).gone.count == 3)
    }

    @Test func `what lies in a folder that cannot be read is not gone`() throws {
        try disk.write("a/b", "1")
        let base = try synced()
        disk.setFault { operation, path in
            if path == "a" && operation == .list { throw LocalError.permissionDenied("a") }
        }
        let found = try scan(base)
        #expect(found.gone.isEmpty)
        #expect(found.skipped.map(\.path) == ["a"])
    }

    @Test func `a root that cannot be listed is an error, not an empty folder`() throws {
        try disk.write("a", "1")
        let base = try synced()
        disk.setFault { operation, _ in if operation == .list { throw LocalError.io("", errno: 5) } }
        #expect(throws: LocalError.self) { try scan(base) }
    }

    @Test func `of two names that differ only in case the one synced before stays`() throws {
        try disk.write("Readme", "1")
        let base = try synced()
        try disk.write("README", "2")
        let found = try scan(base)
        #expect(found.present.isEmpty && found.gone.isEmpty)
        #expect(found.skipped.map(\.path) == ["README"])
    }

    @Test func `a change of case alone is a move`() throws {
        try disk.write("readme", "1")
        let base = try synced()
        try disk.rename("readme", to: "README")
        let found = try scan(base)
        #expect(found.present[try id("readme", base)]?.place.name.text == "README")
        #expect(found.gone.isEmpty && found.skipped.isEmpty)
    }

    @Test func `a new folder where the server has one takes its id, and a new file is a candidate`() throws {
        try disk.write("Docs/a", "1")
        var remote = RemoteTree()
        var ignored = StateChanges()
        let folder = Grow.folder("F")
        remote.apply(.live(try Grow.remote(folder, nil, "docs")), base: BaseTree(), saving: &ignored)
        remote.apply(.live(try Grow.remote(Grow.file("x"), folder, "a")), base: BaseTree(), saving: &ignored)
        let found = try scan(BaseTree(), remote: remote)
        #expect(Set(found.present.keys) == [folder, Grow.file("x")])
        #expect(found.candidates == [Grow.file("x")])
    }

    @Test func `things that are neither file nor folder are reported, and what they replaced is not gone`() throws {
        try disk.write("a", "1")
        let base = try synced()
        try disk.remove("a")
        try disk.plant("a", other: "pipe")
        let found = try scan(base)
        #expect(found.gone.isEmpty)
        #expect(found.skipped.map(\.path) == ["a"])
    }

    @Test func `looking at one folder finds what went from it and nothing else`() throws {
        try disk.write("a/x", "1")
        try disk.write("b/y", "1")
        let base = try synced()
        try disk.remove("a/x")
        try disk.remove("b/y")
        let found = try Scanner.scan(
            disk, base: base, remote: RemoteTree(), ids: ids, scope: .folders([try id("a", base)], deep: []))
        #expect(found.gone == [try id("x", base)])
    }

    @Test(.timeLimit(.minutes(5))) func `a ring in the base ends every walk`() throws {
        let (a, b) = (Grow.folder("a"), Grow.folder("b"))
        let ring = BaseTree([try Grow.base(a, b, "a"), try Grow.base(b, a, "b")])
        #expect(Set(ring.descendants(of: a)).isSubset(of: [a, b]))
        for scope in [Scanner.Scope.everything, .folders([a], deep: [b])] {
            let found = try Scanner.scan(
                MemoryFolder(), base: ring, remote: RemoteTree(), ids: CountingIDs(), scope: scope)
            #expect(found.listed == [nil])
        }
    }

    @Test(.timeLimit(.minutes(5))) func `a ring on the server ends every walk`() throws {
        let (a, b, c) = (Grow.folder("a"), Grow.folder("b"), Grow.folder("c"))
        var remote = RemoteTree()
        var changes = StateChanges()
        for (id, parent) in [(a, b), (b, a), (c, b)] {
            remote.apply(.live(try Grow.remote(id, parent, "x")), base: BaseTree(), saving: &changes)
        }
        #expect(remote.descendants(of: a, base: BaseTree()) == [b, c])
        remote.apply(.deleted(a), base: BaseTree(), saving: &changes)
        #expect(remote.differences.isEmpty)
    }
}
