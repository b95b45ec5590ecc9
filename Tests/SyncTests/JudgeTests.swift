import TidelineCore
import TidelineService
import TidelineSync
import TidelineTestKit
import Testing

/// The judge finds each thing that must never be, when it is planted, and nothing else.
@Suite struct JudgeTests {
    private func rules(_ sea: Sea, wanted: TreeView? = nil) async throws -> Set<Violation.Rule> {
        Set(try await sea.verdict(wanted: wanted).map(\.rule))
    }

    /// Two devices and the server have `kept` in folder `in`; `over` was written over with `anew`, `gone` deleted.
    private func worked() async throws -> (Sea, Boat, Boat) {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.save("in/kept", "one")
        try b.save("over", "two")
        try b.save("gone", "three")
        try await sea.calm()
        try a.save("over", "four")
        try b.remove("gone")
        try await sea.calm()
        return (sea, a, b)
    }

    @Test func `where all is well there is nothing to say`() async throws {
        let (sea, a, _) = try await worked()
        #expect(try await sea.verdict(wanted: a.disk.contents()) == [])
    }

    @Test func `a device that differs is found`() async throws {
        let (sea, a, b) = try await worked()
        try a.disk.setExecutable("over", true)
        #expect(try await rules(sea) == [.convergence])
        try a.disk.setExecutable("over", false)
        try b.disk.mkdir("more")
        #expect(try await rules(sea) == [.convergence])
    }

    @Test func `content that is nowhere is found`() async throws {
        let (sea, a, b) = try await worked()
        for boat in [a, b] { try boat.disk.remove("in/kept") }
        try await sea.calm()
        #expect(try await rules(sea) == [.loss])
    }

    @Test func `content that the server took and did not keep is found`() async throws {
        let (sea, a, _) = try await worked()
        try a.save("new", "five")
        try a.remove("new")
        #expect(try await rules(sea) == [])
        sea.judge.wasTaken(Digest(of: Array("five".utf8)))
        #expect(try await rules(sea) == [.loss])
    }

    @Test func `a server that purges may lack what was given up, and nothing else`() async throws {
        let (sea, a, _) = try await worked()
        try a.save("new", "five")
        try a.remove("new")
        sea.judge.wasTaken(Digest(of: Array("five".utf8)))
        let scene = Scene(server: try await sea.serverView(), devices: [], keepsBoth: true, purges: true)
        #expect(sea.judge.verdict(on: scene) == [])
        try a.save("more", "six")
        sea.judge.wasTaken(Digest(of: Array("six".utf8)))
        #expect(Set(sea.judge.verdict(on: scene).map(\.rule)) == [.loss])
    }

    @Test func `a reader whom compaction overtook starts over where the log begins`() async throws {
        let sea = try await Sea(retention: Retention(logSeconds: 86_400, trashSeconds: 86_400))
        let a = sea.boats[0]
        for name in ["x", "y", "z"] { try a.save(name, name) }
        try await sea.calm()
        var feed = FeedReader(sea.caller, share: sea.shareID)
        try await feed.read(sea.service, limit: 1)
        try await sea.passTime(seconds: 3 * 86_400)
        try a.save("later", "later")
        try await sea.calm()
        var overtaken = feed
        await #expect(throws: ServiceError.self) { _ = try await overtaken.finish(sea.service) }
        feed.logBegins(at: try await sea.floor())
        #expect(try await feed.finish(sea.service) == [])
        #expect(feed.rows.count == 1)
    }

    @Test func `what was deleted and comes back is found`() async throws {
        let (sea, a, _) = try await worked()
        #expect(try await rules(sea) == [])
        try a.disk.write("elsewhere", "three")
        try await sea.calm()
        #expect(try await rules(sea) == [.resurrection])
    }

    @Test func `what was made once and is there twice is found`() async throws {
        let (sea, a, _) = try await worked()
        try a.disk.write("copy", "one")
        try await sea.calm()
        #expect(try await rules(sea) == [.twice])
    }

    @Test func `what one user did not want is found`() async throws {
        let (sea, a, _) = try await worked()
        let wanted = a.disk.contents()
        try a.disk.rename("in", to: "on")
        try await sea.calm()
        #expect(try await rules(sea, wanted: wanted) == [.convergence])
    }

    @Test func `half of a content in place of the whole is found`() async throws {
        let (sea, a, _) = try await worked()
        try a.disk.write("over", "fo")
        sea.judge.look(at: a.disk.contents(), of: a.name)
        try a.disk.write("over", "four")
        try await sea.calm()
        #expect(try await rules(sea) == [.torn])
    }

    @Test func `content that is gone from the store, or is another, is found`() async throws {
        let (sea, _, _) = try await worked()
        let name = ChunkName(tenant: sea.caller.tenantID, hash: Digest(of: Array("two".utf8)))
        try await sea.chunks.condemn([name], at: sea.clock.now())
        try await sea.chunks.remove([name])
        #expect(try await rules(sea) == [.content])
    }

    @Test func `a row that appears behind a reader is found`() async throws {
        let (sea, _, _) = try await worked()
        var feed = FeedReader(sea.caller, share: sea.shareID)
        #expect(try await feed.finish(sea.service) == [])
        var rows = feed.rows
        rows.remove(at: 2)
        feed.compare(rows)
        #expect(feed.violations.map(\.rule) == [.feed])
    }

    @Test func `rows out of order are found`() async throws {
        let (sea, _, _) = try await worked()
        var feed = FeedReader(sea.caller, share: sea.shareID)
        _ = try await feed.finish(sea.service)
        let rows = feed.rows
        feed.follow([rows[1], rows[0]], after: .start)
        #expect(feed.violations.map(\.rule) == [.feed])
    }

    @Test func `a tree that the store should not allow is found`() async throws {
        let (sea, _, _) = try await worked()
        let share = try #require(ShareID(sea.shareID))
        try await sea.store.write { writer in
            let nodes = try writer.nodes(in: share, after: nil, limit: 10)
            var folder = try #require(nodes.first { $0.id.kind == .folder })
            folder.place.parent = folder.id
            try writer.put(folder)
        }
        #expect(try await sea.serverView().violations.map(\.rule) == [.tree, .tree])
    }
}
