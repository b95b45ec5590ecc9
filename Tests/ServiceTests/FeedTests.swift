import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

struct FeedTests {
    @Test(arguments: 0..<40 as Range<UInt64>)
    func `replaying all rows gives the snapshot, so does any snapshot with the rows after it, and no content is lost`(
        seed: UInt64
    )
        async throws
    {
        let (_, laptop) = try await TestWorld.started()
        try await checkFeed(laptop, seed)
    }

    @Test(arguments: 0..<6 as Range<UInt64>) func `so it is on stores on disk`(seed: UInt64) async throws {
        try await withStoresOnDisk { store, chunks in
            let (_, laptop) = try await TestWorld.started(store: store, chunks: chunks)
            try await checkFeed(laptop, seed)
        }
    }

    private func checkFeed(_ laptop: Desk, _ seed: UInt64) async throws {
        var dice = Dice(state: seed)
        let world = laptop.world
        let phone = try await world.desk(laptop.caller, share: laptop.share, device: "phone")
        var ids: [String] = []
        var acknowledged = Set<String>()
        var cursors: [Position] = [.start]
        var early: (replica: FeedReplica, cursor: Position) = (FeedReplica(), .start)
        for step in 0..<60 {
            let desk = Bool.random(using: &dice) ? laptop : phone
            let strategy = ConflictResolution.allCases.randomElement(using: &dice)!
            let text = "text \(Int.random(in: 0..<step + 1, using: &dice))"
            let change = try await anyChange(ids, text, desk, &dice)
            let answer = try await desk.apply([change], strategy, baseCursor: cursors.randomElement(using: &dice))
            if change.metadata != nil, !answer.applied.isEmpty || !answer.conflicts.isEmpty {
                acknowledged.insert(text)
            }
            cursors.append(Position(answer.cursor)!)
            ids += answer.applied.filter { $0.outcome != .merged && $0.changeType == .created }.map(\.resourceID)
            if step == 30 {
                let snapshot = try await laptop.snapshot()
                early = (FeedReplica(snapshot.entries), snapshot.cursor)
            }
        }
        try await resolveAll(laptop, &dice)
        let snapshot = try await laptop.snapshot(limit: 3)
        let truth = FeedReplica(snapshot.entries)
        var replayed = FeedReplica()
        for row in try await laptop.changes(limit: 7) { replayed.take(row) }
        #expect(replayed == truth)
        for row in try await laptop.changes(after: early.cursor) { early.replica.take(row) }
        #expect(early.replica == truth)
        try await checkTree(snapshot.entries)
        #expect(try await laptop.everyText().isSuperset(of: acknowledged))
    }

    private func resolveAll(_ desk: Desk, _ dice: inout Dice) async throws {
        let conflicts = desk.world.service.conflicts
        let open = try await conflicts.list(
            desk.caller, device: nil, share: desk.share, includeResolved: false, limit: 100, before: nil)
        for conflict in open.shuffled(using: &dice) {
            let isSettled = try await conflicts.list(
                desk.caller, device: nil, share: desk.share, includeResolved: false, limit: 100, before: nil
            ).allSatisfy { $0.id != conflict.id }
            // Settling one may have made another moot.
            if isSettled { continue }
            let strategies = ConflictResolution.allCases.filter { $0 != .manual }
            let settled = try await conflicts.resolve(
                desk.caller, id: conflict.id, resolution: strategies.randomElement(using: &dice)!, version: nil)
            #expect(settled.status == .resolved)
        }
    }

    /// One parent each, no orphan, unique names, and paths that say where things are.
    private func checkTree(_ entries: [SnapshotEntry]) async throws {
        let byID = Dictionary(uniqueKeysWithValues: entries.map { ($0.resourceID, $0) })
        var names = Set<[String]>()
        for entry in entries {
            let parent = entry.parentID.map { byID[$0] }
            #expect(parent != .some(nil), "an orphan")
            #expect(entry.path == (parent??.path ?? "") + "/" + entry.name)
            #expect(names.insert([entry.parentID ?? "", try NodeName(entry.name).key]).inserted)
        }
    }

    @Test func `what a deleted folder held goes with it, though a snapshot's pages lie before and after that`()
        async throws
    {
        let (world, desk) = try await TestWorld.started()
        for path in ["/A", "/A/B", "/A/B/C"] { _ = try await desk.createFolder(path) }
        _ = try await desk.create("/A/B/C/file", "x")
        let snapshots = world.service.snapshots
        var page = try await snapshots.page(desk.caller, share: desk.share, pageToken: nil, limit: 1)
        let cursor = page.cursor
        var entries = try page.entries.map { try JSONBytes.decode(SnapshotEntry.self, from: $0) }
        #expect(entries.map(\.path) == ["/A/B/C/file"])
        _ = try await desk.apply(
            [ProposedChangeBody(resourceType: "folder", changeType: "deleted", oldPath: "/A")], .keepBoth)
        while let token = page.nextPageToken {
            page = try await snapshots.page(desk.caller, share: desk.share, pageToken: token, limit: 1)
            entries += try page.entries.map { try JSONBytes.decode(SnapshotEntry.self, from: $0) }
        }
        var replica = FeedReplica(entries)
        for row in try await desk.changes(after: cursor) { replica.take(row) }
        #expect(replica.differences(from: FeedReplica()).isEmpty)
    }

    @Test func `a snapshot read while things change is right after the rows that follow it`() async throws {
        let (world, desk) = try await TestWorld.started()
        for index in 0..<6 { _ = try await desk.create("/\(index)", "x") }
        let folder = try await desk.createFolder("/Eng")
        var page = try await world.service.snapshots.page(desk.caller, share: desk.share, pageToken: nil, limit: 2)
        var replica = FeedReplica()
        let cursor = page.cursor
        var round = 0
        while true {
            let entries = try page.entries.map { try JSONBytes.decode(SnapshotEntry.self, from: $0) }
            replica.add(entries)
            guard let token = page.nextPageToken else { break }
            let move = ProposedChangeBody(
                resourceType: "file", changeType: "moved", oldPath: "/\(round)",
                parentID: .folder(folder.resourceID), name: "moved \(round)")
            let delete = ProposedChangeBody(resourceType: "file", changeType: "deleted", oldPath: "/\(5 - round)")
            _ = try await desk.apply([move, delete], .keepBoth)
            round += 1
            page = try await world.service.snapshots.page(desk.caller, share: desk.share, pageToken: token, limit: 2)
        }
        for row in try await desk.changes(after: cursor) { replica.take(row) }
        #expect(replica == FeedReplica(try await desk.snapshot().entries))
    }

    @Test func `a changed page token is refused`() async throws {
        let (world, desk) = try await TestWorld.started()
        for index in 0..<3 { _ = try await desk.create("/\(index)", "x") }
        let page = try await world.service.snapshots.page(desk.caller, share: desk.share, pageToken: nil, limit: 1)
        let token = try #require(page.nextPageToken)
        for wrong in [String(token.dropLast()), "1" + token, "", "x.y.z"] {
            let refused = await #expect(throws: ServiceError.self) {
                try await world.service.snapshots.page(desk.caller, share: desk.share, pageToken: wrong, limit: 1)
            }
            #expect(refused?.code == .validationFailed)
        }
    }
}
