public import TidelineCore

/// A file as `/api/v1/files` shows it: its place, and the content that counts now.
public struct FileBody: Codable, Sendable, Hashable {
    public var id: String
    public var resourceType: ResourceType
    public var shareID: String
    /// null at the root of the share.
    @OrNull public var folderID: String?
    public var name: String
    public var path: String
    public var size: Int64
    public var mimeType: String
    public var checksumSHA256: String
    public var versionID: String
    public var versionNumber: Int
    public var executable: Bool
    public var modifiedAt: String
    public var createdAt: String
    /// When its content or its place last changed.
    public var updatedAt: String
    /// Who wrote its first version.
    @OrNull public var createdBy: String?
    @OrNull public var trashedAt: String?

    public init(
        id: String, shareID: String, folderID: String?, name: String, path: String, size: Int64, mimeType: String,
        checksumSHA256: String, versionID: String, versionNumber: Int, executable: Bool, modifiedAt: String,
        createdAt: String, updatedAt: String, createdBy: String?, trashedAt: String?
    ) {
        self.id = id
        resourceType = .file
        self.shareID = shareID
        self.folderID = folderID
        self.name = name
        self.path = path
        self.size = size
        self.mimeType = mimeType
        self.checksumSHA256 = checksumSHA256
        self.versionID = versionID
        self.versionNumber = versionNumber
        self.executable = executable
        self.modifiedAt = modifiedAt
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.createdBy = createdBy
        self.trashedAt = trashedAt
    }

    enum CodingKeys: String, CodingKey {
        case id
        case resourceType = "resource_type"
        case shareID = "share_id"
        case folderID = "folder_id"
        case name
        case path
        case size
        case mimeType = "mime_type"
        case checksumSHA256 = "checksum_sha256"
        case versionID = "version_id"
        case versionNumber = "version_number"
        case executable
        case modifiedAt = "modified_at"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case createdBy = "created_by"
        case trashedAt = "trashed_at"
    }
}

/// `PATCH files/{id}`: what is absent stays.
public struct FilePatchBody: Codable, Sendable, Hashable {
    public var name: String?
    /// null or `root`: the root of the share.
    public var folderID: ParentReference?

    public init(name: String? = nil, folderID: ParentReference? = nil) {
        self.name = name
        self.folderID = folderID
    }

    enum CodingKeys: String, CodingKey {
        case name
        case folderID = "folder_id"
    }
}

/// One content that a file has or had.
public struct VersionBody: Codable, Sendable, Hashable {
    public var versionID: String
    /// 1, 2, 3 … within a file.
    public var versionNumber: Int
    public var size: Int64
    public var checksumSHA256: String
    public var mimeType: String
    public var executable: Bool
    public var modifiedAt: String
    public var createdAt: String
    public var createdBy: String
    @OrNull public var deviceID: String?
    /// Whether it is the content that counts now.
    public var isHead: Bool

    public init(
        versionID: String, versionNumber: Int, size: Int64, checksumSHA256: String, mimeType: String, executable: Bool,
        modifiedAt: String, createdAt: String, createdBy: String, deviceID: String?, isHead: Bool
    ) {
        self.versionID = versionID
        self.versionNumber = versionNumber
        self.size = size
        self.checksumSHA256 = checksumSHA256
        self.mimeType = mimeType
        self.executable = executable
        self.modifiedAt = modifiedAt
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.deviceID = deviceID
        self.isHead = isHead
    }

    enum CodingKeys: String, CodingKey {
        case versionID = "version_id"
        case versionNumber = "version_number"
        case size
        case checksumSHA256 = "checksum_sha256"
        case mimeType = "mime_type"
        case executable
        case modifiedAt = "modified_at"
        case createdAt = "created_at"
        case createdBy = "created_by"
        case deviceID = "device_id"
        case isHead = "is_head"
    }
}

/// `GET files/{id}/versions`, newest first. Go on with the last one's number as `before`.
public struct VersionList: Codable, Sendable, Hashable {
    public var versions: [VersionBody]
    public var hasMore: Bool

    public init(versions: [VersionBody], hasMore: Bool) {
        self.versions = versions
        self.hasMore = hasMore
    }

    enum CodingKeys: String, CodingKey {
        case versions
        case hasMore = "has_more"
    }
}
