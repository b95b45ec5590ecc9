import Foundation
import Glibc
import NIOCore
import Testing
import TidelineContent
import TidelineCore
import TidelineService

/// A disk that fails costs the calls that it failed, and nothing else.
@Suite(.timeLimit(.minutes(5))) struct FullDiskTests {
    @Test(arguments: [0, 1, 63, 64, 65, 164, 200, 900, 1700])
    func `a full disk refuses the batch and leaves no trace of it`(_ room: Int) async throws {
        try await withFolder { folder in
            let disk = FaultyDisk()
            let store = try SegmentChunkStore(directory: folder, segmentBytesMax: 1000, io: disk.io)
            try await store.store([makeChunk(0)], tenant: alpha)
            let before = try segments(in: folder).map { try Data(contentsOf: $0) }
            disk.fill(after: room)
            let batch = (1..<20).map { makeChunk($0) }
            let error = await #expect(throws: StoreUnavailable.self) { try await store.store(batch, tenant: alpha) }
            #expect(error?.isFull == true)
            #expect(try segments(in: folder).map { try Data(contentsOf: $0) } == before)
            #expect(try await store.missing(batch.map(\.hash), tenant: alpha) == batch.map(\.hash))
            #expect(try await store.holds([makeChunk(0)]))
            disk.fill(after: nil)
            try await store.store(batch, tenant: alpha)
            try await store.close()

            let again = try SegmentChunkStore(directory: folder, segmentBytesMax: 1000)
            #expect(try await again.holds([makeChunk(0)] + batch))
            try await again.close()
        }
    }

    @Test func `what is stored already needs no room`() async throws {
        try await withFolder { folder in
            let disk = FaultyDisk()
            let store = try SegmentChunkStore(directory: folder, io: disk.io)
            try await store.store([makeChunk(1)], tenant: alpha)
            disk.fill(after: 0)
            try await store.store([makeChunk(1)], tenant: alpha)
            try await store.close()
        }
    }

    @Test func `a batch that does not fit fails alone, not those that came with it`() async throws {
        try await withFolder { folder in
            let disk = FaultyDisk()
            let store = try SegmentChunkStore(directory: folder, io: disk.io)
            try await store.store([makeChunk(0)], tenant: alpha)
            disk.bound(files: 10_000)
            disk.holdNextSync()
            let outcomes = try await withThrowingTaskGroup(of: (Int, Bool).self) { group in
                group.addTask { (0, (try? await store.store([makeChunk(1)], tenant: alpha)) != nil) }
                await disk.waitForHeldSync()
                for (key, size) in [(2, 100), (3, 50_000), (4, 100)] {
                    group.addTask {
                        (key, (try? await store.store([makeChunk(UInt64(key), size: size)], tenant: alpha)) != nil)
                    }
                }
                group.addTask {
                    disk.releaseSync()
                    return (0, true)
                }
                return try await group.reduce(into: [Int: Bool]()) { $0[$1.0] = $1.1 }
            }
            #expect(outcomes == [0: true, 2: true, 3: false, 4: true])
            #expect(try await store.holds([0, 1, 2, 4].map { makeChunk($0) }))
            disk.bound(files: nil)
            try await store.store([makeChunk(3, size: 50_000)], tenant: alpha)
            #expect(try await store.holds([makeChunk(3, size: 50_000)]))
            try await store.close()
        }
    }

    @Test(arguments: [EIO, ENOSPC])
    func `after a failed sync the segment is left alone and a new one is started`(_ error: Int32) async throws {
        try await withFolder { folder in
            let disk = FaultyDisk()
            let store = try SegmentChunkStore(directory: folder, io: disk.io)
            try await store.store([makeChunk(1)], tenant: alpha)
            disk.failSyncs(error)
            let refused = await #expect(throws: StoreUnavailable.self) {
                try await store.store([makeChunk(2)], tenant: alpha)
            }
            #expect(refused?.isFull == (error == ENOSPC))
            #expect(try await store.missing([makeChunk(2).hash], tenant: alpha) == [makeChunk(2).hash])
            disk.failSyncs(nil)
            try await store.store([makeChunk(2)], tenant: alpha)
            #expect(try segments(in: folder).map { try Data(contentsOf: $0).count } == [164, 164])
            #expect(try await store.holds([makeChunk(1), makeChunk(2)]))
            try await store.close()
            let again = try SegmentChunkStore(directory: folder)
            #expect(try await again.holds([makeChunk(1), makeChunk(2)]))
            try await again.close()
        }
    }

    @Test func `a write in pieces is put together`() async throws {
        try await withFolder { folder in
            let disk = FaultyDisk()
            disk.writePieces(of: 7)
            let store = try SegmentChunkStore(directory: folder, io: disk.io)
            let chunks = [makeChunk(1), makeChunk(ByteBuffer()), makeChunk(2, size: 33)]
            try await store.store(chunks, tenant: alpha)
            #expect(try await store.holds(chunks))
            try await store.close()
        }
    }
}
