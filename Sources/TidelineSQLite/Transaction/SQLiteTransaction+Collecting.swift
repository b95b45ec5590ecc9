import TidelineCore
import TidelineService

extension SQLiteTransaction {
    func unneeded(_ hashes: [Digest], in tenant: TenantID, grantedSince: Timestamp) throws -> [Digest] {
        try hashes.filter { hash in
            try session.first(HotSQL.neededChunk, hash, tenant, grantedSince) { _ in true } == nil
        }
    }

    func taken(_ hashes: [Digest], in tenant: TenantID) throws -> [Digest] {
        guard try hasTaken() else { return [] }
        return try hashes.filter { try session.first(HotSQL.takenChunk, $0, tenant) { _ in true } ?? false }
    }

    func take(_ hashes: [Digest], in tenant: TenantID, grantedSince: Timestamp, at time: Timestamp) throws
        -> [Digest]
    {
        let taken = try unneeded(hashes, in: tenant, grantedSince: grantedSince)
        for hash in taken {
            try session.run(
                upsert("taken_chunks", key: ["hash", "tenant_id"], columns: ["taken_at"]), hash, tenant, time)
        }
        return taken
    }

    func forgetTaken(before time: Timestamp) throws {
        try session.run("DELETE FROM taken_chunks WHERE taken_at < ?", time)
    }

    /// Somebody sent them again: to the tenant of the row of that table.
    func returned(_ hashes: [Digest], ofTenantFrom table: String, _ id: some Storable) throws {
        guard try hasTaken() else { return }
        for hash in hashes {
            try session.run(
                """
                DELETE FROM taken_chunks WHERE hash = ? AND tenant_id = (SELECT tenant_id FROM \(table) WHERE id = ?)
                """, hash, id)
        }
    }

    /// Most of the time nothing is, and then no chunk needs to be looked for.
    private func hasTaken() throws -> Bool {
        try session.first("SELECT 1 FROM taken_chunks LIMIT 1") { _ in true } ?? false
    }
}
