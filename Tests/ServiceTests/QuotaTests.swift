import NIOCore
import Synchronization
import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

/// What has no room is refused before it costs anything, and what needs none is not.
struct QuotaTests {
    private func create(_ path: String, _ metadata: ProposedMetadata, key: String? = nil) -> ProposedChangeBody {
        ProposedChangeBody(
            clientChangeID: key, resourceType: "file", changeType: "created", newPath: path, metadata: metadata)
    }

    private func desk(quota: Int64) async throws -> (desk: Desk, chunks: CountingChunks) {
        let chunks = CountingChunks()
        let (world, desk) = try await TestWorld.started(chunks: chunks)
        _ = try await world.service.shares.update(
            desk.caller, id: desk.share, SharePatchBody(quotaBytes: .bytes(quota)))
        return (desk, chunks)
    }

    @Test func `content without room is refused without being read`() async throws {
        let (desk, chunks) = try await desk(quota: 20)
        let big = try await desk.send("thirty bytes in three chunks..", pieces: 3)
        let small = try await desk.send("ten bytes.", pieces: 2)
        let answer = try await desk.apply([create("/big", big), create("/small", small)])
        #expect(answer.rejected.map(\.code) == ["QUOTA_EXCEEDED"] && answer.rejected.map(\.index) == [0])
        #expect(answer.applied.map(\.path) == ["/small"])
        #expect(chunks.reads == 2)
    }

    @Test func `a full share takes what is there already, and retries`() async throws {
        let (desk, _) = try await desk(quota: 10)
        let metadata = try await desk.send("ten bytes.", pieces: 2)
        let first = try await desk.apply([create("/a", metadata, key: "1")])
        let file = try only(first.applied)
        let folder = ProposedChangeBody(
            resourceType: "file", resourceID: file.resourceID, changeType: "updated", baseVersionID: file.versionID,
            metadata: metadata)
        var byPath = folder
        byPath.resourceID = nil
        byPath.oldPath = "/A"
        var byParent = create("/x", metadata)
        byParent.newPath = nil
        byParent.parentID = .root
        byParent.name = "a"
        let answer = try await desk.apply([
            create("/a", metadata, key: "1"), create("/a", metadata), byParent, folder, byPath, create("/b", metadata),
        ])
        #expect(answer.applied.map(\.outcome) == [.replayed, .merged, .merged, .unchanged, .unchanged])
        #expect(answer.rejected.map(\.code) == ["QUOTA_EXCEEDED"])
    }

    @Test func `the room counts what the batch itself put in`() async throws {
        let (desk, _) = try await desk(quota: 25)
        let texts = ["ten bytes.", "ten others", "ten third."]
        var changes: [ProposedChangeBody] = []
        for text in texts { changes.append(create("/\(text)", try await desk.send(text, pieces: 2))) }
        let answer = try await desk.apply(changes)
        #expect(answer.applied.count == 2 && answer.rejected.map(\.code) == ["QUOTA_EXCEEDED"])
    }

    @Test func `a batch reads only so much beside its first file`() async throws {
        let chunks = CountingChunks()
        let (_, desk) = try await TestWorld.started(chunks: chunks)
        let piece = String(repeating: "x", count: 1 << 20)
        let sent = try #require(try await desk.send(piece).chunks?.first)
        let many = ProposedMetadata(chunks: Array(repeating: sent, count: Int(Limits.applyReadBytesMax >> 20)))
        let answer = try await desk.apply([
            create("/first", try await desk.send("two pieces", pieces: 2)), create("/big", many),
            create("/one chunk", try await desk.send("single")),
        ])
        #expect(answer.applied.map(\.path) == ["/first", "/one chunk"])
        #expect(answer.rejected.map(\.code) == ["PAYLOAD_TOO_LARGE"])
        #expect(chunks.reads == 2)
    }

    @Test func `null takes a quota away, and leaving it out keeps it`() async throws {
        let (desk, _) = try await desk(quota: 10)
        func patch(_ json: String) async throws -> Int64? {
            let body = try JSONBytes.decode(SharePatchBody.self, from: Array(json.utf8))
            return try await desk.world.service.shares.update(desk.caller, id: desk.share, body).quotaBytes
        }
        #expect(try await patch(#"{"name":"Crew"}"#) == 10)
        #expect(try await patch(#"{"quota_bytes":7}"#) == 7)
        #expect(try await patch(#"{"quota_bytes":null}"#) == nil)
        #expect(try await patch("{}") == nil)
        await #expect(throws: ServiceError.self) { _ = try await patch(#"{"quota_bytes":-1}"#) }
    }
}

/// A store in memory that counts how often content is read.
private final class CountingChunks: ChunkStoreAround {
    let inner: any ChunkStore = MemoryChunkStore()
    private let count = Atomic<Int>(0)

    var reads: Int { count.load(ordering: .relaxed) }

    func read(_ hash: Digest, tenant: TenantID) async throws -> ByteBuffer {
        count.add(1, ordering: .relaxed)
        return try await inner.read(hash, tenant: tenant)
    }

    /// As a store on disk does, which knows sizes without reading.
    func locate(_ hashes: [Digest], tenant: TenantID) async throws -> [ChunkLocation]? {
        var found: [ChunkLocation] = []
        for hash in hashes {
            let length = try await inner.read(hash, tenant: tenant).readableBytes
            found.append(ChunkLocation(path: "", offset: 0, length: length))
        }
        return found
    }
}
