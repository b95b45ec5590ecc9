import Foundation
import Testing
import TidelineAPI
import TidelineContent
import TidelineCore
import TidelineSQLite
import TidelineService
import TidelineTestKit

/// All that a server does with what it keeps, at once, on stores on disk.
@Suite struct KeepingTests {
    private static let files = 30
    private static let rounds = 40
    private static let backups = 8

    @Test func `writing, reading, collecting, compacting and backing up at once harm nothing`() async throws {
        let place = Place()
        defer { try? FileManager.default.removeItem(atPath: place.root) }
        try place.make()
        let store = try SQLiteMetadataStore(path: place.metadata)
        let chunks = try SegmentChunkStore(directory: place.content)
        let (world, desk) = try await TestWorld.started(store: store, chunks: chunks)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for name in ["ada", "bob"] {
                group.addTask { for number in 0..<Self.files { try await write("\(name) \(number)", desk) } }
            }
            group.addTask { for _ in 0..<Self.rounds { try await readAll(desk) } }
            group.addTask { for _ in 0..<Self.rounds { _ = try await world.service.collection() } }
            group.addTask {
                for _ in 0..<Self.rounds {
                    world.clock.advance(seconds: 3 * 86_400)
                    try await world.service.maintenance.runOnce()
                }
            }
            group.addTask {
                var taken = 0
                while taken < Self.backups {
                    if try place.backUp() { taken += 1 }
                    await Task.yield()
                }
            }
            try await group.waitForAll()
        }
        try await world.service.maintenance.runOnce()
        #expect(try await store.read { try $0.log(of: desk.caller.tenantID).floor } > .start)
        #expect(try place.findings(place.metadata).isEmpty)
        let contents = try await contents(desk)
        #expect(contents.count == Self.files * 2 && contents.allSatisfy { $0.value == "now \($0.key)" })

        let among = try await restored(place, "among", desk)
        #expect(among.allSatisfy { $0.value == "now \($0.key)" || $0.value == "first \($0.key)" })
        #expect(try place.backUp())
        #expect(try await restored(place, "after", desk) == contents)
        try await chunks.close()
        try await store.close()
    }

    /// A file with two versions, and one that goes to the trash. What a collection took meanwhile is sent again, as a
    /// device does.
    private func write(_ name: String, _ desk: Desk) async throws {
        let made = try await insist(desk, "first /\(name)") { content in
            ProposedChangeBody(
                resourceType: "file", changeType: "created", newPath: "/\(name)", metadata: content)
        }
        _ = try await insist(desk, "now /\(name)") { content in
            ProposedChangeBody(
                resourceType: "file", resourceID: made.resourceID, changeType: "updated",
                baseVersionID: made.versionID, metadata: content)
        }
        let other = try await insist(desk, "away \(name)") { content in
            ProposedChangeBody(
                resourceType: "file", changeType: "created", newPath: "/\(name) away", metadata: content)
        }
        _ = try await desk.apply([
            ProposedChangeBody(resourceType: "file", resourceID: other.resourceID, changeType: "deleted")
        ])
    }

    private func insist(
        _ desk: Desk, _ text: String, _ change: (ProposedMetadata) -> ProposedChangeBody
    ) async throws -> AppliedBody {
        while true {
            let answer = try await desk.apply([change(try await desk.send(text, pieces: 3))])
            if let applied = answer.applied.first { return applied }
            try #require(answer.rejected.map(\.code) == ["CONTENT_MISSING"])
        }
    }

    /// Whatever is there may go to the trash, and from it, between two looks.
    private func readAll(_ desk: Desk) async throws {
        for entry in try await desk.snapshot().entries where !entry.path.hasSuffix(" away") {
            let text = try await desk.text(of: entry.resourceID)
            #expect(text == "first \(entry.path)" || text == "now \(entry.path)")
        }
    }

    private func contents(_ desk: Desk) async throws -> [String: String] {
        var contents: [String: String] = [:]
        for entry in try await desk.snapshot().entries where !entry.path.hasSuffix(" away") {
            contents[entry.path] = try await desk.text(of: entry.resourceID)
        }
        return contents
    }

    /// The backup of now as a server of its own; answers what its files hold.
    private func restored(_ place: Place, _ name: String, _ desk: Desk) async throws -> [String: String] {
        let target = place.root + "/" + name
        _ = try BackupFolder(path: place.backup).restore(to: target) { _, _ in }
        #expect(try place.findings(target + "/metadata.sqlite").isEmpty)
        let store = try SQLiteMetadataStore(path: target + "/metadata.sqlite")
        let chunks = try SegmentChunkStore(directory: target + "/content")
        let world = TestWorld(store: store, chunks: chunks)
        let contents = try await contents(world.desk(desk.caller, share: desk.share, device: "visitor"))
        try await chunks.close()
        try await store.close()
        return contents
    }
}

/// A server's data folder and its backup.
private struct Place: Sendable {
    let root = FileManager.default.temporaryDirectory.appending(path: "tideline-keeping-\(UUID().uuidString)").path
    var metadata: String { root + "/data/metadata.sqlite" }
    var content: String { root + "/data/content" }
    var backup: String { root + "/backup" }

    func make() throws {
        try FileManager.default.createDirectory(atPath: root + "/data", withIntermediateDirectories: true)
        try Data("key".utf8).write(to: URL(fileURLWithPath: root + "/data/key"))
    }

    /// False while a collection runs.
    func backUp() throws -> Bool {
        guard let lock = try CollectionLock(content: content, waits: false) else { return false }
        let source = BackupFolder.Source(content: content, signingKey: root + "/data/key") { [metadata] target in
            try SQLiteSnapshot.take(from: metadata, to: target)
        }
        _ = try BackupFolder(path: backup).take(source, version: "test", at: Timestamp(nanoseconds: 0)) { _ in }
        withExtendedLifetime(lock) {}
        return true
    }

    func findings(_ metadata: String) throws -> [MetadataCheck.Finding] {
        let check = try MetadataCheck(path: metadata)
        defer { check.close() }
        return try check.findings()
    }
}
