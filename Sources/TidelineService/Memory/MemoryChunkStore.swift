package import NIOCore
package import TidelineCore

/// Chunks in memory, for tests and for trying things out. Nothing survives the process.
package actor MemoryChunkStore: ChunkStore {
    private struct Key: Hashable {
        let tenant: TenantID
        let hash: Digest
    }

    private var chunks: [Key: ByteBuffer] = [:]
    private var isClosed = false

    package init() {}

    package func missing(_ hashes: [Digest], tenant: TenantID) throws -> [Digest] {
        try checkOpen()
        var seen: Set<Digest> = []
        return hashes.filter { chunks[Key(tenant: tenant, hash: $0)] == nil && seen.insert($0).inserted }
    }

    package func store(_ chunks: [Chunk], tenant: TenantID) throws {
        try checkOpen()
        for chunk in chunks where chunk.bytes.withUnsafeReadableBytes({ Digest(of: $0) }) != chunk.hash {
            throw ChunkError.mismatch(chunk.hash)
        }
        for chunk in chunks { self.chunks[Key(tenant: tenant, hash: chunk.hash)] = chunk.bytes }
    }

    package func read(_ hash: Digest, tenant: TenantID) throws -> ByteBuffer {
        try checkOpen()
        guard let bytes = chunks[Key(tenant: tenant, hash: hash)] else { throw ChunkError.missing(hash) }
        return bytes
    }

    package func locate(_ hashes: [Digest], tenant: TenantID) throws -> [ChunkLocation]? {
        try checkOpen()
        return nil
    }

    package func close() { isClosed = true }

    private func checkOpen() throws {
        guard !isClosed else { throw StoreUnavailable(reason: "the chunk store is closed") }
    }
}
