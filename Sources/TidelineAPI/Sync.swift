public import TidelineCore

/// What is known of a file beside its name. All are null or absent for folders.
/// A row about a membership carries its member and role instead.
public struct NodeMetadata: Codable, Sendable, Hashable {
    public var size: Int64?
    public var mimeType: String?
    public var checksumSHA256: String?
    public var modifiedAt: String?
    public var executable: Bool?
    public var userID: String?
    public var role: Role?

    public init(
        size: Int64? = nil, mimeType: String? = nil, checksumSHA256: String? = nil, modifiedAt: String? = nil,
        executable: Bool? = nil, userID: String? = nil, role: Role? = nil
    ) {
        self.size = size
        self.mimeType = mimeType
        self.checksumSHA256 = checksumSHA256
        self.modifiedAt = modifiedAt
        self.executable = executable
        self.userID = userID
        self.role = role
    }

    enum CodingKeys: String, CodingKey {
        case size
        case mimeType = "mime_type"
        case checksumSHA256 = "checksum_sha256"
        case modifiedAt = "modified_at"
        case executable
        case userID = "user_id"
        case role
    }
}

/// One row of the change log.
public struct ChangeBody: Codable, Sendable, Hashable {
    public var id: String
    public var tenantID: String
    public var shareID: String
    public var resourceType: ResourceType
    public var resourceID: String
    public var changeType: ChangeType
    public var changedBy: String
    public var changedAt: String
    @OrNull public var oldPath: String?
    @OrNull public var newPath: String?
    @OrNull public var versionID: String?
    public var metadata: NodeMetadata
    public var position: Int64
    @OrNull public var parentID: String?
    @OrNull public var deviceID: String?

    public init(
        id: String, tenantID: String, shareID: String, resourceType: ResourceType, resourceID: String,
        changeType: ChangeType, changedBy: String, changedAt: String, oldPath: String? = nil, newPath: String? = nil,
        versionID: String? = nil, metadata: NodeMetadata, position: Int64, parentID: String? = nil,
        deviceID: String? = nil
    ) {
        self.id = id
        self.tenantID = tenantID
        self.shareID = shareID
        self.resourceType = resourceType
        self.resourceID = resourceID
        self.changeType = changeType
        self.changedBy = changedBy
        self.changedAt = changedAt
        self.oldPath = oldPath
        self.newPath = newPath
        self.versionID = versionID
        self.metadata = metadata
        self.position = position
        self.parentID = parentID
        self.deviceID = deviceID
    }

    enum CodingKeys: String, CodingKey {
        case id
        case tenantID = "tenant_id"
        case shareID = "share_id"
        case resourceType = "resource_type"
        case resourceID = "resource_id"
        case changeType = "change_type"
        case changedBy = "changed_by"
        case changedAt = "changed_at"
        case oldPath = "old_path"
        case newPath = "new_path"
        case versionID = "version_id"
        case metadata
        case position
        case parentID = "parent_id"
        case deviceID = "device_id"
    }
}

/// `GET changes`.
public struct ChangesPage: Codable, Sendable, Hashable {
    public var changes: [ChangeBody]
    public var cursor: Int64
    public var hasMore: Bool
    @OrNull public var shareID: String?

    public init(changes: [ChangeBody], cursor: Int64, hasMore: Bool, shareID: String? = nil) {
        self.changes = changes
        self.cursor = cursor
        self.hasMore = hasMore
        self.shareID = shareID
    }

    enum CodingKeys: String, CodingKey {
        case changes
        case cursor
        case hasMore = "has_more"
        case shareID = "share_id"
    }
}

/// One live thing of a share.
public struct SnapshotEntry: Codable, Sendable, Hashable {
    public var resourceType: ResourceType
    public var resourceID: String
    @OrNull public var parentID: String?
    public var path: String
    public var name: String
    @OrNull public var versionID: String?
    public var metadata: NodeMetadata

    public init(
        resourceType: ResourceType, resourceID: String, parentID: String? = nil, path: String, name: String,
        versionID: String? = nil, metadata: NodeMetadata
    ) {
        self.resourceType = resourceType
        self.resourceID = resourceID
        self.parentID = parentID
        self.path = path
        self.name = name
        self.versionID = versionID
        self.metadata = metadata
    }

    enum CodingKeys: String, CodingKey {
        case resourceType = "resource_type"
        case resourceID = "resource_id"
        case parentID = "parent_id"
        case path
        case name
        case versionID = "version_id"
        case metadata
    }
}

/// `GET snapshot`. `cursor` is the head when the first page was read.
public struct SnapshotPage: Codable, Sendable, Hashable {
    public var entries: [SnapshotEntry]
    @OrNull public var nextPageToken: String?
    public var cursor: Int64
    public var hasMore: Bool

    public init(entries: [SnapshotEntry], nextPageToken: String? = nil, cursor: Int64, hasMore: Bool) {
        self.entries = entries
        self.nextPageToken = nextPageToken
        self.cursor = cursor
        self.hasMore = hasMore
    }

    enum CodingKeys: String, CodingKey {
        case entries
        case nextPageToken = "next_page_token"
        case cursor
        case hasMore = "has_more"
    }
}

/// The last line of `GET snapshot` as `application/x-ndjson`; all lines before it are entries. Without it the tree is not
/// whole.
public struct SnapshotEnd: Codable, Sendable, Hashable {
    /// Always true.
    public var complete: Bool
    /// Lines before this one.
    public var count: Int
    /// Changes from here on complete the snapshot.
    public var cursor: Int64

    public init(complete: Bool = true, count: Int, cursor: Int64) {
        self.complete = complete
        self.count = count
        self.cursor = cursor
    }

    enum CodingKeys: String, CodingKey {
        case complete
        case count
        case cursor
    }
}

/// `GET status`.
public struct SyncStatus: Codable, Sendable, Hashable {
    public var cursorPosition: Int64
    @OrNull public var lastSyncAt: String?
    public var pendingChanges: Int
    public var hasConflicts: Bool
    public var headPosition: Int64

    public init(
        cursorPosition: Int64, lastSyncAt: String? = nil, pendingChanges: Int, hasConflicts: Bool, headPosition: Int64
    ) {
        self.cursorPosition = cursorPosition
        self.lastSyncAt = lastSyncAt
        self.pendingChanges = pendingChanges
        self.hasConflicts = hasConflicts
        self.headPosition = headPosition
    }

    enum CodingKeys: String, CodingKey {
        case cursorPosition = "cursor_position"
        case lastSyncAt = "last_sync_at"
        case pendingChanges = "pending_changes"
        case hasConflicts = "has_conflicts"
        case headPosition = "head_position"
    }
}

/// `POST cursor`.
public struct CursorAnswer: Codable, Sendable, Hashable {
    public var cursorPosition: Int64
    @OrNull public var lastSyncAt: String?

    public init(cursorPosition: Int64, lastSyncAt: String? = nil) {
        self.cursorPosition = cursorPosition
        self.lastSyncAt = lastSyncAt
    }

    enum CodingKeys: String, CodingKey {
        case cursorPosition = "cursor_position"
        case lastSyncAt = "last_sync_at"
    }
}
