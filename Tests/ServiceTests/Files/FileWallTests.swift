import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

struct FileWallTests {
    @Test func `to a stranger files, folders and the trash are not there`() async throws {
        let (world, desk) = try await TestWorld.started()
        let folder = try await desk.folder("docs")
        let file = try await desk.upload("a", "a", in: folder.id)
        let gone = try await desk.upload("b", "b")
        try await world.service.files.delete(desk.caller, id: gone.id)
        let eve = try await world.user("eve")
        let own = try await world.service.shares.create(eve, NewShareBody(name: "own"))
        let stranger = try await world.desk(eve, share: own.id, device: "e")
        let mine = try await stranger.upload("mine", "m")
        let (files, folders, trash) = (world.service.files, world.service.folders, world.service.trash)
        #expect(await refusal { try await files.get(eve, id: file.id) } == .notFound)
        #expect(await refusal { try await files.get(eve, id: gone.id) } == .notFound, "not GONE")
        #expect(await refusal { try await files.update(eve, id: file.id, FilePatchBody(name: "x")) } == .notFound)
        #expect(await refusal { try await files.delete(eve, id: file.id) } == .notFound)
        #expect(await refusal { try await files.versions(eve, id: file.id, limit: 1, before: nil) } == .notFound)
        #expect(await refusal { try await files.restore(eve, id: file.id, version: "1") } == .notFound)
        #expect(await refusal { try await folders.get(eve, id: folder.id) } == .notFound)
        #expect(await refusal { try await folders.delete(eve, id: folder.id) } == .notFound)
        #expect(
            await refusal {
                try await folders.children(eve, id: "root", share: desk.share, limit: 1, pageToken: nil)
            } == .notFound)
        #expect(await refusal { try await trash.list(eve, share: desk.share, limit: 1, before: nil) } == .notFound)
        #expect(await refusal { try await trash.restore(eve, id: gone.id, PlacePatchBody()) } == .notFound)
        // A folder of one share is none of another.
        #expect(await refusal { try await stranger.upload("x", "x", in: folder.id) } == .notFound)
        #expect(await refusal { try await stranger.folder("x", in: folder.id) } == .notFound)
        let move = FilePatchBody(folderID: .folder(folder.id))
        #expect(await refusal { try await files.update(eve, id: mine.id, move) } == .notFound)
        #expect(await refusal { try await files.restore(eve, id: mine.id, version: file.versionID) } == .notFound)
    }

    @Test func `a reader looks and changes nothing`() async throws {
        let (world, desk) = try await TestWorld.started()
        let folder = try await desk.folder("docs")
        let file = try await desk.upload("a", "a", in: folder.id)
        let gone = try await desk.upload("b", "b")
        try await world.service.files.delete(desk.caller, id: gone.id)
        let user = try await world.user("rob", in: desk, role: .reader)
        let reader = try await world.desk(user, share: desk.share, device: "r")
        let (files, folders, trash) = (world.service.files, world.service.folders, world.service.trash)
        #expect(try await files.get(user, id: file.id).path == "/docs/a")
        #expect(try await folders.get(user, id: folder.id).path == "/docs")
        #expect(try await files.versions(user, id: file.id, limit: 1, before: nil).versions.count == 1)
        #expect(try await trash.list(user, share: desk.share, limit: 1, before: nil).items.map(\.id) == [gone.id])
        let start = try await desk.head()
        #expect(await refusal { try await reader.upload("x", "x") } == .permissionDenied)
        #expect(await refusal { try await reader.folder("x") } == .permissionDenied)
        #expect(
            await refusal { try await files.update(user, id: file.id, FilePatchBody(name: "x")) } == .permissionDenied)
        #expect(await refusal { try await files.delete(user, id: file.id) } == .permissionDenied)
        #expect(await refusal { try await files.restore(user, id: file.id, version: "1") } == .permissionDenied)
        #expect(
            await refusal { try await folders.update(user, id: folder.id, PlacePatchBody(name: "x")) }
                == .permissionDenied)
        #expect(await refusal { try await folders.delete(user, id: folder.id) } == .permissionDenied)
        #expect(
            await refusal { try await trash.restore(user, id: gone.id, PlacePatchBody()) } == .permissionDenied)
        #expect(try await desk.head() == start)
    }
}
