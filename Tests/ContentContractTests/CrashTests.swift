import Foundation
import NIOConcurrencyHelpers
import Testing
import TidelineContent
import TidelineCore
import TidelineService

/// What a new process finds when the old one is killed inside a system call.
@Suite struct CrashTests {
    @Test func `a copy taken at any system call holds all that was answered by then`() async throws {
        try await withFolder { folder in
            try await withFolder { copies in
                let answered = NIOLockedValueBox<[Chunk]>([])
                let moments = NIOLockedValueBox<[(copy: String, answered: [Chunk])]>([])
                // The writer waits inside the call, so nothing else moves meanwhile.
                let disk = FaultyDisk {
                    let copy = copies + "/" + UUID().uuidString
                    guard (try? FileManager.default.copyItem(atPath: folder, toPath: copy)) != nil else { return }
                    let chunks = answered.withLockedValue { $0 }
                    moments.withLockedValue { $0.append((copy, chunks)) }
                }
                let store = try SegmentChunkStore(directory: folder, segmentBytesMax: 700, io: disk.io)
                for batch in 0..<UInt64(6) {
                    let chunks = (0..<3).map { makeChunk(batch * 3 + $0) }
                    try await store.store(chunks, tenant: alpha)
                    answered.withLockedValue { $0 += chunks }
                }
                try await store.close()

                let found = moments.withLockedValue { $0 }
                // At the start and the end of each call.
                #expect(found.count == 2 * (disk.writes + disk.syncs))
                for moment in found {
                    let after = try SegmentChunkStore(directory: moment.copy, segmentBytesMax: 700)
                    #expect(try await after.holds(moment.answered))
                    try await after.store([makeChunk(99)], tenant: alpha)
                    #expect(try await after.holds(moment.answered + [makeChunk(99)]))
                    try await after.close()
                }
            }
        }
    }
}
