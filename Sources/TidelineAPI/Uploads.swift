/// `POST uploads`.
public struct NewUploadBody: Codable, Sendable, Hashable {
    public var shareID: String
    /// Absent, null or `root`: the root of the share.
    public var folderID: ParentReference?
    public var fileName: String
    public var fileSize: Int64
    /// Bytes of every chunk but the last.
    public var chunkSize: Int?
    public var mimeType: String?
    /// Checked when the upload is completed.
    public var checksumSHA256: String?
    public var modifiedAt: String?

    public init(
        shareID: String, folderID: ParentReference? = nil, fileName: String, fileSize: Int64, chunkSize: Int? = nil,
        mimeType: String? = nil, checksumSHA256: String? = nil, modifiedAt: String? = nil
    ) {
        self.shareID = shareID
        self.folderID = folderID
        self.fileName = fileName
        self.fileSize = fileSize
        self.chunkSize = chunkSize
        self.mimeType = mimeType
        self.checksumSHA256 = checksumSHA256
        self.modifiedAt = modifiedAt
    }

    enum CodingKeys: String, CodingKey {
        case shareID = "share_id"
        case folderID = "folder_id"
        case fileName = "file_name"
        case fileSize = "file_size"
        case chunkSize = "chunk_size"
        case mimeType = "mime_type"
        case checksumSHA256 = "checksum_sha256"
        case modifiedAt = "modified_at"
    }
}

public enum UploadStatus: String, Codable, Sendable, CaseIterable {
    case open, completed
}

/// Indexes of chunks, both ends included.
public struct ChunkRange: Codable, Sendable, Hashable {
    public var first: Int
    public var last: Int

    public init(first: Int, last: Int) {
        self.first = first
        self.last = last
    }
}

/// An upload session: the answer of `POST uploads` and `GET uploads/{id}`.
public struct UploadBody: Codable, Sendable, Hashable {
    public var sessionID: String
    public var shareID: String
    @OrNull public var folderID: String?
    public var fileName: String
    public var fileSize: Int64
    public var chunkSize: Int
    public var totalChunks: Int
    public var status: UploadStatus
    /// How many chunks are here.
    public var receivedChunks: Int
    /// Which, in order. Of very many ranges the later ones are left out; sending a chunk again does no harm.
    public var received: [ChunkRange]
    /// The file that it became.
    @OrNull public var fileID: String?
    /// The version that it became, with `as=version`.
    @OrNull public var versionID: String?
    public var createdAt: String
    /// Moves on with every chunk.
    public var expiresAt: String

    public init(
        sessionID: String, shareID: String, folderID: String?, fileName: String, fileSize: Int64, chunkSize: Int,
        totalChunks: Int, status: UploadStatus, receivedChunks: Int, received: [ChunkRange], fileID: String?,
        versionID: String?, createdAt: String, expiresAt: String
    ) {
        self.sessionID = sessionID
        self.shareID = shareID
        self.folderID = folderID
        self.fileName = fileName
        self.fileSize = fileSize
        self.chunkSize = chunkSize
        self.totalChunks = totalChunks
        self.status = status
        self.receivedChunks = receivedChunks
        self.received = received
        self.fileID = fileID
        self.versionID = versionID
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }

    enum CodingKeys: String, CodingKey {
        case sessionID = "session_id"
        case shareID = "share_id"
        case folderID = "folder_id"
        case fileName = "file_name"
        case fileSize = "file_size"
        case chunkSize = "chunk_size"
        case totalChunks = "total_chunks"
        case status
        case receivedChunks = "received_chunks"
        case received
        case fileID = "file_id"
        case versionID = "version_id"
        case createdAt = "created_at"
        case expiresAt = "expires_at"
    }
}

/// `PUT uploads/{id}/chunks/{index}`: this chunk is durable.
public struct UploadedChunkBody: Codable, Sendable, Hashable {
    public var index: Int
    public var size: Int
    public var checksumSHA256: String

    public init(index: Int, size: Int, checksumSHA256: String) {
        self.index = index
        self.size = size
        self.checksumSHA256 = checksumSHA256
    }

    enum CodingKeys: String, CodingKey {
        case index
        case size
        case checksumSHA256 = "checksum_sha256"
    }
}

/// `POST uploads/{id}/complete`: another place than the session was made for.
public struct CompleteUploadBody: Codable, Sendable, Hashable {
    public var fileName: String?
    public var folderID: ParentReference?

    public init(fileName: String? = nil, folderID: ParentReference? = nil) {
        self.fileName = fileName
        self.folderID = folderID
    }

    enum CodingKeys: String, CodingKey {
        case fileName = "file_name"
        case folderID = "folder_id"
    }
}

/// `POST uploads/{id}/complete?as=version`: a version that no file has yet, for one change of an `apply`.
public struct UploadedVersionBody: Codable, Sendable, Hashable {
    public var versionID: String
    public var size: Int64
    public var checksumSHA256: String
    public var expiresAt: String

    public init(versionID: String, size: Int64, checksumSHA256: String, expiresAt: String) {
        self.versionID = versionID
        self.size = size
        self.checksumSHA256 = checksumSHA256
        self.expiresAt = expiresAt
    }

    enum CodingKeys: String, CodingKey {
        case versionID = "version_id"
        case size
        case checksumSHA256 = "checksum_sha256"
        case expiresAt = "expires_at"
    }
}
