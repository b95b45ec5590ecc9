public import TidelineCore

/// A chunk of a manifest: SHA-256 in hexadecimal and size in bytes.
public struct ChunkBody: Codable, Sendable, Hashable {
    public var hash: String
    public var size: Int

    public init(hash: String, size: Int) {
        self.hash = hash
        self.size = size
    }

    enum CodingKeys: String, CodingKey {
        case hash
        case size
    }
}

/// Content and metadata of a proposed change.
public struct ProposedMetadata: Codable, Sendable, Hashable {
    public var size: Int64?
    public var mimeType: String?
    public var checksumSHA256: String?
    public var modifiedAt: String?
    public var executable: Bool?
    public var chunks: [ChunkBody]?

    public init(
        size: Int64? = nil, mimeType: String? = nil, checksumSHA256: String? = nil, modifiedAt: String? = nil,
        executable: Bool? = nil, chunks: [ChunkBody]? = nil
    ) {
        self.size = size
        self.mimeType = mimeType
        self.checksumSHA256 = checksumSHA256
        self.modifiedAt = modifiedAt
        self.executable = executable
        self.chunks = chunks
    }

    enum CodingKeys: String, CodingKey {
        case size
        case mimeType = "mime_type"
        case checksumSHA256 = "checksum_sha256"
        case modifiedAt = "modified_at"
        case executable
        case chunks
    }
}

/// One change of an `apply`. Text where the server must answer a wrong value by rejecting only this change.
public struct ProposedChangeBody: Codable, Sendable, Hashable {
    public var clientChangeID: String?
    public var resourceType: String
    public var resourceID: String?
    public var changeType: String
    public var versionID: String?
    public var baseVersionID: String?
    public var oldPath: String?
    public var newPath: String?
    /// Absent: addressed by path. null: the root of the share.
    public var parentID: ParentReference?
    public var name: String?
    public var metadata: ProposedMetadata?

    public init(
        clientChangeID: String? = nil, resourceType: String, resourceID: String? = nil, changeType: String,
        versionID: String? = nil, baseVersionID: String? = nil, oldPath: String? = nil, newPath: String? = nil,
        parentID: ParentReference? = nil, name: String? = nil, metadata: ProposedMetadata? = nil
    ) {
        self.clientChangeID = clientChangeID
        self.resourceType = resourceType
        self.resourceID = resourceID
        self.changeType = changeType
        self.versionID = versionID
        self.baseVersionID = baseVersionID
        self.oldPath = oldPath
        self.newPath = newPath
        self.parentID = parentID
        self.name = name
        self.metadata = metadata
    }

    enum CodingKeys: String, CodingKey {
        case clientChangeID = "client_change_id"
        case resourceType = "resource_type"
        case resourceID = "resource_id"
        case changeType = "change_type"
        case versionID = "version_id"
        case baseVersionID = "base_version_id"
        case oldPath = "old_path"
        case newPath = "new_path"
        case parentID = "parent_id"
        case name
        case metadata
    }
}

/// `POST apply`.
public struct ApplyBody: Codable, Sendable, Hashable {
    public var deviceID: String
    public var shareID: String
    public var conflictResolution: ConflictResolution?
    public var changes: [ProposedChangeBody]
    public var baseCursor: Int64?
    public var clientTime: String?
    public var dryRun: Bool?
    public var atomic: Bool?
    /// The client knows also what its device does not sync.
    public var wholeShare: Bool?

    public init(
        deviceID: String, shareID: String, conflictResolution: ConflictResolution? = nil, changes: [ProposedChangeBody],
        baseCursor: Int64? = nil, clientTime: String? = nil, dryRun: Bool? = nil, atomic: Bool? = nil,
        wholeShare: Bool? = nil
    ) {
        self.deviceID = deviceID
        self.shareID = shareID
        self.conflictResolution = conflictResolution
        self.changes = changes
        self.baseCursor = baseCursor
        self.clientTime = clientTime
        self.dryRun = dryRun
        self.atomic = atomic
        self.wholeShare = wholeShare
    }

    enum CodingKeys: String, CodingKey {
        case deviceID = "device_id"
        case shareID = "share_id"
        case conflictResolution = "conflict_resolution"
        case changes
        case baseCursor = "base_cursor"
        case clientTime = "client_time"
        case dryRun = "dry_run"
        case atomic
        case wholeShare = "whole_share"
    }
}

/// A change that took effect, or had already.
public struct AppliedBody: Codable, Sendable, Hashable {
    @OrNull public var clientChangeID: String?
    public var resourceType: ResourceType
    public var resourceID: String
    public var changeType: ChangeType
    @OrNull public var changeID: String?
    @OrNull public var position: Int64?
    @OrNull public var versionID: String?
    @OrNull public var path: String?
    public var outcome: ApplyOutcome

    public init(
        clientChangeID: String? = nil, resourceType: ResourceType, resourceID: String, changeType: ChangeType,
        changeID: String? = nil, position: Int64? = nil, versionID: String? = nil, path: String? = nil,
        outcome: ApplyOutcome
    ) {
        self.clientChangeID = clientChangeID
        self.resourceType = resourceType
        self.resourceID = resourceID
        self.changeType = changeType
        self.changeID = changeID
        self.position = position
        self.versionID = versionID
        self.path = path
        self.outcome = outcome
    }

    enum CodingKeys: String, CodingKey {
        case clientChangeID = "client_change_id"
        case resourceType = "resource_type"
        case resourceID = "resource_id"
        case changeType = "change_type"
        case changeID = "change_id"
        case position
        case versionID = "version_id"
        case path
        case outcome
    }
}

/// A change that was refused.
public struct RejectedBody: Codable, Sendable, Hashable {
    @OrNull public var clientChangeID: String?
    public var index: Int
    public var code: String
    public var detail: String
    public var missing: [String]?

    public init(clientChangeID: String? = nil, index: Int, code: String, detail: String, missing: [String]? = nil) {
        self.clientChangeID = clientChangeID
        self.index = index
        self.code = code
        self.detail = detail
        self.missing = missing
    }

    enum CodingKeys: String, CodingKey {
        case clientChangeID = "client_change_id"
        case index
        case code
        case detail
        case missing
    }
}

/// The answer of `apply`.
public struct ApplyAnswer: Codable, Sendable, Hashable {
    public var applied: [AppliedBody]
    public var conflicts: [ConflictBody]
    public var rejected: [RejectedBody]
    public var cursor: Int64

    public init(applied: [AppliedBody], conflicts: [ConflictBody], rejected: [RejectedBody], cursor: Int64) {
        self.applied = applied
        self.conflicts = conflicts
        self.rejected = rejected
        self.cursor = cursor
    }

    enum CodingKeys: String, CodingKey {
        case applied
        case conflicts
        case rejected
        case cursor
    }
}

/// A conflict: what was based on what, who lost, and what was done.
public struct ConflictBody: Codable, Sendable, Hashable {
    public var id: String
    public var shareID: String
    @OrNull public var deviceID: String?
    public var resourceType: ResourceType
    public var resourceID: String
    public var path: String
    public var conflictType: ConflictType
    @OrNull public var baseVersionID: String?
    /// The version that holds the client's content.
    @OrNull public var localVersionID: String?
    @OrNull public var serverVersionID: String?
    public var status: ConflictStatus
    @OrNull public var resolution: ConflictResolution?
    @OrNull public var resolvedBy: String?
    @OrNull public var resolvedAt: String?
    public var createdAt: String
    /// In the answer of `apply`: the change this is about.
    public var clientChangeID: String?
    /// The node that holds the conflicted copy, when one was made.
    @OrNull public var copyID: String?
    @OrNull public var copyPath: String?

    public init(
        id: String, shareID: String, deviceID: String? = nil, resourceType: ResourceType, resourceID: String,
        path: String, conflictType: ConflictType, baseVersionID: String? = nil, localVersionID: String? = nil,
        serverVersionID: String? = nil, status: ConflictStatus, resolution: ConflictResolution? = nil,
        resolvedBy: String? = nil, resolvedAt: String? = nil, createdAt: String, clientChangeID: String? = nil,
        copyID: String? = nil, copyPath: String? = nil
    ) {
        self.id = id
        self.shareID = shareID
        self.deviceID = deviceID
        self.resourceType = resourceType
        self.resourceID = resourceID
        self.path = path
        self.conflictType = conflictType
        self.baseVersionID = baseVersionID
        self.localVersionID = localVersionID
        self.serverVersionID = serverVersionID
        self.status = status
        self.resolution = resolution
        self.resolvedBy = resolvedBy
        self.resolvedAt = resolvedAt
        self.createdAt = createdAt
        self.clientChangeID = clientChangeID
        self.copyID = copyID
        self.copyPath = copyPath
    }

    enum CodingKeys: String, CodingKey {
        case id
        case shareID = "share_id"
        case deviceID = "device_id"
        case resourceType = "resource_type"
        case resourceID = "resource_id"
        case path
        case conflictType = "conflict_type"
        case baseVersionID = "base_version_id"
        case localVersionID = "local_version_id"
        case serverVersionID = "server_version_id"
        case status
        case resolution
        case resolvedBy = "resolved_by"
        case resolvedAt = "resolved_at"
        case createdAt = "created_at"
        case clientChangeID = "client_change_id"
        case copyID = "copy_id"
        case copyPath = "copy_path"
    }
}
