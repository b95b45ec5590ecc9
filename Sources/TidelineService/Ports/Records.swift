package import TidelineCore

// What the metadata store keeps beside nodes and versions.

package struct Tenant: Hashable, Sendable {
    package let id: TenantID
    package let name: String
    package let createdAt: Timestamp

    package init(id: TenantID, name: String, createdAt: Timestamp) {
        self.id = id
        self.name = name
        self.createdAt = createdAt
    }
}

package struct User: Hashable, Sendable {
    package let id: UserID
    package let tenantID: TenantID
    package var name: String
    package var email: String
    /// A ``PasswordHasher``'s text; nil when another issuer keeps the password.
    package var passwordHash: String?
    package var isAdmin: Bool
    package var status: UserStatus
    package let createdAt: Timestamp

    package init(
        id: UserID, tenantID: TenantID, name: String, email: String, passwordHash: String?, isAdmin: Bool,
        status: UserStatus, createdAt: Timestamp
    ) {
        self.id = id
        self.tenantID = tenantID
        self.name = name
        self.email = email
        self.passwordHash = passwordHash
        self.isAdmin = isAdmin
        self.status = status
        self.createdAt = createdAt
    }
}

/// Which user a person of another issuer is, and what that issuer last said of them.
package struct ExternalUser: Hashable, Sendable {
    package let issuer: String
    package let subject: String
    package let tenantID: TenantID
    package let userID: UserID
    package var name: String
    package var email: String

    package init(issuer: String, subject: String, tenantID: TenantID, userID: UserID, name: String, email: String) {
        self.issuer = issuer
        self.subject = subject
        self.tenantID = tenantID
        self.userID = userID
        self.name = name
        self.email = email
    }
}

/// A one-time token; only its hash is kept. Reuse of a used one revokes its whole family.
package struct RefreshToken: Hashable, Sendable {
    package let hash: Digest
    package let family: ULID
    package let userID: UserID
    package let expiresAt: Timestamp
    package var usedAt: Timestamp?

    package init(hash: Digest, family: ULID, userID: UserID, expiresAt: Timestamp, usedAt: Timestamp? = nil) {
        self.hash = hash
        self.family = family
        self.userID = userID
        self.expiresAt = expiresAt
        self.usedAt = usedAt
    }
}

package struct Share: Hashable, Sendable {
    package let id: ShareID
    package let tenantID: TenantID
    package var name: String
    package let ownerID: UserID
    /// Bytes; nil is unlimited.
    package var quotaBytes: Int64?
    /// Sum of the sizes of all kept versions.
    package var usedBytes: Int64
    package let createdAt: Timestamp
    /// Set once the share was deleted; it is then unknown to everyone.
    package var deletedAt: Timestamp?

    package init(
        id: ShareID, tenantID: TenantID, name: String, ownerID: UserID, quotaBytes: Int64?, usedBytes: Int64,
        createdAt: Timestamp, deletedAt: Timestamp? = nil
    ) {
        self.id = id
        self.tenantID = tenantID
        self.name = name
        self.ownerID = ownerID
        self.quotaBytes = quotaBytes
        self.usedBytes = usedBytes
        self.createdAt = createdAt
        self.deletedAt = deletedAt
    }
}

package struct Member: Hashable, Sendable {
    package let shareID: ShareID
    package let userID: UserID
    package var role: Role
    package let createdAt: Timestamp

    package init(shareID: ShareID, userID: UserID, role: Role, createdAt: Timestamp) {
        self.shareID = shareID
        self.userID = userID
        self.role = role
        self.createdAt = createdAt
    }
}

/// Belongs to a user: the same `deviceID` under another user is another device.
package struct Device: Hashable, Sendable {
    package let userID: UserID
    package let deviceID: String
    package var name: String
    package var platform: DevicePlatform
    package var clientVersion: String
    package var isActive: Bool
    package var lastSeenAt: Timestamp?
    package let createdAt: Timestamp
    /// Set once removed; registering again clears it.
    package var removedAt: Timestamp?

    package init(
        userID: UserID, deviceID: String, name: String, platform: DevicePlatform, clientVersion: String, isActive: Bool,
        lastSeenAt: Timestamp?, createdAt: Timestamp, removedAt: Timestamp? = nil
    ) {
        self.userID = userID
        self.deviceID = deviceID
        self.name = name
        self.platform = platform
        self.clientVersion = clientVersion
        self.isActive = isActive
        self.lastSeenAt = lastSeenAt
        self.createdAt = createdAt
        self.removedAt = removedAt
    }
}

/// How far a device has come in a share.
package struct DeviceCursor: Hashable, Sendable {
    package let userID: UserID
    package let deviceID: String
    package let shareID: ShareID
    package var position: Position
    /// nil until the first advance.
    package var lastSyncAt: Timestamp?

    package init(userID: UserID, deviceID: String, shareID: ShareID, position: Position, lastSyncAt: Timestamp?) {
        self.userID = userID
        self.deviceID = deviceID
        self.shareID = shareID
        self.position = position
        self.lastSyncAt = lastSyncAt
    }
}

/// What a user chose for one of their devices in a share. A device without one syncs the whole share.
///
/// Folders are remembered by id, even of folders that are gone: a choice never grows because something was deleted.
package struct SyncPreference: Hashable, Sendable {
    package let userID: UserID
    package let deviceID: String
    package let shareID: ShareID
    package var isEnabled: Bool
    /// Only these and what lies in them; empty is everything.
    package var selected: [NodeID]
    /// Neither these nor what lies in them, selected or not.
    package var excluded: [NodeID]
    package var updatedAt: Timestamp

    package init(
        userID: UserID, deviceID: String, shareID: ShareID, isEnabled: Bool, selected: [NodeID], excluded: [NodeID],
        updatedAt: Timestamp
    ) {
        self.userID = userID
        self.deviceID = deviceID
        self.shareID = shareID
        self.isEnabled = isEnabled
        self.selected = selected
        self.excluded = excluded
        self.updatedAt = updatedAt
    }
}

/// A row of the log as it is stored: what queries need, and the wire form made once.
package struct LoggedChange: Hashable, Sendable {
    package let tenantID: TenantID
    package let position: Position
    package let shareID: ShareID
    /// nil: everyone who can READ the share. Else: this user and the admins and owner of the share.
    package let audience: UserID?
    package let changedAt: Timestamp
    /// Where a moved thing was before; nil for the root of the share and for every other row.
    package let oldParent: NodeID?
    /// The change object as JSON in UTF-8.
    package let wire: [UInt8]

    package init(
        tenantID: TenantID, position: Position, shareID: ShareID, audience: UserID?, changedAt: Timestamp,
        oldParent: NodeID? = nil, wire: [UInt8]
    ) {
        self.tenantID = tenantID
        self.position = position
        self.shareID = shareID
        self.audience = audience
        self.changedAt = changedAt
        self.oldParent = oldParent
        self.wire = wire
    }
}

/// Which rows of the log a caller may see.
package struct ChangesQuery: Sendable {
    package var tenantID: TenantID
    package var after: Position
    package var limit: Int
    /// Rows of these shares without an audience.
    package var readable: Set<ShareID>
    /// Rows of these shares whatever their audience (the caller is their admin or owner).
    package var administered: Set<ShareID>
    /// Rows with this audience, in any share.
    package var userID: UserID
    /// Only this share.
    package var only: ShareID?

    package init(
        tenantID: TenantID, after: Position, limit: Int, readable: Set<ShareID>, administered: Set<ShareID>,
        userID: UserID, only: ShareID?
    ) {
        self.tenantID = tenantID
        self.after = after
        self.limit = limit
        self.readable = readable
        self.administered = administered
        self.userID = userID
        self.only = only
    }
}

/// Visible rows in order, already in wire form and joined by commas.
package struct LoggedPage: Sendable {
    package var wire: [UInt8]
    package var count: Int
    /// Of the last row in the page; nil when there is none.
    package var last: Position?
    /// Whether a visible row follows the page.
    package var hasMore: Bool

    package init(wire: [UInt8] = [], count: Int = 0, last: Position? = nil, hasMore: Bool = false) {
        self.wire = wire
        self.count = count
        self.last = last
        self.hasMore = hasMore
    }
}

package struct Conflict: Hashable, Sendable {
    package let id: ConflictID
    package let tenantID: TenantID
    package let shareID: ShareID
    package let userID: UserID
    package let deviceID: String?
    package let nodeID: NodeID
    /// Path of the thing when the conflict was found.
    package let path: String
    package let type: ConflictType
    package let baseVersionID: VersionID?
    /// The version that holds the client's content.
    package let localVersionID: VersionID?
    package let serverVersionID: VersionID?
    /// Where the client wanted the thing to be: for collisions and moves.
    package let wantedPlace: Place?
    /// When the client wrote, corrected for skew; LAST_WRITER_WINS compares it later too.
    package let writtenAt: Timestamp
    /// The thing that became the conflicted copy, if there was one; it may be gone by now.
    package var copyID: NodeID?
    package var status: ConflictStatus
    package var resolution: ConflictResolution?
    package var resolvedBy: UserID?
    package var resolvedAt: Timestamp?
    package let createdAt: Timestamp

    package init(
        id: ConflictID, tenantID: TenantID, shareID: ShareID, userID: UserID, deviceID: String?, nodeID: NodeID,
        path: String, type: ConflictType, baseVersionID: VersionID?, localVersionID: VersionID?,
        serverVersionID: VersionID?, wantedPlace: Place?, writtenAt: Timestamp, copyID: NodeID? = nil,
        status: ConflictStatus, resolution: ConflictResolution?, resolvedBy: UserID?, resolvedAt: Timestamp?,
        createdAt: Timestamp
    ) {
        self.id = id
        self.tenantID = tenantID
        self.shareID = shareID
        self.userID = userID
        self.deviceID = deviceID
        self.nodeID = nodeID
        self.path = path
        self.type = type
        self.baseVersionID = baseVersionID
        self.localVersionID = localVersionID
        self.serverVersionID = serverVersionID
        self.wantedPlace = wantedPlace
        self.writtenAt = writtenAt
        self.copyID = copyID
        self.status = status
        self.resolution = resolution
        self.resolvedBy = resolvedBy
        self.resolvedAt = resolvedAt
        self.createdAt = createdAt
    }
}

/// Names a device: an id alone may be that of several users' devices.
package struct DeviceReference: Hashable, Sendable {
    package let userID: UserID
    package let deviceID: String

    package init(userID: UserID, deviceID: String) {
        self.userID = userID
        self.deviceID = deviceID
    }
}

/// Conflicts of all members of these shares.
package struct ConflictsQuery: Sendable {
    package var shares: Set<ShareID>
    /// Only what this device of this user ran into.
    package var device: DeviceReference?
    package var includeResolved: Bool
    /// Only conflicts with a lower id.
    package var before: ConflictID?
    package var limit: Int

    package init(
        shares: Set<ShareID>, device: DeviceReference?, includeResolved: Bool, before: ConflictID?, limit: Int
    ) {
        self.shares = shares
        self.device = device
        self.includeResolved = includeResolved
        self.before = before
        self.limit = limit
    }
}

/// A place in the list of what is in a share's trash.
package struct TrashMark: Hashable, Sendable {
    package let trashedAt: Timestamp
    package let id: NodeID

    package init(trashedAt: Timestamp, id: NodeID) {
        self.trashedAt = trashedAt
        self.id = id
    }
}

/// What a device's change led to, kept so that a retry gets the same answer.
package struct StoredOutcome: Hashable, Sendable {
    package let userID: UserID
    package let deviceID: String
    package let clientChangeID: String
    package let createdAt: Timestamp
    /// The encoded outcome; the store does not look inside.
    package let body: [UInt8]

    package init(userID: UserID, deviceID: String, clientChangeID: String, createdAt: Timestamp, body: [UInt8]) {
        self.userID = userID
        self.deviceID = deviceID
        self.clientChangeID = clientChangeID
        self.createdAt = createdAt
        self.body = body
    }
}
