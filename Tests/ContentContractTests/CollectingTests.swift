import Foundation
import NIOCore
import Testing
import TidelineContent
import TidelineCore
import TidelineService

/// How chunks leave a store: what every store must do, and what files do.
@Suite(.timeLimit(.minutes(5))) struct CollectingTests {
    private let now = Timestamp(seconds: 1_000)
    private let always = Timestamp(nanoseconds: .max)

    @Test(arguments: Backend.allCases) func `all chunks are listed page by page in one order`(_ backend: Backend)
        async throws
    {
        try await backend.run { store in
            let chunks = (0..<10).map { makeChunk($0, size: 20) }
            try await store.store(chunks, tenant: beta)
            try await store.store(Array(chunks.prefix(3)), tenant: alpha)
            var listed: [StoredChunk] = []
            while true {
                let page = try await store.list(after: listed.last?.name, limit: 4)
                if page.isEmpty { break }
                listed += page
            }
            #expect(listed.map(\.name) == (names(chunks.prefix(3)) + names(chunks, beta)).sorted())
            #expect(listed.allSatisfy { $0.length == 20 && $0.condemnedAt == nil })
        }
    }

    @Test(arguments: Backend.allCases) func `only what is condemned is removed`(_ backend: Backend) async throws {
        try await backend.run { store in
            let chunks = (0..<6).map { makeChunk($0) }
            try await store.store(chunks, tenant: alpha)
            try await store.store([chunks[0]], tenant: beta)
            try await store.condemn(names(chunks[0...3]) + names([makeChunk(99)]), at: now)
            try await store.condemn(names(chunks[0...3]), at: Timestamp(seconds: 2_000))
            #expect(try await store.list(after: nil, limit: 100).filter { $0.condemnedAt == now }.count == 4)
            try await store.pardon(names([chunks[2]]))
            // Sent again: whoever was told that it is stored may count on it.
            try await store.store([chunks[3]], tenant: alpha)
            try await store.remove(names(chunks))
            #expect(try await store.missing(chunks.map(\.hash), tenant: alpha) == chunks[0...1].map(\.hash))
            #expect(try await store.holds(Array(chunks[2...])))
            #expect(try await store.holds([chunks[0]], beta))
            await #expect(throws: ChunkError.missing(chunks[0].hash)) {
                try await store.read(chunks[0].hash, tenant: alpha)
            }
            try await store.store(chunks, tenant: alpha)
            #expect(try await store.holds(chunks))
            #expect(try await store.list(after: nil, limit: 100).allSatisfy { $0.condemnedAt == nil })
        }
    }

    @Test(arguments: Backend.allCases) func `compacting loses nothing`(_ backend: Backend) async throws {
        try await backend.run { store in
            let chunks = (0..<20).map { makeChunk($0) }
            try await store.store(chunks, tenant: alpha)
            try await store.take(chunks.prefix(15))
            _ = try await store.compact(at: now, retiredBefore: always)
            #expect(try await store.holds(Array(chunks.suffix(5))))
        }
    }

    // MARK: Files

    @Test func `a segment with little left is written anew and goes, others stay as they are`() async throws {
        try await withSegments { folder, store in
            let chunks = (0..<18).map { makeChunk($0) }
            try await store.store(chunks, tenant: alpha)
            // Segments of four: one left of the first, three of the second, none of the third.
            try await store.take([chunks[0], chunks[1], chunks[3], chunks[5]] + chunks[8..<12])
            let before = try segments(in: folder).map { try Data(contentsOf: $0) }
            let found = try #require(try await store.locate([chunks[2].hash], tenant: alpha)?.first)
            let first = try await store.compact(at: now, retiredBefore: now)
            #expect(first.filesRewritten == 1 && first.filesRemoved == 0)
            // Who found it before may still read it there.
            #expect(try Data(contentsOf: URL(fileURLWithPath: found.path)) == before[0])
            let second = try await store.compact(at: now, retiredBefore: Timestamp(seconds: 1_001))
            #expect(second.filesRemoved == 2 && second.bytesRemoved == Int64(before[0].count + before[2].count))
            let after = try segments(in: folder).map { try Data(contentsOf: $0) }
            #expect(Array(after.prefix(2)) == [before[1], before[3]])
            let kept = [chunks[2], chunks[4]] + chunks[6..<8] + chunks[12..<18]
            #expect(try await store.holds(kept))
            // And so it is after a start, with the index or without.
            try await store.close()
            for losesIndex in [false, true] {
                if losesIndex { try removeIndex(in: folder) }
                let again = try SegmentChunkStore(directory: folder, segmentBytesMax: 4 * 164)
                #expect(try await again.holds(kept))
                try await again.close()
            }
        }
    }

    @Test func `the newest segment stays, so that its number is not given again`() async throws {
        try await withSegments { folder, store in
            let chunks = (0..<6).map { makeChunk($0) }
            try await store.store(chunks, tenant: alpha)
            try await store.take(chunks)
            _ = try await store.compact(at: now, retiredBefore: always)
            #expect(try segments(in: folder).map(\.lastPathComponent) == ["0000000000000002.seg"])
        }
    }

    @Test func `a damaged chunk stays behind, and its segment with it`() async throws {
        try await withSegments { folder, store in
            let chunks = (0..<6).map { makeChunk($0) }
            try await store.store(chunks, tenant: alpha)
            let place = try #require(try await store.locate([chunks[1].hash], tenant: alpha)?.first)
            try change(place.path) { $0[Int(place.offset)] ^= 1 }
            try await store.take([chunks[2], chunks[3]])
            try await store.take([chunks[0]])
            _ = try await store.compact(at: now, retiredBefore: always)
            #expect(try segments(in: folder).count == 2)
            await #expect(throws: ChunkError.damaged(chunks[1].hash)) {
                try await store.read(chunks[1].hash, tenant: alpha)
            }
            // Sent again, the old one is not needed any more.
            try await store.store([chunks[1]], tenant: alpha)
            _ = try await store.compact(at: now, retiredBefore: always)
            #expect(try segments(in: folder).count == 1)
            #expect(try await store.holds([chunks[1], chunks[4], chunks[5]]))
        }
    }

    @Test func `what was found damaged is missing until it is sent again`() async throws {
        try await withSegments { folder, store in
            let chunk = makeChunk(1)
            try await store.store([chunk], tenant: alpha)
            let place = try #require(try await store.locate([chunk.hash], tenant: alpha)?.first)
            try change(place.path) { $0[Int(place.offset) + 7] ^= 1 }
            #expect(try await store.missing([chunk.hash], tenant: alpha).isEmpty)
            await #expect(throws: ChunkError.damaged(chunk.hash)) { try await store.read(chunk.hash, tenant: alpha) }
            #expect(try await store.missing([chunk.hash], tenant: alpha) == [chunk.hash])
            await #expect(throws: ChunkError.damaged(chunk.hash)) {
                try await store.locate([chunk.hash], tenant: alpha)
            }
            try await store.store([chunk], tenant: alpha)
            #expect(try await store.holds([chunk]))
            try await store.close()
            // The good copy is found without the index too.
            try removeIndex(in: folder)
            let again = try SegmentChunkStore(directory: folder, segmentBytesMax: 4 * 164)
            #expect(try await again.holds([chunk]))
            try await again.close()
        }
    }

    @Test func `nothing is collected while a backup holds the lock`() async throws {
        try await withSegments { folder, store in
            let lock = try CollectionLock(content: folder, waits: false)
            #expect(try await store.collecting { 1 } == nil)
            lock?.release()
            #expect(try await store.collecting { 1 } == 1)
            #expect(try await store.collecting { 2 } == 2)
        }
    }

    @Test func `an index of the layout before is taken over`() async throws {
        try await withFolder { folder in
            let store = try SegmentChunkStore(directory: folder)
            try await store.store([makeChunk(1)], tenant: alpha)
            try await store.close()
            try olderIndex(in: folder)
            let again = try SegmentChunkStore(directory: folder)
            #expect(try await again.holds([makeChunk(1)]))
            try await again.condemn(names([makeChunk(1)]), at: now)
            try await again.close()
        }
    }

    @Test func `a copy taken at any system call of a compaction holds all that is in use`() async throws {
        try await withFolder { folder in
            try await withFolder { copies in
                let moments = Moments(copies)
                let disk = FaultyDisk { moments.copy(folder) }
                let store = try SegmentChunkStore(directory: folder, segmentBytesMax: 4 * 164, io: disk.io)
                let chunks = (0..<24).map { makeChunk($0) }
                try await store.store(chunks, tenant: alpha)
                let kept = chunks.enumerated().filter { $0.offset % 4 == 0 }.map(\.element)
                try await store.take(chunks.enumerated().filter { $0.offset % 4 != 0 }.map(\.element))
                moments.isOn = true
                _ = try await store.compact(at: now, retiredBefore: now)
                moments.copy(folder)
                _ = try await store.compact(at: now, retiredBefore: always)
                moments.copy(folder)
                try await store.close()
                #expect(moments.paths.count >= 6)
                for path in moments.paths {
                    for losesIndex in [false, true] {
                        if losesIndex { try removeIndex(in: path) }
                        let after = try SegmentChunkStore(directory: path, segmentBytesMax: 4 * 164)
                        #expect(try await after.holds(kept))
                        try await after.close()
                    }
                }
            }
        }
    }

    @Test func `an index that forgot a compaction finds everything again`() async throws {
        try await withFolder { folder in
            let store = try SegmentChunkStore(directory: folder, segmentBytesMax: 4 * 164)
            let chunks = (0..<10).map { makeChunk($0) }
            try await store.store(chunks, tenant: alpha)
            try await store.take(chunks[0..<3])
            try await store.close()
            let index = try Data(contentsOf: URL(fileURLWithPath: folder + "/index.sqlite"))
            let again = try SegmentChunkStore(directory: folder, segmentBytesMax: 4 * 164)
            #expect(try await again.compact(at: now, retiredBefore: always).filesRemoved == 1)
            try await again.close()
            // As after a power cut that took the end of the index.
            try removeIndex(in: folder)
            try index.write(to: URL(fileURLWithPath: folder + "/index.sqlite"))
            let after = try SegmentChunkStore(directory: folder, segmentBytesMax: 4 * 164)
            #expect(try await after.holds(Array(chunks[3...])))
            try await after.close()
        }
    }

    @Test func `a full disk stops a compaction and costs nothing`() async throws {
        try await withFolder { folder in
            let disk = FaultyDisk()
            let store = try SegmentChunkStore(directory: folder, segmentBytesMax: 4 * 164, io: disk.io)
            let chunks = (0..<10).map { makeChunk($0) }
            try await store.store(chunks, tenant: alpha)
            try await store.take(chunks[0..<3])
            disk.fill(after: 10)
            await #expect(throws: StoreUnavailable.self) { try await store.compact(at: now, retiredBefore: always) }
            disk.fill(after: nil)
            #expect(try await store.holds(Array(chunks[3...])))
            #expect(try await store.compact(at: now, retiredBefore: always).filesRemoved == 1)
            #expect(try await store.holds(Array(chunks[3...])))
            try await store.close()
        }
    }

    @Test func `readers and writers go on beside a compaction`() async throws {
        try await withSegments { _, store in
            let chunks = (0..<400).map { makeChunk($0) }
            try await store.store(chunks, tenant: alpha)
            let kept = chunks.enumerated().filter { $0.offset % 5 == 0 }.map(\.element)
            try await store.take(chunks.enumerated().filter { $0.offset % 5 != 0 }.map(\.element))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { _ = try await store.compact(at: now, retiredBefore: always) }
                for _ in 0..<4 {
                    group.addTask {
                        for _ in 0..<5 {
                            let holds = try await store.holds(kept)
                            #expect(holds)
                        }
                    }
                }
                group.addTask {
                    for seed in 500..<540 { try await store.store([makeChunk(UInt64(seed))], tenant: alpha) }
                }
                try await group.waitForAll()
            }
            #expect(try await store.holds(kept + (500..<540).map { makeChunk($0) }))
        }
    }

    private func withSegments(_ body: (String, SegmentChunkStore) async throws -> Void) async throws {
        try await withFolder { folder in
            let store = try SegmentChunkStore(directory: folder, segmentBytesMax: 4 * 164)
            try await body(folder, store)
            try? await store.close()
        }
    }
}

/// Copies of a folder, taken from inside system calls.
private final class Moments: @unchecked Sendable {
    private let target: String
    private(set) var paths: [String] = []
    /// Set while nothing is under way.
    var isOn = false

    init(_ target: String) { self.target = target }

    func copy(_ folder: String) {
        guard isOn else { return }
        let path = target + "/" + UUID().uuidString
        if (try? FileManager.default.copyItem(atPath: folder, toPath: path)) != nil { paths.append(path) }
    }
}

func names(_ chunks: some Sequence<Chunk>, _ tenant: TenantID = alpha) -> [ChunkName] {
    chunks.map { ChunkName(tenant: tenant, hash: $0.hash) }
}

extension ChunkStore {
    /// Removes chunks as a collection does.
    func take(_ chunks: some Sequence<Chunk>) async throws {
        try await condemn(names(chunks), at: Timestamp(seconds: 1))
        try await remove(names(chunks))
    }
}
