/// A piece of content: its hash and size in bytes.
package struct ChunkRef: Hashable, Sendable {
    package let hash: Digest
    package let size: Int

    package init(hash: Digest, size: Int) {
        self.hash = hash
        self.size = size
    }
}

/// What makes two contents of a file equal; the time of writing is not part of it.
package struct Content: Hashable, Sendable {
    package var checksum: Digest
    package var size: Int64
    package var executable: Bool
    /// Whether a device shows it as a symbolic link with this text as its target.
    package var isLink: Bool

    package init(checksum: Digest, size: Int64, executable: Bool, isLink: Bool = false) {
        self.checksum = checksum
        self.size = size
        self.executable = executable
        self.isLink = isLink
    }

    /// The same bytes as something of this media type.
    package func typed(_ mimeType: String?) -> Content {
        var content = self
        content.isLink = mimeType == LinkTarget.mimeType
        return content
    }
}

/// Where a thing is: `parent` is nil at the root of the share.
package struct Place: Hashable, Sendable {
    package var parent: NodeID?
    package var name: NodeName

    package init(parent: NodeID?, name: NodeName) {
        self.parent = parent
        self.name = name
    }
}

/// One content that a file has or had. Versions are never changed and never lost before retention ends.
package struct FileVersion: Hashable, Sendable {
    package let id: VersionID
    package let tenantID: TenantID
    package let shareID: ShareID
    package let fileID: NodeID
    /// 1, 2, 3 … within a file.
    package let number: Int
    package let content: Content
    package let mimeType: String
    /// When the writer says it was written, as sent; a device gives it back to its file system.
    package let modifiedAt: Timestamp
    /// The same, corrected for the writer's clock skew and never in the future: what LAST_WRITER_WINS compares.
    package let writtenAt: Timestamp
    package let createdBy: UserID
    package let deviceID: String?
    package let createdAt: Timestamp
    /// The version the writer had seen.
    package let baseVersionID: VersionID?

    package init(
        id: VersionID, tenantID: TenantID, shareID: ShareID, fileID: NodeID, number: Int, content: Content,
        mimeType: String, modifiedAt: Timestamp, writtenAt: Timestamp, createdBy: UserID, deviceID: String?,
        createdAt: Timestamp, baseVersionID: VersionID?
    ) {
        self.id = id
        self.tenantID = tenantID
        self.shareID = shareID
        self.fileID = fileID
        self.number = number
        self.content = content.typed(mimeType)
        self.mimeType = mimeType
        self.modifiedAt = modifiedAt
        self.writtenAt = writtenAt
        self.createdBy = createdBy
        self.deviceID = deviceID
        self.createdAt = createdAt
        self.baseVersionID = baseVersionID
    }
}

/// The head content of a file as its node carries it, so that a listing needs no second look.
package struct Head: Hashable, Sendable {
    package var versionID: VersionID
    package var content: Content
    package var mimeType: String
    package var modifiedAt: Timestamp
    package var writtenAt: Timestamp

    package init(versionID: VersionID, content: Content, mimeType: String, modifiedAt: Timestamp, writtenAt: Timestamp)
    {
        self.versionID = versionID
        self.content = content.typed(mimeType)
        self.mimeType = mimeType
        self.modifiedAt = modifiedAt
        self.writtenAt = writtenAt
    }

    package init(_ version: FileVersion) {
        self.init(
            versionID: version.id, content: version.content, mimeType: version.mimeType, modifiedAt: version.modifiedAt,
            writtenAt: version.writtenAt)
    }
}

/// A file or folder as it is now. A thing below a trashed folder is not itself marked: it is gone with its folder.
package struct Node: Hashable, Sendable {
    package let id: NodeID
    package let tenantID: TenantID
    package let shareID: ShareID
    package var place: Place
    /// nil for folders, and for a file whose content was purged from the trash.
    package var head: Head?
    /// Position of the last row about this thing.
    package var changedPosition: Position
    /// Position of the last row that changed its place.
    package var placedPosition: Position
    /// When its place was chosen, corrected for skew.
    package var placedAt: Timestamp
    package var changedBy: UserID
    package var changedByDevice: String?
    /// Set while the thing itself is in the trash.
    package var trashedAt: Timestamp?
    /// Set once its content, and that of all below it, was purged from the trash: what is left says that it was here.
    package var purgedAt: Timestamp?
    package let createdAt: Timestamp
    /// Who chose its place; nil where an older program did not record it.
    package var placedBy: UserID?
    package var placedByDevice: String?
    /// Position of the row that gave it its head; nil for folders, and where an older program did not record it.
    package var headPosition: Position?

    package init(
        id: NodeID, tenantID: TenantID, shareID: ShareID, place: Place, head: Head?, changedPosition: Position,
        placedPosition: Position, placedAt: Timestamp, changedBy: UserID, changedByDevice: String?,
        trashedAt: Timestamp?, purgedAt: Timestamp? = nil, createdAt: Timestamp, placedBy: UserID? = nil,
        placedByDevice: String? = nil, headPosition: Position? = nil
    ) {
        self.id = id
        self.tenantID = tenantID
        self.shareID = shareID
        self.place = place
        self.head = head
        self.changedPosition = changedPosition
        self.placedPosition = placedPosition
        self.placedAt = placedAt
        self.changedBy = changedBy
        self.changedByDevice = changedByDevice
        self.trashedAt = trashedAt
        self.purgedAt = purgedAt
        self.createdAt = createdAt
        self.placedBy = placedBy
        self.placedByDevice = placedByDevice
        self.headPosition = headPosition
    }

    /// A file in the trash whose content is gone; it can only come back with new content.
    package var isEmptied: Bool { id.kind == .file && head == nil }
}
