package import TidelineCore

/// A file that a client sends in pieces of equal size, in any order.
package struct Upload: Hashable, Sendable {
    /// What became of it.
    package enum Outcome: Hashable, Sendable {
        case open
        case file(NodeID)
        /// Its content waits under this id for one change of an `apply`.
        case version(VersionID)
        /// That change has come; the id is now an ordinary version's.
        case used(VersionID)
    }

    package let id: UploadID
    package let tenantID: TenantID
    package let userID: UserID
    package let shareID: ShareID
    /// Where it is to be: nil is the root of the share.
    package let folderID: NodeID?
    package let name: NodeName
    package let size: Int64
    /// Bytes of every chunk but the last, which has the rest.
    package let chunkSize: Int
    package let mimeType: String?
    package let modifiedAt: Timestamp?
    /// What the client says; once completed, what it is.
    package var checksum: Digest?
    package let createdAt: Timestamp
    /// When something of it last arrived, or when it was completed.
    package var touchedAt: Timestamp
    package var outcome: Outcome

    package init(
        id: UploadID, tenantID: TenantID, userID: UserID, shareID: ShareID, folderID: NodeID?, name: NodeName,
        size: Int64, chunkSize: Int, mimeType: String?, modifiedAt: Timestamp?, checksum: Digest?,
        createdAt: Timestamp, touchedAt: Timestamp, outcome: Outcome
    ) {
        self.id = id
        self.tenantID = tenantID
        self.userID = userID
        self.shareID = shareID
        self.folderID = folderID
        self.name = name
        self.size = size
        self.chunkSize = chunkSize
        self.mimeType = mimeType
        self.modifiedAt = modifiedAt
        self.checksum = checksum
        self.createdAt = createdAt
        self.touchedAt = touchedAt
        self.outcome = outcome
    }

    package var chunkCount: Int { Int((size + Int64(chunkSize) - 1) / Int64(chunkSize)) }

    /// In bytes. The index must be below ``chunkCount``.
    package func bytes(ofChunk index: Int) -> Int {
        Int(min(Int64(chunkSize), size - Int64(index) * Int64(chunkSize)))
    }
}

/// One piece that has arrived.
package struct UploadChunk: Hashable, Sendable {
    package let index: Int
    package let hash: Digest

    package init(index: Int, hash: Digest) {
        self.index = index
        self.hash = hash
    }
}

/// What is known of uploads. The stored content of every chunk listed here is in use: it may not be collected. The lists of
/// uploads that became a file, or whose version was used, are empty: versions hold their chunks.
package protocol UploadReader {
    func upload(_ id: UploadID) throws -> Upload?
    /// The one whose content has, or had until it was used, this id.
    func upload(of version: VersionID) throws -> Upload?
    /// How many of the user's are open or hold a version that is not used, and were touched at or after the time.
    func countUploads(of user: UserID, touchedSince: Timestamp) throws -> Int
    /// By index.
    func uploadChunks(of upload: UploadID) throws -> [UploadChunk]
    func uploadChunk(_ index: Int, of upload: UploadID) throws -> UploadChunk?
}

package protocol UploadWriter {
    func put(_ upload: Upload) throws
    /// Inserts or replaces the chunk of that index.
    func put(_ chunk: UploadChunk, of upload: UploadID) throws
    func removeUploadChunks(of upload: UploadID) throws
    /// With its chunks.
    func remove(_ upload: UploadID) throws
    /// With their chunks: all that were last touched before the time.
    func removeUploads(touchedBefore time: Timestamp) throws
}
