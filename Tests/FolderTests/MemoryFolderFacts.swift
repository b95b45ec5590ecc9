import NIOCore
import Testing
import TidelineCore
import TidelineSync
import TidelineTestKit

/// What tests and the simulator rely on beyond the contract.
@Suite struct `A folder in memory` {
    private let folder = MemoryFolder()

    @Test func `a fault stops the operation before it changes anything`() throws {
        try folder.write("f", "x")
        let before = try folder.entry("f")
        folder.setFault { operation, path in if operation == .move, path == "f" { throw LocalError.diskFull } }
        #expect(throws: LocalError.diskFull) { try folder.move("f", to: "g") }
        #expect(try folder.entry("f") == before)
        folder.setFault(nil)
        _ = try folder.move("f", to: "g")
        #expect(folder.contents() == ["g": .file("x")])
    }

    @Test func `a fault may act as a user who comes in between`() throws {
        try folder.write("f", "old")
        let seen = try #require(try folder.entry("f")).fingerprint
        folder.setFault { [folder] operation, _ in if operation == .trash { try folder.write("f", "saved just now") } }
        #expect(throws: LocalError.changed("f")) { try folder.trash("f", expecting: seen) }
        #expect(try folder.read("f") == Array("saved just now".utf8))
        #expect(folder.trashed().isEmpty)
    }

    @Test func `an open file stays readable after its removal`() throws {
        try folder.write("d/f", "content")
        let file = try folder.open("d/f")
        try folder.remove("d")
        #expect(try file.read(at: 0, count: 100) == ByteBuffer(string: "content"))
        file.close()
        #expect(folder.contents().isEmpty)
    }

    @Test func `an edit in place and a replacement differ by inode`() throws {
        try folder.write("f", "1")
        let first = try #require(try folder.entry("f")).fingerprint
        try folder.write("f", "2")
        let second = try #require(try folder.entry("f")).fingerprint
        try folder.replace("f", [3])
        let third = try #require(try folder.entry("f")).fingerprint
        #expect(second.inode == first.inode)
        #expect(second != first)
        #expect(third.inode != second.inode)
    }

    @Test func `a root that was taken away is missing, and comes back as it was`() throws {
        try folder.write("f", "x")
        folder.setRootThere(false)
        #expect(throws: LocalError.rootMissing) { try folder.list("") }
        #expect(throws: LocalError.rootMissing) { try folder.marker() }
        folder.setRootThere(true)
        #expect(try folder.list("").map(\.name) == ["f"])
        folder.wipe()
        #expect(try folder.list("").isEmpty)
    }
}
