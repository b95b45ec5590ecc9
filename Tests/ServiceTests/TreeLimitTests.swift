import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

/// Folders that go where they may not, or where it is tricky.
struct TreeLimitTests {
    private func move(_ id: String, to parent: ParentReference, _ name: String) -> ProposedChangeBody {
        ProposedChangeBody(
            resourceType: "folder", resourceID: id, changeType: "moved", parentID: parent, name: name)
    }

    @Test func `a folder that flows into one above it takes everything along`() async throws {
        let (_, desk) = try await TestWorld.started()
        _ = try await desk.createFolder("/a")
        let inner = try await desk.createFolder("/a/a")
        _ = try await desk.createFolder("/a/a/a")
        _ = try await desk.create("/a/a/a/deep", "deep")
        _ = try await desk.create("/a/a/flat", "flat")
        let answer = try await desk.apply([move(inner.resourceID, to: .root, "a")], .keepBoth)
        #expect(answer.applied.map(\.outcome) == [.merged])
        let paths = try await desk.paths()
        #expect(paths == ["/a", "/a/deep", "/a/flat"])
    }

    /// The ids of a chain of folders below the root, top first.
    private func chain(_ name: String, _ count: Int, _ desk: Desk) async throws -> [String] {
        var path = ""
        let changes = (0..<count).map { _ in
            path += "/" + name
            return ProposedChangeBody(resourceType: "folder", changeType: "created", newPath: path)
        }
        return try await desk.apply(changes).applied.map(\.resourceID)
    }

    @Test func `what lies below a moved folder keeps the limit of depth`() async throws {
        let (_, desk) = try await TestWorld.started()
        let upper = try await chain("u", 100, desk)
        let lower = try await chain("l", 29, desk)
        let refused = try await desk.apply([move(lower[0], to: .folder(upper[99]), "l")], .keepBoth)
        #expect(refused.rejected.map(\.code) == [ErrorCode.validationFailed.rawValue])
        let fits = try await desk.apply([move(lower[0], to: .folder(upper[98]), "l")], .keepBoth)
        #expect(fits.applied.map(\.outcome) == [.applied])
    }

    @Test func `what lies below a moved or renamed folder keeps the limit of paths`() async throws {
        let (_, desk) = try await TestWorld.started()
        let long = String(repeating: "n", count: Limits.nameBytesMax)
        let upper = try await chain(String(repeating: "u", count: Limits.nameBytesMax), 12, desk)
        let lower = try await desk.createFolder("/l")
        var path = "/l"
        for _ in 0..<4 {
            path += "/" + long
            _ = try await desk.createFolder(path)
        }
        let last = String(repeating: "f", count: 253)
        _ = try await desk.create(path + "/" + last, "deep")
        let longer = try await desk.apply([move(lower.resourceID, to: .folder(upper[10]), "ll")], .keepBoth)
        #expect(longer.rejected.map(\.code) == [ErrorCode.validationFailed.rawValue])
        let fits = try await desk.apply([move(lower.resourceID, to: .folder(upper[10]), "l")], .keepBoth)
        #expect(fits.applied.map(\.outcome) == [.applied])
        let deepest = try await desk.paths().map(\.utf8.count).max()
        #expect(deepest == Limits.pathBytesMax)
        let renamed = try await desk.apply([move(lower.resourceID, to: .folder(upper[10]), "ll")], .keepBoth)
        #expect(renamed.rejected.map(\.code) == [ErrorCode.validationFailed.rawValue])
        let shorter = try await desk.apply([move(lower.resourceID, to: .folder(upper[9]), "l")], .keepBoth)
        #expect(shorter.applied.map(\.outcome) == [.applied])
    }

    @Test func `versions named in a batch have only so many chunks together`() async throws {
        let (world, desk) = try await TestWorld.started()
        let file = try await desk.create("/a", "a")
        let first = try #require(file.versionID.flatMap { VersionID($0) })
        let versions = try await world.store.write { writer in
            let model = try #require(try writer.version(first))
            let chunk = try #require(try writer.manifest(of: first).first)
            return try [2, 3].map { number in
                let version = FileVersion(
                    id: VersionID(ULID(high: 7, low: UInt64(number))), tenantID: model.tenantID, shareID: model.shareID,
                    fileID: model.fileID, number: number, content: model.content, mimeType: model.mimeType,
                    modifiedAt: model.modifiedAt, writtenAt: model.writtenAt, createdBy: model.createdBy,
                    deviceID: nil, createdAt: model.createdAt, baseVersionID: nil)
                try writer.insert(
                    version, manifest: [ChunkRef](repeating: chunk, count: Limits.manifestChunksMax / 2 + 1))
                return version.id.description
            }
        }
        let copies = versions.enumerated().map { index, version in
            ProposedChangeBody(
                resourceType: "file", changeType: "created", versionID: version, newPath: "/copy \(index)")
        }
        let refusal = await #expect(throws: ServiceError.self) { _ = try await desk.apply(copies) }
        #expect(refusal?.code == .payloadTooLarge)
    }
}
