import Foundation
import NIOCore
import Testing
import TidelineContent
import TidelineCore
import TidelineService

/// What only the store on disk promises while it runs.
@Suite(.timeLimit(.minutes(5))) struct SegmentTests {
    @Test func `a location gives the very bytes of the chunk`() async throws {
        try await withFolder { folder in
            let store = try SegmentChunkStore(directory: folder)
            let chunks = (0..<5).map { makeChunk($0, size: 50 + Int($0)) }
            try await store.store(chunks, tenant: alpha)
            let places = try #require(try await store.locate(chunks.map(\.hash), tenant: alpha))
            for (chunk, place) in zip(chunks, places) {
                let file = try Data(contentsOf: URL(fileURLWithPath: place.path))
                #expect(ByteBuffer(bytes: file[Int(place.offset)..<Int(place.offset) + place.length]) == chunk.bytes)
            }
            await #expect(throws: ChunkError.missing(makeChunk(9).hash)) {
                try await store.locate([chunks[0].hash, makeChunk(9).hash], tenant: alpha)
            }
            try await store.close()
        }
    }

    /// The checksum was worked out by Python's zlib.
    @Test func `a record is laid out as the documentation says`() async throws {
        try await withFolder { folder in
            let store = try SegmentChunkStore(directory: folder)
            let chunk = makeChunk(ByteBuffer(string: "hello"))
            try await store.store([chunk], tenant: alpha)
            var expected = ByteBuffer(string: "TLCHUNK1")
            expected.writeInteger(alpha.ulid.high)
            expected.writeInteger(alpha.ulid.low)
            expected.writeBytes(chunk.hash.bytes)
            expected.writeInteger(UInt32(5))
            expected.writeInteger(UInt32(0xFDFC_D2C9))
            expected.writeString("hello")
            #expect(try ByteBuffer(bytes: Data(contentsOf: segments(in: folder)[0])) == expected)
            try await store.close()
        }
    }

    @Test func `chunks of one call lie one after the other`() async throws {
        try await withFolder { folder in
            let store = try SegmentChunkStore(directory: folder)
            let chunks = (0..<50).map { makeChunk($0, size: 1000) }
            try await store.store(chunks, tenant: alpha)
            let offsets = try #require(try await store.locate(chunks.map(\.hash), tenant: alpha)).map(\.offset)
            #expect(zip(offsets, offsets.dropFirst()).allSatisfy { $1 - $0 == 1000 + 64 })
            try await store.close()
        }
    }

    @Test func `a stored chunk is not written again`() async throws {
        try await withFolder { folder in
            let store = try SegmentChunkStore(directory: folder)
            let chunk = makeChunk(1)
            try await store.store([chunk, chunk], tenant: alpha)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 { group.addTask { try await store.store([chunk], tenant: alpha) } }
                try await group.waitForAll()
            }
            #expect(try segments(in: folder).map { try Data(contentsOf: $0).count } == [100 + 64])
            try await store.close()
        }
    }

    @Test func `calls that come during a sync share the next one`() async throws {
        try await withFolder { folder in
            let disk = FaultyDisk()
            let store = try SegmentChunkStore(directory: folder, io: disk.io)
            disk.holdNextSync()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await store.store([makeChunk(0)], tenant: alpha) }
                await disk.waitForHeldSync()
                // The writer's thread is inside the first sync: these queue up behind it.
                for seed in 1...30 { group.addTask { try await store.store([makeChunk(UInt64(seed))], tenant: alpha) } }
                group.addTask { disk.releaseSync() }
                try await group.waitForAll()
            }
            #expect(try await store.holds((0...30).map { makeChunk($0) }))
            #expect(disk.syncs < 31)
            try await store.close()
        }
    }

    @Test func `one call costs one sync`() async throws {
        try await withFolder { folder in
            let disk = FaultyDisk()
            let store = try SegmentChunkStore(directory: folder, io: disk.io)
            try await store.store((0..<2000).map { makeChunk($0, size: 20) }, tenant: alpha)
            #expect(disk.syncs == 1)
            #expect(disk.writes == 4)  // 4,000 vectors, 1,024 to a call
            try await store.close()
        }
    }

    @Test func `a full segment is sealed and never changes again`() async throws {
        try await withFolder { folder in
            let store = try SegmentChunkStore(directory: folder, segmentBytesMax: 1000)
            try await store.store((0..<10).map { makeChunk($0, size: 236) }, tenant: alpha)
            #expect(try segments(in: folder).map { try Data(contentsOf: $0).count } == [900, 900, 900, 300])
            let sealed = try segments(in: folder).dropLast().map { try Data(contentsOf: $0) }
            try await store.store((10..<20).map { makeChunk($0, size: 236) }, tenant: alpha)
            #expect(try segments(in: folder).prefix(3).map { try Data(contentsOf: $0) } == sealed)
            #expect(try await store.holds((0..<20).map { makeChunk($0, size: 236) }))
            try await store.close()
        }
    }

    @Test func `a chunk longer than a segment gets one of its own`() async throws {
        try await withFolder { folder in
            let store = try SegmentChunkStore(directory: folder, segmentBytesMax: 1000)
            let chunks = [makeChunk(1), makeChunk(2, size: 5000), makeChunk(3)]
            try await store.store(chunks, tenant: alpha)
            #expect(try segments(in: folder).count == 3)
            #expect(try await store.holds(chunks))
            try await store.close()
        }
    }

    @Test func `a damaged byte is found on reading`() async throws {
        try await withFolder { folder in
            let store = try SegmentChunkStore(directory: folder)
            try await store.store([makeChunk(1), makeChunk(2)], tenant: alpha)
            let place = try #require(try await store.locate([makeChunk(1).hash], tenant: alpha)?.first)
            try change(place.path) { $0[Int(place.offset) + 50] ^= 1 }
            await #expect(throws: ChunkError.damaged(makeChunk(1).hash)) {
                try await store.read(makeChunk(1).hash, tenant: alpha)
            }
            #expect(try await store.holds([makeChunk(2)]))
            try FileManager.default.removeItem(atPath: place.path)
            await #expect(throws: ChunkError.damaged(makeChunk(2).hash)) {
                try await store.read(makeChunk(2).hash, tenant: alpha)
            }
            try await store.close()
        }
    }

    @Test func `a folder has one store at a time`() async throws {
        try await withFolder { folder in
            let store = try SegmentChunkStore(directory: folder)
            #expect(throws: StoreUnavailable.self) { try SegmentChunkStore(directory: folder) }
            try await store.close()
        }
    }
}

/// Rewrites a file in place.
func change(_ path: String, _ edit: (inout Data) -> Void) throws {
    var data = try Data(contentsOf: URL(fileURLWithPath: path))
    edit(&data)
    try data.write(to: URL(fileURLWithPath: path))
}
