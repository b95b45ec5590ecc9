package import NIOCore
package import TidelineCore
package import TidelineService

/// A chunk store that does what another one does, but where a test says otherwise.
package protocol ChunkStoreAround: ChunkStore {
    var inner: any ChunkStore { get }
}

extension ChunkStoreAround {
    package func missing(_ hashes: [Digest], tenant: TenantID) async throws -> [Digest] {
        try await inner.missing(hashes, tenant: tenant)
    }

    package func store(_ chunks: [Chunk], tenant: TenantID) async throws {
        try await inner.store(chunks, tenant: tenant)
    }

    package func read(_ hash: Digest, tenant: TenantID) async throws -> ByteBuffer {
        try await inner.read(hash, tenant: tenant)
    }

    package func locate(_ hashes: [Digest], tenant: TenantID) async throws -> [ChunkLocation]? {
        try await inner.locate(hashes, tenant: tenant)
    }

    package func close() async throws { try await inner.close() }

    package func collecting<T: Sendable>(_ body: @Sendable () async throws -> T) async throws -> T? {
        try await inner.collecting(body)
    }

    package func list(after: ChunkName?, limit: Int) async throws -> [StoredChunk] {
        try await inner.list(after: after, limit: limit)
    }

    package func condemn(_ chunks: [ChunkName], at time: Timestamp) async throws {
        try await inner.condemn(chunks, at: time)
    }

    package func pardon(_ chunks: [ChunkName]) async throws { try await inner.pardon(chunks) }

    package func remove(_ chunks: [ChunkName]) async throws { try await inner.remove(chunks) }

    package func compact(at time: Timestamp, retiredBefore: Timestamp) async throws -> Compaction {
        try await inner.compact(at: time, retiredBefore: retiredBefore)
    }
}
