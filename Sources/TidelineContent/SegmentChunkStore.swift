import Foundation
package import NIOCore
package import TidelineCore
package import TidelineService

/// Chunks in append-only segment files, found by an index in SQLite. See docs/storage.md.
///
/// A killed process or a lost index costs nothing that was answered: ``init(directory:segmentBytesMax:io:)`` puts it right.
package final class SegmentChunkStore: ChunkStore {
    let folder: SegmentFolder
    let index: ChunkIndex
    let writer: SegmentWriter
    let readers = BlockingQueue(label: "tideline.content.readers", threadsMax: Limits.chunkReadersMax)

    /// Opens the store in a directory, or makes it. Blocks while a lost index is rebuilt, so call it at start.
    ///
    /// - Parameters:
    ///   - segmentBytesMax: a segment that is as long is sealed.
    package init(directory: String, segmentBytesMax: Int = Limits.segmentBytesMax, io: SegmentIO = .system) throws {
        folder = try SegmentFolder(directory)
        index = try ChunkIndex(path: folder.indexPath)
        let newest = try folder.recover(index)
        writer = try SegmentWriter(
            folder: folder, index: index, newest: newest, segmentBytesMax: Int64(segmentBytesMax), io: io)
    }

    package func missing(_ hashes: [Digest], tenant: TenantID) async throws -> [Digest] {
        try await readers.run { [index] in
            var seen: Set<Digest> = []
            return zip(hashes, try index.find(hashes, tenant: tenant))
                .filter { ($1?.isDamaged ?? true) && seen.insert($0).inserted }.map(\.0)
        }
    }

    package func store(_ chunks: [Chunk], tenant: TenantID) async throws {
        try await verify(chunks)
        try await writer.append(chunks, tenant: tenant)
    }

    package func read(_ hash: Digest, tenant: TenantID) async throws -> ByteBuffer {
        try await readers.run { [folder, index] in
            var last: Placement?
            while true {
                guard let place = try index.find([hash], tenant: tenant)[0]?.placement else {
                    throw ChunkError.missing(hash)
                }
                if let bytes = try folder.read(place), bytes.withUnsafeReadableBytes({ Digest(of: $0) }) == hash {
                    return bytes
                }
                // It may have moved between the look-up and the look.
                if place == last { break }
                last = place
            }
            if let last { try index.noteDamage(ChunkName(tenant: tenant, hash: hash), at: last) }
            throw ChunkError.damaged(hash)
        }
    }

    package func locate(_ hashes: [Digest], tenant: TenantID) async throws -> [ChunkLocation]? {
        try await readers.run { [folder, index] in
            try zip(hashes, try index.find(hashes, tenant: tenant)).map { hash, found in
                guard let found else { throw ChunkError.missing(hash) }
                guard !found.isDamaged else { throw ChunkError.damaged(hash) }
                return ChunkLocation(
                    path: folder.path(of: found.placement.segment), offset: found.placement.offset,
                    length: found.placement.length)
            }
        }
    }

    package func close() async throws {
        await writer.close()
        try await readers.runLast { [folder, index] in
            try index.close()
            folder.release()
        }
    }
}

/// Compares each chunk with its hash, on all cores when it is much.
private func verify(_ chunks: [Chunk]) async throws {
    let bytes = chunks.reduce(0) { $0 + $1.bytes.readableBytes }
    let workers = bytes < Limits.verifiedAloneBytesMax ? 1 : ProcessInfo.processInfo.activeProcessorCount
    guard workers > 1 else { return try verify(chunks, from: 0, step: 1) }
    try await withThrowingTaskGroup(of: Void.self) { group in
        for worker in 0..<workers { group.addTask { try verify(chunks, from: worker, step: workers) } }
        try await group.waitForAll()
    }
}

private func verify(_ chunks: [Chunk], from start: Int, step: Int) throws {
    for index in stride(from: start, to: chunks.count, by: step) {
        let chunk = chunks[index]
        guard chunk.bytes.withUnsafeReadableBytes({ Digest(of: $0) }) == chunk.hash else {
            throw ChunkError.mismatch(chunk.hash)
        }
    }
}
