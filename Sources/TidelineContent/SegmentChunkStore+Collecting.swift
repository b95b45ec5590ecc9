import Foundation
import NIOCore
package import TidelineCore
package import TidelineService

extension SegmentChunkStore {
    package func collecting<T: Sendable>(_ body: @Sendable () async throws -> T) async throws -> T? {
        guard let lock = try CollectionLock(content: folder.path, waits: false) else { return nil }
        defer { lock.release() }
        return try await body()
    }

    package func list(after: ChunkName?, limit: Int) async throws -> [StoredChunk] {
        try await readers.run { [index] in try index.list(after: after, limit: limit) }
    }

    package func condemn(_ chunks: [ChunkName], at time: Timestamp) async throws {
        try await readers.run { [index] in try index.condemn(chunks, at: time) }
    }

    package func pardon(_ chunks: [ChunkName]) async throws {
        try await readers.run { [index] in try index.pardon(chunks) }
    }

    package func remove(_ chunks: [ChunkName]) async throws { try await writer.remove(chunks) }

    /// Sealed segments never change: one with little left in it is written anew at the end, then holds nothing.
    ///
    /// The newest segment stays whatever it holds, so that no number is ever given twice.
    package func compact(at time: Timestamp, retiredBefore: Timestamp) async throws -> Compaction {
        var compaction = Compaction()
        let newest = await writer.newestNumber
        let (numbers, live) = try await readers.run { [folder, index] in (try folder.numbers(), try index.liveBytes()) }
        for number in numbers where number < newest {
            var left = live[number] ?? 0
            if left > 0, left * 100 < (try folder.size(of: number)) * Int64(Limits.segmentLivePercentMin) {
                left -= try await rewrite(number)
                if left == 0 { compaction.filesRewritten += 1 }
            }
            if left == 0 { try await readers.run { [index] in try index.retire(number, at: time) } }
        }
        try await removeRetired(before: retiredBefore, &compaction)
        return compaction
    }

    /// Copies what is still in use to the end. Answers the bytes of the records that are now elsewhere; damaged ones stay
    /// behind. Holds the segment in memory.
    private func rewrite(_ number: Int64) async throws -> Int64 {
        let found = try await readers.run { [folder, index] in try index.recordsInUse(of: number, in: folder) }
        var moved: Int64 = 0
        var rest = found[...]
        while !rest.isEmpty {
            var bytes = 0
            let part = rest.prefix { record in
                defer { bytes += record.chunk.chunk.bytes.readableBytes }
                return bytes < Limits.chunkStoreBytes
            }
            rest = rest.dropFirst(part.count)
            moved += try await writer.move(part.map(\.chunk), from: part.map(\.place))
        }
        return moved
    }

    /// The file first: what the index says of a file that is gone is forgotten at the next start.
    private func removeRetired(before time: Timestamp, _ compaction: inout Compaction) async throws {
        compaction = try await readers.run { [folder, index, compaction] in
            var compaction = compaction
            for number in try index.retired(before: time) {
                compaction.bytesRemoved += (try? folder.size(of: number)) ?? 0
                try folder.remove(number)
                try index.forget(number)
                compaction.filesRemoved += 1
            }
            return compaction
        }
    }
}

/// A chunk and where it lies.
struct PlacedChunk {
    let chunk: NewChunk
    let place: Placement
}

extension ChunkIndex {
    /// The whole records of a segment that the index points to, in order.
    func recordsInUse(of number: Int64, in folder: SegmentFolder) throws -> [PlacedChunk] {
        let bytes = try folder.bytes(of: number, 0..<folder.size(of: number))
        return try bytes.withUnsafeReadableBytes { findRecords(in: $0).records }.compactMap { record in
            let header = record.header
            let place = Placement(segment: number, offset: Int64(record.offset), length: header.length)
            guard try find([header.hash], tenant: header.tenant)[0]?.placement == place,
                let content = bytes.getSlice(at: record.offset, length: header.length)
            else { return nil }
            return PlacedChunk(
                chunk: NewChunk(tenant: header.tenant, chunk: Chunk(hash: header.hash, bytes: content)), place: place)
        }
    }
}
