import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

struct TrashTests {
    private func list(_ desk: Desk, limit: Int = 10, before: String? = nil) async throws -> TrashPage {
        try await desk.world.service.trash.list(desk.caller, share: desk.share, limit: limit, before: before)
    }

    private func restore(_ desk: Desk, _ id: String, _ body: PlacePatchBody = PlacePatchBody()) async throws
        -> NodeBody
    {
        try await desk.world.service.trash.restore(desk.caller, id: id, body)
    }

    @Test func `the trash shows what was itself deleted, newest first, where it was and by whom`() async throws {
        let (world, desk) = try await TestWorld.started()
        let folder = try await desk.folder("docs")
        let inner = try await desk.upload("a.txt", "hello", in: folder.id)
        let other = try await desk.upload("b", "b")
        _ = try await desk.upload("live", "l")
        let ann = try await world.user("ann", in: desk, role: .contributor)
        try await world.service.files.delete(ann, id: inner.id)
        world.clock.advance(seconds: 1)
        try await world.service.files.delete(desk.caller, id: other.id)
        try await world.service.folders.delete(desk.caller, id: folder.id)
        let items = try await list(desk).items
        #expect(items.map(\.path) == ["/docs", "/b", "/docs/a.txt"])
        #expect(items.map(\.size) == [nil, 1, 5] && items.map(\.mimeType)[2] == "text/plain")
        #expect(items[2].trashedBy == "\(ann.userID)" && items[1].trashedBy == "\(desk.caller.userID)")
        #expect(items.map(\.resourceType) == [.folder, .file, .file])
        let first = try await list(desk, limit: 2)
        #expect(first.items.count == 2 && first.hasMore)
        let next = try #require(first.nextBefore)
        _ = try await restore(desk, other.id)
        #expect(try await list(desk, before: next).items.map(\.id) == [inner.id], "whatever was restored meanwhile")
        #expect(try await list(desk, before: folder.id).items.map(\.id) == [inner.id])
        for before in ["x", other.id, "fil_01J9ZZZZZZZZZZZZZZZZZZZZZZ"] {
            #expect(await refusal { try await list(desk, before: before) } == .validationFailed)
        }
    }

    @Test func `a thing comes back with the folders above it, and its rows say so`() async throws {
        let (world, desk) = try await TestWorld.started()
        let top = try await desk.folder("top")
        let docs = try await desk.folder("docs", in: top.id)
        let file = try await desk.upload("a", "a", in: docs.id)
        _ = try await desk.upload("b", "b", in: docs.id)
        try await world.service.files.delete(desk.caller, id: file.id)
        try await world.service.folders.delete(desk.caller, id: top.id)
        let start = try await desk.head()
        #expect(try await restore(desk, file.id).path == "/top/docs/a")
        #expect(
            try await desk.rows(after: start)
                == ["created /top", "created /top/docs", "created /top/docs/b", "created /top/docs/a"])
        #expect(try await desk.text(of: file.id) == "a")
        #expect(try await list(desk).items.isEmpty)
        #expect(await refusal { try await restore(desk, file.id) } == .notFound)
    }

    @Test func `a taken name is refused, and another name or folder may be given`() async throws {
        let (world, desk) = try await TestWorld.started()
        let docs = try await desk.folder("docs")
        let file = try await desk.upload("a", "old", in: docs.id)
        try await world.service.files.delete(desk.caller, id: file.id)
        _ = try await desk.upload("A", "new", in: docs.id)
        #expect(await refusal { try await restore(desk, file.id) } == .nameConflict)
        #expect(try await restore(desk, file.id, PlacePatchBody(name: "b")).path == "/docs/b")
        try await world.service.files.delete(desk.caller, id: file.id)
        #expect(try await restore(desk, file.id, PlacePatchBody(parentID: .root)).path == "/b")
        try await world.service.folders.delete(desk.caller, id: docs.id)
        try await world.service.files.delete(desk.caller, id: file.id)
        #expect(
            await refusal { try await restore(desk, file.id, PlacePatchBody(parentID: .folder(docs.id))) } == .gone)
        #expect(
            await refusal { try await restore(desk, file.id, PlacePatchBody(name: "a/b")) } == .validationFailed)
    }

    @Test func `the name of a folder above may be taken too`() async throws {
        let (world, desk) = try await TestWorld.started()
        let docs = try await desk.folder("docs")
        let file = try await desk.upload("a", "a", in: docs.id)
        try await world.service.files.delete(desk.caller, id: file.id)
        try await world.service.folders.delete(desk.caller, id: docs.id)
        let new = try await desk.folder("docs")
        let start = try await desk.head()
        #expect(await refusal { try await restore(desk, file.id) } == .nameConflict)
        #expect(try await desk.head() == start)
        let body = PlacePatchBody(parentID: .folder(new.id))
        #expect(try await restore(desk, file.id, body).path == "/docs/a")
    }
}
