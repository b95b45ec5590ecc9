package import TidelineCore

/// Where everything but content is kept.
///
/// A body runs synchronously and alone with a consistent view. When `write` returns, its effects survive power loss;
/// when its body throws, there are none. Many writes may share one commit, so a body must not rely on time passing.
package protocol MetadataStore: Sendable {
    func read<T: Sendable>(_ body: @escaping @Sendable (any MetadataReader) throws -> T) async throws -> T
    func write<T: Sendable>(_ body: @escaping @Sendable (any MetadataWriter) throws -> T) async throws -> T
    /// Waits for running work, then lets go of all files. Later calls throw.
    func close() async throws
}

/// One consistent view. Lists are complete and in the stated order; single lookups give nil for what is not there.
package protocol MetadataReader: UploadReader {
    // Accounts
    func tenant(_ id: TenantID) throws -> Tenant?
    func tenants() throws -> [Tenant]
    func user(_ id: UserID) throws -> User?
    /// By name or e-mail, compared case-folded.
    func user(in tenant: TenantID, login: String) throws -> User?
    /// By name.
    func users(in tenant: TenantID) throws -> [User]
    func refreshToken(_ hash: Digest) throws -> RefreshToken?
    /// The tenant that a text of another issuer stands for.
    func externalTenant(_ name: String, of issuer: String) throws -> TenantID?
    func externalUser(_ subject: String, of issuer: String, in tenant: TenantID) throws -> ExternalUser?

    // Shares. A deleted share is still found by id, and never listed.
    func share(_ id: ShareID) throws -> Share?
    /// Shares the user is a member of, by name then id.
    func shares(of user: UserID) throws -> [(share: Share, role: Role)]
    /// Deleted ones included, by id.
    func allShares(of tenant: TenantID) throws -> [Share]
    func member(_ user: UserID, of share: ShareID) throws -> Member?
    /// By time of joining then user id.
    func members(of share: ShareID) throws -> [Member]

    // Devices. A removed device is still found, and never listed.
    func device(_ deviceID: String, of user: UserID) throws -> Device?
    /// By creation then id.
    func devices(of user: UserID) throws -> [Device]
    func cursor(of deviceID: String, user: UserID, share: ShareID) throws -> DeviceCursor?
    /// In all shares, by share.
    func cursors(of deviceID: String, user: UserID) throws -> [DeviceCursor]

    /// What was chosen for the device in this share; nil when nothing was.
    func preference(of deviceID: String, user: UserID, share: ShareID) throws -> SyncPreference?
    /// All that was chosen for the device, by share id.
    func preferences(of deviceID: String, user: UserID) throws -> [SyncPreference]

    // Tree. "Live" means not itself in the trash; it may lie below a folder that is.
    func node(_ id: NodeID) throws -> Node?
    /// The live thing of that name; `key` is a ``NodeName/key``.
    func child(of parent: NodeID?, in share: ShareID, key: String) throws -> Node?
    /// Live things right below, by key.
    func children(of parent: NodeID?, in share: ShareID) throws -> [Node]
    /// The same with a key after the given one.
    func children(of parent: NodeID?, in share: ShareID, after key: String?, limit: Int) throws -> [Node]
    /// The folders above, nearest first, trashed ones included.
    func ancestors(of id: NodeID) throws -> [Node]
    /// Live things anywhere below a folder that are not below a trashed one in between; parents before children.
    func descendants(of folder: NodeID) throws -> [Node]
    /// How deep the live things below a folder lie at most; 0 when there are none.
    func levels(below folder: NodeID) throws -> Int
    /// Bytes of the longest path of the live things below a folder, as seen from it: names with a slash before each. 0
    /// when there are none; nil when there are more than the limit.
    func longestPath(below folder: NodeID, limit: Int) throws -> Int?
    /// Live things of a share with an id after the given one, by id (files first, then folders).
    func nodes(in share: ShareID, after: NodeID?, limit: Int) throws -> [Node]
    /// Things whose last row is after the position, trashed ones included, by position.
    func nodes(in share: ShareID, changedAfter position: Position, limit: Int) throws -> [Node]
    /// Things that are themselves in the trash and not purged, by time of removal then id, both descending, from after `before` on.
    func trashed(in share: ShareID, before: TrashMark?, limit: Int) throws -> [Node]
    /// Things right below a folder, in the trash or not, that are not purged; by id.
    func unpurged(below parent: NodeID?, in share: ShareID, after: NodeID?, limit: Int) throws -> [Node]
    /// Purged things whose last row is at or before the position, by position then id, after the given one.
    func tombstones(in share: ShareID, upTo position: Position, after: Node?, limit: Int) throws -> [Node]
    /// Whether anything, purged or not, has it for a parent.
    func isParent(_ id: NodeID) throws -> Bool
    /// Whether an open conflict is about the thing, names a version of it, or wants something to be in it.
    func isInOpenConflict(_ id: NodeID) throws -> Bool

    // Content
    func version(_ id: VersionID) throws -> FileVersion?
    func version(number: Int, of file: NodeID) throws -> FileVersion?
    /// By number.
    func versions(of file: NodeID) throws -> [FileVersion]
    /// Those with a lower number, highest first.
    func versions(of file: NodeID, before number: Int?, limit: Int) throws -> [FileVersion]
    /// In order; empty for an empty file.
    func manifest(of version: VersionID) throws -> [ChunkRef]
    /// Those that are part of a version in one of the shares, or were granted to the user at or after the time.
    func chunks(_ hashes: [Digest], knownTo user: UserID, shares: Set<ShareID>, grantedSince: Timestamp) throws -> Set<
        Digest
    >

    /// Those of the hashes, in their order, that nothing of the tenant needs: no kept version names them, no upload holds
    /// them, and nobody sent them at or after the time.
    func unneeded(_ hashes: [Digest], in tenant: TenantID, grantedSince: Timestamp) throws -> [Digest]
    /// Those of the hashes, in their order, that were taken and not sent again.
    func taken(_ hashes: [Digest], in tenant: TenantID) throws -> [Digest]

    // Log
    func log(of tenant: TenantID) throws -> LogState
    func changes(_ query: ChangesQuery) throws -> LoggedPage
    /// The same rows, at most as many as the query's limit, one by one.
    func rows(_ query: ChangesQuery) throws -> [LoggedChange]
    /// How many visible rows follow, counted up to the query's limit.
    func countChanges(_ query: ChangesQuery) throws -> Int

    // Conflicts
    func conflict(_ id: ConflictID) throws -> Conflict?
    /// Of all members, newest first.
    func conflicts(_ query: ConflictsQuery) throws -> [Conflict]
    /// Open ones about this thing, oldest first.
    func openConflicts(of node: NodeID) throws -> [Conflict]

    func outcome(of clientChangeID: String, device: String, user: UserID) throws -> StoredOutcome?
}

/// The reader's view, which sees what this transaction wrote, and the ways to change it.
///
/// `put` inserts or replaces by key. Constraints that the store itself holds: a live name is unique below its parent, a
/// user's name and e-mail within the tenant, positions only grow, and everything that is referred to exists. Breaking one
/// throws ``ConstraintError`` at once; only whether a head and the file of a version exist is checked when the body ends, so
/// that a file and its first version may come in either order.
package protocol MetadataWriter: MetadataReader, UploadWriter {
    func put(_ tenant: Tenant) throws
    func put(_ user: User) throws
    /// With all that belongs to the user alone: devices, cursors, preferences, tokens, memberships, outcomes.
    func remove(_ user: UserID) throws
    func putExternalTenant(_ name: String, of issuer: String, is tenant: TenantID) throws
    /// It goes with its user.
    func put(_ user: ExternalUser) throws
    func put(_ token: RefreshToken) throws
    func removeRefreshTokens(family: ULID) throws
    func removeRefreshTokens(of user: UserID) throws
    /// At most `limit` of those that ended before the time; gives how many.
    func forgetRefreshTokens(endedBefore time: Timestamp, limit: Int) throws -> Int

    func put(_ share: Share) throws
    func put(_ member: Member) throws
    func removeMember(_ user: UserID, of share: ShareID) throws

    func put(_ device: Device) throws
    func put(_ cursor: DeviceCursor) throws
    func removeCursors(of deviceID: String, user: UserID) throws
    func put(_ preference: SyncPreference) throws
    func removePreferences(of deviceID: String, user: UserID) throws
    /// Those of all devices of the user.
    func removePreferences(in share: ShareID, user: UserID) throws

    func put(_ node: Node) throws
    /// A version is written once; its share's `usedBytes` grows by its size.
    func insert(_ version: FileVersion, manifest: [ChunkRef]) throws
    /// A version goes with its manifest; its share's `usedBytes` shrinks by its size, and chunks that no other version of the
    /// share names are no longer part of it. Throws ``ConstraintError/missingReference`` while a head, an open conflict or a
    /// later version refers to it. One that is not there is no error.
    func remove(_ version: VersionID) throws
    /// Removes a thing that has no versions and is nobody's parent; else throws ``ConstraintError/missingReference``.
    func remove(_ node: NodeID) throws
    /// Gives those of the hashes that are ``unneeded(_:in:grantedSince:)`` up, and answers them: from now on a version that
    /// names one is refused (``ConstraintError/contentTaken``), until somebody sent it again.
    func take(_ hashes: [Digest], in tenant: TenantID, grantedSince: Timestamp, at time: Timestamp) throws -> [Digest]
    func forgetTaken(before time: Timestamp) throws
    /// Remembers that the user sent these chunks.
    func grant(_ hashes: [Digest], to user: UserID, at time: Timestamp) throws

    /// The next position of the tenant's log. The row must be appended in this same transaction.
    func takePosition(of tenant: TenantID) throws -> Position
    func append(_ change: LoggedChange) throws
    /// Removes the oldest rows, as far as they lie at or before the position and were written before the time, at most
    /// `limit`; the floor moves to the last of them. Gives how many.
    func compactLog(of tenant: TenantID, upTo position: Position, before time: Timestamp, limit: Int) throws -> Int
    /// Sets where a new tenant's log starts.
    func startLog(of tenant: TenantID, at state: LogState) throws

    func put(_ conflict: Conflict) throws
    func remember(_ outcome: StoredOutcome) throws
    /// At most `limit`; gives how many. So does the next.
    func forgetOutcomes(before time: Timestamp, limit: Int) throws -> Int
    func forgetGrants(before time: Timestamp, limit: Int) throws -> Int
}

/// A rule of the store was broken.
package enum ConstraintError: Error, Hashable, Sendable {
    case nameTaken
    case missingReference
    case positionNotAfterHead
    case versionExists
    /// A chunk of the version was given up, and must be sent again.
    case contentTaken
}

/// The store is closed, full or broken. `reason` is for the operator's log, never for a client.
package struct StoreUnavailable: Error, Sendable {
    package let reason: String
    /// The disk is full, so the client hears 507 rather than 503.
    package let isFull: Bool

    package init(reason: String, isFull: Bool = false) {
        self.reason = reason
        self.isFull = isFull
    }
}
