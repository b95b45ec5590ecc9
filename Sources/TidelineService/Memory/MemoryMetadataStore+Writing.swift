import TidelineCore

extension MemoryTransaction: MetadataWriter {
    // MARK: Accounts

    package func put(_ tenant: Tenant) throws { set(\.tenants, tenant.id, tenant) }

    package func put(_ user: User) throws {
        try need(state.tenants[user.tenantID])
        let name = user.name.caseFolded
        let email = user.email.caseFolded
        let isTaken = state.users.values.contains { other in
            other.id != user.id && other.tenantID == user.tenantID
                && (other.name.caseFolded == name || other.email.caseFolded == email)
        }
        guard !isTaken else { throw ConstraintError.nameTaken }
        set(\.users, user.id, user)
    }

    package func remove(_ user: UserID) throws {
        remove(from: \.tokens) { $1.userID == user }
        remove(from: \.externalUsers) { $1.userID == user }
        remove(from: \.members) { key, _ in key.user == user }
        remove(from: \.cursors) { key, _ in key.device.user == user }
        remove(from: \.preferences) { key, _ in key.device.user == user }
        remove(from: \.devices) { key, _ in key.user == user }
        remove(from: \.outcomes) { key, _ in key.device.user == user }
        remove(from: \.grants) { key, _ in key.user == user }
        try removeUploads { $0.userID == user }
        set(\.users, user, nil)
    }

    package func putExternalTenant(_ name: String, of issuer: String, is tenant: TenantID) throws {
        try need(state.tenants[tenant])
        set(\.externalTenants, ExternalTenantKey(issuer: issuer, name: name), tenant)
    }

    package func put(_ user: ExternalUser) throws {
        try need(state.tenants[user.tenantID])
        try need(state.users[user.userID])
        set(\.externalUsers, ExternalUserKey(issuer: user.issuer, subject: user.subject, tenant: user.tenantID), user)
    }

    package func put(_ token: RefreshToken) throws {
        try need(state.users[token.userID])
        set(\.tokens, token.hash, token)
    }

    package func removeRefreshTokens(family: ULID) throws { remove(from: \.tokens) { $1.family == family } }

    package func removeRefreshTokens(of user: UserID) throws { remove(from: \.tokens) { $1.userID == user } }

    // MARK: Shares

    package func put(_ share: Share) throws {
        try need(state.tenants[share.tenantID])
        set(\.shares, share.id, share)
    }

    package func put(_ member: Member) throws {
        try need(state.shares[member.shareID])
        try need(state.users[member.userID])
        set(\.members, MemberKey(share: member.shareID, user: member.userID), member)
    }

    package func removeMember(_ user: UserID, of share: ShareID) throws {
        set(\.members, MemberKey(share: share, user: user), nil)
    }

    // MARK: Devices

    package func put(_ device: Device) throws {
        try need(state.users[device.userID])
        set(\.devices, DeviceKey(user: device.userID, device: device.deviceID), device)
    }

    package func put(_ cursor: DeviceCursor) throws {
        let device = DeviceKey(user: cursor.userID, device: cursor.deviceID)
        try need(state.devices[device])
        try need(state.shares[cursor.shareID])
        set(\.cursors, CursorKey(device: device, share: cursor.shareID), cursor)
    }

    package func removeCursors(of deviceID: String, user: UserID) throws {
        let device = DeviceKey(user: user, device: deviceID)
        remove(from: \.cursors) { key, _ in key.device == device }
    }

    package func put(_ preference: SyncPreference) throws {
        let device = DeviceKey(user: preference.userID, device: preference.deviceID)
        try need(state.devices[device])
        try need(state.shares[preference.shareID])
        set(\.preferences, CursorKey(device: device, share: preference.shareID), preference)
    }

    package func removePreferences(of deviceID: String, user: UserID) throws {
        let device = DeviceKey(user: user, device: deviceID)
        remove(from: \.preferences) { key, _ in key.device == device }
    }

    package func removePreferences(in share: ShareID, user: UserID) throws {
        remove(from: \.preferences) { key, _ in key.share == share && key.device.user == user }
    }

    // MARK: Tree

    package func put(_ node: Node) throws {
        try need(state.shares[node.shareID])
        if let parent = node.place.parent { try need(state.nodes[parent]) }
        let name = LiveName(node)
        if let name, let holder = state.liveNames[name], holder != node.id { throw ConstraintError.nameTaken }
        if let old = state.nodes[node.id] { unlink(old) }
        set(\.nodes, node.id, node)
        if let name { set(\.liveNames, name, node.id) }
        let folder = Folder(node)
        change({ $0.children[folder, default: []].insert(node.id) }, undo: { $0.children[folder]?.remove(node.id) })
        if let head = node.head { require { $0.versions[head.versionID] != nil } }
    }

    func unlink(_ node: Node) {
        if let name = LiveName(node) { set(\.liveNames, name, nil) }
        let folder = Folder(node)
        change({ $0.children[folder]?.remove(node.id) }, undo: { $0.children[folder, default: []].insert(node.id) })
    }

    // MARK: Content

    package func insert(_ version: FileVersion, manifest: [ChunkRef]) throws {
        let isKnown = state.versions[version.id] != nil || state.versionNumbers[version.fileID]?[version.number] != nil
        guard !isKnown else { throw ConstraintError.versionExists }
        guard try taken(manifest.map(\.hash), in: version.tenantID).isEmpty else { throw ConstraintError.contentTaken }
        if let base = version.baseVersionID { try need(state.versions[base]) }
        var share = try need(state.shares[version.shareID])
        share.usedBytes += version.content.size
        set(\.shares, share.id, share)
        set(\.versions, version.id, version)
        set(\.manifests, version.id, manifest)
        change(
            { $0.versionNumbers[version.fileID, default: [:]][version.number] = version.id },
            undo: { $0.versionNumbers[version.fileID]?[version.number] = nil })
        for chunk in manifest { count(chunk.hash, in: version.shareID, by: 1) }
        require { $0.nodes[version.fileID] != nil }
    }

    package func remove(_ version: VersionID) throws {
        guard let found = state.versions[version] else { return }
        let isNamed =
            state.versions.values.contains { $0.baseVersionID == version }
            || state.conflicts.values.contains {
                $0.status == .open && [$0.baseVersionID, $0.localVersionID, $0.serverVersionID].contains(version)
            }
        guard !isNamed else { throw ConstraintError.missingReference }
        require { !$0.nodes.values.contains { $0.head?.versionID == version } }
        for chunk in state.manifests[version] ?? [] { count(chunk.hash, in: found.shareID, by: -1) }
        set(\.versions, version, nil)
        set(\.manifests, version, nil)
        change(
            { $0.versionNumbers[found.fileID]?[found.number] = nil },
            undo: { $0.versionNumbers[found.fileID]?[found.number] = version })
        var share = try need(state.shares[found.shareID])
        share.usedBytes -= found.content.size
        set(\.shares, share.id, share)
    }

    private func count(_ hash: Digest, in share: ShareID, by step: Int) {
        let old = state.shareChunks[share]?[hash]
        let new = (old ?? 0) + step
        change(
            { $0.shareChunks[share, default: [:]][hash] = new > 0 ? new : nil },
            undo: { $0.shareChunks[share]?[hash] = old })
    }

    package func grant(_ hashes: [Digest], to user: UserID, at time: Timestamp) throws {
        let tenant = try need(state.users[user]).tenantID
        for hash in hashes {
            returned(hash, to: tenant)
            let key = GrantKey(user: user, hash: hash)
            set(\.grants, key, max(time, state.grants[key] ?? time))
        }
    }

    package func forgetGrants(before time: Timestamp, limit: Int) throws -> Int {
        remove(from: \.grants, limit: limit) { $1 < time }
    }

    // MARK: Log

    package func takePosition(of tenant: TenantID) throws -> Position {
        try need(state.tenants[tenant])
        var log = try log(of: tenant)
        log.head = log.head.next
        set(\.logs, tenant, log)
        return log.head
    }

    package func append(_ change: LoggedChange) throws {
        let tenant = change.tenantID
        let log = try log(of: tenant)
        let last = max(state.rows[tenant]?.last?.position ?? .start, log.floor)
        guard change.position > last, change.position <= log.head else {
            throw ConstraintError.positionNotAfterHead
        }
        try need(state.shares[change.shareID])
        self.change({ $0.rows[tenant, default: []].append(change) }, undo: { $0.rows[tenant]?.removeLast() })
    }

    package func startLog(of tenant: TenantID, at state: LogState) throws {
        try need(self.state.tenants[tenant])
        guard state.head >= (try log(of: tenant)).head else { throw ConstraintError.positionNotAfterHead }
        set(\.logs, tenant, state)
    }

    // MARK: Conflicts and outcomes

    package func put(_ conflict: Conflict) throws {
        try need(state.shares[conflict.shareID])
        // The record of a known one may outlive what it names.
        if state.conflicts[conflict.id] == nil {
            try need(state.nodes[conflict.nodeID])
            for version in [conflict.baseVersionID, conflict.localVersionID, conflict.serverVersionID] {
                if let version { try need(state.versions[version]) }
            }
        }
        set(\.conflicts, conflict.id, conflict)
    }

    package func remember(_ outcome: StoredOutcome) throws {
        try need(state.users[outcome.userID])
        let device = DeviceKey(user: outcome.userID, device: outcome.deviceID)
        set(\.outcomes, OutcomeKey(device: device, clientChangeID: outcome.clientChangeID), outcome)
    }

    package func forgetOutcomes(before time: Timestamp, limit: Int) throws -> Int {
        remove(from: \.outcomes, limit: limit) { $1.createdAt < time }
    }
}
