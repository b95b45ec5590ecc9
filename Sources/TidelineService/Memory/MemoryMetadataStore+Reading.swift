import TidelineCore

extension MemoryTransaction: MetadataReader {
    // MARK: Accounts

    package func tenant(_ id: TenantID) throws -> Tenant? { state.tenants[id] }

    package func tenants() throws -> [Tenant] { state.tenants.values.sorted { $0.id < $1.id } }

    package func user(_ id: UserID) throws -> User? { state.users[id] }

    package func user(in tenant: TenantID, login: String) throws -> User? {
        let key = login.caseFolded
        let users = state.users.values.filter { $0.tenantID == tenant }
        return users.first { $0.name.caseFolded == key } ?? users.first { $0.email.caseFolded == key }
    }

    package func users(in tenant: TenantID) throws -> [User] {
        state.users.values.filter { $0.tenantID == tenant }.sorted { $0.name.precedes($1.name) }
    }

    package func externalTenant(_ name: String, of issuer: String) throws -> TenantID? {
        state.externalTenants[ExternalTenantKey(issuer: issuer, name: name)]
    }

    package func externalUser(_ subject: String, of issuer: String, in tenant: TenantID) throws -> ExternalUser? {
        state.externalUsers[ExternalUserKey(issuer: issuer, subject: subject, tenant: tenant)]
    }

    package func refreshToken(_ hash: Digest) throws -> RefreshToken? { state.tokens[hash] }

    // MARK: Shares

    package func share(_ id: ShareID) throws -> Share? { state.shares[id] }

    package func shares(of user: UserID) throws -> [(share: Share, role: Role)] {
        state.members.values.filter { $0.userID == user }
            .compactMap { member in state.shares[member.shareID].map { (share: $0, role: member.role) } }
            .filter { $0.share.deletedAt == nil }
            .sorted { a, b in
                a.share.name == b.share.name ? a.share.id < b.share.id : a.share.name.precedes(b.share.name)
            }
    }

    package func member(_ user: UserID, of share: ShareID) throws -> Member? {
        state.members[MemberKey(share: share, user: user)]
    }

    package func members(of share: ShareID) throws -> [Member] {
        state.members.values.filter { $0.shareID == share }
            .sorted { ($0.createdAt, $0.userID) < ($1.createdAt, $1.userID) }
    }

    // MARK: Devices

    package func device(_ deviceID: String, of user: UserID) throws -> Device? {
        state.devices[DeviceKey(user: user, device: deviceID)]
    }

    package func devices(of user: UserID) throws -> [Device] {
        state.devices.values.filter { $0.userID == user && $0.removedAt == nil }
            .sorted { a, b in
                a.createdAt == b.createdAt ? a.deviceID.precedes(b.deviceID) : a.createdAt < b.createdAt
            }
    }

    package func cursor(of deviceID: String, user: UserID, share: ShareID) throws -> DeviceCursor? {
        state.cursors[CursorKey(device: DeviceKey(user: user, device: deviceID), share: share)]
    }

    package func preference(of deviceID: String, user: UserID, share: ShareID) throws -> SyncPreference? {
        state.preferences[CursorKey(device: DeviceKey(user: user, device: deviceID), share: share)]
    }

    package func preferences(of deviceID: String, user: UserID) throws -> [SyncPreference] {
        state.preferences.values.filter { $0.userID == user && $0.deviceID == deviceID }
            .sorted { $0.shareID < $1.shareID }
    }

    // MARK: Content

    package func version(_ id: VersionID) throws -> FileVersion? { state.versions[id] }

    package func version(number: Int, of file: NodeID) throws -> FileVersion? {
        state.versionNumbers[file]?[number].flatMap { state.versions[$0] }
    }

    package func versions(of file: NodeID) throws -> [FileVersion] {
        (state.versionNumbers[file] ?? [:]).sorted { $0.key < $1.key }.compactMap { state.versions[$0.value] }
    }

    package func versions(of file: NodeID, before number: Int?, limit: Int) throws -> [FileVersion] {
        try versions(of: file).reversed().lazy.filter { version in number.map { version.number < $0 } ?? true }
            .prefix(limit).map(\.self)
    }

    package func manifest(of version: VersionID) throws -> [ChunkRef] { state.manifests[version] ?? [] }

    package func chunks(
        _ hashes: [Digest], knownTo user: UserID, shares: Set<ShareID>, grantedSince: Timestamp
    ) throws -> Set<Digest> {
        Set(
            hashes.filter { hash in
                if let grantedAt = state.grants[GrantKey(user: user, hash: hash)], grantedAt >= grantedSince {
                    return true
                }
                return shares.contains { state.shareChunks[$0]?[hash] != nil }
            })
    }

    // MARK: Conflicts and outcomes

    package func conflict(_ id: ConflictID) throws -> Conflict? { state.conflicts[id] }

    package func conflicts(_ query: ConflictsQuery) throws -> [Conflict] {
        let found = state.conflicts.values.filter { conflict in
            query.shares.contains(conflict.shareID)
                && query.device.map { $0.userID == conflict.userID && $0.deviceID == conflict.deviceID } != false
                && (query.includeResolved || conflict.status == .open)
                && query.before.map { conflict.id < $0 } != false
        }
        return Array(found.sorted { $0.id > $1.id }.prefix(query.limit))
    }

    package func openConflicts(of node: NodeID) throws -> [Conflict] {
        state.conflicts.values.filter { $0.nodeID == node && $0.status == .open }.sorted { $0.id < $1.id }
    }

    package func outcome(of clientChangeID: String, device: String, user: UserID) throws -> StoredOutcome? {
        state.outcomes[OutcomeKey(device: DeviceKey(user: user, device: device), clientChangeID: clientChangeID)]
    }
}
