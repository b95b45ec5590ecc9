import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

/// What is left of things that were deleted long ago.
struct TrashPurgeTests {
    private let month = 31 * 86_400

    /// A file with two versions, deleted so long ago that its content went.
    private func purged(in path: String = "/a.txt") async throws -> (desks: TwoDesks, file: AppliedBody) {
        let desks = try await TwoDesks()
        var file = try await desks.theirs.create(path, "one")
        let update = try await desks.update(file, "two", by: desks.theirs)
        file = try #require(try await desks.theirs.apply([update]).applied.first)
        _ = try await desks.theirs.apply([desks.delete(file)])
        desks.world.clock.advance(seconds: month)
        try await desks.world.service.maintenance.runOnce()
        return (desks, file)
    }

    private func node(_ id: String, _ world: TestWorld) async throws -> Node? {
        try await world.store.read { try $0.node(try #require(NodeID(id))) }
    }

    private func usedBytes(_ desk: Desk) async throws -> Int64 {
        try await desk.world.store.read { try $0.share(try #require(ShareID(desk.share)))?.usedBytes ?? -1 }
    }

    // MARK: By itself

    @Test func `content goes after its time in the trash, not before`() async throws {
        let (world, desk) = try await TestWorld.started()
        let file = try await desk.create("/a.txt", "twelve bytes")
        _ = try await desk.create("/b.txt", "kept")
        _ = try await desk.apply([
            ProposedChangeBody(resourceType: "file", resourceID: file.resourceID, changeType: "deleted")
        ])
        world.clock.advance(seconds: Limits.trashSecondsKept - 1)
        try await world.service.maintenance.runOnce()
        #expect(try await usedBytes(desk) == 16)
        world.clock.advance(seconds: 1)
        try await world.service.maintenance.runOnce()
        #expect(try await usedBytes(desk) == 4)
        let left = try #require(try await node(file.resourceID, world))
        #expect(left.isEmptied && left.trashedAt != nil && left.purgedAt == world.clock.now())
        #expect(try await world.store.read { try $0.versions(of: left.id) } == [])
        let gone = await #expect(throws: ServiceError.self) { try await desk.text(of: file.resourceID) }
        #expect(gone?.code == .gone)
        #expect(try await desk.paths() == ["/b.txt"])
    }

    @Test func `a tombstone stays until no cursor lies before its removal`() async throws {
        let (desks, file) = try await purged()
        #expect(try await node(file.resourceID, desks.world) != nil)
        desks.world.clock.advance(seconds: 60 * 86_400)
        try await desks.world.service.maintenance.runOnce()
        #expect(try await node(file.resourceID, desks.world) == nil)
        let answer = try await desks.ours.apply([try await desks.update(file, "late")], .keepBoth)
        #expect(answer.rejected.map(\.code) == ["NOT_FOUND"])
    }

    @Test func `a folder goes with all below it, more than fits one step, and leaves nothing`() async throws {
        let (world, desk) = try await TestWorld.started()
        let folder = try await desk.createFolder("/Eng")
        let deep = try await desk.createFolder("/Eng/deep")
        let content = try await desk.send("x")
        for batch in 0..<2 {
            _ = try await desk.apply(
                (0..<400).map { number in
                    ProposedChangeBody(
                        resourceType: "file", changeType: "created", parentID: .folder(deep.resourceID),
                        name: "\(batch)-\(number)", metadata: content)
                })
        }
        #expect(try await usedBytes(desk) == 800)
        _ = try await desk.apply([
            ProposedChangeBody(resourceType: "folder", resourceID: folder.resourceID, changeType: "deleted")
        ])
        world.clock.advance(seconds: month)
        try await world.service.maintenance.runOnce()
        #expect(try await usedBytes(desk) == 0)
        #expect(try await node(folder.resourceID, world)?.purgedAt != nil)
        world.clock.advance(seconds: 60 * 86_400)
        try await world.service.maintenance.runOnce()
        let share = try #require(ShareID(desk.share))
        #expect(try await world.store.read { try $0.nodes(in: share, changedAfter: .start, limit: 9) } == [])
    }

    @Test func `a file with more versions than fit one step goes as well`() async throws {
        let (world, desk) = try await TestWorld.started()
        var file = try await desk.create("/a.txt", "0")
        let contents = [try await desk.send("1"), try await desk.send("2")]
        for number in 0..<(Limits.purgedPerWrite + 10) {
            let update = ProposedChangeBody(
                resourceType: "file", resourceID: file.resourceID, changeType: "updated",
                baseVersionID: file.versionID, metadata: contents[number % 2])
            file = try #require(try await desk.apply([update]).applied.first)
        }
        _ = try await desk.apply([
            ProposedChangeBody(resourceType: "file", resourceID: file.resourceID, changeType: "deleted")
        ])
        world.clock.advance(seconds: month)
        try await world.service.maintenance.runOnce()
        #expect(try await usedBytes(desk) == 0)
        #expect(try await node(file.resourceID, world)?.purgedAt != nil)
    }

    @Test func `what an open conflict names stays until it is resolved`() async throws {
        let desks = try await TwoDesks()
        let folder = try await desks.theirs.createFolder("/Eng")
        let file = try await desks.theirs.create("/Eng/a.txt", "theirs")
        _ = try await desks.theirs.create("/Eng/b.txt", "b")
        _ = try await desks.theirs.apply([
            ProposedChangeBody(resourceType: "folder", resourceID: folder.resourceID, changeType: "deleted")
        ])
        let answer = try await desks.ours.apply([try await desks.update(file, "ours")], .manual)
        let conflict = try #require(answer.conflicts.first)
        desks.world.clock.advance(seconds: month)
        try await desks.world.service.maintenance.runOnce()
        #expect(try await desks.everyText() == ["theirs", "ours"])
        #expect(try await desks.resolve(conflict, .clientWins).status == .resolved)
        #expect(try await desks.ours.paths() == ["/Eng", "/Eng/a.txt"])
        #expect(try await desks.ours.text(of: file.resourceID) == "ours")
    }

    @Test func `the record of a resolved conflict outlives the content and the tombstone`() async throws {
        let desks = try await TwoDesks()
        let file = try await desks.theirs.create("/a.txt", "theirs")
        _ = try await desks.theirs.apply([desks.delete(file)])
        let answer = try await desks.ours.apply([try await desks.update(file, "ours")], .serverWins)
        let conflict = try #require(answer.conflicts.first)
        #expect(try await desks.everyText() == ["theirs", "ours"])
        desks.world.clock.advance(seconds: 4 * month)
        try await desks.world.service.maintenance.runOnce()
        #expect(try await desks.everyText() == [])
        #expect(try await node(file.resourceID, desks.world) == nil)
        let record = try #require(try await desks.conflicts().first)
        #expect(record.id == conflict.id && record.localVersionID == conflict.localVersionID)
    }

    @Test func `all of a deleted share goes, and its rows stay readable`() async throws {
        let (world, desk) = try await TestWorld.started()
        _ = try await desk.createFolder("/Eng")
        let file = try await desk.create("/Eng/a.txt", "one")
        let conflict = try await desk.apply(
            [
                ProposedChangeBody(
                    resourceType: "file", changeType: "created", newPath: "/Eng/a.txt",
                    metadata: try await desk.send("two"))
            ], .manual)
        #expect(conflict.conflicts.count == 1)
        try await world.service.shares.delete(desk.caller, id: desk.share)
        world.clock.advance(seconds: month)
        try await world.service.maintenance.runOnce()
        #expect(try await usedBytes(desk) == 0)
        let share = try #require(ShareID(desk.share))
        #expect(try await world.store.read { try $0.nodes(in: share, changedAfter: .start, limit: 9) } == [])
        #expect(try await node(file.resourceID, world) == nil)
        #expect(try await world.store.read { try $0.share(share)?.deletedAt } != nil)
        let page = try await world.service.changes.page(
            desk.caller, cursor: "0", share: nil, device: nil, limit: 100, waitSeconds: 0)
        #expect(page.count > 0)
    }

    // MARK: Changing what is left

    @Test(arguments: [ConflictResolution.keepBoth, .clientWins])
    func `an edit brings a purged file back with the client's content`(_ strategy: ConflictResolution) async throws {
        let (desks, file) = try await purged()
        let before = try await desks.ours.head()
        let answer = try await desks.ours.apply([try await desks.update(file, "ours")], strategy)
        #expect(answer.conflicts.map(\.conflictType) == [.editDelete])
        #expect(answer.applied.map(\.path) == ["/a.txt"])
        #expect(try await desks.ours.text(of: file.resourceID) == "ours")
        let rows = try await desks.ours.changes(after: before)
        #expect(rows.map(\.changeType) == [.created])
        #expect(rows.first?.versionID == answer.applied.first?.versionID)
        let size = try await usedBytes(desks.ours)
        #expect(size == 4)
    }

    @Test func `an edit that the server wins is kept in the trash for as long as anything`() async throws {
        let (desks, file) = try await purged()
        let answer = try await desks.ours.apply([try await desks.update(file, "ours")], .serverWins)
        #expect(answer.conflicts.map(\.conflictType) == [.editDelete] && answer.applied.isEmpty)
        #expect(try await desks.ours.paths() == [])
        desks.world.clock.advance(seconds: Limits.trashSecondsKept - 1)
        try await desks.world.service.maintenance.runOnce()
        #expect(try await desks.everyText() == ["ours"])
        desks.world.clock.advance(seconds: 1)
        try await desks.world.service.maintenance.runOnce()
        #expect(try await desks.everyText() == [])
    }

    @Test(arguments: ConflictResolution.allCases)
    func `an open conflict about a purged file can be resolved every way`(_ resolution: ConflictResolution)
        async throws
    {
        let (desks, file) = try await purged()
        let answer = try await desks.ours.apply([try await desks.update(file, "ours")], .manual)
        let conflict = try #require(answer.conflicts.first)
        desks.world.clock.advance(seconds: 4 * month)
        try await desks.world.service.maintenance.runOnce()
        _ = try await desks.resolve(
            conflict, resolution, version: resolution == .manual ? conflict.localVersionID : nil)
        let isBack = resolution != .serverWins
        #expect(try await desks.ours.paths() == (isBack ? ["/a.txt"] : []))
        #expect(try await desks.everyText() == ["ours"])
    }

    @Test(arguments: ConflictResolution.allCases)
    func `a move alone cannot bring a purged file back`(_ strategy: ConflictResolution) async throws {
        let (desks, file) = try await purged()
        let answer = try await desks.ours.apply([desks.move(file, to: "/b.txt")], strategy)
        if strategy != .serverWins && strategy != .manual {
            #expect(answer.rejected.map(\.code) == ["GONE"])
        } else {
            #expect(answer.conflicts.map(\.conflictType) == [.moveDelete] && answer.rejected.isEmpty)
        }
        #expect(try await desks.ours.paths() == [])
        for conflict in try await desks.open() {
            let gone = await #expect(throws: ServiceError.self) { try await desks.resolve(conflict, .clientWins) }
            #expect(gone?.code == .gone)
            #expect(try await desks.resolve(conflict, .serverWins).status == .resolved)
        }
    }

    @Test func `merged content brings a purged file back that was only moved`() async throws {
        let (desks, file) = try await purged()
        let moved = try await desks.ours.apply([desks.move(file, to: "/b.txt")], .manual)
        let conflict = try #require(moved.conflicts.first)
        let other = try await desks.ours.create("/other", "merged")
        _ = try await desks.resolve(conflict, .manual, version: other.versionID)
        #expect(try await desks.ours.text(of: file.resourceID) == "merged")
        #expect(try await desks.ours.paths() == ["/a.txt", "/other"])
    }

    @Test func `deleting a purged file changes nothing, and strict mode says conflict`() async throws {
        let (desks, file) = try await purged()
        #expect(try await desks.ours.apply([desks.delete(file)]).applied.map(\.outcome) == [.unchanged])
        let update = try await desks.update(file, "ours")
        let refused = await #expect(throws: ServiceError.self) { try await desks.ours.apply([update]) }
        #expect(refused?.code == .syncConflict)
    }

    @Test func `an edit below a purged folder brings back the file and the folders above, nothing else`() async throws {
        let desks = try await TwoDesks()
        let folder = try await desks.theirs.createFolder("/Eng")
        _ = try await desks.theirs.createFolder("/Eng/sub")
        _ = try await desks.theirs.create("/Eng/sub/b.txt", "b")
        let file = try await desks.theirs.create("/Eng/sub/a.txt", "a")
        _ = try await desks.theirs.apply([
            ProposedChangeBody(resourceType: "folder", resourceID: folder.resourceID, changeType: "deleted")
        ])
        desks.world.clock.advance(seconds: month)
        try await desks.world.service.maintenance.runOnce()
        _ = try await desks.ours.apply([try await desks.update(file, "ours")], .keepBoth)
        #expect(try await desks.ours.paths() == ["/Eng", "/Eng/sub", "/Eng/sub/a.txt"])
        let snapshot = try await desks.ours.snapshot()
        var replica: [String: String] = [:]
        for row in try await desks.ours.changes() { replica[row.resourceID] = row.newPath }
        for entry in snapshot.entries { #expect(replica[entry.resourceID] == entry.path) }
    }

    // MARK: On request

    @Test func `an admin purges one thing or all of the trash`() async throws {
        let (world, desk) = try await TestWorld.started()
        var files: [AppliedBody] = []
        for name in ["/a", "/b", "/c"] { files.append(try await desk.create(name, "four")) }
        for file in files.prefix(2) {
            _ = try await desk.apply([
                ProposedChangeBody(resourceType: "file", resourceID: file.resourceID, changeType: "deleted")
            ])
        }
        let purge = world.service.trashPurge
        #expect(
            try await purge.purge(desk.caller, id: files[0].resourceID)
                == PurgeAnswer(purged: 1, kept: 0, freedBytes: 4))
        for id in [files[0].resourceID, files[2].resourceID, "fil_nothing"] {
            let unknown = await #expect(throws: ServiceError.self) { try await purge.purge(desk.caller, id: id) }
            #expect(unknown?.code == .notFound)
        }
        #expect(
            try await purge.empty(desk.caller, share: desk.share) == PurgeAnswer(purged: 1, kept: 0, freedBytes: 4))
        #expect(
            try await purge.empty(desk.caller, share: desk.share) == PurgeAnswer(purged: 0, kept: 0, freedBytes: 0))
        #expect(try await usedBytes(desk) == 4)
        #expect(try await desk.paths() == ["/c"])
    }

    @Test func `only who administers the share may purge, and strangers know of nothing`() async throws {
        let desks = try await TwoDesks()
        let file = try await desks.theirs.create("/a", "four")
        _ = try await desks.theirs.apply([desks.delete(file)])
        let eve = try await desks.world.user("eve")
        let purge = desks.world.service.trashPurge
        for (caller, code) in [(desks.ours.caller, ErrorCode.permissionDenied), (eve, .notFound)] {
            let one = await #expect(throws: ServiceError.self) { try await purge.purge(caller, id: file.resourceID) }
            let all = await #expect(throws: ServiceError.self) {
                try await purge.empty(caller, share: desks.ours.share)
            }
            #expect(one?.code == code && all?.code == code)
        }
        #expect(try await desks.everyText() == ["four"])
    }

    @Test func `what an open conflict names is not purged on request either`() async throws {
        let desks = try await TwoDesks()
        let file = try await desks.theirs.create("/a", "four")
        _ = try await desks.theirs.apply([desks.delete(file)])
        _ = try await desks.ours.apply([try await desks.update(file, "ours")], .manual)
        let purge = desks.world.service.trashPurge
        let refused = await #expect(throws: ServiceError.self) {
            try await purge.purge(desks.theirs.caller, id: file.resourceID)
        }
        #expect(refused?.code == .syncConflict)
        #expect(
            try await purge.empty(desks.theirs.caller, share: desks.ours.share)
                == PurgeAnswer(purged: 0, kept: 1, freedBytes: 0))
        #expect(try await desks.everyText() == ["four", "ours"])
    }
}
