import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

/// The rules of `apply` that have nothing to do with conflicts.
struct ApplyTests {
    private func change(
        _ resource: String, _ type: String, id: String? = nil, base: String? = nil, old: String? = nil,
        new: String? = nil, parent: ParentReference? = nil, name: String? = nil, _ metadata: ProposedMetadata? = nil,
        key: String? = nil
    ) -> ProposedChangeBody {
        ProposedChangeBody(
            clientChangeID: key, resourceType: resource, resourceID: id, changeType: type, baseVersionID: base,
            oldPath: old, newPath: new, parentID: parent, name: name, metadata: metadata)
    }

    private func refusal(_ work: () async throws -> some Any) async -> ServiceError? {
        await #expect(throws: ServiceError.self) { _ = try await work() }
    }

    private let fresh = (folder: "fld_01J9ZZZZZZZZZZZZZZZZZZZZZZ", file: "fil_01J9ZZZZZZZZZZZZZZZZZZZZZZ")

    @Test func `a created file can be read, listed and seen in the log`() async throws {
        let (_, desk) = try await TestWorld.started()
        let before = try await desk.head()
        let applied = try await desk.create("/spec.pdf", "content")
        #expect(applied.outcome == .applied && applied.path == "/spec.pdf" && applied.changeType == .created)
        #expect(try await desk.text(of: applied.resourceID) == "content")
        let rows = try await desk.changes(after: before)
        #expect(rows.count == 1)
        #expect(rows.first?.id == applied.changeID && rows.first?.position == applied.position)
        #expect(rows.first?.newPath == "/spec.pdf" && rows.first?.oldPath == nil)
        #expect(rows.first?.metadata.mimeType == "application/pdf" && rows.first?.metadata.size == 7)
        #expect(rows.first?.deviceID == "laptop")
        #expect(try await desk.paths() == ["/spec.pdf"])
    }

    @Test func `one batch makes a folder under a chosen id and fills it`() async throws {
        let (_, desk) = try await TestWorld.started()
        let answer = try await desk.apply([
            change("folder", "created", id: fresh.folder, parent: .root, name: "Eng"),
            change("file", "created", parent: .folder(fresh.folder), name: "a.txt", try await desk.send("a")),
        ])
        #expect(answer.applied.map(\.path) == ["/Eng", "/Eng/a.txt"])
        #expect(answer.cursor == answer.applied.last?.position)
    }

    @Test func `a folder that is there already takes in a created one, and later changes follow`() async throws {
        let (_, desk) = try await TestWorld.started()
        let existing = try await desk.createFolder("/Eng")
        let answer = try await desk.apply([
            change("folder", "created", id: fresh.folder, parent: .root, name: "ENG"),
            change("file", "created", parent: .folder(fresh.folder), name: "a.txt", try await desk.send("a")),
        ])
        #expect(answer.applied.map(\.outcome) == [.merged, .applied])
        #expect(answer.applied.first?.resourceID == existing.resourceID)
        #expect(try await desk.paths() == ["/Eng", "/Eng/a.txt"])
    }

    @Test func `an equal file takes in a created one`() async throws {
        let (_, desk) = try await TestWorld.started()
        let existing = try await desk.create("/a", "same")
        let answer = try await desk.apply([
            change("file", "created", id: fresh.file, new: "/a", try await desk.send("same")),
            change("file", "updated", id: fresh.file, base: existing.versionID, try await desk.send("next")),
        ])
        #expect(answer.applied.map(\.outcome) == [.merged, .applied])
        #expect(try await desk.text(of: existing.resourceID) == "next")
    }

    @Test func `a chosen id that exists is refused`() async throws {
        let (_, desk) = try await TestWorld.started()
        let existing = try await desk.create("/a", "a")
        let answer = try await desk.apply([
            change("file", "created", id: existing.resourceID, new: "/b", try await desk.send("b"))
        ])
        #expect(answer.rejected.map(\.code) == ["VALIDATION_FAILED"])
    }

    @Test func `a wrong change is rejected alone`() async throws {
        let (_, desk) = try await TestWorld.started()
        let good = try await desk.send("good")
        var overlong = good
        overlong.size = 99
        var lying = good
        lying.checksumSHA256 = Digest(of: [9]).hex
        let wrong: [(ProposedChangeBody, ErrorCode)] = [
            (change("planet", "created", new: "/x"), .validationFailed),
            (change("file", "exploded", new: "/x"), .validationFailed),
            (change("file", "created", new: "/../x", good), .validationFailed),
            (change("file", "created", new: "x", good), .validationFailed),
            (change("file", "created", new: "/x"), .validationFailed),
            (change("file", "created", good), .validationFailed),
            (change("folder", "updated", new: "/x"), .validationFailed),
            (change("file", "created", id: fresh.folder, new: "/x", good), .validationFailed),
            (change("file", "created", new: "/nowhere/x", good), .notFound),
            (change("file", "created", parent: .folder(fresh.folder), name: "x", good), .notFound),
            (change("file", "deleted", id: fresh.file), .notFound),
            (change("file", "deleted", old: "/nothing"), .notFound),
            (change("file", "created", new: "/x", overlong), .checksumMismatch),
            (change("file", "created", new: "/x", lying), .checksumMismatch),
            (
                change(
                    "file", "created", new: "/x",
                    ProposedMetadata(chunks: [ChunkBody(hash: Digest(of: [7, 7]).hex, size: 2)])), .contentMissing
            ),
        ]
        let answer = try await desk.apply(wrong.map(\.0) + [change("file", "created", new: "/good", good)])
        #expect(answer.rejected.map(\.code) == wrong.map(\.1.rawValue))
        #expect(answer.rejected.map(\.index) == Array(wrong.indices))
        #expect(answer.rejected.last?.missing == [Digest(of: [7, 7]).hex])
        #expect(answer.applied.map(\.path) == ["/good"])
    }

    @Test func `the checksum of several chunks is computed, and a false one refused`() async throws {
        let (_, desk) = try await TestWorld.started()
        var sent = try await desk.send("one two three", pieces: 3)
        let truth = sent.checksumSHA256
        sent.checksumSHA256 = nil
        let answer = try await desk.apply([change("file", "created", new: "/a", sent)])
        let file = try #require(answer.applied.first?.resourceID)
        let manifest = try await desk.world.service.content.manifest(desk.caller, file: file, version: nil)
        #expect(manifest.checksumSHA256 == truth && manifest.chunks.count == 3)
        sent.checksumSHA256 = Digest(of: [1]).hex
        let refused = try await desk.apply([change("file", "created", new: "/b", sent)])
        #expect(refused.rejected.map(\.code) == ["CHECKSUM_MISMATCH"])
    }

    @Test func `an empty file has no chunks`() async throws {
        let (_, desk) = try await TestWorld.started()
        let file = try await desk.create("/empty", "")
        #expect(try await desk.text(of: file.resourceID) == "")
    }

    @Test func `another time alone changes nothing, another executable bit does`() async throws {
        let (_, desk) = try await TestWorld.started()
        let file = try await desk.create("/a", "a")
        let touched = try await desk.send("a", modifiedAt: Timestamp(seconds: 5))
        let runnable = try await desk.send("a", executable: true)
        let answer = try await desk.apply([
            change("file", "updated", id: file.resourceID, base: file.versionID, touched),
            change("file", "updated", id: file.resourceID, base: file.versionID, runnable),
        ])
        #expect(answer.applied.map(\.outcome) == [.unchanged, .applied])
        #expect(answer.applied.first?.versionID == file.versionID)
    }

    @Test func `moving changes the parent, renaming the name alone, and both at once is a move`() async throws {
        let (_, desk) = try await TestWorld.started()
        let folder = try await desk.createFolder("/Eng")
        let file = try await desk.create("/a", "a")
        let start = try await desk.head()
        let answer = try await desk.apply([
            change("file", "moved", id: file.resourceID, new: "/b"),
            change("file", "renamed", id: file.resourceID, parent: .folder(folder.resourceID), name: "c"),
            change("file", "moved", old: "/Eng/c", parent: .root),
            change("file", "renamed", id: file.resourceID, name: "C"),
            change("file", "renamed", id: file.resourceID, name: "C"),
        ])
        #expect(answer.applied.map(\.changeType) == [.renamed, .moved, .moved, .renamed, .renamed])
        #expect(answer.applied.map(\.outcome) == [.applied, .applied, .applied, .applied, .unchanged])
        #expect(try await desk.changes(after: start).map(\.newPath) == ["/b", "/Eng/c", "/c", "/C"])
    }

    @Test func `moving and deleting a folder writes one row each, whatever it holds`() async throws {
        let (_, desk) = try await TestWorld.started()
        let folder = try await desk.createFolder("/Eng")
        for index in 0..<5 { _ = try await desk.create("/Eng/\(index)", "\(index)") }
        let start = try await desk.head()
        _ = try await desk.apply([change("folder", "renamed", id: folder.resourceID, new: "/Ops")])
        #expect(try await desk.paths().contains("/Ops/3"))
        _ = try await desk.apply([change("folder", "deleted", id: folder.resourceID)])
        #expect(try await desk.paths().isEmpty)
        #expect(try await desk.changes(after: start).map(\.changeType) == [.renamed, .deleted])
    }

    @Test func `a deleted thing frees its name and is gone to readers`() async throws {
        let (_, desk) = try await TestWorld.started()
        let first = try await desk.create("/a", "first")
        let gone = try await desk.apply([change("file", "deleted", id: first.resourceID, base: first.versionID)])
        #expect(gone.applied.map(\.outcome) == [.applied])
        let second = try await desk.create("/a", "second")
        #expect(second.resourceID != first.resourceID && second.outcome == .applied)
        #expect(await refusal { try await desk.text(of: first.resourceID) }?.code == .gone)
        let again = try await desk.apply([change("file", "deleted", id: first.resourceID, base: first.versionID)])
        #expect(again.applied.map(\.outcome) == [.unchanged])
    }

    @Test func `a retry gets the first outcome and changes nothing`() async throws {
        let (world, desk) = try await TestWorld.started()
        let changes = [
            change("folder", "created", id: fresh.folder, new: "/Eng", key: "1"),
            change("file", "created", parent: .folder(fresh.folder), name: "a", try await desk.send("a"), key: "2"),
        ]
        let first = try await desk.apply(changes)
        let head = try await desk.head()
        world.clock.advance(seconds: 2 * Limits.chunkGrantSeconds)
        let second = try await desk.apply(changes)
        #expect(second.applied.map(\.outcome) == [.replayed, .replayed])
        #expect(second.applied.map(\.resourceID) == first.applied.map(\.resourceID))
        #expect(second.applied.map(\.changeID) == first.applied.map(\.changeID))
        #expect(try await desk.head() == head)
    }

    @Test func `a rejected change is tried anew`() async throws {
        let (_, desk) = try await TestWorld.started()
        let text = "not sent yet"
        let hash = Digest(of: Array(text.utf8))
        let metadata = ProposedMetadata(chunks: [ChunkBody(hash: hash.hex, size: text.utf8.count)])
        let proposed = change("file", "created", new: "/a", metadata, key: "1")
        #expect(try await desk.apply([proposed]).rejected.map(\.code) == ["CONTENT_MISSING"])
        _ = try await desk.send(text)
        #expect(try await desk.apply([proposed]).applied.map(\.outcome) == [.applied])
    }

    @Test func `another device's change id is another's`() async throws {
        let (world, desk) = try await TestWorld.started()
        let phone = try await world.desk(desk.caller, share: desk.share, device: "phone")
        _ = try await desk.apply([change("folder", "created", new: "/a", key: "1")])
        #expect(try await phone.apply([change("folder", "created", new: "/b", key: "1")]).applied.map(\.path) == ["/b"])
    }

    @Test func `a dry run answers the same and changes nothing`() async throws {
        let (_, desk) = try await TestWorld.started()
        let changes = [change("folder", "created", new: "/Eng", key: "1"), change("file", "deleted", old: "/x")]
        let head = try await desk.head()
        let dry = try await desk.apply(changes, dryRun: true)
        #expect(try await desk.head() == head)
        #expect(try await desk.paths().isEmpty)
        let real = try await desk.apply(changes)
        #expect(dry.applied.map(\.path) == real.applied.map(\.path))
        #expect(dry.applied.map(\.outcome) == real.applied.map(\.outcome))
        #expect(dry.rejected == real.rejected)
    }

    @Test func `an atomic batch is all or nothing`() async throws {
        let (_, desk) = try await TestWorld.started()
        let changes = [
            change("folder", "created", new: "/Eng", key: "1"), change("file", "deleted", old: "/x", key: "2"),
            change("folder", "created", new: "/Ops", key: "3"),
        ]
        let answer = try await desk.apply(changes, atomic: true)
        #expect(answer.applied.isEmpty)
        #expect(answer.rejected.map(\.code) == ["BATCH_UNDONE", "NOT_FOUND", "BATCH_UNDONE"])
        #expect(try await desk.paths().isEmpty)
        let retry = try await desk.apply([changes[0], changes[2]], atomic: true)
        #expect(retry.applied.map(\.outcome) == [.applied, .applied])
    }

    @Test func `a quota holds`() async throws {
        let (world, desk) = try await TestWorld.started()
        _ = try await world.service.shares.update(desk.caller, id: desk.share, SharePatchBody(quotaBytes: .bytes(10)))
        let answer = try await desk.apply([
            change("file", "created", new: "/a", try await desk.send("123456")),
            change("file", "created", new: "/b", try await desk.send("12345")),
            change("file", "created", new: "/c", try await desk.send("1234")),
        ])
        #expect(answer.applied.map(\.path) == ["/a", "/c"])
        #expect(answer.rejected.map(\.code) == ["QUOTA_EXCEEDED"])
    }

    @Test func `paths end at the limits`() async throws {
        let (_, desk) = try await TestWorld.started()
        var parent = ParentReference.root
        for level in 1...Limits.depthMax {
            let answer = try await desk.apply([change("folder", "created", parent: parent, name: "d")])
            parent = .folder(try #require(answer.applied.first?.resourceID, "level \(level)"))
        }
        let deeper = try await desk.apply([change("folder", "created", parent: parent, name: "d")])
        #expect(deeper.rejected.map(\.code) == ["VALIDATION_FAILED"])
        let name = String(repeating: "n", count: 255)
        var last: ApplyAnswer?
        var folder = ParentReference.root
        for _ in 0..<16 {
            last = try await desk.apply([change("folder", "created", parent: folder, name: name)])
            if let id = last?.applied.first?.resourceID { folder = .folder(id) }
        }
        #expect(last?.applied.first?.path?.utf8.count == Limits.pathBytesMax)
        let longer = try await desk.apply([change("folder", "created", parent: folder, name: "n")])
        #expect(longer.rejected.map(\.code) == ["VALIDATION_FAILED"])
    }

    @Test func `a batch that is too long is refused as a whole`() async throws {
        let (_, desk) = try await TestWorld.started()
        let changes = (0...Limits.applyChangesMax).map { change("folder", "created", new: "/\($0)") }
        #expect(await refusal { try await desk.apply(changes) }?.code == .payloadTooLarge)
    }

    @Test func `a device must be known and active`() async throws {
        let (world, desk) = try await TestWorld.started()
        let unknown = ApplyBody(deviceID: "unknown", shareID: desk.share, changes: [])
        #expect(await refusal { try await world.service.apply(desk.caller, unknown) }?.code == .notFound)
        _ = try await world.service.devices.update(desk.caller, id: desk.device, DevicePatchBody(isActive: false))
        #expect(await refusal { try await desk.apply([]) }?.code == .deviceInactive)
        _ = try await world.service.devices.update(desk.caller, id: desk.device, DevicePatchBody(isActive: true))
        #expect(try await desk.apply([]).applied.isEmpty)
    }

    @Test func `a base cursor beyond the head is of another timeline`() async throws {
        let (_, desk) = try await TestWorld.started()
        let beyond = try await desk.head().next
        #expect(await refusal { try await desk.apply([], baseCursor: beyond) }?.code == .syncCursorInvalid)
    }
}
