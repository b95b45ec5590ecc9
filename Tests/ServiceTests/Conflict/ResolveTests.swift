import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

struct ResolveTests {
    /// An open edit_edit conflict.
    private func pending() async throws -> (desks: TwoDesks, file: AppliedBody, conflict: ConflictBody) {
        let desks = try await TwoDesks()
        let file = try await desks.theirs.create("/a.txt", "base")
        _ = try await desks.theirs.apply([try await desks.update(file, "theirs", by: desks.theirs)])
        let answer = try await desks.ours.apply([try await desks.update(file, "ours")], .manual)
        return (desks, file, try #require(answer.conflicts.first))
    }

    @Test func `CLIENT_WINS makes the pending content the head and keeps what came between`() async throws {
        let (desks, file, conflict) = try await pending()
        let present = AppliedBody(
            resourceType: .file, resourceID: file.resourceID, changeType: .updated,
            versionID: conflict.serverVersionID, outcome: .applied)
        _ = try await desks.theirs.apply([try await desks.update(present, "later", by: desks.theirs)])
        let resolved = try await desks.resolve(conflict, .clientWins)
        #expect(resolved.status == .resolved && resolved.resolution == .clientWins)
        #expect(resolved.resolvedBy == "\(desks.ours.caller.userID)" && resolved.resolvedAt != nil)
        #expect(try await desks.ours.text(of: file.resourceID) == "ours")
        #expect(try await desks.everyText() == ["base", "theirs", "later", "ours"])
    }

    @Test func `SERVER_WINS leaves the head`() async throws {
        let (desks, file, conflict) = try await pending()
        let head = try await desks.ours.head()
        _ = try await desks.resolve(conflict, .serverWins)
        #expect(try await desks.ours.text(of: file.resourceID) == "theirs")
        #expect(try await desks.ours.head() == head)
        #expect(try await desks.open().isEmpty)
    }

    @Test func `KEEP_BOTH puts the pending content beside the file`() async throws {
        let (desks, _, conflict) = try await pending()
        let resolved = try await desks.resolve(conflict, .keepBoth)
        #expect(resolved.copyPath == "/a (conflicted copy, phone, 2026-04-23).txt")
        #expect(try await desks.ours.text(of: try #require(resolved.copyID)) == "ours")
    }

    @Test func `LAST_WRITER_WINS compares the recorded time with the head of then`() async throws {
        let (desks, file, conflict) = try await pending()
        desks.world.clock.advance(seconds: 60)
        let present = AppliedBody(
            resourceType: .file, resourceID: file.resourceID, changeType: .updated,
            versionID: conflict.serverVersionID, outcome: .applied)
        _ = try await desks.theirs.apply([try await desks.update(present, "later", by: desks.theirs)])
        _ = try await desks.resolve(conflict, .lastWriterWins)
        #expect(try await desks.ours.text(of: file.resourceID) == "later")
    }

    @Test func `MANUAL takes the merged version, which may be a side`() async throws {
        let (desks, file, conflict) = try await pending()
        let missing = await #expect(throws: ServiceError.self) { try await desks.resolve(conflict, .manual) }
        #expect(missing?.code == .validationFailed)
        let merged = try await desks.ours.create("/merged", "merged")
        _ = try await desks.resolve(conflict, .manual, version: merged.versionID)
        #expect(try await desks.ours.text(of: file.resourceID) == "merged")
        let (second, other, open) = try await pending()
        _ = try await second.resolve(open, .manual, version: open.localVersionID)
        #expect(try await second.ours.text(of: other.resourceID) == "ours")
    }

    @Test func `the same resolution again is fine, another one is refused`() async throws {
        let (desks, _, conflict) = try await pending()
        let first = try await desks.resolve(conflict, .serverWins)
        #expect(try await desks.resolve(conflict, .serverWins) == first)
        let refused = await #expect(throws: ServiceError.self) { try await desks.resolve(conflict, .clientWins) }
        #expect(refused?.code == .syncConflict)
    }

    @Test func `a conflict whose sides became equal closes itself`() async throws {
        let (desks, file, conflict) = try await pending()
        let present = AppliedBody(
            resourceType: .file, resourceID: file.resourceID, changeType: .updated,
            versionID: conflict.serverVersionID, outcome: .applied)
        _ = try await desks.theirs.apply([try await desks.update(present, "ours", by: desks.theirs)])
        let closed = try #require(try await desks.conflicts().first)
        #expect(closed.status == .resolved && closed.resolution == nil && closed.resolvedBy == nil)
    }

    @Test func `every reader of the share sees a conflict, and who may write resolves it`() async throws {
        let (desks, _, conflict) = try await pending()
        let world = desks.world
        let rob = try await world.user("rob", in: desks.theirs, role: .reader)
        let cara = try await world.user("cara", in: desks.theirs, role: .contributor)
        func list(_ caller: Caller, share: String? = nil, device: String? = nil) async throws -> [ConflictBody] {
            try await world.service.conflicts.list(
                caller, device: device, share: share, includeResolved: false, limit: 10, before: nil)
        }
        for caller in [desks.theirs.caller, desks.ours.caller, rob, cara] {
            #expect(try await list(caller) == [conflict])
            #expect(try await list(caller, share: desks.ours.share) == [conflict])
        }
        #expect(try await list(try await world.user("eve")).isEmpty)
        let denied = await #expect(throws: ServiceError.self) {
            try await world.service.conflicts.resolve(rob, id: conflict.id, resolution: .keepBoth, version: nil)
        }
        #expect(denied?.code == .permissionDenied)
        let settled = try await world.service.conflicts.resolve(
            cara, id: conflict.id, resolution: .keepBoth, version: nil)
        #expect(settled.resolvedBy == "\(cara.userID)")
    }

    @Test func `a device's conflicts are those of that device of the caller`() async throws {
        let (desks, _, conflict) = try await pending()
        let (world, share) = (desks.world, desks.ours.share)
        let twin = try await world.desk(desks.theirs.caller, share: share, device: desks.ours.device)
        func list(_ caller: Caller) async throws -> [String] {
            try await world.service.conflicts.list(
                caller, device: "phone", share: nil, includeResolved: false, limit: 10, before: nil
            ).map(\.id)
        }
        #expect(try await list(desks.ours.caller) == [conflict.id])
        #expect(try await list(twin.caller) == [])
        func hasConflicts(_ desk: Desk) async throws -> Bool {
            try await world.service.changes.status(desk.caller, share: share, device: desk.device).hasConflicts
        }
        #expect(try await hasConflicts(desks.ours))
        #expect(try await !hasConflicts(twin))
        #expect(try await !hasConflicts(desks.theirs))
    }

    @Test func `a conflict tells where its copy is today`() async throws {
        let desks = try await TwoDesks()
        let file = try await desks.theirs.create("/a.txt", "base")
        _ = try await desks.theirs.apply([try await desks.update(file, "theirs", by: desks.theirs)])
        let made = try #require(
            try await desks.ours.apply([try await desks.update(file, "ours")], .keepBoth).conflicts.first)
        #expect(try await desks.conflicts() == [made])
        #expect(try await desks.ours.text(of: try #require(made.copyID)) == "ours")
        let copy = AppliedBody(
            resourceType: .file, resourceID: try #require(made.copyID), changeType: .created, outcome: .applied)
        try await desks.ours.move(copy, to: "/mine.txt")
        #expect(try await desks.conflicts().map(\.copyPath) == ["/mine.txt"])
        try await desks.ours.delete(copy)
        let gone = try await desks.conflicts()
        #expect(gone.map(\.copyID) == [made.copyID] && gone.map(\.copyPath) == [nil])
        #expect(try await desks.resolve(made, .keepBoth) == gone.first)
    }

    @Test func `a stranger does not know of the conflict, and a reader may not resolve one`() async throws {
        let (desks, _, conflict) = try await pending()
        let eve = try await desks.world.user("eve")
        let unknown = await #expect(throws: ServiceError.self) {
            try await desks.world.service.conflicts.resolve(
                eve, id: conflict.id, resolution: .serverWins, version: nil)
        }
        #expect(unknown?.code == .notFound)
        _ = try await desks.world.service.shares.updateMember(
            desks.theirs.caller, id: desks.ours.share, user: "\(desks.ours.caller.userID)",
            MemberPatchBody(role: .reader))
        let denied = await #expect(throws: ServiceError.self) { try await desks.resolve(conflict, .serverWins) }
        #expect(denied?.code == .permissionDenied)
    }

    @Test func `conflicts are listed newest first and by pages`() async throws {
        let (desks, file, first) = try await pending()
        let second = try #require(
            try await desks.ours.apply([try await desks.update(file, "more")], .manual).conflicts.first)
        #expect(try await desks.open().map(\.id) == [second.id, first.id])
        let older = try await desks.world.service.conflicts.list(
            desks.ours.caller, device: "phone", share: nil, includeResolved: false, limit: 10, before: second.id)
        #expect(older.map(\.id) == [first.id])
    }
}
