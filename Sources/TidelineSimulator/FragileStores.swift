import NIOCore
import TidelineCore
import TidelineService
import TidelineTestKit

/// What the server's process does at each call to a store: time passes, and it may end.
struct Heartbeat: Sendable {
    let life: Life
    let scheduler: Scheduler
    let weather: Weather
    let crash: @Sendable () -> Void

    func beat() async throws {
        await scheduler.pause(.milliseconds(1))
        if life.isAlive, weather.crashesServer { crash() }
        guard life.isAlive else { throw StoreUnavailable(reason: "the server crashed") }
    }
}

/// A store whose process may end before a body runs, or after it is committed and before anybody hears of it.
struct FragileMetadataStore: MetadataStore {
    let inner: MemoryMetadataStore
    let heart: Heartbeat

    func read<T: Sendable>(_ body: @escaping @Sendable (any MetadataReader) throws -> T) async throws -> T {
        try await heart.beat()
        return try await inner.read(body)
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (any MetadataWriter) throws -> T) async throws -> T {
        try await heart.beat()
        let result = try await inner.write(body)
        try await heart.beat()
        return result
    }

    func close() async throws {}
}

/// The same for content.
struct FragileChunkStore: ChunkStoreAround {
    let inner: any ChunkStore
    let heart: Heartbeat

    func missing(_ hashes: [Digest], tenant: TenantID) async throws -> [Digest] {
        try await heart.beat()
        return try await inner.missing(hashes, tenant: tenant)
    }

    func store(_ chunks: [Chunk], tenant: TenantID) async throws {
        try await heart.beat()
        try await inner.store(chunks, tenant: tenant)
        try await heart.beat()
    }

    func read(_ hash: Digest, tenant: TenantID) async throws -> ByteBuffer {
        try await heart.beat()
        return try await inner.read(hash, tenant: tenant)
    }
}
