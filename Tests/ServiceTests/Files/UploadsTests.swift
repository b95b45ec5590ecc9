import NIOCore
import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

struct UploadsTests {
    /// Content of three chunks, the last one short.
    private static let bytes = (0..<2_500).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 / 256) }

    private func start(
        _ desk: Desk, _ name: String = "a.bin", size: Int64 = 2_500, chunk: Int? = 1_024, checksum: String? = nil,
        in folder: ParentReference? = nil
    ) async throws -> UploadBody {
        try await desk.world.service.uploads.create(
            desk.caller,
            NewUploadBody(
                shareID: desk.share, folderID: folder, fileName: name, fileSize: size, chunkSize: chunk,
                checksumSHA256: checksum, modifiedAt: "2026-01-02T03:04:05Z"))
    }

    @discardableResult
    private func send(
        _ desk: Desk, _ upload: UploadBody, _ index: Int, _ bytes: [UInt8] = bytes
    ) async throws -> UploadedChunkBody {
        let start = index * upload.chunkSize
        let piece = Array(bytes[start..<min(start + upload.chunkSize, bytes.count)])
        return try await desk.world.service.uploads.receive(
            desk.caller, id: upload.sessionID, chunk: index, ByteBuffer(bytes: piece))
    }

    private func complete(_ desk: Desk, _ upload: UploadBody, _ body: CompleteUploadBody = CompleteUploadBody())
        async throws -> FileBody
    {
        try await desk.world.service.uploads.complete(desk.caller, id: upload.sessionID, body)
    }

    private func content(_ desk: Desk, _ file: String) async throws -> [UInt8] {
        let readable = try await desk.world.service.content.open(desk.caller, file: file, version: nil)
        var bytes: [UInt8] = []
        for chunk in readable.chunks {
            bytes += Array(try await desk.world.service.content.read(desk.caller, chunk.hash).readableBytesView)
        }
        return bytes
    }

    @Test(arguments: [[0, 1, 2], [2, 1, 0], [1, 0, 2], [0, 0, 2, 1, 1]])
    func `chunks in any order, also twice, make one file`(order: [Int]) async throws {
        let (_, desk) = try await TestWorld.started()
        let upload = try await start(desk, checksum: Digest(of: Self.bytes).hex)
        #expect(upload.totalChunks == 3 && upload.chunkSize == 1_024 && upload.status == .open)
        for index in order { try await send(desk, upload, index) }
        let before = try await desk.head()
        let file = try await complete(desk, upload)
        #expect(file.checksumSHA256 == Digest(of: Self.bytes).hex && file.size == 2_500)
        #expect(file.path == "/a.bin" && file.modifiedAt == "2026-01-02T03:04:05Z")
        #expect(try await content(desk, file.id) == Self.bytes)
        let rows = try await desk.changes(after: before)
        #expect(rows.map(\.changeType) == [.created] && rows.map(\.deviceID) == [nil])
        #expect(try await complete(desk, upload) == file, "an answer that was lost is given again")
        #expect(try await desk.changes(after: before).count == 1)
    }

    @Test func `what has come is told in ranges`() async throws {
        let (world, desk) = try await TestWorld.started()
        let upload = try await start(desk)
        try await send(desk, upload, 2)
        func state() async throws -> UploadBody {
            try await world.service.uploads.get(desk.caller, id: upload.sessionID)
        }
        #expect(try await state().received == [ChunkRange(first: 2, last: 2)])
        try await send(desk, upload, 0)
        #expect(try await state().received == [ChunkRange(first: 0, last: 0), ChunkRange(first: 2, last: 2)])
        try await send(desk, upload, 1)
        #expect(try await state().received == [ChunkRange(first: 0, last: 2)])
        #expect(try await state().receivedChunks == 3)
        let file = try await complete(desk, upload)
        let done = try await state()
        #expect(done.status == .completed && done.fileID == file.id && done.receivedChunks == 3)
    }

    @Test func `missing chunks are named by their indexes`() async throws {
        let (_, desk) = try await TestWorld.started()
        let upload = try await start(desk)
        try await send(desk, upload, 1)
        let error = await #expect(throws: ServiceError.self) { _ = try await complete(desk, upload) }
        #expect(error?.code == .contentMissing && error?.missingChunks == [0, 2])
    }

    @Test func `a wrong checksum is refused, and the right chunk mends it`() async throws {
        let (_, desk) = try await TestWorld.started()
        let upload = try await start(desk, checksum: Digest(of: Self.bytes).hex)
        var wrong = Self.bytes
        wrong[1_500] ^= 1
        for index in 0..<3 { try await send(desk, upload, index, wrong) }
        #expect(await refusal { try await complete(desk, upload) } == .checksumMismatch)
        try await send(desk, upload, 1)
        let file = try await complete(desk, upload)
        #expect(try await content(desk, file.id) == Self.bytes)
    }

    @Test func `a taken name leaves the upload usable with another one`() async throws {
        let (_, desk) = try await TestWorld.started()
        _ = try await desk.upload("A.bin", "taken")
        let folder = try await desk.folder("docs")
        let upload = try await start(desk)
        for index in 0..<3 { try await send(desk, upload, index) }
        #expect(await refusal { try await complete(desk, upload) } == .nameConflict)
        let file = try await complete(desk, upload, CompleteUploadBody(folderID: .folder(folder.id)))
        #expect(file.path == "/docs/a.bin")
        #expect(try await complete(desk, upload, CompleteUploadBody(fileName: "other")) == file)
    }

    @Test func `an empty file needs no chunk`() async throws {
        let (_, desk) = try await TestWorld.started()
        let upload = try await start(desk, size: 0)
        #expect(upload.totalChunks == 0)
        #expect(await refusal { try await send(desk, upload, 0, []) } == .validationFailed)
        #expect(try await complete(desk, upload).checksumSHA256 == Digest.empty.hex)
    }

    @Test func `sizes keep their bounds`() async throws {
        let (world, desk) = try await TestWorld.started()
        for chunk in [0, -1, Limits.uploadChunkBytesMin - 1, Limits.chunkBytesMax + 1] {
            #expect(await refusal { try await start(desk, chunk: chunk) } == .validationFailed)
        }
        let many = Int64(Limits.uploadChunkBytesMin) * Int64(Limits.manifestChunksMax) + 1
        #expect(await refusal { try await start(desk, size: many, chunk: 1_024) } == .validationFailed)
        #expect(await refusal { try await start(desk, size: -1) } == .validationFailed)
        #expect(await refusal { try await start(desk, size: Limits.fileBytesMax + 1) } == .validationFailed)
        #expect(try await start(desk, size: many, chunk: nil).chunkSize == Limits.uploadChunkBytesDefault)
        let upload = try await start(desk)
        for (index, size) in [(0, 1_023), (0, 1_025), (2, 1_024), (3, 1), (-1, 1)] {
            #expect(
                await refusal {
                    try await world.service.uploads.receive(
                        desk.caller, id: upload.sessionID, chunk: index, ByteBuffer(repeating: 0, count: size))
                } == .validationFailed)
        }
    }

    @Test func `an upload that lay idle for a day is gone, and then forgotten`() async throws {
        let (world, desk) = try await TestWorld.started()
        let upload = try await start(desk)
        world.clock.advance(seconds: Limits.uploadSecondsKept - 1)
        try await send(desk, upload, 0)
        world.clock.advance(seconds: Limits.uploadSecondsKept - 1)
        try await send(desk, upload, 1)
        try await world.service.maintenance.runOnce()
        world.clock.advance(seconds: Limits.uploadSecondsKept)
        #expect(await refusal { try await send(desk, upload, 2) } == .gone)
        #expect(await refusal { try await complete(desk, upload) } == .gone)
        world.clock.advance(seconds: 1)
        try await world.service.maintenance.runOnce()
        #expect(await refusal { try await send(desk, upload, 2) } == .notFound)
    }

    @Test func `an upload that was deleted is not there`() async throws {
        let (world, desk) = try await TestWorld.started()
        let upload = try await start(desk)
        try await world.service.uploads.abandon(desk.caller, id: upload.sessionID)
        #expect(await refusal { try await send(desk, upload, 0) } == .notFound)
        #expect(
            await refusal { try await world.service.uploads.abandon(desk.caller, id: upload.sessionID) } == .notFound)
    }

    @Test func `an upload is its user's alone, in shares where they may create`() async throws {
        let (world, desk) = try await TestWorld.started()
        let upload = try await start(desk)
        let ann = try await world.desk(
            try await world.user("ann", in: desk, role: .admin), share: desk.share, device: "a")
        #expect(await refusal { try await send(ann, upload, 0) } == .notFound)
        #expect(await refusal { try await complete(ann, upload) } == .notFound)
        let rob = try await world.desk(
            try await world.user("rob", in: desk, role: .reader), share: desk.share, device: "r")
        #expect(await refusal { try await start(rob) } == .permissionDenied)
        let eve = try await world.desk(try await world.user("eve"), share: desk.share, device: "e")
        #expect(await refusal { try await start(eve) } == .notFound)
        let own = try await start(ann)
        try await send(ann, own, 0)
        try await world.service.shares.removeMember(desk.caller, id: desk.share, user: "\(ann.caller.userID)")
        #expect(await refusal { try await send(ann, own, 1) } == .notFound)
    }

    @Test func `the quota holds when an upload starts and when it is completed`() async throws {
        let (world, desk) = try await TestWorld.started()
        _ = try await world.service.shares.update(
            desk.caller, id: desk.share,
            try JSONBytes.decode(SharePatchBody.self, from: Array(#"{"quota_bytes":4000}"#.utf8)))
        let (one, two) = (try await start(desk, "a"), try await start(desk, "b"))
        for index in 0..<3 {
            try await send(desk, one, index)
            try await send(desk, two, index)
        }
        _ = try await complete(desk, one)
        #expect(await refusal { try await complete(desk, two) } == .quotaExceeded)
        #expect(await refusal { try await start(desk, "c") } == .quotaExceeded)
    }

    @Test func `uploads under way are limited`() async throws {
        let (world, desk) = try await TestWorld.started()
        let first = try await start(desk)
        for _ in 1..<Limits.uploadsPerUserMax { _ = try await start(desk) }
        #expect(await refusal { try await start(desk) } == .validationFailed)
        try await world.service.uploads.abandon(desk.caller, id: first.sessionID)
        _ = try await start(desk)
        #expect(await refusal { try await start(desk) } == .validationFailed)
        world.clock.advance(seconds: Limits.uploadSecondsKept + 1)
        _ = try await start(desk)
    }

    @Test func `an upload into a folder that is not there is refused at once`() async throws {
        let (world, desk) = try await TestWorld.started()
        let folder = try await desk.folder("docs")
        #expect(
            await refusal { try await start(desk, in: .folder("fld_01J9ZZZZZZZZZZZZZZZZZZZZZZ")) } == .notFound)
        #expect(await refusal { try await start(desk, in: .folder("docs")) } == .validationFailed)
        let upload = try await start(desk, size: 0, in: .folder(folder.id))
        try await world.service.folders.delete(desk.caller, id: folder.id)
        #expect(await refusal { try await start(desk, in: .folder(folder.id)) } == .gone)
        #expect(await refusal { try await complete(desk, upload) } == .gone)
        #expect(try await complete(desk, upload, CompleteUploadBody(folderID: .root)).path == "/a.bin")
    }

    @Test func `chunks in parallel and two completes at once make one file`() async throws {
        let (_, desk) = try await TestWorld.started()
        let bytes = (0..<40_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 / 97) }
        let upload = try await start(desk, size: 40_000, checksum: Digest(of: bytes).hex)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in (0..<upload.totalChunks).reversed() {
                group.addTask { try await send(desk, upload, index, bytes) }
            }
            try await group.waitForAll()
        }
        let before = try await desk.head()
        async let one = complete(desk, upload)
        async let two = complete(desk, upload)
        let files = [try await one, try await two]
        #expect(files[0].id == files[1].id)
        #expect(try await desk.changes(after: before).count == 1)
        #expect(try await content(desk, files[0].id) == bytes)
    }

    @Test func `nothing is lost when the stores are those of a real server`() async throws {
        try await withStoresOnDisk { store, chunks in
            let (_, desk) = try await TestWorld.started(store: store, chunks: chunks)
            let upload = try await start(desk, checksum: Digest(of: Self.bytes).hex)
            for index in [2, 0, 1] { try await send(desk, upload, index) }
            let file = try await complete(desk, upload)
            #expect(try await content(desk, file.id) == Self.bytes)
            let left = try await store.read { reader in
                try UploadID(upload.sessionID).map { try reader.uploadChunks(of: $0) }
            }
            #expect(left == [], "the version holds them now")
        }
    }
}
