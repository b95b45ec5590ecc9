import NIOCore
import TidelineCore
import TidelineService

/// Has no room for anything.
struct FullChunkStore: ChunkStore {
    func missing(_ hashes: [Digest], tenant: TenantID) -> [Digest] { hashes }

    func store(_ chunks: [Chunk], tenant: TenantID) throws {
        throw StoreUnavailable(reason: "the disk is full", isFull: true)
    }

    func read(_ hash: Digest, tenant: TenantID) throws -> ByteBuffer { throw ChunkError.missing(hash) }

    func locate(_ hashes: [Digest], tenant: TenantID) -> [ChunkLocation]? { nil }

    func close() {}
}
