import Foundation
import GRDB
import NIOCore
import Testing
import TidelineContent
import TidelineCore
import TidelineService

/// A store that ended badly starts again with all that it ever answered.
@Suite struct RecoveryTests {
    @Test func `a restart keeps all`() async throws {
        try await withFolder { folder in
            let chunks = (0..<30).map { makeChunk($0) }
            for part in [chunks[..<10], chunks[10..<20], chunks[20...]] {
                let store = try SegmentChunkStore(directory: folder, segmentBytesMax: 1500)
                try await store.store(Array(part), tenant: alpha)
                try await store.close()
            }
            let store = try SegmentChunkStore(directory: folder, segmentBytesMax: 1500)
            #expect(try await store.holds(chunks))
            try await store.close()
        }
    }

    @Test func `a killed store keeps what it answered`() async throws {
        try await withFolder { folder in
            try await withFolder { copy in
                let store = try SegmentChunkStore(directory: folder)
                try await store.store([makeChunk(1), makeChunk(2)], tenant: alpha)
                // What a new process finds after kill -9 is what the files hold now.
                try FileManager.default.copyItem(atPath: folder, toPath: copy + "/store")
                let after = try SegmentChunkStore(directory: copy + "/store")
                #expect(try await after.holds([makeChunk(1), makeChunk(2)]))
                try await after.close()
                try await store.close()
            }
        }
    }

    @Test(arguments: [true, false])
    func `a tail torn anywhere is cut off and the rest stays`(_ indexIsLost: Bool) async throws {
        let kept = [makeChunk(1), makeChunk(2)]
        let torn = [makeChunk(3), makeChunk(4, size: 40)]
        let sizes = (kept: 2 * 164, all: 2 * 164 + 164 + 104)
        for cut in Array(stride(from: sizes.kept, through: sizes.all, by: 13)) + [sizes.kept + 164, sizes.all] {
            try await withFolder { folder in
                try await makeStore(folder, answered: kept, unanswered: torn)
                if indexIsLost { try removeIndex(in: folder) }
                let segment = try #require(try segments(in: folder).first)
                try change(segment.path) { $0 = $0.prefix(cut) }
                let store = try SegmentChunkStore(directory: folder)
                let whole = (cut >= sizes.kept + 164 ? 1 : 0) + (cut == sizes.all ? 1 : 0)
                #expect(try await store.holds(kept + torn.prefix(whole)))
                #expect(try await store.missing(torn.map(\.hash), tenant: alpha) == torn.dropFirst(whole).map(\.hash))
                let size = sizes.kept + [0, 164, 268][whole]
                #expect(try Data(contentsOf: segment).count == size, "cut at \(cut)")
                try await store.store(torn, tenant: alpha)
                #expect(try await store.holds(kept + torn))
                try await store.close()
            }
        }
    }

    @Test func `garbage in the tail is cut off, whatever it is`() async throws {
        let magic = Data("TLCHUNK1".utf8)
        var header = Data()
        try await withFolder { folder in
            try await makeStore(folder, answered: [makeChunk(7, size: 500)], unanswered: [])
            header = try Data(contentsOf: segments(in: folder)[0]).prefix(200)
        }
        let tails = [
            Data([0]), Data(count: 1000), magic, Data(repeating: 0x54, count: 300), magic + Data(count: 200),
            Data(makeChunk(9, size: 5000).bytes.readableBytesView), header, header + magic,
        ]
        for tail in tails {
            try await withFolder { folder in
                try await makeStore(folder, answered: [makeChunk(1)], unanswered: [])
                let segment = try segments(in: folder)[0]
                try change(segment.path) { $0 += tail }
                let store = try SegmentChunkStore(directory: folder)
                #expect(try Data(contentsOf: segment).count == 164)
                try await store.store([makeChunk(2)], tenant: alpha)
                #expect(try await store.holds([makeChunk(1), makeChunk(2)]))
                try await store.close()
            }
        }
    }

    @Test func `a gap in the middle costs no record behind it`() async throws {
        try await withFolder { folder in
            let chunks = (0..<5).map { makeChunk($0) }
            try await makeStore(folder, answered: chunks, unanswered: [])
            try removeIndex(in: folder)
            // A header and, further on, some content.
            try change(segments(in: folder)[0].path) { data in
                for offset in 164..<174 { data[offset] = 0 }
                data[3 * 164 + 100] ^= 0xFF
            }
            let store = try SegmentChunkStore(directory: folder)
            let kept = [chunks[0], chunks[2], chunks[4]]
            #expect(try await store.holds(kept))
            #expect(try await store.missing(chunks.map(\.hash), tenant: alpha) == [chunks[1].hash, chunks[3].hash])
            try await store.store(chunks, tenant: alpha)
            #expect(try await store.holds(chunks))
            try await store.close()
        }
    }

    @Test func `a lost, broken or foreign index is built again`() async throws {
        let breakers: [(String) throws -> Void] = [
            { try removeIndex(in: $0) },
            {
                try removeIndex(in: $0)
                try Data("this is no database, whatever its name says".utf8).write(
                    to: URL(fileURLWithPath: $0 + "/index.sqlite"))
            },
            {
                try removeIndex(in: $0)
                try DatabaseQueue(path: $0 + "/index.sqlite").write { db in
                    try db.execute(sql: "CREATE TABLE chunk (name TEXT); PRAGMA user_version = 7")
                }
            },
        ]
        for breakIndex in breakers {
            try await withFolder { folder in
                let chunks = (0..<30).map { makeChunk($0) }
                let store = try SegmentChunkStore(directory: folder, segmentBytesMax: 1000)
                try await store.store(chunks, tenant: alpha)
                try await store.store(Array(chunks.prefix(7)), tenant: beta)
                try await store.close()
                try breakIndex(folder)
                let again = try SegmentChunkStore(directory: folder, segmentBytesMax: 1000)
                #expect(try await again.holds(chunks, alpha))
                #expect(try await again.holds(Array(chunks.prefix(7)), beta))
                #expect(try await again.missing([chunks[7].hash], tenant: beta) == [chunks[7].hash])
                try await again.close()
            }
        }
    }

    @Test func `an older index is brought up to date`() async throws {
        try await withFolder { folder in
            let chunks = (0..<30).map { makeChunk($0) }
            try await makeStore(folder, answered: Array(chunks.prefix(10)), unanswered: Array(chunks.dropFirst(10)))
            let store = try SegmentChunkStore(directory: folder)
            #expect(try await store.holds(chunks))
            try await store.close()
        }
    }

    @Test func `what a segment lost is missing, so that it is sent again`() async throws {
        try await withFolder { folder in
            let chunks = (0..<12).map { makeChunk($0) }
            let store = try SegmentChunkStore(directory: folder, segmentBytesMax: 4 * 164)
            try await store.store(chunks, tenant: alpha)
            try await store.close()
            try FileManager.default.removeItem(at: segments(in: folder)[1])
            try change(segments(in: folder)[0].path) { $0 = $0.prefix(400) }
            let again = try SegmentChunkStore(directory: folder, segmentBytesMax: 4 * 164)
            #expect(try await again.missing(chunks.map(\.hash), tenant: alpha) == chunks[2..<8].map(\.hash))
            try await again.store(chunks, tenant: alpha)
            #expect(try await again.holds(chunks))
            try await again.close()
        }
    }
}

/// Leaves a folder as a crash does when it comes after the records of `unanswered` reached the segment and before the index
/// knew of them.
private func makeStore(_ folder: String, answered: [Chunk], unanswered: [Chunk]) async throws {
    let store = try SegmentChunkStore(directory: folder)
    try await store.store(answered, tenant: alpha)
    try await store.close()
    let index = try Data(contentsOf: URL(fileURLWithPath: folder + "/index.sqlite"))
    let again = try SegmentChunkStore(directory: folder)
    try await again.store(unanswered, tenant: alpha)
    try await again.close()
    try removeIndex(in: folder)
    try index.write(to: URL(fileURLWithPath: folder + "/index.sqlite"))
}

/// Makes the index what it was before it had notes for collecting.
func olderIndex(in folder: String) throws {
    try DatabaseQueue(path: folder + "/index.sqlite").write { db in
        try db.execute(
            sql: """
                ALTER TABLE chunk DROP COLUMN condemned_at; ALTER TABLE chunk DROP COLUMN damaged;
                ALTER TABLE segment DROP COLUMN retired_at; PRAGMA user_version = 1
                """)
    }
}
