import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

/// Nobody learns of what they may not READ, and nobody changes what they may not.
struct WallTests {
    private func refusal(_ work: () async throws -> some Any) async -> ErrorCode? {
        await #expect(throws: ServiceError.self) { _ = try await work() }?.code
    }

    @Test func `to a stranger a share and its things are not there`() async throws {
        let (world, desk) = try await TestWorld.started()
        let file = try await desk.create("/a", "secret")
        let eve = try await world.desk(try await world.user("eve"), share: desk.share, device: "e")
        let (service, share) = (world.service, desk.share)
        #expect(await refusal { try await service.shares.get(eve.caller, id: share) } == .notFound)
        #expect(await refusal { try await service.shares.members(eve.caller, id: share) } == .notFound)
        #expect(await refusal { try await eve.apply([]) } == .notFound)
        #expect(await refusal { try await eve.snapshot() } == .notFound)
        #expect(await refusal { try await eve.changes() } == .notFound)
        #expect(await refusal { try await eve.text(of: file.resourceID) } == .notFound)
        #expect(await refusal { try await eve.text(of: "fil_01J9ZZZZZZZZZZZZZZZZZZZZZZ") } == .notFound)
        #expect(
            await refusal { try await service.changes.status(eve.caller, share: share, device: "e") } == .notFound)
        #expect(
            await refusal { try await service.content.missing(eve.caller, MissingBody(shareID: share, hashes: [])) }
                == .notFound)
    }

    @Test func `a hash alone gives no content`() async throws {
        let (world, desk) = try await TestWorld.started()
        let secret = try await desk.send("secret")
        _ = try await desk.create("/a", "secret")
        let user = try await world.user("eve")
        let own = try await world.service.shares.create(user, NewShareBody(name: "own"))
        let eve = try await world.desk(user, share: own.id, device: "e")
        let hashes = try #require(secret.chunks).map(\.hash)
        let body = MissingBody(shareID: own.id, hashes: hashes)
        #expect(try await world.service.content.missing(user, body).missing == hashes)
        let steal = ProposedChangeBody(
            resourceType: "file", changeType: "created", newPath: "/mine", metadata: secret)
        #expect(try await eve.apply([steal]).rejected.map(\.code) == ["CONTENT_MISSING"])
        let file = try await desk.create("/b", "b")
        let byVersion = ProposedChangeBody(
            resourceType: "file", changeType: "created", versionID: file.versionID, newPath: "/mine")
        #expect(try await eve.apply([byVersion]).rejected.map(\.code) == ["NOT_FOUND"])
        _ = try await eve.send("secret")
        #expect(try await world.service.content.missing(user, body).missing == [])
        world.clock.advance(seconds: Limits.chunkGrantSeconds + 1)
        #expect(try await world.service.content.missing(user, body).missing == hashes)
    }

    @Test func `a reader reads and changes nothing`() async throws {
        let (world, desk) = try await TestWorld.started()
        let file = try await desk.create("/a", "a")
        let reader = try await world.desk(
            try await world.user("rob", in: desk, role: .reader), share: desk.share, device: "r")
        #expect(try await reader.text(of: file.resourceID) == "a")
        let changes = ["created", "updated", "moved", "deleted"].map { type in
            ProposedChangeBody(
                resourceType: "file", resourceID: type == "created" ? nil : file.resourceID, changeType: type,
                newPath: "/b", metadata: ProposedMetadata(size: 0))
        }
        let answer = try await reader.apply(changes, .clientWins)
        #expect(answer.rejected.map(\.code) == Array(repeating: "PERMISSION_DENIED", count: 4))
        let members = NewMemberBody(email: "rob@example.com", role: .reader)
        #expect(
            await refusal { try await world.service.shares.addMember(reader.caller, id: desk.share, members) }
                == .permissionDenied)
    }

    @Test func `leaving a share takes effect at once, and the one who left sees it`() async throws {
        let (world, desk) = try await TestWorld.started()
        let user = try await world.user("ann", in: desk, role: .contributor)
        let bob = try await world.user("bob", in: desk, role: .contributor)
        let start = try await desk.head()
        try await world.service.shares.removeMember(desk.caller, id: desk.share, user: "\(user.userID)")
        #expect(await refusal { try await world.service.shares.get(user, id: desk.share) } == .notFound)
        func rows(_ caller: Caller) async throws -> [ChangeBody] {
            let page = try await world.service.changes.page(
                caller, cursor: start.description, share: nil, device: nil, limit: 10, waitSeconds: 0)
            return try JSONBytes.decode([ChangeBody].self, from: [0x5B] + page.wire + [0x5D])
        }
        #expect(try await rows(user).map(\.changeType) == [.deleted])
        #expect(try await rows(user).map(\.metadata.userID) == ["\(user.userID)"])
        #expect(try await rows(desk.caller).count == 1)
        #expect(try await rows(bob).isEmpty)
    }

    @Test func `deleting a share tells each member, and then it is unknown`() async throws {
        let (world, desk) = try await TestWorld.started()
        let user = try await world.user("ann", in: desk, role: .admin)
        let start = try await desk.head()
        #expect(await refusal { try await world.service.shares.delete(user, id: desk.share) } == .permissionDenied)
        try await world.service.shares.delete(desk.caller, id: desk.share)
        #expect(try await world.service.shares.list(user).total == 0)
        let page = try await world.service.changes.page(
            user, cursor: start.description, share: nil, device: nil, limit: 10, waitSeconds: 0)
        #expect(page.count == 1)
        #expect(await refusal { try await world.service.shares.get(desk.caller, id: desk.share) } == .notFound)
    }

    @Test func `the owner cannot be demoted or removed`() async throws {
        let (world, desk) = try await TestWorld.started()
        let admin = try await world.user("ann", in: desk, role: .admin)
        let owner = "\(desk.caller.userID)"
        #expect(
            await refusal { try await world.service.shares.removeMember(admin, id: desk.share, user: owner) }
                == .validationFailed)
        #expect(
            await refusal {
                try await world.service.shares.updateMember(
                    admin, id: desk.share, user: owner, MemberPatchBody(role: .reader))
            } == .validationFailed)
    }

    @Test func `nobody chooses for a device or a share that is not theirs, nor by ids of another share`() async throws {
        let (world, desk) = try await TestWorld.started()
        let folder = try await desk.createFolder("/secret")
        let user = try await world.user("eve")
        let own = try await world.service.shares.create(user, NewShareBody(name: "own"))
        let eve = try await world.desk(user, share: own.id, device: "e")
        let preferences = world.service.preferences
        let off = PreferencePatchBody(syncEnabled: false)
        #expect(await refusal { try await preferences.list(user, device: desk.device) } == .notFound)
        #expect(
            await refusal { try await preferences.update(user, device: desk.device, share: own.id, off) } == .notFound)
        #expect(await refusal { try await preferences.update(user, device: "e", share: desk.share, off) } == .notFound)
        #expect(await refusal { try await eve.choose(only: [folder.resourceID]) } == .validationFailed)
        #expect(await refusal { try await eve.choose(only: ["/secret"]) } == .validationFailed)
        #expect(try await eve.preferences().map(\.shareID) == [own.id])
        for device in [desk.device, "nobody's"] {
            #expect(
                await refusal {
                    try await world.service.changes.page(
                        user, cursor: "0", share: nil, device: device, limit: 10, waitSeconds: 0)
                } == .notFound)
            #expect(
                await refusal {
                    try await world.service.snapshots.page(
                        user, share: own.id, device: device, pageToken: nil, limit: 10)
                } == .notFound)
        }
    }

    @Test func `ids of another tenant are not there`() async throws {
        let (world, desk) = try await TestWorld.started()
        let folder = try await desk.createFolder("/secret")
        let tenant = Tenant(id: TenantID(world.ids.next()), name: "other", createdAt: world.clock.now())
        let zoe = User(
            id: UserID(world.ids.next()), tenantID: tenant.id, name: "zoe", email: "zoe@example.com", passwordHash: nil,
            isAdmin: true, status: .active, createdAt: world.clock.now())
        try await world.store.write { writer in
            try writer.put(tenant)
            try writer.put(zoe)
        }
        let caller = Caller(tenantID: tenant.id, userID: zoe.id, isTenantAdmin: true)
        let own = try await world.service.shares.create(caller, NewShareBody(name: "own"))
        let zoes = try await world.desk(caller, share: own.id, device: desk.device)
        let foreign = try await world.desk(caller, share: desk.share, device: desk.device)
        #expect(await refusal { try await foreign.choose(false) } == .notFound)
        #expect(await refusal { try await foreign.snapshot(ofDevice: true) } == .notFound)
        #expect(await refusal { try await zoes.choose(not: [folder.resourceID]) } == .validationFailed)
        #expect(
            await refusal {
                try await world.service.conflicts.list(
                    caller, device: nil, share: desk.share, includeResolved: true, limit: 10, before: nil)
            } == .notFound)
    }

    @Test func `a reader chooses what to sync, and what one device syncs hides nothing from another`() async throws {
        let (world, desk) = try await TestWorld.started()
        _ = try await desk.createFolder("/a")
        let user = try await world.user("rob", in: desk, role: .reader)
        let reader = try await world.desk(user, share: desk.share, device: desk.device)
        #expect(try await reader.choose(false).updatedAt != nil)
        #expect(try await desk.preferences().map(\.syncEnabled) == [true])
        #expect(try await reader.snapshot(ofDevice: true).entries.isEmpty)
        #expect(try await desk.snapshot(ofDevice: true).entries.map(\.path) == ["/a"])
        let second = try await world.desk(user, share: desk.share, device: "second")
        #expect(try await second.snapshot(ofDevice: true).entries.map(\.path) == ["/a"])
    }

    @Test func `bulk opening says for each item why not`() async throws {
        let (world, desk) = try await TestWorld.started()
        let file = try await desk.create("/a", "a")
        let gone = try await desk.create("/b", "b")
        _ = try await desk.apply([
            ProposedChangeBody(resourceType: "file", resourceID: gone.resourceID, changeType: "deleted")
        ])
        let items = [file.resourceID, gone.resourceID, "fil_01J9ZZZZZZZZZZZZZZZZZZZZZZ"].map {
            BulkItem(fileID: $0, versionID: nil)
        }
        let opened = try await world.service.content.open(
            desk.caller, BulkDownloadBody(shareID: desk.share, items: items))
        let codes = opened.map { result -> ErrorCode? in
            if case .failure(let error) = result { error.code } else { nil }
        }
        #expect(codes == [nil, .gone, .notFound])
    }
}
