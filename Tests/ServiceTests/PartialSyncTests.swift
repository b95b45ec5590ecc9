import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

/// What a device that syncs only parts is shown.
struct PartialSyncTests {
    private func rows(_ desk: Desk, after cursor: Position) async throws -> [String] {
        try await desk.changes(after: cursor, ofDevice: true).map {
            "\($0.changeType) \($0.newPath ?? $0.oldPath ?? "")"
        }
    }

    @Test func `rows show that are about what was selected, or the folders above it`() async throws {
        let (_, desk) = try await TestWorld.started()
        let top = try await desk.createFolder("/top")
        _ = try await desk.createFolder("/top/in")
        let other = try await desk.createFolder("/other")
        try await desk.choose(only: ["/top/in"])
        let start = try await desk.head()
        _ = try await desk.create("/top/in/a", "a")
        _ = try await desk.create("/top/beside", "b")
        _ = try await desk.create("/other/c", "c")
        try await desk.move(top, to: "/up")
        try await desk.move(other, to: "/else")
        #expect(try await rows(desk, after: start) == ["created /top/in/a", "renamed /up"])
        #expect(try await desk.snapshot(ofDevice: true).entries.map(\.path).sorted() == ["/up", "/up/in", "/up/in/a"])
    }

    @Test func `rule files in the folders above a selected one show, wherever they come from and go`() async throws {
        let (_, desk) = try await TestWorld.started()
        for folder in ["/top", "/top/in", "/top/beside", "/other"] { _ = try await desk.createFolder(folder) }
        try await desk.choose(only: ["/top/in"])
        let start = try await desk.head()
        let root = try await desk.create("/.tidelineignore", "root")
        let draft = try await desk.create("/top/draft", "top")
        let hidden = try await desk.create("/top/beside/.tidelineignore", "beside")
        _ = try await desk.create("/other/.tidelineignore", "other")
        try await desk.move(draft, to: "/top/.tidelineignore")
        #expect(
            try await rows(desk, after: start) == ["created /.tidelineignore", "renamed /top/.tidelineignore"])
        let shown = ["/.tidelineignore", "/top", "/top/.tidelineignore", "/top/in"]
        #expect(try await desk.snapshot(ofDevice: true).entries.map(\.path).sorted() == shown)
        let middle = try await desk.head()
        try await desk.move(root, to: "/plain")
        try await desk.move(draft, to: "/other/gone")
        try await desk.move(hidden, to: "/.tidelineignore")
        try await desk.delete(hidden)
        _ = try await desk.create("/.TidelineIgnore", "another name")
        #expect(
            try await rows(desk, after: middle) == [
                "renamed /plain", "moved /other/gone", "moved /.tidelineignore", "deleted /.tidelineignore",
            ])
        #expect(try await desk.snapshot(ofDevice: true).entries.map(\.path).sorted() == ["/top", "/top/in"])
    }

    @Test func `rule files in what is excluded, or while the share is off, do not show`() async throws {
        let (_, desk) = try await TestWorld.started()
        for folder in ["/a", "/a/out", "/a/out/in"] { _ = try await desk.createFolder(folder) }
        try await desk.choose(only: ["/a/out/in"], not: ["/a/out"])
        let start = try await desk.head()
        _ = try await desk.create("/a/out/.tidelineignore", "1")
        #expect(try await rows(desk, after: start) == [])
        #expect(try await desk.snapshot(ofDevice: true).entries.isEmpty)
        try await desk.choose(false, only: ["/a"], not: [])
        _ = try await desk.create("/.tidelineignore", "1")
        #expect(try await rows(desk, after: start) == [])
        #expect(try await desk.snapshot(ofDevice: true).entries.isEmpty)
    }

    @Test func `a reader that waits is woken by rules above what its device syncs`() async throws {
        let (world, desk) = try await TestWorld.started()
        _ = try await desk.createFolder("/in")
        try await desk.choose(only: ["/in"])
        let cursor = try await desk.head().description
        async let waiting = world.service.changes.page(
            desk.caller, cursor: cursor, share: desk.share, device: desk.device, limit: 10, waitSeconds: 60)
        _ = try await desk.create("/x", "x")
        _ = try await desk.create("/.tidelineignore", "x")
        let page = try await waiting
        #expect(page.count == 1)
        #expect(String(decoding: page.wire, as: UTF8.self).contains("/.tidelineignore"))
    }

    @Test func `what was excluded does not show, selected or not`() async throws {
        let (_, desk) = try await TestWorld.started()
        _ = try await desk.createFolder("/a")
        let out = try await desk.createFolder("/a/out")
        _ = try await desk.createFolder("/a/out/in")
        try await desk.choose(only: ["/a", "/a/out/in"], not: ["/a/out"])
        let start = try await desk.head()
        _ = try await desk.create("/a/x", "x")
        _ = try await desk.create("/a/out/y", "y")
        _ = try await desk.create("/a/out/in/z", "z")
        try await desk.move(out, to: "/a/still")
        #expect(try await rows(desk, after: start) == ["created /a/x"])
        #expect(try await desk.snapshot(ofDevice: true).entries.map(\.path).sorted() == ["/a", "/a/x"])
    }

    @Test func `a move out is seen, and one in as well`() async throws {
        let (_, desk) = try await TestWorld.started()
        _ = try await desk.createFolder("/in")
        _ = try await desk.createFolder("/out")
        let leaving = try await desk.create("/in/a", "a")
        let folder = try await desk.createFolder("/in/f")
        let coming = try await desk.create("/out/b", "b")
        try await desk.choose(only: ["/in"])
        let start = try await desk.head()
        try await desk.move(leaving, to: "/out/a")
        try await desk.move(folder, to: "/f")
        try await desk.move(coming, to: "/in/b")
        _ = try await desk.create("/f/later", "later")
        #expect(try await rows(desk, after: start) == ["moved /out/a", "moved /f", "moved /in/b"])
    }

    @Test func `a share that is switched off shows only rows about the share itself`() async throws {
        let (world, desk) = try await TestWorld.started()
        try await desk.choose(false)
        let start = try await desk.head()
        _ = try await desk.create("/a", "a")
        _ = try await world.service.shares.update(desk.caller, id: desk.share, SharePatchBody(name: "New"))
        #expect(try await rows(desk, after: start) == ["renamed /New"])
        #expect(try await desk.snapshot(ofDevice: true).entries == [])
        let all = try await world.service.changes.page(
            desk.caller, cursor: start.description, share: nil, device: desk.device, limit: 10, waitSeconds: 0)
        #expect(all.count == 1 && !all.hasMore)
        #expect(try await desk.changes(after: start).count == 2)
    }

    @Test func `a page looks through a bounded number of rows, and its cursor goes on`() async throws {
        let (world, desk) = try await TestWorld.started()
        _ = try await desk.createFolder("/in")
        _ = try await desk.createFolder("/out")
        try await desk.choose(only: ["/in"])
        let start = try await desk.head()
        let caller = desk.caller
        let share = try #require(ShareID(desk.share))
        let folder = try await desk.snapshot().entries.first { $0.path == "/out" }
        let wire = Array(
            #"{"resource_id":"fld_00000000000000000000000000","change_type":"updated","parent_id":"\#(folder!.resourceID)"}"#
                .utf8)
        try await world.store.write { writer in
            for _ in 0..<Limits.filteredRowsMax + 5 {
                try writer.append(
                    LoggedChange(
                        tenantID: caller.tenantID, position: try writer.takePosition(of: caller.tenantID),
                        shareID: share, audience: nil, changedAt: Timestamp(seconds: 0), wire: wire))
            }
        }
        _ = try await desk.create("/in/a", "a")
        func page(_ cursor: Position, wait: Int = 0) async throws -> Changes.Page {
            try await world.service.changes.page(
                caller, cursor: cursor.description, share: desk.share, device: desk.device, limit: 1, waitSeconds: wait)
        }
        // One that waits is answered too: the caller goes on from there.
        for wait in [0, 60] {
            let first = try await page(start, wait: wait)
            #expect(first.count == 0 && first.hasMore)
            #expect(first.cursor.value == start.value + Int64(Limits.filteredRowsMax))
            let last = try await page(first.cursor)
            #expect(last.count == 1 && !last.hasMore)
        }
        let status = try await world.service.changes.status(caller, share: desk.share, device: desk.device)
        #expect(status.pendingChanges == 0)
        try await world.store.write { writer in
            try writer.put(
                DeviceCursor(
                    userID: caller.userID, deviceID: desk.device, shareID: share, position: start, lastSyncAt: nil))
        }
        let behind = try await world.service.changes.status(caller, share: desk.share, device: desk.device)
        #expect(behind.pendingChanges == 6, "beyond the bound each row counts")
    }

    @Test func `has more is false once the last row that shows is in the page`() async throws {
        let (world, desk) = try await TestWorld.started()
        _ = try await desk.createFolder("/in")
        try await desk.choose(only: ["/in"])
        let start = try await desk.head()
        for name in ["a", "b"] {
            _ = try await desk.create("/in/\(name)", name)
            _ = try await desk.create("/\(name)", name)
        }
        func page(_ cursor: Position, limit: Int) async throws -> Changes.Page {
            try await world.service.changes.page(
                desk.caller, cursor: cursor.description, share: nil, device: desk.device, limit: limit, waitSeconds: 0)
        }
        let head = try await desk.head()
        let first = try await page(start, limit: 1)
        #expect(first.count == 1 && first.hasMore)
        let second = try await page(first.cursor, limit: 1)
        #expect(second.count == 1 && !second.hasMore && second.cursor == head)
        let status = try await world.service.changes.status(desk.caller, share: desk.share, device: desk.device)
        #expect(status.pendingChanges == 0)
        _ = try await desk.create("/c", "c")
        _ = try await desk.create("/in/c", "c")
        let pending = try await world.service.changes.status(desk.caller, share: desk.share, device: desk.device)
        #expect(pending.pendingChanges == 1)
    }

    @Test func `a waiting reader is woken by what its device syncs, not by the rest`() async throws {
        let (world, desk) = try await TestWorld.started()
        _ = try await desk.createFolder("/in")
        try await desk.choose(only: ["/in"])
        let cursor = try await desk.head().description
        async let waiting = world.service.changes.page(
            desk.caller, cursor: cursor, share: desk.share, device: desk.device, limit: 10, waitSeconds: 60)
        for number in 0..<5 { _ = try await desk.create("/\(number)", "x") }
        _ = try await desk.create("/in/a", "a")
        let page = try await waiting
        #expect(page.count == 1)
        #expect(String(decoding: page.wire, as: UTF8.self).contains("/in/a"))
    }
}
