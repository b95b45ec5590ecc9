import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

/// A device deletes no folder with things in it that it is not shown.
struct HiddenDeleteTests {
    private func delete(_ folder: AppliedBody) -> ProposedChangeBody {
        ProposedChangeBody(resourceType: "folder", resourceID: folder.resourceID, changeType: "deleted")
    }

    @Test(arguments: [true, false])
    func `a folder that holds what the device excludes is not deleted`(withCursor: Bool) async throws {
        let desks = try await TwoDesks()
        let folder = try await desks.theirs.createFolder("/in")
        _ = try await desks.theirs.createFolder("/in/deep")
        _ = try await desks.theirs.createFolder("/in/deep/out")
        _ = try await desks.theirs.create("/in/deep/out/x", "theirs")
        try await desks.ours.choose(not: ["/in/deep/out"])
        let seen = withCursor ? try await desks.ours.head() : nil
        let answer = try await desks.ours.apply([delete(folder)], .keepBoth, baseCursor: seen)
        #expect(try only(answer.conflicts).conflictType == .deleteEdit && answer.applied.isEmpty)
        #expect(try await desks.theirs.paths().contains("/in/deep/out/x"))
        let strict = await #expect(throws: ServiceError.self) {
            _ = try await desks.ours.apply([delete(folder)], baseCursor: seen)
        }
        #expect(strict?.code == .syncConflict)
        try await desks.ours.choose(not: [])
        #expect(try await desks.ours.apply([delete(folder)], .keepBoth, baseCursor: seen).conflicts.isEmpty)
        #expect(try await desks.theirs.paths().isEmpty)
    }

    @Test func `what is excluded elsewhere, or in the trash, holds no folder`() async throws {
        let desks = try await TwoDesks()
        let folder = try await desks.theirs.createFolder("/in")
        let out = try await desks.theirs.createFolder("/in/out")
        _ = try await desks.theirs.createFolder("/other")
        try await desks.ours.choose(not: ["/in/out", "/other"])
        try await desks.theirs.delete(out)
        let answer = try await desks.ours.apply([delete(folder)], .keepBoth, baseCursor: try await desks.ours.head())
        #expect(answer.conflicts.isEmpty && answer.applied.count == 1)
    }

    @Test func `a folder above a selected one goes only with nothing else in it`() async throws {
        let desks = try await TwoDesks()
        let top = try await desks.theirs.createFolder("/top")
        _ = try await desks.theirs.createFolder("/top/in")
        let beside = try await desks.theirs.create("/top/beside", "theirs")
        _ = try await desks.theirs.create("/top/in/x", "x")
        try await desks.ours.choose(only: ["/top/in"])
        let seen = try await desks.ours.head()
        let refused = try await desks.ours.apply([delete(top)], .keepBoth, baseCursor: seen)
        #expect(try only(refused.conflicts).conflictType == .deleteEdit)
        try await desks.theirs.delete(beside)
        let answer = try await desks.ours.apply([delete(top)], .keepBoth, baseCursor: try await desks.ours.head())
        #expect(answer.conflicts.isEmpty && answer.applied.count == 1)
    }

    @Test func `a share that is switched off shows nothing, so a folder with anything in it stays`() async throws {
        let desks = try await TwoDesks()
        let folder = try await desks.theirs.createFolder("/in")
        _ = try await desks.theirs.create("/in/x", "x")
        try await desks.ours.choose(false)
        let answer = try await desks.ours.apply([delete(folder)], .keepBoth, baseCursor: try await desks.ours.head())
        #expect(try only(answer.conflicts).conflictType == .deleteEdit)
    }

    /// `/in/out/x` is theirs, and `/in/out` is excluded here.
    private func partlyShown() async throws -> (TwoDesks, folder: AppliedBody) {
        let desks = try await TwoDesks()
        let folder = try await desks.theirs.createFolder("/in")
        _ = try await desks.theirs.createFolder("/in/out")
        _ = try await desks.theirs.create("/in/out/x", "theirs")
        try await desks.ours.choose(not: ["/in/out"])
        return (desks, folder)
    }

    @Test func `a client that knows the whole share deletes what its device excludes, too`() async throws {
        let (desks, folder) = try await partlyShown()
        let seen = try await desks.ours.head()
        for wholeShare in [nil, false] {
            let answer = try await desks.ours.apply(
                [delete(folder)], .keepBoth, baseCursor: seen, wholeShare: wholeShare)
            #expect(try only(answer.conflicts).conflictType == .deleteEdit)
        }
        let answer = try await desks.ours.apply([delete(folder)], .keepBoth, baseCursor: seen, wholeShare: true)
        #expect(answer.conflicts.isEmpty && answer.applied.count == 1)
        #expect(try await desks.theirs.paths().isEmpty)
    }

    @Test func `a client that knows the whole share deletes nothing newer than that`() async throws {
        let (desks, folder) = try await partlyShown()
        let seen = try await desks.ours.head()
        _ = try await desks.theirs.create("/in/out/later", "later")
        let refused = try await desks.ours.apply([delete(folder)], .keepBoth, baseCursor: seen, wholeShare: true)
        #expect(try only(refused.conflicts).conflictType == .deleteEdit)
        #expect(try await desks.theirs.paths().contains("/in/out/later"))
        let answer = try await desks.ours.apply(
            [delete(folder)], .keepBoth, baseCursor: try await desks.ours.head(), wholeShare: true)
        #expect(answer.conflicts.isEmpty && answer.applied.count == 1)
    }
}
