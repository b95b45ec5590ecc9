/// `POST chunks/missing`.
public struct MissingBody: Codable, Sendable, Hashable {
    public var shareID: String
    public var hashes: [String]

    public init(shareID: String, hashes: [String]) {
        self.shareID = shareID
        self.hashes = hashes
    }

    enum CodingKeys: String, CodingKey {
        case shareID = "share_id"
        case hashes
    }
}

/// Hashes the server wants to be sent.
public struct MissingAnswer: Codable, Sendable, Hashable {
    public var missing: [String]

    public init(missing: [String]) {
        self.missing = missing
    }

    enum CodingKeys: String, CodingKey {
        case missing
    }
}

/// `POST chunks`: hashes that are durable now.
public struct StoredAnswer: Codable, Sendable, Hashable {
    public var stored: [String]

    public init(stored: [String]) {
        self.stored = stored
    }

    enum CodingKeys: String, CodingKey {
        case stored
    }
}

/// `GET files/{id}/manifest`.
public struct ManifestAnswer: Codable, Sendable, Hashable {
    public var fileID: String
    public var versionID: String
    public var size: Int64
    public var checksumSHA256: String
    public var chunks: [ChunkBody]

    public init(fileID: String, versionID: String, size: Int64, checksumSHA256: String, chunks: [ChunkBody]) {
        self.fileID = fileID
        self.versionID = versionID
        self.size = size
        self.checksumSHA256 = checksumSHA256
        self.chunks = chunks
    }

    enum CodingKeys: String, CodingKey {
        case fileID = "file_id"
        case versionID = "version_id"
        case size
        case checksumSHA256 = "checksum_sha256"
        case chunks
    }
}

/// One wanted version; `version_id` absent means the head.
public struct BulkItem: Codable, Sendable, Hashable {
    public var fileID: String
    public var versionID: String?

    public init(fileID: String, versionID: String? = nil) {
        self.fileID = fileID
        self.versionID = versionID
    }

    enum CodingKeys: String, CodingKey {
        case fileID = "file_id"
        case versionID = "version_id"
    }
}

/// `POST download`.
public struct BulkDownloadBody: Codable, Sendable, Hashable {
    public var shareID: String
    public var items: [BulkItem]

    public init(shareID: String, items: [BulkItem]) {
        self.shareID = shareID
        self.items = items
    }

    enum CodingKeys: String, CodingKey {
        case shareID = "share_id"
        case items
    }
}
