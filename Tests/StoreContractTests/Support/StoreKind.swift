import Foundation
import Testing
import TidelineSQLite
import TidelineService

/// Every implementation of the port. The suite below `Contract` holds for each of them.
enum StoreKind: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case memory, sqlite

    var testDescription: String { rawValue }

    /// Calls the body with a new store that holds ``World``'s tenants, users and shares.
    func run(_ body: (any MetadataStore) async throws -> Void) async throws {
        switch self {
        case .memory: try await Self.use(MemoryMetadataStore(), body)
        case .sqlite:
            try await withTemporaryDirectory { directory in
                try await Self.use(try SQLiteMetadataStore(path: directory + "/metadata.sqlite"), body)
            }
        }
    }

    private static func use(_ store: some MetadataStore, _ body: (any MetadataStore) async throws -> Void) async throws
    {
        try await store.write(World.fill)
        try await body(store)
        try await store.close()
    }
}

/// A new empty directory, removed afterwards.
func withTemporaryDirectory(_ body: (String) async throws -> Void) async throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "tideline-store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    try await body(url.path)
}
