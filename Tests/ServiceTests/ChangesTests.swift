import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

struct ChangesTests {
    private func refusal(_ work: () async throws -> some Any) async -> ErrorCode? {
        await #expect(throws: ServiceError.self) { _ = try await work() }?.code
    }

    private func page(_ desk: Desk, _ cursor: String?, limit: Int = 100, wait: Int = 0) async throws -> Changes.Page {
        try await desk.world.service.changes.page(
            desk.caller, cursor: cursor, share: desk.share, device: nil, limit: limit, waitSeconds: wait)
    }

    @Test func `without a cursor there are no rows and the head`() async throws {
        let (_, desk) = try await TestWorld.started()
        _ = try await desk.create("/a", "a")
        let page = try await page(desk, nil)
        #expect(page.count == 0 && !page.hasMore)
        let head = try await desk.head()
        #expect(page.cursor == head)
    }

    @Test func `pages follow one another and end at the head`() async throws {
        let (_, desk) = try await TestWorld.started()
        for index in 0..<4 { _ = try await desk.create("/\(index)", "x") }
        let first = try await page(desk, "0", limit: 3)
        #expect(first.count == 3 && first.hasMore)
        let last = try await page(desk, first.cursor.description, limit: 3)
        #expect(last.count == 2 && !last.hasMore)
        let head = try await desk.head()
        #expect(last.cursor == head)
    }

    @Test func `the cursor moves past rows of shares that the caller may not see`() async throws {
        let (world, desk) = try await TestWorld.started()
        let eve = try await world.user("eve")
        _ = try await desk.create("/a", "a")
        let page = try await world.service.changes.page(
            eve, cursor: "0", share: nil, device: nil, limit: 10, waitSeconds: 0)
        let head = try await desk.head()
        #expect(page.count == 0 && page.cursor == head)
    }

    @Test(arguments: ["-1", "x", "", "1 ", "99999999999999999999", "4294967296000"])
    func `a cursor that this log did not give is refused`(cursor: String) async throws {
        let (_, desk) = try await TestWorld.started()
        #expect(await refusal { try await page(desk, cursor) } == .syncCursorInvalid)
    }

    @Test(arguments: [0, 5001, -1])
    func `a limit out of range is refused`(limit: Int) async throws {
        let (_, desk) = try await TestWorld.started()
        #expect(await refusal { try await page(desk, "0", limit: limit) } == .validationFailed)
    }

    @Test func `a waiting reader ends with its user`() async throws {
        let (world, desk) = try await TestWorld.started()
        let eve = try await world.user("eve", in: desk, role: .reader)
        let cursor = try await desk.head().description
        async let answer = refusal {
            try await world.service.changes.page(
                eve, cursor: cursor, share: desk.share, device: nil, limit: 10, waitSeconds: 60)
        }
        _ = try await world.service.accounts.updateUser(
            desk.caller, id: eve.userID.description, UserPatchBody(status: .suspended))
        _ = try await desk.create("/secret", "secret")
        // However the two meet: who was suspended before the file was made hears of neither.
        #expect(await answer == .unauthenticated)
    }

    @Test func `a waiting reader wakes on a row`() async throws {
        let (_, desk) = try await TestWorld.started()
        let cursor = try await desk.head().description
        async let waiting = page(desk, cursor, wait: 60)
        _ = try await desk.create("/a", "a")
        #expect(try await waiting.count == 1)
    }

    @Test func `a waiting reader hears nothing when its time is over`() async throws {
        let (world, desk) = try await TestWorld.started()
        world.alarm.ring()
        let head = try await desk.head()
        let page = try await page(desk, head.description, wait: 60)
        #expect(page.count == 0 && page.cursor == head)
    }

    @Test func `status makes a cursor at the head, and advancing never goes back`() async throws {
        let (world, desk) = try await TestWorld.started()
        let changes = world.service.changes
        let start = try await changes.status(desk.caller, share: desk.share, device: desk.device)
        #expect(start.cursorPosition == start.headPosition && start.lastSyncAt == nil && start.pendingChanges == 0)
        _ = try await desk.create("/a", "a")
        let behind = try await changes.status(desk.caller, share: desk.share, device: desk.device)
        #expect(behind.pendingChanges == 1 && behind.cursorPosition == start.cursorPosition)
        let head = try await desk.head()
        let advanced = try await changes.advance(
            desk.caller, share: desk.share, device: desk.device, to: head.description)
        #expect(advanced.cursorPosition == head.value && advanced.lastSyncAt != nil)
        let back = try await changes.advance(desk.caller, share: desk.share, device: desk.device, to: "1")
        #expect(back == advanced)
        let beyond = await refusal {
            try await changes.advance(
                desk.caller, share: desk.share, device: desk.device, to: head.next.description)
        }
        #expect(beyond == .syncCursorInvalid)
    }

    @Test func `a removed device has no cursor, and comes back by registering`() async throws {
        let (world, desk) = try await TestWorld.started()
        let (devices, changes) = (world.service.devices, world.service.changes)
        _ = try await changes.status(desk.caller, share: desk.share, device: desk.device)
        try await devices.remove(desk.caller, id: desk.device)
        #expect(
            await refusal { try await changes.status(desk.caller, share: desk.share, device: desk.device) } == .notFound
        )
        #expect(
            await refusal {
                try await changes.advance(desk.caller, share: desk.share, device: desk.device, to: "0")
            } == .notFound)
        let body = NewDeviceBody(deviceID: desk.device, deviceName: "back", platform: "web", clientVersion: "2.0.0")
        let revived = try await devices.register(desk.caller, body)
        #expect(revived.isNew && revived.device.isActive)
        #expect(try await !devices.register(desk.caller, body).isNew)
    }

    @Test func `an inactive device reads but does not advance`() async throws {
        let (world, desk) = try await TestWorld.started()
        let changes = world.service.changes
        _ = try await world.service.devices.update(desk.caller, id: desk.device, DevicePatchBody(isActive: false))
        _ = try await changes.status(desk.caller, share: desk.share, device: desk.device)
        #expect(
            await refusal {
                try await changes.advance(desk.caller, share: desk.share, device: desk.device, to: "0")
            } == .deviceInactive)
        #expect(
            await refusal { try await world.service.devices.connect(desk.caller, id: desk.device) } == .deviceInactive)
    }

    @Test(arguments: [("tablet-os", "1.0.0"), ("linux", "1.0"), ("linux", "01.0.0")])
    func `a wrong platform or version is refused`(platform: String, version: String) async throws {
        let (world, desk) = try await TestWorld.started()
        let body = NewDeviceBody(deviceID: "d", deviceName: "d", platform: platform, clientVersion: version)
        #expect(await refusal { try await world.service.devices.register(desk.caller, body) } == .validationFailed)
    }
}
