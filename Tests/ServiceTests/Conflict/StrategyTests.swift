import NIOCore
import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

/// Each kind of conflict under each strategy, from the proposal to what can be read afterwards.
struct StrategyTests {
    private let copy = "(conflicted copy, phone, 2026-04-23)"

    // MARK: edit_edit

    private func editEdit(_ strategy: ConflictResolution) async throws -> (TwoDesks, AppliedBody, ApplyAnswer) {
        let desks = try await TwoDesks()
        let file = try await desks.theirs.create("/a.txt", "base")
        _ = try await desks.theirs.apply([try await desks.update(file, "theirs", by: desks.theirs)])
        let answer = try await desks.ours.apply([try await desks.update(file, "ours")], strategy)
        #expect(try await desks.everyText().isSuperset(of: ["base", "theirs", "ours"]))
        let conflict = try only(answer.conflicts)
        #expect(conflict.conflictType == .editEdit && conflict.baseVersionID == file.versionID)
        #expect(try await desks.conflicts().map(\.id) == [conflict.id])
        return (desks, file, answer)
    }

    @Test func `edit_edit CLIENT_WINS makes ours the head and keeps theirs in history`() async throws {
        let (desks, file, answer) = try await editEdit(.clientWins)
        #expect(try await desks.ours.text(of: file.resourceID) == "ours")
        let conflict = try only(answer.conflicts)
        #expect(conflict.status == .resolved && conflict.resolution == .clientWins)
        #expect(try await desks.ours.text(of: file.resourceID, version: conflict.serverVersionID) == "theirs")
        #expect(answer.applied.first?.versionID == conflict.localVersionID)
    }

    @Test func `edit_edit SERVER_WINS keeps ours as a side version`() async throws {
        let (desks, file, answer) = try await editEdit(.serverWins)
        #expect(answer.applied.isEmpty)
        #expect(try await desks.ours.text(of: file.resourceID) == "theirs")
        let local = try only(answer.conflicts).localVersionID
        #expect(try await desks.ours.text(of: file.resourceID, version: local) == "ours")
    }

    @Test func `edit_edit KEEP_BOTH puts ours beside it as a new file`() async throws {
        let (desks, file, answer) = try await editEdit(.keepBoth)
        #expect(try await desks.ours.text(of: file.resourceID) == "theirs")
        let conflict = try only(answer.conflicts)
        #expect(conflict.copyPath == "/a \(copy).txt")
        #expect(try await desks.ours.paths() == ["/a \(copy).txt", "/a.txt"])
        #expect(
            try await desks.ours.text(of: try #require(conflict.copyID), version: conflict.localVersionID) == "ours")
        #expect(answer.applied.map(\.outcome) == [.renamed] && answer.applied.first?.resourceID == conflict.copyID)
    }

    @Test func `edit_edit MANUAL leaves an open conflict with ours pending`() async throws {
        let (desks, file, answer) = try await editEdit(.manual)
        #expect(try await desks.ours.text(of: file.resourceID) == "theirs")
        let conflict = try only(answer.conflicts)
        #expect(conflict.status == .open && conflict.resolution == nil)
        #expect(try await desks.open().map(\.id) == [conflict.id])
        let status = try await desks.world.service.changes.status(
            desks.ours.caller, share: desks.ours.share, device: "phone")
        #expect(status.hasConflicts)
    }

    @Test(arguments: [(60, true), (-60, false), (0, false)])
    func `LAST_WRITER_WINS takes the later writer, and the server's at a tie`(seconds: Int, isOurs: Bool) async throws {
        let desks = try await TwoDesks()
        let file = try await desks.theirs.create("/a.txt", "base")
        let theirTime = desks.world.clock.now()
        desks.world.clock.advance(seconds: 600)
        let theirs = try await desks.update(file, "theirs", modifiedAt: theirTime, by: desks.theirs)
        _ = try await desks.theirs.apply([theirs])
        let ours = try await desks.update(file, "ours", modifiedAt: theirTime.adding(seconds: seconds))
        _ = try await desks.ours.apply([ours], .lastWriterWins)
        #expect(try await desks.ours.text(of: file.resourceID) == (isOurs ? "ours" : "theirs"))
    }

    @Test(arguments: [-10, 10])
    func `a clock that is ten years off changes no outcome`(years: Int) async throws {
        for isLater in [true, false] {
            let desks = try await TwoDesks()
            let file = try await desks.theirs.create("/a.txt", "base")
            desks.world.clock.advance(seconds: 600)
            let now = desks.world.clock.now()
            let theirs = try await desks.update(
                file, "theirs", modifiedAt: now.adding(seconds: -100), by: desks.theirs)
            _ = try await desks.theirs.apply([theirs])
            let wrongNow = now.adding(seconds: years * 365 * 86_400)
            let ours = try await desks.update(
                file, "ours", modifiedAt: wrongNow.adding(seconds: isLater ? -50 : -150))
            _ = try await desks.ours.apply([ours], .lastWriterWins, clientTime: wrongNow)
            #expect(try await desks.ours.text(of: file.resourceID) == (isLater ? "ours" : "theirs"))
        }
    }

    @Test(arguments: ConflictResolution.allCases)
    func `equal content is no conflict whatever the base`(strategy: ConflictResolution) async throws {
        let desks = try await TwoDesks()
        let file = try await desks.theirs.create("/a.txt", "base")
        _ = try await desks.theirs.apply([try await desks.update(file, "same", by: desks.theirs)])
        let answer = try await desks.ours.apply([try await desks.update(file, "same")], strategy)
        #expect(answer.applied.map(\.outcome) == [.unchanged] && answer.conflicts.isEmpty)
    }

    // MARK: edit_delete

    @Test(arguments: [ConflictResolution.clientWins, .keepBoth])
    func `edit_delete restores the file with our content and its folder, and nothing else that was deleted with it`(
        strategy: ConflictResolution
    ) async throws {
        let desks = try await TwoDesks()
        let folder = try await desks.theirs.createFolder("/Eng")
        let file = try await desks.theirs.create("/Eng/a.txt", "base")
        _ = try await desks.theirs.create("/Eng/b.txt", "other")
        let seen = try await desks.ours.head()
        _ = try await desks.theirs.apply([desks.delete(folder)])
        let answer = try await desks.ours.apply([try await desks.update(file, "ours")], strategy)
        #expect(try only(answer.conflicts).conflictType == .editDelete)
        #expect(try await desks.ours.paths() == ["/Eng", "/Eng/a.txt"])
        #expect(try await desks.ours.text(of: file.resourceID) == "ours")
        let rows = try await desks.ours.changes(after: seen)
        #expect(rows.map(\.changeType) == [.deleted, .created, .created, .updated])
        #expect(rows[1...2].map(\.resourceID) == [folder.resourceID, file.resourceID])
    }

    @Test(arguments: [ConflictResolution.serverWins, .manual])
    func `edit_delete leaves the file deleted, with our content in its history`(strategy: ConflictResolution)
        async throws
    {
        let desks = try await TwoDesks()
        let file = try await desks.theirs.create("/a.txt", "base")
        _ = try await desks.theirs.apply([desks.delete(file)])
        let answer = try await desks.ours.apply([try await desks.update(file, "ours")], strategy)
        let conflict = try only(answer.conflicts)
        #expect(conflict.conflictType == .editDelete && conflict.status == (strategy == .manual ? .open : .resolved))
        #expect(try await desks.ours.paths().isEmpty)
        #expect(try await desks.everyText().contains("ours"))
        guard strategy == .manual else { return }
        #expect(try await desks.resolve(conflict, .clientWins).status == .resolved)
        #expect(try await desks.ours.text(of: file.resourceID) == "ours")
    }

    // MARK: delete_edit

    @Test(arguments: ConflictResolution.allCases)
    func `an edit survives a delete, unless the client wins`(strategy: ConflictResolution) async throws {
        let desks = try await TwoDesks()
        let file = try await desks.theirs.create("/a.txt", "base")
        _ = try await desks.theirs.apply([try await desks.update(file, "theirs", by: desks.theirs)])
        let answer = try await desks.ours.apply([desks.delete(file)], strategy)
        #expect(try only(answer.conflicts).conflictType == .deleteEdit)
        #expect(try await desks.ours.paths() == (strategy == .clientWins ? [] : ["/a.txt"]))
    }

    @Test
    func `deleting a folder in which others changed something since is a conflict, and one's own changes are not`()
        async throws
    {
        let desks = try await TwoDesks()
        let folder = try await desks.theirs.createFolder("/Eng")
        let seen = try await desks.ours.head()
        _ = try await desks.theirs.create("/Eng/new", "new")
        let answer = try await desks.ours.apply([desks.delete(folder)], .keepBoth, baseCursor: seen)
        #expect(try only(answer.conflicts).conflictType == .deleteEdit)
        let own = try await desks.theirs.apply([desks.delete(folder)], .keepBoth, baseCursor: seen)
        #expect(own.conflicts.isEmpty && own.applied.map(\.outcome) == [.applied])
    }

    // MARK: name_collision

    @Test(arguments: [ConflictResolution.serverWins, .keepBoth, .manual])
    func `a created file that meets another goes in as a conflicted copy`(strategy: ConflictResolution) async throws {
        let desks = try await TwoDesks()
        let theirs = try await desks.theirs.create("/Straße.txt", "theirs")
        let change = ProposedChangeBody(
            resourceType: "file", changeType: "created", newPath: "/STRASSE.txt",
            metadata: try await desks.ours.send("ours"))
        let answer = try await desks.ours.apply([change], strategy)
        let applied = try only(answer.applied)
        let conflict = try only(answer.conflicts)
        #expect(applied.outcome == .renamed && applied.path == "/STRASSE \(copy).txt")
        #expect(conflict.copyID == applied.resourceID && conflict.path == "/STRASSE.txt")
        #expect(try await desks.ours.text(of: theirs.resourceID) == "theirs")
        #expect(try await desks.ours.text(of: applied.resourceID) == "ours")
        guard strategy == .manual else { return }
        _ = try await desks.resolve(conflict, .clientWins)
        #expect(try await desks.ours.paths() == ["/STRASSE.txt", "/Straße \(copy) 2.txt"])
    }

    @Test func `name_collision CLIENT_WINS renames the other, in two rows`() async throws {
        let desks = try await TwoDesks()
        let theirs = try await desks.theirs.create("/a", "theirs")
        let ours = try await desks.theirs.create("/b", "ours")
        let seen = try await desks.ours.head()
        let answer = try await desks.ours.apply([desks.move(ours, to: "/a")], .clientWins)
        #expect(try only(answer.conflicts).copyID == theirs.resourceID)
        #expect(try await desks.ours.paths() == ["/a", "/a \(copy)"])
        #expect(try await desks.ours.text(of: ours.resourceID) == "ours")
        #expect(try await desks.ours.changes(after: seen).map(\.resourceID) == [theirs.resourceID, ours.resourceID])
    }

    @Test func `a file against a folder is a collision, folder onto folder flows together`() async throws {
        let desks = try await TwoDesks()
        let folder = try await desks.theirs.createFolder("/a")
        _ = try await desks.theirs.create("/a/both", "theirs")
        let file = try await desks.ours.create("/b", "file")
        let answer = try await desks.ours.apply([desks.move(file, to: "/a")], .keepBoth)
        #expect(try only(answer.conflicts).conflictType == .nameCollision)
        let second = try await desks.theirs.createFolder("/c")
        _ = try await desks.ours.create("/c/both", "ours")
        _ = try await desks.ours.create("/c/single", "single")
        let merged = try await desks.ours.apply([desks.move(second, to: "/a")], .keepBoth)
        #expect(merged.applied.map(\.outcome) == [.merged])
        #expect(merged.applied.first?.resourceID == folder.resourceID)
        #expect(
            try await desks.ours.paths() == ["/a", "/a \(copy)", "/a/both", "/a/both \(copy)", "/a/single"])
    }

    // MARK: Places

    @Test(arguments: ConflictResolution.allCases)
    func `a file moved by both ends in one place`(strategy: ConflictResolution) async throws {
        let desks = try await TwoDesks()
        let file = try await desks.theirs.create("/a", "a")
        let seen = try await desks.ours.head()
        _ = try await desks.theirs.apply([desks.move(file, to: "/theirs")])
        desks.world.clock.advance(seconds: 10)
        let answer = try await desks.ours.apply([desks.move(file, to: "/ours")], strategy, baseCursor: seen)
        #expect(try only(answer.conflicts).conflictType == .moveMove)
        let isOurs = strategy == .clientWins || strategy == .lastWriterWins
        #expect(try await desks.ours.paths() == [isOurs ? "/ours" : "/theirs"])
        guard strategy == .manual else { return }
        _ = try await desks.resolve(try only(answer.conflicts), .clientWins)
        #expect(try await desks.ours.paths() == ["/ours"])
    }

    @Test func `a client that knows the present place moves without conflict, whatever its cursor`() async throws {
        let desks = try await TwoDesks()
        let file = try await desks.theirs.create("/a", "a")
        let seen = try await desks.ours.head()
        _ = try await desks.theirs.apply([desks.move(file, to: "/b")])
        var move = desks.move(file, to: "/c")
        move.oldPath = "/b"
        #expect(try await desks.ours.apply([move], nil, baseCursor: seen).applied.map(\.path) == ["/c"])
    }

    @Test(arguments: ConflictResolution.allCases)
    func `a deleted file comes back at our place when we win or both are kept`(strategy: ConflictResolution)
        async throws
    {
        let desks = try await TwoDesks()
        let file = try await desks.theirs.create("/a", "a")
        _ = try await desks.theirs.apply([desks.delete(file)])
        desks.world.clock.advance(seconds: 10)
        let answer = try await desks.ours.apply([desks.move(file, to: "/b")], strategy)
        #expect(try only(answer.conflicts).conflictType == .moveDelete)
        let isBack = [.clientWins, .keepBoth, .lastWriterWins].contains(strategy)
        #expect(try await desks.ours.paths() == (isBack ? ["/b"] : []))
        guard strategy == .manual else { return }
        _ = try await desks.resolve(try only(answer.conflicts), .keepBoth)
        #expect(try await desks.ours.paths() == ["/b"])
    }

    @Test(arguments: ConflictResolution.allCases)
    func `what is created in a deleted folder brings it back or waits in the trash`(strategy: ConflictResolution)
        async throws
    {
        let desks = try await TwoDesks()
        let folder = try await desks.theirs.createFolder("/Eng")
        _ = try await desks.theirs.apply([desks.delete(folder)])
        desks.world.clock.advance(seconds: 10)
        let changes = [
            try await desks.create(in: folder, "a", "ours"), try await desks.create(in: folder, "sub", nil),
        ]
        let answer = try await desks.ours.apply(changes, strategy)
        let isBack = [.clientWins, .keepBoth, .lastWriterWins].contains(strategy)
        #expect(try await desks.ours.paths() == (isBack ? ["/Eng", "/Eng/a", "/Eng/sub"] : []))
        #expect(answer.conflicts.allSatisfy { $0.conflictType == .parentDeleted })
        #expect(answer.rejected.map(\.code) == (isBack ? [] : ["SYNC_CONFLICT"]))
        #expect(try await desks.everyText().contains("ours"))
        guard strategy == .manual else { return }
        for conflict in answer.conflicts { _ = try await desks.resolve(conflict, .keepBoth) }
        #expect(try await desks.ours.paths() == ["/Eng", "/Eng/a", "/Eng/sub"])
    }

    @Test func `a restored folder whose name was taken meanwhile gets a conflicted copy's`() async throws {
        let desks = try await TwoDesks()
        let folder = try await desks.theirs.createFolder("/Eng")
        _ = try await desks.theirs.apply([desks.delete(folder)])
        _ = try await desks.theirs.create("/Eng", "now a file")
        _ = try await desks.ours.apply([try await desks.create(in: folder, "a", "ours")], .keepBoth)
        #expect(try await desks.ours.paths() == ["/Eng", "/Eng \(copy)", "/Eng \(copy)/a"])
    }

    @Test(arguments: ConflictResolution.allCases)
    func `a folder is never moved below itself`(strategy: ConflictResolution) async throws {
        let desks = try await TwoDesks()
        let outer = try await desks.theirs.createFolder("/a")
        _ = try await desks.theirs.createFolder("/a/b")
        for target in ["/a/b/a", "/a/a"] {
            let answer = try await desks.ours.apply([desks.move(outer, to: target)], strategy)
            #expect(try only(answer.conflicts).conflictType == .cycle)
            #expect(answer.applied.isEmpty)
        }
        #expect(try await desks.ours.paths() == ["/a", "/a/b"])
        #expect(try await desks.open().count == (strategy == .manual ? 2 : 0))
    }

    // MARK: Strict

    @Test func `without a strategy a stale base undoes the whole batch`() async throws {
        let desks = try await TwoDesks()
        let file = try await desks.theirs.create("/a", "base")
        _ = try await desks.theirs.apply([try await desks.update(file, "theirs", by: desks.theirs)])
        let folder = ProposedChangeBody(
            clientChangeID: "1", resourceType: "folder", changeType: "created", newPath: "/Eng")
        let update = try await desks.update(file, "ours")
        let refused = await #expect(throws: ServiceError.self) { try await desks.ours.apply([folder, update]) }
        #expect(refused?.code == .syncVersionStale)
        #expect(refused?.conflicts?.map(\.conflictType) == [.editEdit])
        #expect(try await desks.ours.paths() == ["/a"])
        #expect(try await desks.conflicts().isEmpty)
        #expect(try await desks.ours.apply([folder]).applied.map(\.outcome) == [.applied])
    }

    @Test func `without a strategy any other mismatch is SYNC_CONFLICT`() async throws {
        let desks = try await TwoDesks()
        _ = try await desks.theirs.create("/a", "theirs")
        let change = ProposedChangeBody(
            resourceType: "file", changeType: "created", newPath: "/a", metadata: try await desks.ours.send("ours"))
        let refused = await #expect(throws: ServiceError.self) { try await desks.ours.apply([change]) }
        #expect(refused?.code == .syncConflict)
    }

    @Test func `a retry of a conflict gets the same conflict and no second copy`() async throws {
        let desks = try await TwoDesks()
        let file = try await desks.theirs.create("/a", "base")
        _ = try await desks.theirs.apply([try await desks.update(file, "theirs", by: desks.theirs)])
        var update = try await desks.update(file, "ours")
        update.clientChangeID = "1"
        let first = try await desks.ours.apply([update], .keepBoth)
        let second = try await desks.ours.apply([update], .keepBoth)
        #expect(first.conflicts == second.conflicts)
        #expect(second.applied.map(\.outcome) == [.replayed])
        #expect(try await desks.ours.paths().count == 2)
    }
}
