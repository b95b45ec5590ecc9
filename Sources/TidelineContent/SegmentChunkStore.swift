import Foundation
package import NIOCore
package import TidelineCore
package import TidelineService

/// Chunks in append-only segment files, found by an index in SQLite. See docs/storage.md.
///
/// A killed process or a lost index costs nothing that was answered: ``init(directory:segmentBytesMax:io:)`` puts it right.
package final class SegmentChunkStore: ChunkStore {
    private let folder: SegmentFolder
    private let index: ChunkIndex
    private let writer: SegmentWriter
    private let readers = BlockingQueue(label: "tideline.content.readers", threadsMax: Limits.chunkReadersMax)

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
                .filter { $1 == nil && seen.insert($0).inserted }.map(\.0)
        }
    }

    package func store(_ chunks: [Chunk], tenant: TenantID) async throws {
        try await verify(chunks)
        try await writer.append(chunks, tenant: tenant)
    }

    package func read(_ hash: Digest, tenant: TenantID) async throws -> ByteBuffer {
        try await readers.run { [folder, index] in
            guard let placement = try index.find([hash], tenant: tenant)[0] else { throw ChunkError.missing(hash) }
            guard let bytes = try folder.read(placement), bytes.withUnsafeReadableBytes({ Digest(of: $0) }) == hash
            else {
                throw ChunkError.damaged(hash)
            }
            return bytes
        }
    }

    package func locate(_ hashes: [Digest], tenant: TenantID) async throws -> [ChunkLocation]? {
        try await readers.run { [folder, index] in
            try zip(hashes, try index.find(hashes, tenant: tenant)).map { hash, placement in
                guard let placement else { throw ChunkError.missing(hash) }
                return ChunkLocation(
                    path: folder.path(of: placement.segment), offset: placement.offset, length: placement.length)
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
