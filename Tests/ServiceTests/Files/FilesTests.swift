import NIOCore
import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

/// What a test sends as a file of one request.
extension Desk {
    func upload(
        _ name: String, _ text: String, in folder: String? = nil, checksum: String? = nil
    ) async throws -> FileBody {
        let file = try NewFile(
            share: share, folder: folder, name: name, mimeType: nil, modifiedAt: "2026-01-02T03:04:05Z",
            checksum: checksum)
        var intake = ContentIntake(room: try await world.service.files.check(caller, file))
        for chunks in [try intake.take(ByteBuffer(string: text)), try intake.finish()] where !chunks.isEmpty {
            try await world.service.content.store(caller, chunks)
        }
        return try await world.service.files.create(caller, file, intake)
    }

    func folder(_ name: String, in parent: String? = nil) async throws -> FolderBody {
        try await world.service.folders.create(
            caller, NewFolderBody(shareID: share, parentID: parent.map { .folder($0) }, name: name))
    }

    /// Types of the rows after a position, each with what it is about.
    func rows(after position: Position) async throws -> [String] {
        try await changes(after: position).map { "\($0.changeType.rawValue) \($0.newPath ?? $0.oldPath ?? "")" }
    }
}

func refusal(_ work: () async throws -> some Any) async -> ErrorCode? {
    await #expect(throws: ServiceError.self) { _ = try await work() }?.code
}

struct FilesTests {
    @Test func `a file that came in one request is one row, of no device`() async throws {
        let (world, desk) = try await TestWorld.started()
        let start = try await desk.head()
        let file = try await desk.upload("report.pdf", "hello")
        #expect(file.path == "/report.pdf" && file.folderID == nil && file.size == 5)
        #expect(file.mimeType == "application/pdf" && file.modifiedAt == "2026-01-02T03:04:05Z")
        #expect(file.checksumSHA256 == Digest(of: Array("hello".utf8)).hex && file.versionNumber == 1)
        #expect(file.createdBy == "\(desk.caller.userID)" && file.trashedAt == nil && !file.executable)
        let rows = try await desk.changes(after: start)
        #expect(rows.map(\.changeType) == [.created] && rows.map(\.resourceID) == [file.id])
        #expect(rows.map(\.deviceID) == [nil] && rows.map(\.versionID) == [file.versionID])
        #expect(try await desk.text(of: file.id) == "hello")
        #expect(try await world.service.files.get(desk.caller, id: file.id) == file)
    }

    @Test func `everybody who waits hears of it after the commit`() async throws {
        let (world, desk) = try await TestWorld.started()
        let heard = Heard()
        let subscription = world.events.listen { event in
            if case .changed = event { heard.count() }
        }
        _ = try await desk.upload("a", "a")
        _ = try await desk.folder("b")
        subscription.cancel()
        #expect(heard.value == 2)
    }

    @Test func `a taken name is refused and nothing is written`() async throws {
        let (_, desk) = try await TestWorld.started()
        _ = try await desk.upload("Straße", "a")
        let folder = try await desk.folder("docs")
        let file = try await desk.upload("b", "b")
        let start = try await desk.head()
        #expect(await refusal { try await desk.upload("STRASSE", "a") } == .nameConflict)
        #expect(await refusal { try await desk.folder("strasse") } == .nameConflict)
        #expect(await refusal { try await desk.upload("DOCS", "a") } == .nameConflict)
        let service = desk.world.service
        #expect(
            await refusal { try await service.files.update(desk.caller, id: file.id, FilePatchBody(name: "Docs")) }
                == .nameConflict)
        #expect(
            await refusal {
                try await service.folders.update(desk.caller, id: folder.id, PlacePatchBody(name: "B"))
            } == .nameConflict)
        #expect(try await desk.head() == start)
    }

    @Test func `renaming and moving are one row each, and none where nothing changes`() async throws {
        let (world, desk) = try await TestWorld.started()
        let folder = try await desk.folder("docs")
        let file = try await desk.upload("a", "a")
        let files = world.service.files
        let start = try await desk.head()
        func patch(_ body: FilePatchBody) async throws -> String {
            try await files.update(desk.caller, id: file.id, body).path
        }
        #expect(try await patch(FilePatchBody(name: "A")) == "/A")
        #expect(try await patch(FilePatchBody(folderID: .folder(folder.id))) == "/docs/A")
        #expect(try await patch(FilePatchBody(name: "A", folderID: .folder(folder.id))) == "/docs/A")
        #expect(try await patch(FilePatchBody()) == "/docs/A")
        #expect(try await patch(FilePatchBody(name: "b", folderID: .root)) == "/b")
        #expect(try await patch(FilePatchBody(folderID: .folder("root"))) == "/b")
        #expect(try await desk.rows(after: start) == ["renamed /A", "moved /docs/A", "moved /b"])
    }

    @Test func `a folder moves with all it holds, but not below itself`() async throws {
        let (world, desk) = try await TestWorld.started()
        let (top, other) = (try await desk.folder("top"), try await desk.folder("other"))
        let below = try await desk.folder("below", in: top.id)
        let file = try await desk.upload("a", "a", in: below.id)
        let folders = world.service.folders
        func move(_ id: String, to parent: String) async throws -> FolderBody {
            try await folders.update(desk.caller, id: id, PlacePatchBody(parentID: .folder(parent)))
        }
        #expect(await refusal { try await move(top.id, to: below.id) } == .validationFailed)
        #expect(await refusal { try await move(top.id, to: top.id) } == .validationFailed)
        #expect(await refusal { try await move(top.id, to: "fld_01J9ZZZZZZZZZZZZZZZZZZZZZZ") } == .notFound)
        #expect(await refusal { try await move(top.id, to: file.id) } == .validationFailed)
        let start = try await desk.head()
        #expect(try await move(top.id, to: other.id).path == "/other/top")
        #expect(try await desk.rows(after: start) == ["moved /other/top"])
        #expect(try await world.service.files.get(desk.caller, id: file.id).path == "/other/top/below/a")
    }

    @Test func `what is in the trash, or below something there, is gone until it is restored`() async throws {
        let (world, desk) = try await TestWorld.started()
        let folder = try await desk.folder("docs")
        let file = try await desk.upload("a", "a", in: folder.id)
        let start = try await desk.head()
        let (service, caller) = (world.service, desk.caller)
        try await service.folders.delete(caller, id: folder.id)
        #expect(try await desk.rows(after: start) == ["deleted /docs"])
        #expect(await refusal { try await service.files.get(caller, id: file.id) } == .gone)
        #expect(await refusal { try await service.content.open(caller, file: file.id, version: nil) } == .gone)
        #expect(await refusal { try await service.files.update(caller, id: file.id, FilePatchBody()) } == .gone)
        #expect(await refusal { try await service.files.delete(caller, id: file.id) } == .gone)
        #expect(
            await refusal { try await service.files.versions(caller, id: file.id, limit: 1, before: nil) } == .gone)
        #expect(await refusal { try await service.files.restore(caller, id: file.id, version: "1") } == .gone)
        #expect(await refusal { try await service.folders.get(caller, id: folder.id) } == .gone)
        #expect(await refusal { try await service.folders.delete(caller, id: folder.id) } == .gone)
        #expect(await refusal { try await desk.upload("b", "b", in: folder.id) } == .gone)
        #expect(await refusal { try await desk.folder("b", in: folder.id) } == .gone)
        #expect(
            await refusal {
                try await service.folders.children(caller, id: folder.id, share: nil, limit: 1, pageToken: nil)
            } == .gone)
    }

    @Test func `older content comes back as a new version`() async throws {
        let (world, desk) = try await TestWorld.started()
        let file = try await desk.create("/a", "one")
        for text in ["two", "three"] {
            let change = ProposedChangeBody(
                resourceType: "file", resourceID: file.resourceID, changeType: "updated",
                metadata: try await desk.send(text))
            _ = try await desk.apply([change], .clientWins)
        }
        let files = world.service.files
        let start = try await desk.head()
        let restored = try await files.restore(desk.caller, id: file.resourceID, version: "1")
        #expect(restored.versionNumber == 4)
        #expect(try await desk.text(of: file.resourceID) == "one")
        #expect(try await desk.changes(after: start).map(\.changeType) == [.updated])
        let list = try await files.versions(desk.caller, id: file.resourceID, limit: 3, before: nil)
        #expect(list.versions.map(\.versionNumber) == [4, 3, 2] && list.hasMore)
        #expect(list.versions.map(\.isHead) == [true, false, false])
        #expect(list.versions.map(\.deviceID) == [nil, "laptop", "laptop"])
        let rest = try await files.versions(desk.caller, id: file.resourceID, limit: 3, before: 2)
        #expect(rest.versions.map(\.versionID) == [file.versionID] && !rest.hasMore)
        let byID = try await files.restore(desk.caller, id: file.resourceID, version: restored.versionID)
        #expect(byID.versionNumber == 4, "the head itself is not written again")
        for version in ["9", "ver_01J9ZZZZZZZZZZZZZZZZZZZZZZ"] {
            #expect(
                await refusal { try await files.restore(desk.caller, id: file.resourceID, version: version) }
                    == .notFound)
        }
        #expect(
            await refusal { try await files.restore(desk.caller, id: file.resourceID, version: "x") }
                == .validationFailed)
    }

    @Test func `the quota holds for files and restored versions`() async throws {
        let (world, desk) = try await TestWorld.started()
        _ = try await world.service.shares.update(
            desk.caller, id: desk.share,
            try JSONBytes.decode(SharePatchBody.self, from: Array(#"{"quota_bytes":10}"#.utf8)))
        let file = try await desk.upload("a", "12345")
        #expect(await refusal { try await desk.upload("b", "123456") } == .quotaExceeded)
        let change = ProposedChangeBody(
            resourceType: "file", resourceID: file.id, changeType: "updated", metadata: try await desk.send("6"))
        _ = try await desk.apply([change], .clientWins)
        #expect(
            await refusal { try await world.service.files.restore(desk.caller, id: file.id, version: "1") }
                == .quotaExceeded)
    }

    @Test func `names, depths and checksums keep their rules`() async throws {
        let (_, desk) = try await TestWorld.started()
        for name in ["", "..", "a/b", "a\0b", String(repeating: "x", count: 256)] {
            #expect(await refusal { try await desk.upload(name, "x") } == .validationFailed)
            #expect(await refusal { try await desk.folder(name) } == .validationFailed)
        }
        let wrong = Digest(of: [1]).hex
        #expect(await refusal { try await desk.upload("a", "x", checksum: wrong) } == .checksumMismatch)
        #expect(await refusal { try await desk.upload("a", "x", checksum: "x") } == .validationFailed)
        #expect(await refusal { try await desk.upload("a", "x", in: "fil_x") } == .validationFailed)
        var parent: String?
        for _ in 1...Limits.depthMax { parent = try await desk.folder("d", in: parent).id }
        #expect(await refusal { try await desk.folder("d", in: parent) } == .validationFailed)
        #expect(await refusal { try await desk.upload("d", "x", in: parent) } == .validationFailed)
    }

    @Test func `children are listed by name, a page at a time`() async throws {
        let (world, desk) = try await TestWorld.started()
        let folder = try await desk.folder("docs")
        for name in ["b", "A", "ü"] { _ = try await desk.upload(name, name, in: folder.id) }
        _ = try await desk.folder("aa", in: folder.id)
        func page(_ id: String, _ token: String? = nil, share: String? = nil) async throws -> ChildrenPage {
            try await world.service.folders.children(
                desk.caller, id: id, share: share, limit: 3, pageToken: token)
        }
        let first = try await page(folder.id)
        #expect(first.children.map(\.path) == ["/docs/A", "/docs/aa", "/docs/b"] && first.hasMore)
        let token = try #require(first.nextPageToken)
        let second = try await page(folder.id, token)
        #expect(second.children.map(\.path) == ["/docs/ü"] && !second.hasMore && second.nextPageToken == nil)
        #expect(try await page("root", share: desk.share).children.map(\.path) == ["/docs"])
        #expect(await refusal { try await page("root") } == .validationFailed)
        #expect(await refusal { try await page("root", token, share: desk.share) } == .validationFailed)
        #expect(await refusal { try await page(folder.id, "x.y") } == .validationFailed)
        #expect(await refusal { try await page("fld_01J9ZZZZZZZZZZZZZZZZZZZZZZ") } == .notFound)
    }
}
