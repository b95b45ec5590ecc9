package import NIOCore
package import TidelineCore

/// Where content is kept: chunks by tenant and SHA-256.
package protocol ChunkStore: ChunkCollecting {
    /// Those of the hashes that are not stored, or known to be damaged, in the given order, without repeats.
    func missing(_ hashes: [Digest], tenant: TenantID) async throws -> [Digest]

    /// Verifies each chunk against its hash and stores those that are new, or known to be damaged. None of them is condemned
    /// any more.
    ///
    /// When it returns, all of them survive power loss. Throws ``ChunkError/mismatch(_:)`` without storing that one.
    func store(_ chunks: [Chunk], tenant: TenantID) async throws

    /// One chunk, verified. Throws ``ChunkError/missing(_:)``, or ``ChunkError/damaged(_:)``: from then on it counts as missing
    /// until it is stored again.
    func read(_ hash: Digest, tenant: TenantID) async throws -> ByteBuffer

    /// Where each chunk lies in a file, so that bytes can go out without passing through memory; nil when this store has
    /// no files. The files stay for ``Limits/segmentRetiredSeconds``. Throws ``ChunkError/missing(_:)``, and
    /// ``ChunkError/damaged(_:)`` for one that is known to be.
    func locate(_ hashes: [Digest], tenant: TenantID) async throws -> [ChunkLocation]?

    func close() async throws
}

package struct Chunk: Sendable {
    package let hash: Digest
    package let bytes: ByteBuffer

    package init(hash: Digest, bytes: ByteBuffer) {
        self.hash = hash
        self.bytes = bytes
    }
}

/// Part of a file that never changes.
package struct ChunkLocation: Hashable, Sendable {
    package let path: String
    package let offset: Int64
    package let length: Int

    package init(path: String, offset: Int64, length: Int) {
        self.path = path
        self.offset = offset
        self.length = length
    }
}

package enum ChunkError: Error, Hashable, Sendable {
    /// The bytes sent do not have this hash.
    case mismatch(Digest)
    case missing(Digest)
    /// The bytes kept no longer have this hash.
    case damaged(Digest)

    package var hash: Digest {
        switch self {
        case .mismatch(let hash), .missing(let hash), .damaged(let hash): hash
        }
    }
}
