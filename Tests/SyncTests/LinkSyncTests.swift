import NIOCore
import Synchronization
import Testing
import TidelineCore
import TidelineSync
import TidelineTestKit

/// Symbolic links travel as what they are, and never lead out of the folder.
@Suite struct LinkSyncTests {
    private func item(_ boat: Boat, _ path: String) -> MemoryFolder.Item? { boat.disk.contents()[path] }

    @Test func `links into the folder come to the others as links, and follow changes`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write("d/file", "1")
        try a.disk.link("d/up", to: "../top")
        try a.disk.link("top", to: "d/file")
        try await sea.calm()
        #expect(item(b, "d/up") == .link("../top") && item(b, "top") == .link("d/file"))
        try b.disk.remove("top")
        try b.disk.link("top", to: "d")
        try await sea.calm()
        #expect(item(a, "top") == .link("d"))
        try a.disk.rename("top", to: "d/moved")
        try await a.pass()
        // From its new place the target is another, yet inside.
        try await sea.calm()
        #expect(item(b, "d/moved") == .link("d") && b.disk.contents()["top"] == nil)
        try b.disk.remove("d/moved")
        try await sea.calm()
        #expect(item(a, "d/moved") == nil)
        #expect(try await a.pass(.everything).skipped.isEmpty)
    }

    @Test(arguments: ["/etc/passwd", "../outside", "d/../../x", ".tideline/trash"])
    func `links that lead out are skipped, and say what to do`(_ target: String) async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.link("l", to: target)
        try a.disk.write("x", "1")
        #expect(try await a.pass().skipped.map(\.path) == ["l"])
        try await b.pass()
        #expect(b.disk.contents().keys.sorted() == ["x"])
    }

    @Test func `a known link that is turned outwards stays what it was for the others`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.link("l", to: "x")
        try await sea.calm()
        try a.disk.remove("l")
        try a.disk.link("l", to: "/etc")
        #expect(try await a.pass().skipped.map(\.path) == ["l"])
        try await b.pass()
        #expect(item(b, "l") == .link("x"))
    }

    @Test func `a file that becomes a link, and back, is another thing each time`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write("f", "target")
        try await sea.calm()
        try a.disk.remove("f")
        try a.disk.link("f", to: "target")
        try await sea.calm()
        #expect(item(b, "f") == .link("target"))
        #expect(b.disk.trashed().map(\.path) == ["f"])
        try b.disk.remove("f")
        try b.disk.write("f", "target")
        try await sea.calm()
        #expect(item(a, "f") == .file("target"))
    }

    @Test(arguments: [true, false]) func `a file and a link with its text, made apart at one place, stay two`(
        linkFirst: Bool
    ) async throws {
        let sea = try await Sea()
        let (first, second) = linkFirst ? (sea.boats[0], sea.boats[1]) : (sea.boats[1], sea.boats[0])
        try first.disk.link("x", to: "target")
        try second.disk.write("x", "target")
        try await sea.calm()
        let items = Set(sea.boats[0].disk.contents().values)
        #expect(items == [.link("target"), .file("target")])
        #expect(sea.boats[0].disk.contents() == sea.boats[1].disk.contents())
    }

    @Test func `a folder that is moved up takes no link along that would lead out`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.link("p/q/out", to: "../../x")
        try a.disk.link("p/q/in", to: "y")
        try await sea.calm()
        try a.disk.rename("p/q", to: "q")
        #expect(try await a.pass().skipped.map(\.path) == ["q/out"])
        let report = try await b.pass()
        #expect(item(b, "q/in") == .link("y") && item(b, "q/out") == nil)
        #expect(report.skipped.map(\.path) == ["q/out"])
        #expect(b.disk.trashed().map(\.path) == ["p/q/out"])
    }

    /// The device is killed at each save in turn while it takes the link away.
    @Test(arguments: 0..<6) func `no crash while a link is taken away deletes it for the others`(_ survived: Int)
        async throws
    {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.link("p/q/out", to: "../../x")
        try await sea.calm()
        try a.disk.rename("p/q", to: "q")
        try await a.pass()
        let left = Mutex(survived)
        b.state.setFault { _ in
            if left.withLock({
                $0 -= 1
                return $0 < 0
            }) {
                throw LocalError.diskFull
            }
        }
        _ = try? await b.pass()
        b.state.setFault(nil)
        b.restart()
        try await b.pass()
        #expect(try await sea.serverPaths().contains("q/out"))
    }

    /// A member who uses another program, or a server that is not what it seems.
    private func plant(_ target: [UInt8], _ name: String, in sea: Sea, mode: Content) async throws {
        let share = ServiceShare(
            service: sea.service, caller: sea.caller, shareID: sea.shareID, deviceID: "device-0", clock: sea.clock)
        let chunk = ChunkRef(hash: Digest(of: target), size: target.count)
        try await share.send([(chunk.hash, ByteBuffer(bytes: target))])
        let place = Place(parent: nil, name: try NodeName(name))
        let content = PushContent(content: mode, modifiedAt: Timestamp(seconds: 1), chunks: [chunk])
        let answer = try await share.apply(
            PushBatch(
                changes: [
                    PushChange(
                        clientChangeID: name, node: NodeID(.file, sea.ids.next()), action: .createFile(place, content),
                        baseVersion: nil)
                ], strategy: .keepBoth, baseCursor: .start))
        guard case .done = answer.results.first else { throw RemoteError.garbage("\(answer.results)") }
    }

    @Test(arguments: ["/etc/passwd", "../x", "d/../x", ".tideline"])
    func `a hostile link is not made, and all else comes`(_ target: String) async throws {
        let sea = try await Sea()
        let bytes = Array(target.utf8)
        try await plant(
            bytes, "evil", in: sea,
            mode: Content(checksum: Digest(of: bytes), size: Int64(bytes.count), executable: false, isLink: true))
        try sea.boats[0].disk.write("x", "1")
        try await sea.boats[0].pass()
        let report = try await sea.boats[1].pass()
        #expect(report.skipped.map(\.path) == ["evil"])
        #expect(sea.boats[1].disk.contents().keys.sorted() == ["x"])
    }

    @Test func `a target that is no text, or is too long, makes no link`() async throws {
        let sea = try await Sea()
        let long = [UInt8](repeating: 0x61, count: Limits.linkTargetBytesMax + 1)
        for (name, bytes) in [("bytes", [0xFF, 0xFE] as [UInt8]), ("long", long)] {
            try await plant(
                bytes, name, in: sea,
                mode: Content(checksum: Digest(of: bytes), size: Int64(bytes.count), executable: false, isLink: true))
        }
        let report = try await sea.boats[1].pass()
        #expect(report.skipped.map(\.path) == ["bytes", "long"])
        #expect(sea.boats[1].disk.contents().isEmpty)
    }

    @Test func `a name that other systems cannot have syncs, and is noted once`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write("what?.txt", "1")
        try a.disk.mkdir("aux")
        let report = try await a.pass()
        #expect(report.notes.map(\.path).sorted() == ["aux", "what?.txt"] && report.skipped.isEmpty)
        #expect(try await a.pass().notes.isEmpty)
        try await b.pass()
        #expect(b.disk.contents().keys.sorted() == ["aux", "what?.txt"])
    }
}
