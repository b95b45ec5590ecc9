import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineSync
import TidelineTestKit

struct RollbackTests {
    @Test(arguments: Array(0..<60 as Range<UInt64>) + [204, 261, 666, 966])
    func `back to a time gives the tree of then, and from there the tree of before comes back`(seed: UInt64)
        async throws
    {
        var desks = try await Desks(seed: seed)
        try await desks.rage(steps: 30)
        let (then, time) = try await desks.mark()
        try await desks.rage(steps: 30)
        let (now, later) = try await desks.mark()
        try await desks.rollBack(to: time)
        try await desks.expect(then)
        try await desks.rollBack(to: later)
        try await desks.expect(now)
    }

    @Test(arguments: Array(0..<40 as Range<UInt64>) + [143, 261, 390])
    func `one that is broken off anywhere goes on`(seed: UInt64) async throws {
        var desks = try await Desks(seed: seed)
        try await desks.rage(steps: 20)
        let (then, time) = try await desks.mark()
        try await desks.rage(steps: 25)
        for calls in [1, 2, 4] {
            do { try await desks.rollBack(to: time, calls: calls) } catch is DeskPast.BrokenOff {}
        }
        try await desks.rollBack(to: time)
        try await desks.expect(then)
    }

    @Test func `names that were swapped, and a cycle of folders, go back`() async throws {
        let (world, desk) = try await TestWorld.started()
        let a = try await desk.createFolder("/a")
        let b = try await desk.createFolder("/b")
        let file = try await desk.create("/a/one.txt", "one")
        let desks = Desks(world: world, desk: desk)
        let (then, time) = try await desks.mark()
        _ = try await desk.apply([move(a, nil, "c"), move(b, nil, "a"), move(a, b.resourceID, "b")])
        _ = try await desk.apply([move(file, nil, "b")])
        try await desks.rollBack(to: time)
        try await desks.expect(then)
        #expect(try await desk.paths() == ["/a", "/a/one.txt", "/b"])
    }

    @Test func `what was moved into a new folder and deleted with it comes back, the folder does not`() async throws {
        let (world, desk) = try await TestWorld.started()
        let old = try await desk.create("/old.txt", "old")
        let desks = Desks(world: world, desk: desk)
        let (_, time) = try await desks.mark()
        let folder = try await desk.createFolder("/new")
        _ = try await desk.apply([move(old, folder.resourceID, "old.txt")])
        _ = try await desk.apply([deletion(folder)])
        try await desks.rollBack(to: time)
        #expect(try await desk.paths() == ["/old.txt"])
    }

    @Test func `what a new folder was without when it came back for the sake of something else, comes back`()
        async throws
    {
        let (world, desk) = try await TestWorld.started()
        let old = try await desk.createFolder("/old")
        _ = try await desk.create("/old/in.txt", "in")
        let other = try await desk.create("/other.txt", "other")
        let desks = Desks(world: world, desk: desk)
        let (then, time) = try await desks.mark()
        let new = try await desk.createFolder("/new")
        let inner = try await desk.createFolder("/new/inner")
        _ = try await desk.apply([move(old, inner.resourceID, "old")])
        world.clock.advance(seconds: 1)
        _ = try await desk.apply([deletion(new)])
        world.clock.advance(seconds: 1)
        _ = try await desk.apply([move(other, inner.resourceID, "other.txt")], .keepBoth)
        #expect(try await desk.paths() == ["/new", "/new/inner", "/new/inner/other.txt"])
        world.clock.advance(seconds: 1)
        try await desks.rollBack(to: time)
        try await desks.expect(then)
    }

    @Test func `a preview says what a run would do and does nothing`() async throws {
        let (world, desk) = try await TestWorld.started()
        let folder = try await desk.createFolder("/docs")
        let file = try await desk.create("/docs/a.txt", "first")
        _ = try await desk.create("/docs/b.txt", "b")
        let desks = Desks(world: world, desk: desk)
        let (_, time) = try await desks.mark()
        _ = try await desk.apply([
            ProposedChangeBody(
                resourceType: "file", resourceID: file.resourceID, changeType: "updated",
                baseVersionID: file.versionID, metadata: try await desk.send("second"))
        ])
        _ = try await desk.create("/intruder.txt", "new")
        _ = try await desk.apply([deletion(folder)])
        let before = try await desks.things()
        var run = RollbackRun(share: DeskPast(desk), time: time, folder: nil)
        let preview = try await run.preview()
        #expect(preview.comebacks.map(\.description) == [folder.resourceID])
        #expect(preview.steps.count == 1 && preview.contents.map(\.file.description) == [file.resourceID])
        #expect(try await desks.things() == before)
        let report = try await run.run { _ in }
        #expect(report.broughtBack == 1 && report.trashed == 1 && report.rewritten == 1 && report.moved == 0)
        #expect(try await desk.paths() == ["/docs", "/docs/a.txt", "/docs/b.txt"])
        #expect(try await desk.text(of: file.resourceID) == "first")
        #expect(try await run.preview().isEmpty)
    }

    @Test func `only a folder goes back, and what came into it from elsewhere stays`() async throws {
        let (world, desk) = try await TestWorld.started()
        let docs = try await desk.createFolder("/docs")
        let other = try await desk.create("/other.txt", "other")
        let inside = try await desk.create("/docs/inside.txt", "inside")
        let desks = Desks(world: world, desk: desk)
        let (_, time) = try await desks.mark()
        _ = try await desk.create("/docs/new.txt", "new")
        _ = try await desk.create("/elsewhere.txt", "new")
        _ = try await desk.apply([move(inside, nil, "gone away.txt"), move(other, docs.resourceID, "inside.txt")])
        _ = try await desk.apply([move(docs, nil, "papers")])
        try await desks.rollBack(to: time, folder: NodeID(docs.resourceID))
        #expect(
            try await desk.paths() == [
                "/elsewhere.txt", "/papers", "/papers/inside (later).txt", "/papers/inside.txt",
            ])
        #expect(try await desk.text(of: inside.resourceID) == "inside")
    }

    @Test func `a new folder goes with what this device excludes in it`() async throws {
        let (world, desk) = try await TestWorld.started()
        _ = try await desk.create("/old.txt", "old")
        let desks = Desks(world: world, desk: desk)
        let (then, time) = try await desks.mark()
        let phone = try await world.desk(desk.caller, share: desk.share, device: "phone")
        for folder in ["/new", "/new/out"] { _ = try await phone.createFolder(folder) }
        _ = try await phone.create("/new/out/x.txt", "x")
        _ = try await world.service.preferences.update(
            desk.caller, device: desk.device, share: desk.share, PreferencePatchBody(excludedFolders: ["/new/out"]))
        try await desks.rollBack(to: time)
        try await desks.expect(then)
    }

    @Test func `what is purged is named, and all else goes back`() async throws {
        let (world, desk) = try await TestWorld.started()
        let lost = try await desk.create("/lost.txt", "lost")
        let kept = try await desk.create("/kept.txt", "kept")
        let desks = Desks(world: world, desk: desk)
        let (_, time) = try await desks.mark()
        _ = try await desk.apply([deletion(lost), deletion(kept)])
        _ = try await world.service.trashPurge.purge(desk.caller, id: lost.resourceID)
        let report = try await desks.rollBack(to: time)
        #expect(report.lost == ["/lost.txt"] && report.broughtBack == 1)
        #expect(try await desk.paths() == ["/kept.txt"])
    }

    @Test func `a log that begins later is said, with when it begins`() async throws {
        let (world, desk) = try await TestWorld.started()
        let time = world.clock.now()
        world.clock.advance(seconds: Limits.logSecondsKept * 2)
        _ = try await desk.create("/a.txt", "a")
        let begin = world.clock.now()
        world.clock.advance(seconds: 5)
        let past = ShortLog(DeskPast(desk), begins: begin)
        var run = RollbackRun(share: past, time: time, folder: nil)
        await #expect(throws: RollbackError.logBegins(at: begin)) { try await run.preview() }
    }

    @Test(arguments: 0..<30 as Range<UInt64>)
    func `a log without its beginning is enough for what came after`(seed: UInt64) async throws {
        var desks = try await Desks(seed: seed)
        try await desks.rage(steps: 25, since: desks.world.clock.now())
        let begin = desks.world.clock.now()
        desks.world.clock.advance(seconds: 1)
        let (then, time) = try await desks.mark()
        try await desks.rage(steps: 25, since: time)
        var run = RollbackRun(share: ShortLog(DeskPast(desks.desk), begins: begin), time: time, folder: nil)
        _ = try await run.run { _ in }
        try await desks.expect(then)
    }
}

private func move(_ thing: AppliedBody, _ parent: String?, _ name: String) -> ProposedChangeBody {
    ProposedChangeBody(
        resourceType: thing.resourceType.rawValue, resourceID: thing.resourceID, changeType: "moved",
        parentID: parent.map { .folder($0) } ?? .root, name: name)
}

private func deletion(_ thing: AppliedBody) -> ProposedChangeBody {
    ProposedChangeBody(
        resourceType: thing.resourceType.rawValue, resourceID: thing.resourceID, changeType: "deleted")
}

/// The same share with the first part of its log compacted.
private struct ShortLog: PastShare {
    let whole: DeskPast
    let begins: Timestamp

    init(_ whole: DeskPast, begins: Timestamp) {
        self.whole = whole
        self.begins = begins
    }

    func log(_ receive: ([HistoryRow]) throws -> Void) async throws -> Timestamp? {
        _ = try await whole.log { rows in try receive(rows.filter { $0.changedAt >= begins }) }
        return begins
    }

    func tree() async throws -> (nodes: [RemoteNode], cursor: Position) { try await whole.tree() }
    func birth(of id: NodeID) async throws -> Timestamp { try await whole.birth(of: id) }
    func version(of file: NodeID, at time: Timestamp) async throws -> RemoteFile? {
        try await whole.version(of: file, at: time)
    }
    func bringBack(_ id: NodeID, as name: NodeName?) async throws { try await whole.bringBack(id, as: name) }
    func carryOut(_ steps: [Rollback.Step], seen cursor: Position) async throws -> Bool {
        try await whole.carryOut(steps, seen: cursor)
    }
    func restore(_ file: NodeID, version: VersionID) async throws -> Bool {
        try await whole.restore(file, version: version)
    }
}

/// Counts up in a fixed, well-mixed order. Source: Sebastiano Vigna, splitmix64.
private struct Wheel: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Random work of two devices in one share.
private struct Desks {
    let world: TestWorld
    let desk: Desk
    private var dice: Wheel
    private var ids: [String] = []
    private var devices: [Desk] = []

    struct Thing: Equatable {
        let parent: String?
        let name: String
        let checksum: String?
    }

    init(seed: UInt64) async throws {
        let (world, desk) = try await TestWorld.started()
        self.init(world: world, desk: desk)
        dice = Wheel(state: seed)
        devices.append(try await world.desk(desk.caller, share: desk.share, device: "phone"))
    }

    init(world: TestWorld, desk: Desk) {
        self.world = world
        self.desk = desk
        dice = Wheel(state: 0)
        devices = [desk]
    }

    /// The tree of now, and a time that only it has.
    func mark() async throws -> ([String: Thing], Timestamp) {
        world.clock.advance(seconds: 1)
        let time = world.clock.now()
        world.clock.advance(seconds: 1)
        return (try await things(), time)
    }

    func things() async throws -> [String: Thing] {
        var things: [String: Thing] = [:]
        for entry in try await desk.snapshot().entries {
            things[entry.resourceID] = Thing(
                parent: entry.parentID, name: entry.name, checksum: entry.metadata.checksumSHA256)
        }
        return things
    }

    func expect(_ wanted: [String: Thing], location: SourceLocation = #_sourceLocation) async throws {
        let found = try await things()
        let differing = Set(wanted.keys).union(found.keys).filter { wanted[$0] != found[$0] }.sorted()
        let text = differing.map { "\($0): \(String(describing: found[$0])), not \(String(describing: wanted[$0]))" }
        #expect(differing.isEmpty, "\(text.joined(separator: "\n"))", sourceLocation: location)
    }

    @discardableResult
    func rollBack(to time: Timestamp, folder: NodeID? = nil, calls: Int = .max) async throws -> RollbackRun.Report {
        var run = RollbackRun(share: DeskPast(desk, calls: calls), time: time, folder: folder)
        let report = try await run.run { _ in }
        world.clock.advance(seconds: 1)
        return report
    }

    /// nil when it was refused as a conflict.
    private func applied(
        _ change: ProposedChangeBody, _ device: Desk, _ strategy: ConflictResolution?
    ) async throws -> ApplyAnswer? {
        do { return try await device.apply([change], strategy) } catch let error as ServiceError {
            guard error.code == .syncConflict || error.code == .syncVersionStale else { throw error }
            return nil
        }
    }

    /// `since`: without conflicts, and nothing comes back that was deleted before it.
    mutating func rage(steps: Int, since: Timestamp? = nil) async throws {
        let withConflicts = since == nil
        for step in 0..<steps {
            world.clock.advance(seconds: 1)
            if Int.random(in: 0..<8, using: &dice) == 0 {
                try await bringBackSomething(since)
                continue
            }
            let device = withConflicts ? devices.randomElement(using: &dice) ?? desk : desk
            let change = try await anyChange("text \(step)")
            let strategy = withConflicts ? ConflictResolution.allCases.randomElement(using: &dice) : nil
            guard let answer = try await applied(change, device, strategy) else { continue }
            ids += answer.applied.map(\.resourceID).filter { !ids.contains($0) }
        }
    }

    private mutating func bringBackSomething(_ since: Timestamp?) async throws {
        let page = try await world.service.trash.list(desk.caller, share: desk.share, limit: 100, before: nil)
        let items = page.items.filter { item in since.map { item.trashedAt > $0.rfc3339 } ?? true }
        guard let item = items.randomElement(using: &dice) else { return }
        let name = "back \(Int.random(in: 0..<1_000, using: &dice))"
        let body = PlacePatchBody(name: Bool.random(using: &dice) ? name : nil)
        do { _ = try await world.service.trash.restore(desk.caller, id: item.id, body) } catch is ServiceError {}
    }

    private mutating func anyChange(_ text: String) async throws -> ProposedChangeBody {
        let names = ["a", "b", "c", "A", "d.txt"]
        let parent =
            ids.filter { $0.hasPrefix("fld") }.randomElement(using: &dice).map { ParentReference.folder($0) } ?? .root
        let name = names.randomElement(using: &dice)
        let id = ids.randomElement(using: &dice)
        let type = id?.hasPrefix("fld") == true ? "folder" : "file"
        switch Int.random(in: 0..<11, using: &dice) {
        case 0...2:
            return ProposedChangeBody(resourceType: "folder", changeType: "created", parentID: parent, name: name)
        case 3...4:
            return ProposedChangeBody(
                resourceType: "file", changeType: "created", parentID: parent, name: name,
                metadata: try await desk.send(text))
        case 5...6:
            let files = ids.filter { $0.hasPrefix("fil") }
            return ProposedChangeBody(
                resourceType: "file", resourceID: files.randomElement(using: &dice), changeType: "updated",
                metadata: try await desk.send(text))
        case 7...8:
            return ProposedChangeBody(
                resourceType: type, resourceID: id, changeType: "moved", parentID: parent, name: name)
        default: return ProposedChangeBody(resourceType: type, resourceID: id, changeType: "deleted")
        }
    }
}
