import TidelineCore

extension MemoryTransaction: MetadataWriter {
    // MARK: Accounts

    package func put(_ tenant: Tenant) throws { set(\.tenants, tenant.id, tenant) }

    package func put(_ user: User) throws {
        let name = user.name.caseFolded
        let email = user.email.caseFolded
        let isTaken = state.users.values.contains { other in
            other.id != user.id && other.tenantID == user.tenantID
                && (other.name.caseFolded == name || other.email.caseFolded == email)
        }
        guard !isTaken else { throw ConstraintError.nameTaken }
        set(\.users, user.id, user)
        require { $0.tenants[user.tenantID] != nil }
    }

    package func remove(_ user: UserID) throws {
        remove(from: \.tokens) { $1.userID == user }
        remove(from: \.members) { key, _ in key.user == user }
        remove(from: \.cursors) { key, _ in key.device.user == user }
        remove(from: \.devices) { key, _ in key.user == user }
        remove(from: \.outcomes) { key, _ in key.device.user == user }
        remove(from: \.grants) { key, _ in key.user == user }
        set(\.users, user, nil)
    }

    package func put(_ token: RefreshToken) throws {
        set(\.tokens, token.hash, token)
        require { $0.users[token.userID] != nil }
    }

    package func removeRefreshTokens(family: ULID) throws { remove(from: \.tokens) { $1.family == family } }

    package func removeRefreshTokens(of user: UserID) throws { remove(from: \.tokens) { $1.userID == user } }

    // MARK: Shares

    package func put(_ share: Share) throws {
        set(\.shares, share.id, share)
        require { $0.tenants[share.tenantID] != nil }
    }

    package func put(_ member: Member) throws {
        set(\.members, MemberKey(share: member.shareID, user: member.userID), member)
        require { $0.shares[member.shareID] != nil && $0.users[member.userID] != nil }
    }

    package func removeMember(_ user: UserID, of share: ShareID) throws {
        set(\.members, MemberKey(share: share, user: user), nil)
    }

    // MARK: Devices

    package func put(_ device: Device) throws {
        set(\.devices, DeviceKey(user: device.userID, device: device.deviceID), device)
        require { $0.users[device.userID] != nil }
    }

    package func put(_ cursor: DeviceCursor) throws {
        let device = DeviceKey(user: cursor.userID, device: cursor.deviceID)
        set(\.cursors, CursorKey(device: device, share: cursor.shareID), cursor)
        require { $0.devices[device] != nil && $0.shares[cursor.shareID] != nil }
    }

    package func removeCursors(of deviceID: String, user: UserID) throws {
        let device = DeviceKey(user: user, device: deviceID)
        remove(from: \.cursors) { key, _ in key.device == device }
    }

    // MARK: Tree

    package func put(_ node: Node) throws {
        let name = LiveName(node)
        if let name, let holder = state.liveNames[name], holder != node.id { throw ConstraintError.nameTaken }
        if let old = state.nodes[node.id] { unlink(old) }
        set(\.nodes, node.id, node)
        if let name { set(\.liveNames, name, node.id) }
        let folder = Folder(node)
        change({ $0.children[folder, default: []].insert(node.id) }, undo: { $0.children[folder]?.remove(node.id) })
        require { state in
            state.shares[node.shareID] != nil
                && node.place.parent.map { state.nodes[$0] != nil } != false
                && node.head.map { state.versions[$0.versionID] != nil } != false
        }
    }

    private func unlink(_ node: Node) {
        if let name = LiveName(node) { set(\.liveNames, name, nil) }
        let folder = Folder(node)
        change({ $0.children[folder]?.remove(node.id) }, undo: { $0.children[folder, default: []].insert(node.id) })
    }

    // MARK: Content

    package func insert(_ version: FileVersion, manifest: [ChunkRef]) throws {
        let isKnown = state.versions[version.id] != nil || state.versionNumbers[version.fileID]?[version.number] != nil
        guard !isKnown else { throw ConstraintError.versionExists }
        guard var share = state.shares[version.shareID] else { throw ConstraintError.missingReference }
        share.usedBytes += version.content.size
        set(\.shares, share.id, share)
        set(\.versions, version.id, version)
        set(\.manifests, version.id, manifest)
        change(
            { $0.versionNumbers[version.fileID, default: [:]][version.number] = version.id },
            undo: { $0.versionNumbers[version.fileID]?[version.number] = nil })
        for chunk in manifest { addChunk(chunk.hash, to: version.shareID) }
        require { state in
            state.nodes[version.fileID] != nil && version.baseVersionID.map { state.versions[$0] != nil } != false
        }
    }

    private func addChunk(_ hash: Digest, to share: ShareID) {
        guard state.shareChunks[share]?.contains(hash) != true else { return }
        change({ $0.shareChunks[share, default: []].insert(hash) }, undo: { $0.shareChunks[share]?.remove(hash) })
    }

    package func grant(_ hashes: [Digest], to user: UserID, at time: Timestamp) throws {
        for hash in hashes {
            let key = GrantKey(user: user, hash: hash)
            set(\.grants, key, max(time, state.grants[key] ?? time))
        }
        require { $0.users[user] != nil }
    }

    package func forgetGrants(before time: Timestamp) throws { remove(from: \.grants) { $1 < time } }

    // MARK: Log

    package func takePosition(of tenant: TenantID) throws -> Position {
        guard state.tenants[tenant] != nil else { throw ConstraintError.missingReference }
        var log = try log(of: tenant)
        log.head = log.head.next
        set(\.logs, tenant, log)
        return log.head
    }

    package func append(_ change: LoggedChange) throws {
        let tenant = change.tenantID
        let last = state.rows[tenant]?.last?.position
        guard last.map({ change.position > $0 }) != false, change.position <= (try log(of: tenant)).head else {
            throw ConstraintError.positionNotAfterHead
        }
        self.change({ $0.rows[tenant, default: []].append(change) }, undo: { $0.rows[tenant]?.removeLast() })
        require { $0.shares[change.shareID] != nil }
    }

    package func startLog(of tenant: TenantID, at state: LogState) throws {
        guard state.head >= (try log(of: tenant)).head else { throw ConstraintError.positionNotAfterHead }
        set(\.logs, tenant, state)
        require { $0.tenants[tenant] != nil }
    }

    // MARK: Conflicts and outcomes

    package func put(_ conflict: Conflict) throws {
        set(\.conflicts, conflict.id, conflict)
        let versions = [conflict.baseVersionID, conflict.localVersionID, conflict.serverVersionID].compactMap(\.self)
        require { state in
            state.shares[conflict.shareID] != nil && state.nodes[conflict.nodeID] != nil
                && versions.allSatisfy { state.versions[$0] != nil }
        }
    }

    package func remember(_ outcome: StoredOutcome) throws {
        let device = DeviceKey(user: outcome.userID, device: outcome.deviceID)
        set(\.outcomes, OutcomeKey(device: device, clientChangeID: outcome.clientChangeID), outcome)
        require { $0.users[outcome.userID] != nil }
    }

    package func forgetOutcomes(before time: Timestamp) throws { remove(from: \.outcomes) { $1.createdAt < time } }
}
