import Foundation
import HTTPTypes
import NIOCore
import Testing
import TidelineAPI
import TidelineContent
import TidelineCore
import TidelineSQLite

@testable import TidelineServer

/// Many clients at once against a real server on stores on disk.
@Suite struct CrowdTests {
    private static let writers = 64
    private static let readers = 8
    private static let rounds = 3

    @Test func `64 clients write while others page, and every reader gets each row once and in order`() async throws {
        try await withStoresOnDisk { store, chunks in
            try await TestServer.run(store: store, chunks: chunks) { server in
                let share = try await server.makeShare()
                let shared = try await Writer(server: server, share: share, number: 0).makeFolder("shared")
                let written = Written()
                let feeds = try await withThrowingTaskGroup(of: [ChangeBody]?.self) { group in
                    for number in 1...Self.writers {
                        group.addTask {
                            let writer = Writer(server: server, share: share, number: number)
                            for change in try await writer.work(in: shared, rounds: Self.rounds) {
                                await written.add(change)
                            }
                            await written.finish()
                            return nil
                        }
                    }
                    for number in 1...Self.readers {
                        group.addTask {
                            // Pages of all sizes; every second reader waits for rows, the others keep asking.
                            let reader = Reader(server: server, share: share, limit: number * 5, waits: number % 2 == 0)
                            return try await reader.read { await written.isOver(after: Self.writers) }
                        }
                    }
                    return try await group.reduce(into: [[ChangeBody]]()) { feeds, rows in
                        if let rows { feeds.append(rows) }
                    }
                }
                let truth = try await Reader(server: server, share: share, limit: 5_000, waits: false).read { true }
                #expect(feeds.count == Self.readers)
                for rows in feeds { #expect(rows == truth) }
                try checkOrder(truth)
                let acknowledged = await written.ids
                #expect(acknowledged.count >= Self.writers * Self.rounds * 2)
                let seen = truth.map(\.id)
                #expect(Set(seen).count == seen.count)
                #expect(acknowledged.isSubset(of: seen))
                try await checkSnapshot(server, share, truth)
            }
        }
    }

    private func checkOrder(_ rows: [ChangeBody]) throws {
        for (row, next) in zip(rows, rows.dropFirst()) { #expect(row.position < next.position) }
    }

    /// What the rows tell is what is there.
    private func checkSnapshot(_ server: TestServer, _ share: String, _ rows: [ChangeBody]) async throws {
        var paths: [String: String] = [:]
        for row in rows where row.resourceType != .share { paths[row.resourceID] = row.newPath }
        let reply = try await server.send(.get, "/api/v1/sync/snapshot?share_id=\(share)&limit=5000")
        let snapshot = try reply.decode(SnapshotPage.self)
        #expect(snapshot.nextPageToken == nil)
        #expect(Dictionary(uniqueKeysWithValues: snapshot.entries.map { ($0.resourceID, $0.path) }) == paths)
    }

    private func withStoresOnDisk(_ body: (SQLiteMetadataStore, SegmentChunkStore) async throws -> Void) async throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "tideline-crowd-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: url) }
        let store = try SQLiteMetadataStore(path: url.path + "/metadata.sqlite")
        let chunks = try SegmentChunkStore(directory: url.path + "/content")
        try await body(store, chunks)
        try await chunks.close()
        try await store.close()
    }
}

/// Ids of all rows that were acknowledged, and how many writers are done.
private actor Written {
    private(set) var ids: Set<String> = []
    private var finished = 0

    func add(_ id: String) { ids.insert(id) }
    func finish() { finished += 1 }
    func isOver(after count: Int) -> Bool { finished == count }
}

/// One device that makes, edits, moves and deletes files, some of them where all others do.
private struct Writer: Sendable {
    let server: TestServer
    let share: String
    let number: Int

    private var device: String { "device-\(number)" }

    func makeFolder(_ name: String) async throws -> String {
        try await server.makeDevice(device)
        let folder = ProposedChangeBody(
            resourceType: "folder", changeType: "created", parentID: .root, name: name)
        return try #require(try await apply([folder]).applied.first).resourceID
    }

    /// The ids of the rows that were written for it.
    func work(in shared: String, rounds: Int) async throws -> [String] {
        let own = try await makeFolder("folder \(number)")
        var ids: [String] = []
        for round in 0..<rounds {
            let text = "writer \(number), round \(round)"
            let made = try await twice([
                create("file \(round)", in: own, try await send(text)),
                create("common \(round)", in: shared, try await send(text)),
            ])
            let files = made.applied.map(\.resourceID)
            let next = try await apply([
                change(files[0], "updated", metadata: try await send(text + ", again")),
                change(files[0], "moved", to: shared, name: "from \(number) \(round)"),
                change(files[1], "deleted"),
            ])
            ids += (made.applied + next.applied).compactMap(\.changeID)
        }
        return ids
    }

    /// Sends the same batch at once on two connections, as a client does whose answer was lost.
    private func twice(_ changes: [ProposedChangeBody]) async throws -> ApplyAnswer {
        async let first = apply(changes)
        async let second = apply(changes)
        let (one, other) = try await (first, second)
        #expect(one.applied.map(\.changeID) == other.applied.map(\.changeID))
        #expect(one.applied.count == changes.count)
        return one
    }

    private func apply(_ changes: [ProposedChangeBody]) async throws -> ApplyAnswer {
        let body = ApplyBody(deviceID: device, shareID: share, conflictResolution: .keepBoth, changes: changes)
        let reply = try await server.post("/api/v1/sync/apply", json: String(buffer: try encodeJSON(body)))
        let answer = try reply.decode(ApplyAnswer.self)
        #expect(answer.rejected.isEmpty)
        return answer
    }

    private func send(_ text: String) async throws -> ProposedMetadata {
        let hash = Digest(of: Array(text.utf8)).hex
        let reply = try await server.send(.put, "/api/v1/sync/chunks/\(hash)", body: ByteBuffer(string: text))
        #expect(reply.status < 300)
        return ProposedMetadata(size: Int64(text.utf8.count), chunks: [ChunkBody(hash: hash, size: text.utf8.count)])
    }

    private func create(_ name: String, in folder: String, _ metadata: ProposedMetadata) throws -> ProposedChangeBody {
        ProposedChangeBody(
            clientChangeID: "\(number) \(folder) \(name)", resourceType: "file", changeType: "created",
            parentID: .folder(folder), name: name, metadata: metadata)
    }

    private func change(
        _ file: String, _ type: String, to folder: String? = nil, name: String? = nil,
        metadata: ProposedMetadata? = nil
    ) -> ProposedChangeBody {
        ProposedChangeBody(
            resourceType: "file", resourceID: file, changeType: type, parentID: folder.map { .folder($0) }, name: name,
            metadata: metadata)
    }
}

/// Pages from the beginning until the writers are done and nothing is left.
private struct Reader: Sendable {
    let server: TestServer
    let share: String
    let limit: Int
    let waits: Bool

    func read(until isOver: @Sendable () async -> Bool) async throws -> [ChangeBody] {
        var rows: [ChangeBody] = []
        var cursor: Int64 = 0
        while true {
            // Asked before the page, so that the last page holds all.
            let over = await isOver()
            let wait = waits && !over ? "&wait=1" : ""
            let reply = try await server.send(
                .get, "/api/v1/sync/changes?share_id=\(share)&cursor=\(cursor)&limit=\(limit)\(wait)")
            let page = try reply.decode(ChangesPage.self)
            rows += page.changes
            #expect(page.cursor >= cursor && page.changes.count <= limit)
            cursor = page.cursor
            if over, !page.hasMore { return rows }
        }
    }
}
