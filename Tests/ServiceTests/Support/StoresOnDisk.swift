import Foundation
import TidelineContent
import TidelineSQLite
import TidelineService

/// The stores of a real server in a new directory, closed and removed afterwards.
func withStoresOnDisk(_ body: (any MetadataStore, any ChunkStore) async throws -> Void) async throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "tideline-service-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    let store = try SQLiteMetadataStore(path: url.path + "/metadata.sqlite")
    let chunks = try SegmentChunkStore(directory: url.path + "/content")
    try await body(store, chunks)
    try await chunks.close()
    try await store.close()
}
