import Foundation
import NIOCore
import TidelineContent
import TidelineCore
import TidelineService

let alpha = TenantID(ULID(high: 1, low: 1))
let beta = TenantID(ULID(high: 1, low: 2))

/// Every store there is.
enum Backend: CaseIterable {
    case memory, segments

    func run(_ body: (any ChunkStore) async throws -> Void) async throws {
        switch self {
        case .memory:
            let store = MemoryChunkStore()
            try await body(store)
            await store.close()
        case .segments:
            try await withFolder { folder in
                let store = try SegmentChunkStore(directory: folder)
                try await body(store)
                try await store.close()
            }
        }
    }
}

/// Calls `body` with the path of a new folder, which is removed afterwards.
func withFolder(_ body: (String) async throws -> Void) async throws {
    let path = NSTemporaryDirectory() + "tideline-content-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try await body(path)
}

/// The same bytes for the same seed.
func makeChunk(_ seed: UInt64, size: Int = 100) -> Chunk {
    var generator = SplitMix64(seed: seed)
    var bytes = ByteBuffer()
    while bytes.readableBytes < size { bytes.writeInteger(generator.next()) }
    return makeChunk(bytes.getSlice(at: 0, length: size) ?? bytes)
}

func makeChunk(_ bytes: ByteBuffer) -> Chunk {
    Chunk(hash: bytes.withUnsafeReadableBytes { Digest(of: $0) }, bytes: bytes)
}

extension ChunkStore {
    /// Whether all of them are read back as they were.
    func holds(_ chunks: [Chunk], _ tenant: TenantID = alpha) async throws -> Bool {
        for chunk in chunks {
            guard try await read(chunk.hash, tenant: tenant) == chunk.bytes else { return false }
        }
        return try await missing(chunks.map(\.hash), tenant: tenant).isEmpty
    }
}

/// The segments of a store's folder, oldest first.
func segments(in folder: String) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(
        at: URL(fileURLWithPath: folder + "/segments"), includingPropertiesForKeys: nil
    ).sorted { $0.path < $1.path }
}

func removeIndex(in folder: String) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.hasPrefix("index") {
        try FileManager.default.removeItem(atPath: folder + "/" + name)
    }
}
