import TidelineCore

// Which chunks nobody needs, as the memory store knows it.

extension MemoryTransaction {
    package func unneeded(_ hashes: [Digest], in tenant: TenantID, grantedSince: Timestamp) throws -> [Digest] {
        let shares = state.shares.values.filter { $0.tenantID == tenant }.map(\.id)
        let users = state.users.values.filter { $0.tenantID == tenant }.map(\.id)
        let uploads = state.uploads.values.filter { $0.tenantID == tenant }.map(\.id)
        return hashes.filter { hash in
            let isNamed = shares.contains { state.shareChunks[$0]?[hash] != nil }
            let isHeld = uploads.contains { state.uploadChunks[$0]?.values.contains(hash) ?? false }
            let isGranted = users.contains { user in
                state.grants[GrantKey(user: user, hash: hash)].map { $0 >= grantedSince } ?? false
            }
            return !isNamed && !isHeld && !isGranted
        }
    }

    package func taken(_ hashes: [Digest], in tenant: TenantID) throws -> [Digest] {
        hashes.filter { state.taken[TakenKey(tenant: tenant, hash: $0)] != nil }
    }

    package func take(_ hashes: [Digest], in tenant: TenantID, grantedSince: Timestamp, at time: Timestamp) throws
        -> [Digest]
    {
        let taken = try unneeded(hashes, in: tenant, grantedSince: grantedSince)
        for hash in taken { set(\.taken, TakenKey(tenant: tenant, hash: hash), time) }
        return taken
    }

    package func forgetTaken(before time: Timestamp) throws { remove(from: \.taken) { $1 < time } }

    /// Somebody sent it again.
    func returned(_ hash: Digest, to tenant: TenantID) {
        let key = TakenKey(tenant: tenant, hash: hash)
        if state.taken[key] != nil { set(\.taken, key, nil) }
    }
}
