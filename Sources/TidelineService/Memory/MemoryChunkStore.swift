package import NIOCore
package import TidelineCore

/// Chunks in memory, for tests and for trying things out. Nothing survives the process.
package actor MemoryChunkStore: ChunkStore {
    private var chunks: [ChunkName: ByteBuffer] = [:]
    private var condemned: [ChunkName: Timestamp] = [:]
    private var isClosed = false

    package init() {}

    package func missing(_ hashes: [Digest], tenant: TenantID) throws -> [Digest] {
        try checkOpen()
        var seen: Set<Digest> = []
        return hashes.filter { chunks[ChunkName(tenant: tenant, hash: $0)] == nil && seen.insert($0).inserted }
    }

    package func store(_ chunks: [Chunk], tenant: TenantID) throws {
        try checkOpen()
        for chunk in chunks where chunk.bytes.withUnsafeReadableBytes({ Digest(of: $0) }) != chunk.hash {
            throw ChunkError.mismatch(chunk.hash)
        }
        for chunk in chunks {
            let name = ChunkName(tenant: tenant, hash: chunk.hash)
            self.chunks[name] = chunk.bytes
            condemned[name] = nil
        }
    }

    package func read(_ hash: Digest, tenant: TenantID) throws -> ByteBuffer {
        try checkOpen()
        guard let bytes = chunks[ChunkName(tenant: tenant, hash: hash)] else { throw ChunkError.missing(hash) }
        return bytes
    }

    package func locate(_ hashes: [Digest], tenant: TenantID) throws -> [ChunkLocation]? {
        try checkOpen()
        return nil
    }

    package func close() { isClosed = true }

    // MARK: Collection

    package func collecting<T: Sendable>(_ body: @Sendable () async throws -> T) async throws -> T? {
        try await body()
    }

    package func list(after: ChunkName?, limit: Int) throws -> [StoredChunk] {
        try checkOpen()
        let names = chunks.keys.filter { name in after.map { name > $0 } ?? true }.sorted().prefix(limit)
        return names.map { name in
            StoredChunk(name: name, length: chunks[name]?.readableBytes ?? 0, condemnedAt: condemned[name])
        }
    }

    package func condemn(_ names: [ChunkName], at time: Timestamp) throws {
        try checkOpen()
        for name in names where chunks[name] != nil && condemned[name] == nil { condemned[name] = time }
    }

    package func pardon(_ names: [ChunkName]) throws {
        try checkOpen()
        for name in names { condemned[name] = nil }
    }

    package func remove(_ names: [ChunkName]) throws {
        try checkOpen()
        for name in names where condemned[name] != nil {
            chunks[name] = nil
            condemned[name] = nil
        }
    }

    package func compact(at time: Timestamp, retiredBefore: Timestamp) throws -> Compaction {
        try checkOpen()
        return Compaction()
    }

    private func checkOpen() throws {
        guard !isClosed else { throw StoreUnavailable(reason: "the chunk store is closed") }
    }
}
