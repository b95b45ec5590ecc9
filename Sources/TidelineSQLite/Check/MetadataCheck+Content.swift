import Foundation
import GRDB
package import TidelineCore
package import TidelineService

extension MetadataCheck {
    /// A version as the check of content needs it.
    package struct Version: Sendable {
        package let row: Int64
        package let id: String
        package let tenantID: TenantID
        package let fileID: String
        package let number: Int
        package let size: Int64
        package let chunks: [ChunkRef]
    }

    /// Chunks that versions name, each once, after the given one.
    package func chunks(after: ChunkName?, limit: Int) throws -> [ChunkName] {
        try read { database in
            let sql = """
                SELECT DISTINCT tenant_id, hash FROM share_chunks JOIN shares ON shares.id = share_id
                WHERE (hash, tenant_id) > (?, ?) ORDER BY hash, tenant_id LIMIT ?
                """
            let start: StatementArguments = [Data(after?.hash.bytes ?? []), after?.tenant.description ?? "", limit]
            return try GRDB.Row.fetchAll(database, sql: sql, arguments: start).map { row in
                ChunkName(tenant: try tenant(row[0]), hash: try digest(row[1]))
            }
        }
    }

    /// In the order of writing. They come one by one, since a list of chunks may be long.
    package func forEachVersion(_ visit: (Version) throws -> Void) throws {
        try read { database in
            let rows = try GRDB.Row.fetchCursor(
                database, sql: "SELECT row, id, tenant_id, file_id, number, size, manifest FROM versions ORDER BY row")
            while let row = try rows.next() {
                try visit(
                    Version(
                        row: row[0], id: row[1], tenantID: try tenant(row[2]), fileID: row[3], number: row[4],
                        size: row[5], chunks: (row[6] as Data).withUnsafeBytes { decodedManifest($0) }))
            }
        }
    }

    /// How often the manifests of each share name a chunk, compared with what is counted: how many counts are wrong.
    package func wrongCounts() throws -> Int {
        try read { database in
            try Int.fetchOne(
                database,
                sql: """
                    WITH RECURSIVE part (row, start) AS (
                        SELECT row, 1 FROM versions WHERE length(manifest) > 0
                        UNION ALL
                        SELECT part.row, start + 40 FROM part CROSS JOIN versions ON versions.row = part.row
                        WHERE start + 40 <= length(manifest)
                    ), named (hash, share_id, uses) AS (
                        SELECT substr(manifest, start, 32), share_id, count(*)
                        FROM part CROSS JOIN versions ON versions.row = part.row GROUP BY 1, 2
                    )
                    SELECT (
                        SELECT count(*) FROM named LEFT JOIN share_chunks USING (hash, share_id)
                        WHERE share_chunks.uses IS NOT named.uses
                    ) + (
                        SELECT count(*) FROM share_chunks
                        WHERE (hash, share_id) NOT IN (SELECT hash, share_id FROM named)
                    )
                    """) ?? 0
        }
    }

    /// The share's name and the path of a thing, as people know it.
    package func place(of file: String) throws -> (share: String, path: String) {
        try read { database in
            var names: [String] = []
            var share = "?"
            var next: String? = file
            while let id = next, names.count <= Limits.depthMax,
                let row = try GRDB.Row.fetchOne(
                    database,
                    sql: """
                        SELECT nodes.name, parent_id, trashed_at IS NOT NULL, shares.name
                        FROM nodes LEFT JOIN shares ON shares.id = share_id WHERE nodes.id = ?
                        """, arguments: [id])
            {
                names.append((row[0] as String) + (row[2] ? " (in the trash)" : ""))
                next = row[1]
                share = row[3] ?? share
            }
            return (share, "/" + names.reversed().joined(separator: "/"))
        }
    }

    private func tenant(_ text: String) throws -> TenantID {
        guard let tenant = TenantID(text) else { throw StoreUnavailable(reason: "\(text) is no id of a tenant") }
        return tenant
    }

    private func digest(_ bytes: Data) throws -> Digest {
        guard let digest = Digest(bytes: bytes) else { throw StoreUnavailable(reason: "a chunk's name is too short") }
        return digest
    }
}
