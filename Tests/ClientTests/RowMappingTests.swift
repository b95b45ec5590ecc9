import Testing
import TidelineAPI
import TidelineClient
import TidelineCore
import TidelineSync

private let file = "fil_01ARZ3NDEKTSV4RRFFQ69G5FAV"
private let folder = "fld_01ARZ3NDEKTSV4RRFFQ69G5FAV"
private let versionID = "ver_01ARZ3NDEKTSV4RRFFQ69G5FAV"
private let hash = String(repeating: "ab", count: 32)

private func change(
    _ type: ResourceType = .file, _ id: String = file, _ changeType: ChangeType = .updated, path: String? = "/a/x.txt",
    parent: String? = folder, version: String? = versionID,
    metadata: NodeMetadata = NodeMetadata(
        size: 3, mimeType: "text/plain", checksumSHA256: hash, modifiedAt: "2026-04-23T08:15:30Z", executable: true)
) -> ChangeBody {
    ChangeBody(
        id: "chg_01ARZ3NDEKTSV4RRFFQ69G5FAV", tenantID: "tnt_01ARZ3NDEKTSV4RRFFQ69G5FAV",
        shareID: "shr_01ARZ3NDEKTSV4RRFFQ69G5FAV", resourceType: type, resourceID: id, changeType: changeType,
        changedBy: "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV", changedAt: "2026-04-23T08:15:30Z", oldPath: nil, newPath: path,
        versionID: version, metadata: metadata, position: 77, parentID: parent)
}

@Suite struct RowMappingTests {
    @Test func `a row about a file carries place and content`() throws {
        let row = try RemoteRow(change())
        let node = RemoteNode(
            id: try #require(NodeID(file)), place: Place(parent: NodeID(folder), name: try NodeName("x.txt")),
            file: RemoteFile(
                version: try #require(VersionID(versionID)),
                content: Content(checksum: try #require(Digest(hex: hash)), size: 3, executable: true),
                modifiedAt: try #require(Timestamp(rfc3339: "2026-04-23T08:15:30Z"))))
        #expect(row == .live(node))
    }

    @Test func `a folder at the root has neither parent nor content`() throws {
        let row = try RemoteRow(change(.folder, folder, .created, path: "/Docs", parent: nil, version: nil))
        let id = try #require(NodeID(folder))
        #expect(row == .live(RemoteNode(id: id, place: Place(parent: nil, name: try NodeName("Docs")), file: nil)))
    }

    @Test func `a deleted thing needs nothing but its id`() throws {
        let row = try RemoteRow(
            change(.file, file, .deleted, path: nil, parent: nil, version: nil, metadata: NodeMetadata()))
        #expect(row == .deleted(try #require(NodeID(file))))
    }

    @Test func `rows about shares are left out`() throws {
        #expect(try RemoteRow(change(.share, "shr_01ARZ3NDEKTSV4RRFFQ69G5FAV", .created)) == nil)
    }

    @Test func `a name that starts with a combining mark is not joined to the slash`() throws {
        let row = try RemoteRow(change(path: "/a/\u{301}x"))
        guard case .live(let node) = row else { return #expect(Bool(false), "\(String(describing: row))") }
        #expect(node.place.name.text == "\u{301}x")
    }

    @Test(arguments: [
        change(.file, folder), change(.folder, file), change(.file, "fil_x"), change(path: nil), change(path: "/"),
        change(path: "/a/.."), change(path: "/a/."), change(path: "/a/x\0y"),
        change(path: "/a/"), change(path: "a/x"), change(path: "/x"), change(path: "/a/x", parent: nil),
        change(.folder, folder, path: "/a/x", parent: folder),
        change(path: "/" + String(repeating: "n", count: 256)), change(parent: file), change(parent: "fld_"),
        change(version: nil), change(version: "ver_1"), change(metadata: NodeMetadata()),
        change(metadata: NodeMetadata(size: -1, checksumSHA256: hash, modifiedAt: "2026-04-23T08:15:30Z")),
        change(metadata: NodeMetadata(size: .max, checksumSHA256: hash, modifiedAt: "2026-04-23T08:15:30Z")),
        change(metadata: NodeMetadata(size: 1, checksumSHA256: "abc", modifiedAt: "2026-04-23T08:15:30Z")),
        change(metadata: NodeMetadata(size: 1, checksumSHA256: hash, modifiedAt: "yesterday")),
    ])
    func `nothing malformed passes, and the error names the row`(_ change: ChangeBody) {
        let error = #expect(throws: RemoteError.self) { try RemoteRow(change) }
        guard case .garbage(let detail) = error else { return #expect(Bool(false), "\(String(describing: error))") }
        #expect(detail.contains("77"))
    }

    @Test(arguments: [
        ManifestAnswer(
            fileID: file, versionID: "ver_01ARZ3NDEKTSV4RRFFQ69G5FAW", size: 1, checksumSHA256: hash,
            chunks: [ChunkBody(hash: hash, size: 1)]),
        ManifestAnswer(
            fileID: file, versionID: versionID, size: 2, checksumSHA256: hash, chunks: [ChunkBody(hash: hash, size: 1)]),
        ManifestAnswer(
            fileID: file, versionID: versionID, size: 0, checksumSHA256: hash, chunks: [ChunkBody(hash: hash, size: 0)]),
        ManifestAnswer(
            fileID: file, versionID: versionID, size: 1, checksumSHA256: hash, chunks: [ChunkBody(hash: "", size: 1)]),
        ManifestAnswer(
            fileID: file, versionID: versionID, size: 9 << 20, checksumSHA256: hash,
            chunks: [ChunkBody(hash: hash, size: 9 << 20)]),
    ])
    func `a manifest that does not add up is garbage`(_ answer: ManifestAnswer) throws {
        let version = try #require(VersionID(versionID))
        #expect(throws: RemoteError.self) { try [ChunkRef](answer, version: version) }
    }

    @Test(arguments: [
        (TidelineError(.unreachable, "x"), RemoteError.unreachable("x")),
        (TidelineError(.timedOut, "x"), .unreachable("x")),
        (TidelineError(.problem(.internalError), "x", status: 500), .unreachable("x")),
        (TidelineError(.problem(.unavailable), "x", status: 503), .unreachable("x")),
        (TidelineError(.problem(.rateLimited), "x", status: 429), .unreachable("x")),
        (TidelineError(.garbage, "x", status: 502), .unreachable("x")),
        (TidelineError(.garbage, "x", status: 200), .garbage("x")),
        (TidelineError(.problem(.unauthenticated), "x", status: 401), .unauthenticated("x")),
        (TidelineError(.notLoggedIn, "x"), .unauthenticated("x")),
        (TidelineError(.problem(.syncCursorInvalid), "x", status: 400), .cursorInvalid),
        (TidelineError(.problem(.permissionDenied), "x", status: 403), .refused(.permissionDenied, "x")),
        (TidelineError(.problem(.quotaExceeded), "x", status: 507), .refused(.quotaExceeded, "x")),
        (TidelineError(.unknownProblem("NEW"), "x", status: 418), .refused(.badRequest, "NEW: x")),
        (TidelineError(.cancelled, "x"), .cancelled),
    ])
    func `each error has one meaning for the engine`(_ error: TidelineError, _ expected: RemoteError) {
        #expect(RemoteError(error) == expected)
    }
}
