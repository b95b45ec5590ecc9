import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

/// What a device did itself is no news to it, however old its base cursor is; what others did in between is.
struct OwnChangesTests {
    @Test(arguments: [true, false])
    func `moving, changing and moving again before pulling is no conflict`(isFolder: Bool) async throws {
        let desks = try await TwoDesks()
        let thing =
            isFolder ? try await desks.theirs.createFolder("/a") : try await desks.theirs.create("/a", "base")
        let seen = try await desks.ours.head()
        _ = try await desks.ours.apply([desks.move(thing, to: "/b")], baseCursor: seen)
        if isFolder {
            _ = try await desks.theirs.create("/b/of theirs", "theirs")
            _ = try await desks.ours.apply([try await desks.create(in: thing, "of ours", "ours")], baseCursor: seen)
        } else {
            _ = try await desks.ours.apply([try await desks.update(thing, "edited")], baseCursor: seen)
        }
        let answer = try await desks.ours.apply([desks.move(thing, to: "/c")], .serverWins, baseCursor: seen)
        #expect(answer.conflicts.isEmpty && answer.applied.map(\.path) == ["/c"])
    }

    @Test func `an edit of others does not hide who moved the file`() async throws {
        let desks = try await TwoDesks()
        let file = try await desks.theirs.create("/a", "base")
        let seen = try await desks.ours.head()
        _ = try await desks.ours.apply([desks.move(file, to: "/b")], baseCursor: seen)
        _ = try await desks.theirs.apply([try await desks.update(file, "theirs", by: desks.theirs)])
        let own = try await desks.ours.apply([desks.move(file, to: "/c")], .serverWins, baseCursor: seen)
        #expect(own.conflicts.isEmpty && own.applied.map(\.path) == ["/c"])
        _ = try await desks.theirs.apply([desks.move(file, to: "/theirs")])
        _ = try await desks.ours.apply([try await desks.update(own.applied[0], "ours")])
        let late = try await desks.ours.apply([desks.move(file, to: "/d")], .serverWins, baseCursor: seen)
        #expect(try only(late.conflicts).conflictType == .moveMove)
    }

    @Test func `another device of the same user is another`() async throws {
        let desks = try await TwoDesks()
        let tablet = try await desks.world.desk(desks.ours.caller, share: desks.ours.share, device: "tablet")
        let file = try await desks.theirs.create("/a", "base")
        let seen = try await desks.ours.head()
        _ = try await tablet.apply([desks.move(file, to: "/b")])
        _ = try await desks.ours.apply([try await desks.update(file, "edited")], baseCursor: seen)
        let answer = try await desks.ours.apply([desks.move(file, to: "/c")], .keepBoth, baseCursor: seen)
        #expect(try only(answer.conflicts).conflictType == .moveMove)
    }

    @Test(arguments: [true, false])
    func `one's own move does not hide an edit of others from a delete`(isFolder: Bool) async throws {
        let desks = try await TwoDesks()
        let folder = try await desks.theirs.createFolder("/Eng")
        let file = try await desks.theirs.create("/Eng/a", "base")
        let seen = try await desks.ours.head()
        _ = try await desks.theirs.apply([try await desks.update(file, "theirs", by: desks.theirs)])
        _ = try await desks.ours.apply([desks.move(file, to: "/Eng/b")], baseCursor: seen)
        var delete = desks.delete(isFolder ? folder : file)
        delete.baseVersionID = nil
        let answer = try await desks.ours.apply([delete], .keepBoth, baseCursor: seen)
        #expect(try only(answer.conflicts).conflictType == .deleteEdit)
        #expect(try await desks.ours.paths() == ["/Eng", "/Eng/b"])
        let known = try await desks.ours.head()
        let again = try await desks.ours.apply([delete], .keepBoth, baseCursor: known)
        #expect(again.conflicts.isEmpty && again.applied.map(\.outcome) == [.applied])
    }

    @Test func `a move of others after their edit does not hide it from a delete`() async throws {
        let desks = try await TwoDesks()
        let file = try await desks.theirs.create("/a", "base")
        let seen = try await desks.ours.head()
        _ = try await desks.theirs.apply([
            try await desks.update(file, "theirs", by: desks.theirs), desks.move(file, to: "/b"),
        ])
        var delete = desks.delete(file)
        delete.baseVersionID = nil
        let answer = try await desks.ours.apply([delete], .keepBoth, baseCursor: seen)
        #expect(try only(answer.conflicts).conflictType == .deleteEdit)
    }

    @Test func `renaming and editing below a folder, then deleting it, is no conflict with oneself`() async throws {
        let desks = try await TwoDesks()
        let folder = try await desks.theirs.createFolder("/Eng")
        let file = try await desks.theirs.create("/Eng/a", "theirs, long ago")
        let seen = try await desks.ours.head()
        _ = try await desks.ours.apply([desks.move(file, to: "/Eng/b")], baseCursor: seen)
        _ = try await desks.ours.apply([try await desks.update(file, "ours")], baseCursor: seen)
        let answer = try await desks.ours.apply([desks.delete(folder)], .keepBoth, baseCursor: seen)
        #expect(answer.conflicts.isEmpty && answer.applied.map(\.outcome) == [.applied])
    }
}
