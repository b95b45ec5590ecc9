import Synchronization
import TidelineService

/// Counts reads, so that a test can tell how far a request has come.
final class CountingStore: MetadataStore {
    private let base: any MetadataStore
    private let count = Mutex(0)

    init(_ base: any MetadataStore) { self.base = base }

    var readCount: Int { count.withLock { $0 } }

    func read<T: Sendable>(_ body: @escaping @Sendable (any MetadataReader) throws -> T) async throws -> T {
        let result = try await base.read(body)
        count.withLock { $0 += 1 }
        return result
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (any MetadataWriter) throws -> T) async throws -> T {
        try await base.write(body)
    }

    func close() async throws { try await base.close() }
}
