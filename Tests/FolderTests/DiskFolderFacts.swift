import Foundation
import NIOCore
import Testing
import TidelineCore
@testable import TidelineFolder
import TidelineSync

/// What only a real disk can show.
@Suite struct `A folder on disk` {
    private let rig: Rig
    private let disk: TemporaryDirectory
    private let outside: TemporaryDirectory

    init() throws {
        rig = try Rig(.disk)
        disk = try #require(rig.directory)
        outside = try TemporaryDirectory()
    }

    @Test func `a folder that became a link is not entered`() throws {
        try outside.write("secret", "outside")
        try disk.write("d/secret", "inside")
        let seen = try rig.fingerprint("d/secret")
        try disk.move("d", "real")
        try disk.link("d", to: outside.path)
        #expect(throws: LocalError.changed("d")) { try rig.folder.list("d") }
        #expect(throws: LocalError.changed("d/secret")) { try rig.folder.open("d/secret") }
        #expect(throws: LocalError.changed("d/secret")) { try rig.folder.trash("d/secret", expecting: seen) }
        #expect(throws: LocalError.changed("d/new")) { try rig.install("new", at: "d/new") }
        #expect(throws: LocalError.changed("d/new")) { try rig.folder.makeFolder("d/new") }
        #expect(throws: LocalError.changed("d/f")) { try rig.folder.move("real/secret", to: "d/f") }
        #expect(try rig.folder.entry("d/secret") == nil)
        #expect(try outside.names("") == ["secret"])
    }

    @Test func `a link is listed as a link, neither opened nor replaced`() throws {
        try outside.write("target", "outside")
        try disk.link("link", to: outside.full("target"))
        let entry = try #require(try rig.folder.entry("link"))
        #expect(entry.kind == .link(outside.full("target")) && entry.fingerprint.isLink)
        #expect(throws: LocalError.changed("link")) { try rig.folder.open("link") }
        #expect(throws: LocalError.exists("link")) { try rig.install("new", at: "link") }
        #expect(throws: LocalError.changed("link")) {
            try rig.install("new", at: "link", expecting: entry.fingerprint)
        }
        #expect(outside.read("target") == "outside")
    }

    @Test func `a link or a file in place of our own folder is refused`() throws {
        try disk.link(".tideline", to: outside.path)
        #expect(throws: LocalError.exists(".tideline")) { try rig.folder.marker() }
        #expect(throws: LocalError.exists(".tideline")) { try rig.folder.stage("part") }
        #expect(try outside.names("").isEmpty)
        try disk.remove(".tideline")
        try disk.write(".tideline", "a file")
        #expect(throws: LocalError.exists(".tideline")) {
            try rig.folder.setMarker(RootMarker(folderID: ULID(high: 0, low: 1)))
        }
        #expect(disk.read(".tideline") == "a file")
    }

    @Test func `a link in place of the staging folder or a staged file is refused`() throws {
        _ = try rig.staged("part", "x")
        try disk.remove(".tideline/staging/part")
        try outside.write("victim", "outside")
        try disk.link(".tideline/staging/part", to: outside.full("victim"))
        #expect(throws: LocalError.changed("part")) { try rig.folder.stage("part") }
        try disk.remove(".tideline/staging")
        try disk.link(".tideline/staging", to: outside.path)
        #expect(throws: LocalError.self) { try rig.folder.stage("part") }
        #expect(outside.read("victim") == "outside")
    }

    @Test func `only our own folder in the root is hidden`() throws {
        try rig.folder.setMarker(RootMarker(folderID: ULID(high: 0, low: 1)))
        try disk.write("d/.tideline/f", "the user's")
        try disk.makeFolder(".Tideline")
        #expect(try rig.names() == [".Tideline", "d"])
        #expect(try rig.names("d") == [".tideline"])
    }

    @Test func `a root that is gone or was swapped is missing, until its marker is read again`() throws {
        try disk.write("f", "x")
        _ = try rig.folder.list("")
        let root = disk.path
        try FileManager.default.moveItem(atPath: root, toPath: outside.full("moved"))
        #expect(throws: LocalError.rootMissing) { try rig.folder.list("") }
        #expect(throws: LocalError.rootMissing) { try rig.folder.marker() }
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: false)
        #expect(throws: LocalError.rootMissing) { try rig.folder.list("") }
        #expect(try rig.folder.marker() == nil)
        #expect(try rig.folder.list("").isEmpty)
    }

    @Test(arguments: ["a file", "a link to nowhere", "a link to a file"])
    func `a root that became something else than a folder is missing`(_ kind: String) throws {
        try disk.write("f", "x")
        try rig.folder.setMarker(RootMarker(folderID: ULID(high: 1, low: 2)))
        let root = disk.path
        try FileManager.default.moveItem(atPath: root, toPath: outside.full("moved"))
        try outside.write("plain", "text")
        switch kind {
        case "a file": try FileManager.default.copyItem(atPath: outside.full("plain"), toPath: root)
        case "a link to a file":
            try FileManager.default.createSymbolicLink(atPath: root, withDestinationPath: outside.full("plain"))
        default: try FileManager.default.createSymbolicLink(atPath: root, withDestinationPath: outside.full("nowhere"))
        }
        for folder in [rig.folder, rig.restarted()] {
            #expect(throws: LocalError.rootMissing) { try folder.marker() }
            #expect(throws: LocalError.rootMissing) { try folder.list("") }
            #expect(throws: LocalError.rootMissing) { try folder.makeFolder("new") }
        }
    }

    @Test func `a copy of the folder is told from it, until it is marked anew`() throws {
        let marker = RootMarker(folderID: ULID(high: 1, low: 2))
        try rig.folder.setMarker(marker)
        let root = disk.path
        try FileManager.default.copyItem(atPath: root, toPath: outside.full("copy"))
        try FileManager.default.moveItem(atPath: root, toPath: outside.full("original"))
        try FileManager.default.moveItem(atPath: outside.full("copy"), toPath: root)
        #expect(try rig.folder.marker() == RootMarker(folderID: marker.folderID, isCopy: true))
        try rig.folder.setMarker(marker)
        #expect(try rig.folder.marker() == marker)
        try FileManager.default.removeItem(atPath: root)
        try FileManager.default.moveItem(atPath: outside.full("original"), toPath: root)
        #expect(try rig.folder.marker() == marker)
    }

    @Test func `a name that is not UTF-8 has no name but is readable`() throws {
        let path = Array((disk.path + "/bad").utf8) + [0xFF, 0]
        let file = try #require(
            path.withUnsafeBufferPointer { bytes in
                bytes.withMemoryRebound(to: CChar.self) { fopen($0.baseAddress, "w") }
            })
        fclose(file)
        let entry = try #require(try rig.folder.list("").first)
        #expect(entry.name == nil)
        #expect(entry.readableName == "bad\u{FFFD}")
    }

    @Test func `a pipe is listed and opening it does not wait`() throws {
        #expect(mkfifo(disk.full("pipe"), 0o600) == 0)
        #expect(try rig.folder.entry("pipe")?.kind == .other("pipe"))
        #expect(throws: LocalError.changed("pipe")) { try rig.folder.open("pipe") }
    }

    @Test func `a replaced file keeps its permissions but for the executable bits`() throws {
        try rig.install("new", at: "f", executable: true)
        #expect(try disk.mode("f").map { $0 & 0o100 } == 0o100)
        try disk.setMode("f", 0o640)
        try rig.install("newer", at: "f", expecting: rig.fingerprint("f"), executable: true)
        #expect(try disk.mode("f") == 0o750)
        try rig.install("newest", at: "f", expecting: rig.fingerprint("f"))
        #expect(try disk.mode("f") == 0o640)
    }

    @Test func `trash keeps old paths, never collides and is emptied by age`() throws {
        for text in ["one", "two"] {
            try disk.write("d/f.txt", text)
            try rig.folder.trash("d/f.txt", expecting: rig.fingerprint("d/f.txt"))
        }
        #expect(try rig.folder.removeFolder("d"))
        try disk.write("d", "now a file")
        try rig.folder.trash("d", expecting: rig.fingerprint("d"))
        let bin = ".tideline/trash/" + rig.time.now().dateText
        #expect(try disk.names(bin) == ["d", "d (copy)"])
        #expect(disk.read(bin + "/d/f.txt") == "one")
        #expect(disk.read(bin + "/d/f (copy).txt") == "two")
        rig.time.advance(days: 29)
        try rig.folder.recover(leaving: [])
        #expect(disk.exists(bin))
        rig.time.advance(days: 3)
        try rig.folder.recover(leaving: [])
        #expect(!disk.exists(bin))
    }

    @Test func `a crash between writing a parked path and parking leaves nothing behind`() throws {
        try disk.write("f", "x")
        _ = try rig.folder.park("f")
        try disk.move(".tideline/parked/1/thing", "f")
        try rig.restarted().recover(leaving: [])
        #expect(try rig.names() == ["f"])
        #expect(try disk.names(".tideline/parked").isEmpty)
    }

    @Test func `recovery makes nothing in a folder that is not ours`() throws {
        try rig.folder.recover(leaving: [])
        #expect(try disk.names("").isEmpty)
        #expect(try rig.folder.marker() == nil)
        #expect(try disk.names("").isEmpty)
    }

    @Test func `replacing leaves nothing in the staging folder`() throws {
        try rig.install("one", at: "f")
        try rig.install("two", at: "f", expecting: rig.fingerprint("f"))
        #expect(try disk.names(".tideline/staging").isEmpty)
        try disk.write("f", "a user's edit")
        #expect(throws: LocalError.changed("f")) {
            try rig.install("three", at: "f", expecting: rig.install("x", at: "g"))
        }
        #expect(try disk.names("") == [".tideline", "f", "g"])
        #expect(disk.read("f") == "a user's edit")
    }

    @Test func `saves that come in while files are replaced are never lost`() async throws {
        try disk.write("f", "start")
        try disk.makeFolder("taken")
        // By swapping, so that it is known what each save itself takes the place of.
        let saver = Task { [disk] in
            let root = try Descriptor.openRoot(disk.path)
            var taken: Set<String> = []
            for number in 0..<800 {
                try disk.write("next", "save \(number)")
                #expect(try root.exchange("next", with: root, "f"))
                // Kept, so that no other file gets its number.
                try disk.move("next", "taken/\(number)")
                if let text = disk.read("taken/\(number)") { taken.insert(text) }
            }
            return taken
        }
        var replaced: Set<String> = []
        for number in 0..<800 {
            guard let seen = try rig.folder.entry("f")?.fingerprint else { continue }
            let text = try rig.folder.open("f").read(at: 0, count: 100)
            do {
                try rig.install("install \(number)", at: "f", expecting: seen)
                replaced.insert(String(buffer: text))
            } catch LocalError.changed {}
        }
        let taken = try await saver.value
        let found = try Set(disk.names("").compactMap { disk.read($0) })
        let saves = Set((0..<800).map { "save \($0)" })
        #expect(saves.subtracting(found).subtracting(replaced).subtracting(taken).isEmpty)
        #expect(!replaced.isEmpty)
    }

    @Test func `a deep tree and a wide folder are listed whole`() throws {
        let deep = Array(repeating: "level", count: 50).joined(separator: "/")
        try disk.write(deep + "/f", "x")
        #expect(try rig.folder.list(deep).map(\.name) == ["f"])
        try disk.makeFolder("wide")
        for number in 0..<3_000 { _ = try rig.folder.makeFolder("wide/\(number)") }
        #expect(try Set(rig.folder.list("wide").map(\.name)).count == 3_000)
    }
}
