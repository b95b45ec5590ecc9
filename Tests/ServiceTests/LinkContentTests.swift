import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

/// A link and a file with its target's text are different contents.
struct LinkContentTests {
    private func content(_ desk: Desk, _ text: String, isLink: Bool) async throws -> ProposedMetadata {
        var metadata = try await desk.send(text)
        if isLink { metadata.mimeType = LinkTarget.mimeType }
        return metadata
    }

    private func create(_ path: String, isLink: Bool, by desk: Desk) async throws -> ProposedChangeBody {
        ProposedChangeBody(
            resourceType: "file", changeType: "created", newPath: path,
            metadata: try await content(desk, "target", isLink: isLink))
    }

    @Test(arguments: [true, false], [true, false])
    func `a file and a link of equal bytes at one place are two`(onDisk: Bool, linkFirst: Bool) async throws {
        try await onDesks(onDisk) { desks in
            _ = try await desks.theirs.apply([try await create("/x", isLink: linkFirst, by: desks.theirs)])
            let other = try await desks.ours.apply(
                [try await create("/x", isLink: !linkFirst, by: desks.ours)], .keepBoth)
            #expect(try only(other.conflicts).conflictType == .nameCollision)
            let same = try await desks.ours.apply(
                [try await create("/x", isLink: linkFirst, by: desks.ours)], .keepBoth)
            #expect(same.conflicts.isEmpty && same.applied.map(\.outcome) == [.merged])
        }
    }

    @Test(arguments: [true, false], [true, false])
    func `a link that becomes a file with its text is a new version`(onDisk: Bool, linkFirst: Bool) async throws {
        try await onDesks(onDisk) { desks in
            let made = try await desks.ours.apply([try await create("/x", isLink: linkFirst, by: desks.ours)]).applied[
                0]
            func update(isLink: Bool) async throws -> AppliedBody {
                let change = ProposedChangeBody(
                    resourceType: "file", resourceID: made.resourceID, changeType: "updated",
                    baseVersionID: made.versionID, metadata: try await content(desks.ours, "target", isLink: isLink))
                return try only(try await desks.ours.apply([change]).applied)
            }
            #expect(try await update(isLink: linkFirst).outcome == .unchanged)
            let other = try await update(isLink: !linkFirst)
            #expect(other.outcome == .applied && other.versionID != made.versionID)
            let entry = try #require(try await desks.ours.snapshot().entries.first)
            #expect((entry.metadata.mimeType == LinkTarget.mimeType) == !linkFirst)
        }
    }

    private func onDesks(_ onDisk: Bool, _ body: (TwoDesks) async throws -> Void) async throws {
        guard onDisk else { return try await body(try await TwoDesks()) }
        try await withStoresOnDisk { store, chunks in
            try await body(try await TwoDesks(store: store, chunks: chunks))
        }
    }
}
