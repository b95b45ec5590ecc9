package import TidelineCore

/// How chunks leave a store. Whether one is needed only the metadata know; see docs/storage.md for the order of things.
package protocol ChunkCollecting: Sendable {
    /// Runs the body while no backup reads the content; nil, without running it, when one does.
    func collecting<T: Sendable>(_ body: @Sendable () async throws -> T) async throws -> T?

    /// Chunks of all tenants after the given one, in the order of their names.
    func list(after: ChunkName?, limit: Int) async throws -> [StoredChunk]
    /// Notes since when they are not needed. Those noted before keep their time; those not stored are left out.
    func condemn(_ chunks: [ChunkName], at time: Timestamp) async throws
    /// Takes the notes back.
    func pardon(_ chunks: [ChunkName]) async throws
    /// Removes those that are still condemned; the others were stored again meanwhile, and stay.
    func remove(_ chunks: [ChunkName]) async throws

    /// Gives back the room of what was removed. Files that hold nothing any more are noted with the time, and go once they
    /// were noted before `retiredBefore`: until then somebody may still read what ``ChunkStore/locate(_:tenant:)`` found.
    func compact(at time: Timestamp, retiredBefore: Timestamp) async throws -> Compaction
}

package struct ChunkName: Hashable, Sendable, Comparable {
    package let tenant: TenantID
    package let hash: Digest

    package init(tenant: TenantID, hash: Digest) {
        self.tenant = tenant
        self.hash = hash
    }

    package static func < (a: Self, b: Self) -> Bool {
        a.tenant != b.tenant ? a.tenant < b.tenant : a.hash.bytes.lexicographicallyPrecedes(b.hash.bytes)
    }
}

package struct StoredChunk: Hashable, Sendable {
    package let name: ChunkName
    /// Bytes of its content.
    package let length: Int
    package let condemnedAt: Timestamp?

    package init(name: ChunkName, length: Int, condemnedAt: Timestamp?) {
        self.name = name
        self.length = length
        self.condemnedAt = condemnedAt
    }
}

/// What compacting did.
package struct Compaction: Hashable, Sendable {
    package var filesRewritten = 0
    package var filesRemoved = 0
    /// Bytes of the files removed.
    package var bytesRemoved: Int64 = 0

    package init() {}
}
