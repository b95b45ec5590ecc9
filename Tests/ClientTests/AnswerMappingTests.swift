import Testing
import TidelineAPI
import TidelineClient
import TidelineCore
import TidelineSync

private let fileText = "fil_01ARZ3NDEKTSV4RRFFQ69G5FAV"
private let otherText = "fil_01ARZ3NDEKTSV4RRFFQ69G5FAW"
private let versionText = "ver_01ARZ3NDEKTSV4RRFFQ69G5FAV"
private let hash = String(repeating: "ab", count: 32)

private func applied(
    _ id: String? = "c1", resource: String = fileText, version: String? = versionText,
    outcome: ApplyOutcome = .applied
) -> AppliedBody {
    AppliedBody(
        clientChangeID: id, resourceType: .file, resourceID: resource, changeType: .updated, versionID: version,
        outcome: outcome)
}

private func conflict(
    _ id: String? = "c1", _ type: ConflictType = .editEdit, local: String? = versionText, copy: String? = nil
) -> ConflictBody {
    ConflictBody(
        id: "cfl_01ARZ3NDEKTSV4RRFFQ69G5FAV", shareID: "shr_01ARZ3NDEKTSV4RRFFQ69G5FAV", resourceType: .file,
        resourceID: fileText, path: "/a", conflictType: type, localVersionID: local, status: .resolved,
        createdAt: "2026-04-23T08:15:30Z", clientChangeID: id, copyID: copy, copyPath: copy.map { _ in "/copy" })
}

private func rejected(_ code: String, id: String? = "c1", missing: [String]? = nil) -> RejectedBody {
    RejectedBody(clientChangeID: id, index: 0, code: code, detail: "No.", missing: missing)
}

@Suite struct AnswerMappingTests {
    private let file: NodeID
    private let other: NodeID
    private let version: VersionID

    init() throws {
        file = try #require(NodeID(fileText))
        other = try #require(NodeID(otherText))
        version = try #require(VersionID(versionText))
    }

    private func update(_ id: String) -> PushChange {
        PushChange(clientChangeID: id, node: file, action: .delete, baseVersion: nil)
    }

    private func results(
        _ applied: [AppliedBody] = [], _ conflicts: [ConflictBody] = [], _ rejected: [RejectedBody] = []
    ) throws -> [PushResult] {
        let answer = ApplyAnswer(applied: applied, conflicts: conflicts, rejected: rejected, cursor: 5)
        return try PushAnswer(answer, to: [update("c1")]).results
    }

    @Test func `an applied change is done, under the id the server chose`() throws {
        #expect(try results([applied()]) == [.done(node: file, version: version)])
        #expect(try results([applied(resource: otherText, outcome: .merged)]) == [.done(node: other, version: version)])
        #expect(try results([applied(outcome: .replayed)]) == [.done(node: file, version: version)])
    }

    @Test func `a conflict without an applied entry is a conflict`() throws {
        #expect(try results([], [conflict()]) == [.conflict(.editEdit, kept: version, copy: nil, copyPath: nil)])
    }

    @Test func `content that went into a copy is a conflict though the copy was applied`() throws {
        let expected = PushResult.conflict(.editEdit, kept: version, copy: other, copyPath: "/copy")
        #expect(
            try results([applied(resource: otherText, outcome: .renamed)], [conflict(copy: otherText)]) == [expected])
    }

    @Test func `a new thing that became the copy itself is a conflict`() throws {
        let expected = PushResult.conflict(.nameCollision, kept: version, copy: file, copyPath: "/copy")
        #expect(
            try results([applied(outcome: .renamed)], [conflict("c1", .nameCollision, copy: fileText)]) == [expected])
    }

    @Test func `a thing that took the name while the other became the copy is done`() throws {
        #expect(
            try results([applied()], [conflict("c1", .nameCollision, copy: otherText)])
                == [.done(node: file, version: version)])
    }

    @Test func `a conflict that this device won is done`() throws {
        #expect(try results([applied()], [conflict()]) == [.done(node: file, version: version)])
    }

    @Test func `a rejected change with a conflict is a conflict`() throws {
        let expected = PushResult.conflict(.parentDeleted, kept: nil, copy: nil, copyPath: nil)
        #expect(try results([], [conflict("c1", .parentDeleted, local: nil)], [rejected("NOT_FOUND")]) == [expected])
    }

    @Test func `missing content is told from other rejections`() throws {
        let digest = try #require(Digest(hex: hash))
        #expect(try results([], [], [rejected("CONTENT_MISSING", missing: [hash])]) == [.contentMissing([digest])])
        #expect(try results([], [], [rejected("QUOTA_EXCEEDED")]) == [.rejected(.quotaExceeded, "No.")])
        #expect(try results([], [], [rejected("BRAND_NEW")]) == [.rejected(.badRequest, "BRAND_NEW: No.")])
    }

    @Test func `results come in the order of the changes`() throws {
        let answer = ApplyAnswer(
            applied: [applied("c3"), applied("c1")], conflicts: [], rejected: [rejected("NOT_FOUND", id: "c2")],
            cursor: 5)
        let results = try PushAnswer(answer, to: ["c1", "c2", "c3"].map { update($0) }).results
        #expect(
            results == [
                .done(node: file, version: version), .rejected(.notFound, "No."), .done(node: file, version: version),
            ])
    }

    struct Garbage: Sendable {
        var applied: [AppliedBody] = []
        var conflicts: [ConflictBody] = []
        var rejected: [RejectedBody] = []
        var cursor: Int64 = 5
    }

    @Test(arguments: [
        Garbage(), Garbage(applied: [applied("c2")]),
        Garbage(applied: [applied(), applied()]), Garbage(applied: [applied(nil)]),
        Garbage(applied: [applied(resource: "fil_")]),
        Garbage(applied: [applied(resource: "fld_01ARZ3NDEKTSV4RRFFQ69G5FAV")]),
        Garbage(applied: [applied(version: "v")]), Garbage(applied: [applied()], cursor: -1),
        Garbage(applied: [applied()], rejected: [rejected("NOT_FOUND")]),
        Garbage(conflicts: [conflict(copy: "copy")]), Garbage(conflicts: [conflict(local: "v")]),
        Garbage(rejected: [rejected("CONTENT_MISSING", missing: ["00"])]),
    ])
    func `an answer without exactly one sound result for each change is garbage`(_ garbage: Garbage) {
        let answer = ApplyAnswer(
            applied: garbage.applied, conflicts: garbage.conflicts, rejected: garbage.rejected, cursor: garbage.cursor)
        #expect(throws: RemoteError.self) { try PushAnswer(answer, to: [update("c1")]) }
    }
}

@Suite struct ProposalMappingTests {
    private let node: NodeID
    private let parent: NodeID

    init() throws {
        node = try #require(NodeID(fileText))
        parent = try #require(NodeID("fld_01ARZ3NDEKTSV4RRFFQ69G5FAV"))
    }

    private func place(_ parent: NodeID?, _ name: String) throws -> Place {
        Place(parent: parent, name: try NodeName(name))
    }

    private func proposal(_ action: PushChange.Action) -> ProposedChangeBody {
        ProposedChangeBody(
            PushChange(clientChangeID: "c1", node: node, action: action, baseVersion: VersionID(versionText)))
    }

    @Test func `another parent is a move, another name alone a rename`() throws {
        let moved = proposal(.move(from: try place(nil, "a"), to: try place(parent, "b")))
        #expect(moved.changeType == "moved")
        #expect(moved.parentID == .folder(parent.description))
        #expect(moved.name == "b")
        let renamed = proposal(.move(from: try place(nil, "a"), to: try place(nil, "b")))
        #expect(renamed.changeType == "renamed")
        #expect(renamed.parentID == .root)
    }

    @Test func `new content carries everything the server checks`() throws {
        let digest = try #require(Digest(hex: hash))
        let content = PushContent(
            content: Content(checksum: digest, size: 9, executable: true),
            modifiedAt: try #require(Timestamp(rfc3339: "2026-04-23T08:15:30.123456789Z")),
            chunks: [ChunkRef(hash: digest, size: 9)])
        let created = proposal(.createFile(try place(parent, "n"), content))
        #expect(created.changeType == "created")
        #expect(created.resourceID == fileText)
        #expect(
            created.metadata
                == ProposedMetadata(
                    size: 9, checksumSHA256: hash, modifiedAt: "2026-04-23T08:15:30.123456789Z", executable: true,
                    chunks: [ChunkBody(hash: hash, size: 9)]))
        let updated = proposal(.update(content))
        #expect(updated.changeType == "updated")
        #expect(updated.baseVersionID == versionText)
        #expect(updated.parentID == nil && updated.name == nil)
    }

    @Test func `a delete names the thing and what it was based on`() {
        let deleted = proposal(.delete)
        #expect(deleted.changeType == "deleted")
        #expect(deleted.resourceID == fileText)
        #expect(deleted.baseVersionID == versionText)
        #expect(deleted.clientChangeID == "c1")
    }
}
