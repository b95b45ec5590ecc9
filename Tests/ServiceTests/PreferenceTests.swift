import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

extension Desk {
    @discardableResult
    func choose(_ enabled: Bool? = nil, only selected: [String]? = nil, not excluded: [String]? = nil) async throws
        -> PreferenceBody
    {
        try await world.service.preferences.update(
            caller, device: device, share: share,
            PreferencePatchBody(syncEnabled: enabled, selectedFolders: selected, excludedFolders: excluded))
    }

    func preferences() async throws -> [PreferenceBody] {
        try await world.service.preferences.list(caller, device: device)
    }

    /// What is published while the body runs.
    func events(during body: () async throws -> Void) async throws -> [LiveEvent] {
        let (stream, continuation) = AsyncStream.makeStream(of: LiveEvent.self)
        let subscription = world.events.listen { continuation.yield($0) }
        try await body()
        subscription.cancel()
        continuation.finish()
        return await stream.reduce(into: []) { $0.append($1) }
    }

    func delete(_ thing: AppliedBody) async throws {
        _ = try await apply([
            ProposedChangeBody(
                resourceType: thing.resourceType.rawValue, resourceID: thing.resourceID, changeType: "deleted")
        ])
    }

    func move(_ thing: AppliedBody, to path: String) async throws {
        let change = ProposedChangeBody(
            resourceType: thing.resourceType.rawValue, resourceID: thing.resourceID, changeType: "moved", newPath: path)
        #expect(try await apply([change]).applied.count == 1)
    }
}

struct PreferenceTests {
    private func refusal(_ work: () async throws -> some Any) async -> ServiceError? {
        await #expect(throws: ServiceError.self) { _ = try await work() }
    }

    @Test func `each share that the caller can read has a row, with the defaults until it is set`() async throws {
        let (world, desk) = try await TestWorld.started()
        let other = try await world.service.shares.create(desk.caller, NewShareBody(name: "Archive"))
        let before = try await desk.preferences()
        #expect(before.map(\.shareID) == [other.id, desk.share])
        #expect(before.allSatisfy { $0.syncEnabled && $0.selectedFolders == [] && $0.excludedFolders == [] })
        #expect(before.allSatisfy { $0.updatedAt == nil && $0.deviceID == desk.device })
        let set = try await desk.choose(false)
        #expect(!set.syncEnabled && set.updatedAt == world.clock.now().rfc3339)
        #expect(try await desk.preferences() == [before[0], set])
    }

    @Test func `what a patch leaves out stays`() async throws {
        let (_, desk) = try await TestWorld.started()
        _ = try await desk.createFolder("/a")
        _ = try await desk.createFolder("/b")
        try await desk.choose(only: ["/a"])
        try await desk.choose(not: ["/b"])
        let set = try await desk.choose(false)
        #expect(set.selectedFolders == ["/a"] && set.excludedFolders == ["/b"] && !set.syncEnabled)
        #expect(try await desk.choose(only: []).selectedFolders == [])
    }

    @Test func `folders are given as paths or ids, kept by id, and answered as today's paths`() async throws {
        let (_, desk) = try await TestWorld.started()
        let a = try await desk.createFolder("/A")
        let b = try await desk.createFolder("/A/b")
        let set = try await desk.choose(only: ["/a/B", a.resourceID, b.resourceID])
        #expect(set.selectedFolders == ["/A/b", "/A"])
        try await desk.move(a, to: "/moved")
        #expect(try await desk.preferences().first?.selectedFolders == ["/moved/b", "/moved"])
    }

    @Test func `a folder in the trash stays chosen, by its id`() async throws {
        let (_, desk) = try await TestWorld.started()
        let a = try await desk.createFolder("/a")
        let b = try await desk.createFolder("/a/b")
        _ = try await desk.create("/x", "x")
        try await desk.choose(only: ["/a/b"])
        try await desk.delete(a)
        #expect(try await desk.preferences().first?.selectedFolders == [b.resourceID])
        #expect(try await desk.snapshot(ofDevice: true).entries == [])
        #expect(try await desk.choose(only: [b.resourceID]).selectedFolders == [b.resourceID])
        let refused = await refusal { try await desk.choose(only: [b.resourceID, a.resourceID]) }
        #expect(refused?.fields?.map(\.loc) == [["body", "selected_folders", "1"]])
    }

    @Test(arguments: [
        "/nothing", "/file", "/a/", "a", "", "/", "/../a", "fld_00000000000000000000000000", "fil_x", "fld_x",
    ])
    func `an unknown folder or a file is refused, and nothing changes`(folder: String) async throws {
        let (_, desk) = try await TestWorld.started()
        _ = try await desk.createFolder("/a")
        _ = try await desk.create("/file", "x")
        let before = try await desk.preferences()
        let refused = await refusal { try await desk.choose(false, not: ["/a", folder]) }
        #expect(refused?.code == .validationFailed)
        #expect(refused?.fields?.map(\.loc) == [["body", "excluded_folders", "1"]])
        #expect(try await desk.preferences() == before)
    }

    @Test func `a list is bounded`() async throws {
        let (_, desk) = try await TestWorld.started()
        _ = try await desk.createFolder("/a")
        let many = Array(repeating: "/a", count: Limits.preferenceFoldersMax + 1)
        #expect(await refusal { try await desk.choose(only: many) }?.detail.contains("preferenceFoldersMax") == true)
        #expect(try await desk.choose(only: many.dropLast()).selectedFolders == ["/a"])
    }

    @Test func `in bulk all are set or none`() async throws {
        let (world, desk) = try await TestWorld.started()
        let other = try await world.service.shares.create(desk.caller, NewShareBody(name: "Other"))
        func set(_ items: [(String, PreferencePatchBody)]) async throws -> [PreferenceBody] {
            let body = PreferencesPatchBody(
                preferences: items.map { PreferencesPatchBody.Item(shareID: $0.0, patch: $0.1) })
            return try await world.service.preferences.update(desk.caller, device: desk.device, body)
        }
        let off = PreferencePatchBody(syncEnabled: false)
        let before = try await desk.preferences()
        let wrong = PreferencePatchBody(selectedFolders: ["/nothing"])
        let invalid = await refusal { try await set([(desk.share, off), (other.id, wrong)]) }
        #expect(invalid?.fields?.map(\.loc) == [["body", "preferences", "1", "selected_folders", "0"]])
        #expect(await refusal { try await set([(desk.share, off), ("shr_x", off)]) }?.code == .notFound)
        #expect(await refusal { try await set([(desk.share, off), (desk.share, off)]) }?.code == .validationFailed)
        #expect(try await desk.preferences() == before)
        let answer = try await set([(desk.share, off), (other.id, off)])
        #expect(answer.map(\.syncEnabled) == [false, false])
        #expect(try await desk.preferences() == answer)
    }

    @Test func `a change is told to the device, and only one that shows more has it read anew`() async throws {
        let (_, desk) = try await TestWorld.started()
        _ = try await desk.createFolder("/a")
        _ = try await desk.createFolder("/a/b")
        _ = try await desk.createFolder("/c")
        func heard(_ set: () async throws -> PreferenceBody) async throws -> [String] {
            try await desk.events { _ = try await set() }.map { event in
                switch event {
                case .preferencesUpdated(_, desk.caller.userID, desk.device, _): "updated"
                case .forceSync(_, _, DeviceReference(userID: desk.caller.userID, deviceID: desk.device)): "anew"
                default: "other"
                }
            }
        }
        #expect(try await heard { try await desk.choose(only: ["/a"]) } == ["updated"])
        #expect(try await heard { try await desk.choose(only: ["/a"]) } == [])
        #expect(try await heard { try await desk.choose(only: ["/a/b"]) } == ["updated"])
        #expect(try await heard { try await desk.choose(only: ["/a"]) } == ["updated", "anew"])
        #expect(try await heard { try await desk.choose(not: ["/a/b", "/c"]) } == ["updated"])
        #expect(try await heard { try await desk.choose(not: ["/a/b"]) } == ["updated"])
        #expect(try await heard { try await desk.choose(not: []) } == ["updated", "anew"])
        #expect(try await heard { try await desk.choose(false) } == ["updated"])
        #expect(try await heard { try await desk.choose(only: []) } == ["updated"])
        #expect(try await heard { try await desk.choose(true) } == ["updated", "anew"])
    }

    @Test func `preferences end with the device and with the membership`() async throws {
        let (world, desk) = try await TestWorld.started()
        let user = try await world.user("ann", in: desk, role: .reader)
        let anns = try await world.desk(user, share: desk.share, device: "phone")
        try await anns.choose(false)
        try await world.service.devices.remove(user, id: "phone")
        #expect(await refusal { try await anns.preferences() }?.code == .notFound)
        let again = try await world.desk(user, share: desk.share, device: "phone")
        #expect(try await again.preferences().map(\.syncEnabled) == [true])
        try await again.choose(false)
        try await world.service.shares.removeMember(desk.caller, id: desk.share, user: "\(user.userID)")
        #expect(try await again.preferences() == [])
        _ = try await world.service.shares.addMember(
            desk.caller, id: desk.share, NewMemberBody(userID: "\(user.userID)", role: .reader))
        #expect(try await again.preferences().map(\.updatedAt) == [nil])
    }
}
