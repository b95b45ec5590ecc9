import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

/// Which content is taken, and what those see who name it at that moment.
struct CollectionTests {
    private let day = 86_400

    @Test func `what nobody needs is condemned, and taken a grace later`() async throws {
        let (world, desk) = try await TestWorld.started()
        let hash = try await sent("nobody's", desk)
        #expect(try await world.collect().chunksWaiting == 0)
        world.clock.advance(seconds: 2 * day)
        #expect(try await world.collect().chunksWaiting == 1)
        world.clock.advance(seconds: Limits.collectionGraceSeconds - 1)
        #expect(try await world.collect().chunksTaken == 0)
        world.clock.advance(seconds: 1)
        let report = try await world.collect()
        #expect(report.chunksTaken == 1 && report.bytesTaken == 8)
        #expect(try await world.chunks.missing([hash], tenant: desk.caller.tenantID) == [hash])
    }

    @Test func `heads, old versions, trash and what was sent lately stay`() async throws {
        let (world, desk) = try await TestWorld.started()
        let file = try await desk.create("/a.txt", "first")
        let second = ProposedChangeBody(
            resourceType: "file", resourceID: file.resourceID, changeType: "updated", baseVersionID: file.versionID,
            metadata: try await desk.send("second"))
        _ = try await desk.apply([second])
        let other = try await desk.create("/b.txt", "in the trash")
        _ = try await desk.apply([
            ProposedChangeBody(
                resourceType: "file", resourceID: other.resourceID, changeType: "deleted",
                baseVersionID: other.versionID)
        ])
        for _ in 0..<4 {
            world.clock.advance(seconds: 3 * day)
            _ = try await sent("lately", desk)
            let report = try await world.collect()
            #expect(report.chunks == 4 && report.chunksTaken == 0 && report.chunksWaiting == 0)
        }
        #expect(try await desk.text(of: file.resourceID, version: file.versionID) == "first")
    }

    @Test func `what is needed again is spared`() async throws {
        let (world, desk) = try await TestWorld.started()
        _ = try await sent("wanted again", desk)
        world.clock.advance(seconds: 2 * day)
        #expect(try await world.collect().chunksWaiting == 1)
        let file = try await desk.create("/a.txt", "wanted again")
        world.clock.advance(seconds: 5 * day)
        #expect(try await world.collect().chunksTaken == 0)
        world.clock.advance(seconds: 5 * day)
        #expect(try await world.collect().chunksTaken == 0)
        #expect(try await desk.text(of: file.resourceID) == "wanted again")
    }

    /// Its content check saw the chunk; the transaction comes after the chunk was taken.
    @Test func `an apply whose content is taken on the way is refused, and works when it is sent again`() async throws {
        let chunks = HookedChunks()
        let (world, desk) = try await TestWorld.started(chunks: chunks)
        let file = try await desk.create("/a.txt", "head")
        let hash = try await sent("of a version that goes", desk)
        let version = try await world.plant(hash, size: 22, in: file, desk)
        let change = ProposedChangeBody(
            resourceType: "file", changeType: "created", newPath: "/b.txt",
            metadata: ProposedMetadata(size: 22, chunks: [ChunkBody(hash: hash.hex, size: 22)]))
        world.clock.advance(seconds: 3 * day)
        await chunks.afterNextLook {
            try await world.store.write { try $0.remove(version) }
            let first = try await world.collect()
            #expect(first.chunksWaiting == 1)
            world.clock.advance(seconds: 86_400)
            let second = try await world.collect()
            #expect(second.chunksTaken == 1)
        }
        let refused = try await desk.apply([change])
        #expect(refused.applied.isEmpty)
        #expect(refused.rejected.map(\.code) == ["CONTENT_MISSING"])
        #expect(refused.rejected.first?.missing == [hash.hex])
        #expect(try await desk.paths() == ["/a.txt"])
        _ = try await sent("of a version that goes", desk)
        let applied = try await desk.apply([change])
        let made = try #require(applied.applied.first)
        #expect(try await desk.text(of: made.resourceID) == "of a version that goes")
    }

    /// Noted as taken, and the process ended before the bytes went: they are there, but nobody may count on them.
    @Test func `content that was taken and not removed must be sent again`() async throws {
        let (world, desk) = try await TestWorld.started()
        let file = try await desk.create("/a.txt", "head")
        let hash = try await sent("half gone", desk)
        world.clock.advance(seconds: 3 * day)
        let (tenant, now) = (desk.caller.tenantID, world.clock.now())
        _ = try await world.store.write { try $0.take([hash], in: tenant, grantedSince: now, at: now) }
        let body = MissingBody(shareID: desk.share, hashes: [hash.hex])
        #expect(try await world.service.content.missing(desk.caller, body).missing == [hash.hex])
        await #expect(throws: ConstraintError.contentTaken) {
            _ = try await world.plant(hash, size: 9, in: file, desk)
        }
        _ = try await sent("half gone", desk)
        #expect(try await world.service.content.missing(desk.caller, body).missing == [])
        _ = try await world.plant(hash, size: 9, in: file, desk)
    }

    /// The store has it, so it is not written again; a collection that was about to take it must see that.
    @Test func `content that is sent again while it is taken stays`() async throws {
        let chunks = HookedChunks()
        let (world, desk) = try await TestWorld.started(chunks: chunks)
        let hash = try await sent("back in time", desk)
        world.clock.advance(seconds: 3 * day)
        #expect(try await world.collect().chunksWaiting == 1)
        world.clock.advance(seconds: day)
        await chunks.beforeNextRemoval { _ = try await sent("back in time", desk) }
        _ = try await world.collect()
        #expect(try await world.chunks.missing([hash], tenant: desk.caller.tenantID).isEmpty)
        let file = try await desk.create("/a.txt", "back in time")
        #expect(try await desk.text(of: file.resourceID) == "back in time")
    }

    @Test func `batches, readers and collections side by side leave no version without content`() async throws {
        try await withStoresOnDisk { store, chunks in
            let (world, desk) = try await TestWorld.started(store: store, chunks: chunks)
            let tally = Tally()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<3 {
                    group.addTask { await tally.add(try await write("writer \(writer)", desk)) }
                }
                group.addTask {
                    for _ in 0..<25 {
                        world.clock.advance(seconds: 43_200)
                        let report = try await world.service.collection(isAlone: true)
                        await tally.add(taken: report?.chunksTaken ?? 0)
                    }
                }
                try await group.waitForAll()
            }
            let (files, taken) = (await tally.files, await tally.taken)
            // The judge reads everything that any version names.
            for file in files {
                let text = try await desk.text(of: file.resourceID, version: file.versionID)
                #expect(text.hasPrefix("writer "))
            }
            #expect(files.count == 60 && taken > 0)
        }
    }

    /// Creates files; what a collection took meanwhile is sent again, as a device does.
    private func write(_ name: String, _ desk: Desk) async throws -> [AppliedBody] {
        var made: [AppliedBody] = []
        for number in 0..<20 {
            // Every other content is one of few, so that chunks come back that were taken or are about to be.
            let text = number.isMultiple(of: 2) ? "writer content \(number % 6)" : "\(name) \(number)"
            while true {
                let change = ProposedChangeBody(
                    resourceType: "file", changeType: "created", newPath: "/\(name) \(number)",
                    metadata: try await desk.send(text, pieces: 3))
                let answer = try await desk.apply([change])
                if let applied = answer.applied.first {
                    made.append(applied)
                    break
                }
                try #require(answer.rejected.map(\.code) == ["CONTENT_MISSING"])
            }
            _ = try await desk.send("\(name) sends \(number) and forgets it")
        }
        return made
    }

    private func sent(_ text: String, _ desk: Desk) async throws -> Digest {
        let chunk = try #require(try await desk.send(text).chunks?.first)
        return try #require(Digest(hex: chunk.hash))
    }
}

private actor Tally {
    private(set) var files: [AppliedBody] = []
    private(set) var taken = 0

    func add(_ more: [AppliedBody]) { files += more }
    func add(taken more: Int) { taken += more }
}

extension TestWorld {
    fileprivate func collect() async throws -> TidelineService.Collection.Report {
        try #require(try await service.collection())
    }

    /// A version of the file that nothing refers to.
    fileprivate func plant(_ hash: Digest, size: Int, in file: AppliedBody, _ desk: Desk) async throws -> VersionID {
        let node = try #require(NodeID(file.resourceID))
        let share = try #require(ShareID(desk.share))
        let now = clock.now()
        let version = FileVersion(
            id: VersionID(ids.next()), tenantID: desk.caller.tenantID, shareID: share, fileID: node, number: 99,
            content: Content(checksum: hash, size: Int64(size), executable: false), mimeType: "text/plain",
            modifiedAt: now, writtenAt: now, createdBy: desk.caller.userID, deviceID: nil, createdAt: now,
            baseVersionID: nil)
        try await store.write { try $0.insert(version, manifest: [ChunkRef(hash: hash, size: size)]) }
        return version.id
    }
}

/// Chunks in memory, with something that happens at a moment of the test's choice.
private actor HookedChunks: ChunkStoreAround {
    nonisolated let inner: any ChunkStore = MemoryChunkStore()
    private var look: (@Sendable () async throws -> Void)?
    private var removal: (@Sendable () async throws -> Void)?

    func afterNextLook(_ hook: @escaping @Sendable () async throws -> Void) { look = hook }
    func beforeNextRemoval(_ hook: @escaping @Sendable () async throws -> Void) { removal = hook }

    func missing(_ hashes: [Digest], tenant: TenantID) async throws -> [Digest] {
        let missing = try await inner.missing(hashes, tenant: tenant)
        let hook = look
        look = nil
        try await hook?()
        return missing
    }

    func remove(_ chunks: [ChunkName]) async throws {
        let hook = removal
        removal = nil
        try await hook?()
        try await inner.remove(chunks)
    }
}
