import NIOCore
import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

/// Content that was uploaded in pieces and goes to a file by a change of `apply`.
struct UploadedVersionTests {
    private func upload(_ desk: Desk, _ text: String) async throws -> UploadedVersionBody {
        let uploads = desk.world.service.uploads
        let session = try await uploads.create(
            desk.caller,
            NewUploadBody(
                shareID: desk.share, fileName: "any", fileSize: Int64(text.utf8.count),
                modifiedAt: "2026-01-02T03:04:05Z"))
        _ = try await uploads.receive(desk.caller, id: session.sessionID, chunk: 0, ByteBuffer(string: text))
        let version = try await uploads.completeAsVersion(desk.caller, id: session.sessionID)
        let again = try await uploads.completeAsVersion(desk.caller, id: session.sessionID)
        #expect(again == version, "an answer that was lost is given again")
        return version
    }

    private func create(_ path: String, _ version: UploadedVersionBody, change: String? = nil) -> ProposedChangeBody {
        ProposedChangeBody(
            clientChangeID: change, resourceType: "file", changeType: "created", versionID: version.versionID,
            newPath: path)
    }

    @Test func `a change takes it under its own id, and only once`() async throws {
        let (_, desk) = try await TestWorld.started()
        let version = try await upload(desk, "hello")
        #expect(version.size == 5 && version.checksumSHA256 == Digest(of: Array("hello".utf8)).hex)
        #expect(try await desk.paths() == [])
        let applied = try await desk.apply([create("/a", version, change: "1")]).applied
        #expect(applied.map(\.versionID) == [version.versionID])
        #expect(try await desk.text(of: applied[0].resourceID) == "hello")
        let row = try #require(try await desk.changes().last)
        #expect(row.versionID == version.versionID && row.metadata.modifiedAt == "2026-01-02T03:04:05Z")
        let retry = try await desk.apply([create("/a", version, change: "1")])
        #expect(retry.applied.map(\.outcome) == [.replayed])
        let second = try await desk.apply([create("/b", version, change: "2")])
        #expect(second.rejected.map(\.code) == ["VALIDATION_FAILED"])
        #expect(try await desk.paths() == ["/a"])
    }

    @Test func `the second use within one batch is refused too`() async throws {
        let (_, desk) = try await TestWorld.started()
        let version = try await upload(desk, "hello")
        let answer = try await desk.apply([create("/a", version), create("/b", version)])
        #expect(answer.applied.map(\.path) == ["/a"])
        #expect(answer.rejected.map(\.code) == ["VALIDATION_FAILED"])
    }

    @Test func `it can become a newer version, and a conflicted copy`() async throws {
        let (_, desk) = try await TestWorld.started()
        let file = try await desk.create("/a", "one")
        let version = try await upload(desk, "two")
        func update(_ version: UploadedVersionBody) -> ProposedChangeBody {
            ProposedChangeBody(
                resourceType: "file", resourceID: file.resourceID, changeType: "updated",
                versionID: version.versionID, baseVersionID: file.versionID)
        }
        #expect(try await desk.apply([update(version)]).applied.map(\.versionID) == [version.versionID])
        let late = try await upload(desk, "three")
        let copy = try #require(try await desk.apply([update(late)], .keepBoth).applied.first)
        #expect(copy.versionID == late.versionID && copy.resourceID != file.resourceID)
        #expect(try await desk.text(of: copy.resourceID) == "three")
        #expect(try await desk.text(of: file.resourceID) == "two")
    }

    @Test func `what was undone does not use it up`() async throws {
        let (_, desk) = try await TestWorld.started()
        let version = try await upload(desk, "hello")
        _ = try await desk.apply([create("/a", version)], dryRun: true)
        let bad = ProposedChangeBody(
            resourceType: "file", resourceID: "fil_01J9ZZZZZZZZZZZZZZZZZZZZZZ", changeType: "deleted")
        let undone = try await desk.apply([create("/a", version), bad], .keepBoth, atomic: true)
        #expect(undone.applied.isEmpty && undone.rejected.count == 2)
        #expect(try await desk.apply([create("/a", version)]).applied.count == 1)
    }

    @Test func `it is its user's, its share's, and lasts a day`() async throws {
        let (world, desk) = try await TestWorld.started()
        let version = try await upload(desk, "hello")
        let ann = try await world.desk(
            try await world.user("ann", in: desk, role: .contributor), share: desk.share, device: "a")
        #expect(try await ann.apply([create("/a", version)]).rejected.map(\.code) == ["NOT_FOUND"])
        let other = try await world.service.shares.create(desk.caller, NewShareBody(name: "other"))
        let elsewhere = try await world.desk(desk.caller, share: other.id, device: "laptop")
        #expect(try await elsewhere.apply([create("/a", version)]).rejected.map(\.code) == ["NOT_FOUND"])
        world.clock.advance(seconds: Limits.uploadSecondsKept)
        #expect(try await desk.apply([create("/a", version)]).rejected.map(\.code) == ["NOT_FOUND"])
    }

    @Test func `merged content for a conflict may be uploaded so`() async throws {
        let (world, desk) = try await TestWorld.started()
        let file = try await desk.create("/a", "one")
        func update(_ text: String) async throws -> ApplyAnswer {
            let change = ProposedChangeBody(
                resourceType: "file", resourceID: file.resourceID, changeType: "updated",
                baseVersionID: file.versionID, metadata: try await desk.send(text))
            return try await desk.apply([change], .manual)
        }
        _ = try await update("two")
        let conflict = try #require(try await update("three").conflicts.first)
        let merged = try await upload(desk, "two and three")
        let resolved = try await world.service.conflicts.resolve(
            desk.caller, id: conflict.id, resolution: .manual, version: merged.versionID)
        #expect(resolved.status == .resolved)
        #expect(try await desk.text(of: file.resourceID) == "two and three")
        #expect(try await world.service.files.get(desk.caller, id: file.resourceID).versionID == merged.versionID)
    }

    @Test func `an upload becomes a file or a version, not both`() async throws {
        let (world, desk) = try await TestWorld.started()
        let uploads = world.service.uploads
        let body = NewUploadBody(shareID: desk.share, fileName: "a", fileSize: 0)
        let one = try await uploads.create(desk.caller, body).sessionID
        _ = try await uploads.completeAsVersion(desk.caller, id: one)
        #expect(
            await refusal { try await uploads.complete(desk.caller, id: one, CompleteUploadBody()) }
                == .validationFailed)
        let two = try await uploads.create(desk.caller, body).sessionID
        _ = try await uploads.complete(desk.caller, id: two, CompleteUploadBody())
        #expect(await refusal { try await uploads.completeAsVersion(desk.caller, id: two) } == .validationFailed)
    }
}
