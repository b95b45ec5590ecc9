import NIOCore
import Testing
import TidelineCore
import TidelineService

/// What every chunk store must do; ``Backend`` lists them.
@Suite struct ContentContractTests {
    @Test(arguments: Backend.allCases)
    func `what was stored is read back`(_ backend: Backend) async throws {
        try await backend.run { store in
            let chunks = [makeChunk(1), makeChunk(2, size: 1), makeChunk(3, size: 300_000), makeChunk(ByteBuffer())]
            try await store.store(chunks, tenant: alpha)
            #expect(try await store.holds(chunks))
        }
    }

    @Test(arguments: Backend.allCases)
    func `storing nothing is fine`(_ backend: Backend) async throws {
        try await backend.run { store in
            try await store.store([], tenant: alpha)
            #expect(try await store.missing([], tenant: alpha).isEmpty)
        }
    }

    @Test(arguments: Backend.allCases)
    func `the same chunk may come twice, in one batch and in another`(_ backend: Backend) async throws {
        try await backend.run { store in
            let chunk = makeChunk(1)
            try await store.store([chunk, makeChunk(2), chunk], tenant: alpha)
            try await store.store([chunk], tenant: alpha)
            #expect(try await store.holds([chunk, makeChunk(2)]))
        }
    }

    @Test(arguments: Backend.allCases)
    func `a chunk that does not have its hash is refused and not stored`(_ backend: Backend) async throws {
        try await backend.run { store in
            let claimed = makeChunk(1).hash
            let false1 = Chunk(hash: claimed, bytes: makeChunk(2).bytes)
            await #expect(throws: ChunkError.mismatch(claimed)) {
                try await store.store([makeChunk(3), false1], tenant: alpha)
            }
            #expect(try await store.missing([claimed], tenant: alpha) == [claimed])
            await #expect(throws: ChunkError.missing(claimed)) { try await store.read(claimed, tenant: alpha) }
            try await store.store([makeChunk(1)], tenant: alpha)
            #expect(try await store.holds([makeChunk(1)]))
        }
    }

    @Test(arguments: Backend.allCases)
    func `one false chunk in a big batch is found`(_ backend: Backend) async throws {
        try await backend.run { store in
            var chunks = (0..<40).map { makeChunk($0, size: 100_000) }
            let claimed = chunks[27].hash
            chunks[27] = Chunk(hash: claimed, bytes: makeChunk(99, size: 100_000).bytes)
            await #expect(throws: ChunkError.mismatch(claimed)) { try await store.store(chunks, tenant: alpha) }
        }
    }

    @Test(arguments: Backend.allCases)
    func `missing keeps the order and has no repeats`(_ backend: Backend) async throws {
        try await backend.run { store in
            try await store.store([makeChunk(2), makeChunk(4)], tenant: alpha)
            let asked = [5, 2, 3, 5, 4, 1, 3].map { makeChunk($0).hash }
            #expect(try await store.missing(asked, tenant: alpha) == [5, 3, 1].map { makeChunk($0).hash })
        }
    }

    @Test(arguments: Backend.allCases)
    func `missing takes as many hashes as the limit allows`(_ backend: Backend) async throws {
        try await backend.run { store in
            let chunks = (0..<UInt64(Limits.missingHashesMax)).map { makeChunk($0, size: 8) }
            let stored = stride(from: 0, to: chunks.count, by: 100).map { chunks[$0] }
            try await store.store(stored, tenant: alpha)
            let missing = try await store.missing(chunks.map(\.hash), tenant: alpha)
            #expect(missing == chunks.map(\.hash).filter { !Set(stored.map(\.hash)).contains($0) })
        }
    }

    @Test(arguments: Backend.allCases)
    func `tenants see nothing of each other`(_ backend: Backend) async throws {
        try await backend.run { store in
            let chunk = makeChunk(1)
            try await store.store([chunk], tenant: alpha)
            #expect(try await store.missing([chunk.hash], tenant: beta) == [chunk.hash])
            await #expect(throws: ChunkError.missing(chunk.hash)) { try await store.read(chunk.hash, tenant: beta) }
            try await store.store([chunk], tenant: beta)
            #expect(try await store.holds([chunk], beta))
            #expect(try await store.holds([chunk], alpha))
        }
    }

    @Test(arguments: Backend.allCases)
    func `many may store the same chunks at once`(_ backend: Backend) async throws {
        try await backend.run { store in
            let chunks = (0..<20).map { makeChunk($0) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for round in 0..<30 {
                    group.addTask {
                        let some = (0..<10).map { chunks[(round + $0) % chunks.count] }
                        try await store.store(some, tenant: round.isMultiple(of: 2) ? alpha : beta)
                        // What was answered is there at once.
                        #expect(try await store.holds(some, round.isMultiple(of: 2) ? alpha : beta))
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await store.holds(chunks, alpha))
            #expect(try await store.holds(chunks, beta))
        }
    }

    @Test(arguments: Backend.allCases)
    func `a chunk that was never stored is missing`(_ backend: Backend) async throws {
        try await backend.run { store in
            let hash = makeChunk(1).hash
            await #expect(throws: ChunkError.missing(hash)) { try await store.read(hash, tenant: alpha) }
        }
    }

    @Test(arguments: Backend.allCases)
    func `a closed store refuses every call`(_ backend: Backend) async throws {
        try await backend.run { store in
            try await store.store([makeChunk(1)], tenant: alpha)
            try await store.close()
            await #expect(throws: StoreUnavailable.self) { try await store.store([makeChunk(2)], tenant: alpha) }
            await #expect(throws: StoreUnavailable.self) { try await store.read(makeChunk(1).hash, tenant: alpha) }
            await #expect(throws: StoreUnavailable.self) {
                try await store.missing([makeChunk(1).hash], tenant: alpha)
            }
        }
    }
}
