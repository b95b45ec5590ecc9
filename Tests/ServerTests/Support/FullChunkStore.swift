import TidelineCore
import TidelineService
import TidelineTestKit

/// Has no room for anything.
struct FullChunkStore: ChunkStoreAround {
    let inner: any ChunkStore = MemoryChunkStore()

    func store(_ chunks: [Chunk], tenant: TenantID) throws {
        throw StoreUnavailable(reason: "the disk is full", isFull: true)
    }
}
