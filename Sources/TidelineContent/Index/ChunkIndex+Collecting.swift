import Foundation
import GRDB
import TidelineCore
import TidelineService

// What collecting notes and moves. All of it may be lost: condemned chunks are condemned again, and where a chunk lies is
// found in the segments.
extension ChunkIndex {
    func list(after: ChunkName?, limit: Int) throws -> [StoredChunk] {
        let sql = """
            SELECT tenant, hash, length, condemned_at FROM chunk
            WHERE (tenant, hash) > (?, ?) ORDER BY tenant, hash LIMIT ?
            """
        let start: StatementArguments = [after?.tenant.blob ?? Data(), Data(after?.hash.bytes ?? []), limit]
        return try translated {
            try pool.read { db in
                try Row.fetchAll(db, sql: sql, arguments: start).map { row in
                    guard let tenant = TenantID(blob: row[0]), let hash = Digest(bytes: row[1] as Data) else {
                        throw StoreUnavailable(reason: "chunk index: a name of another length")
                    }
                    return StoredChunk(
                        name: ChunkName(tenant: tenant, hash: hash), length: row[2],
                        condemnedAt: (row[3] as Int64?).map { Timestamp(nanoseconds: $0) })
                }
            }
        }
    }

    func condemn(_ chunks: [ChunkName], at time: Timestamp) throws {
        try change(
            "UPDATE chunk SET condemned_at = ? WHERE tenant = ? AND hash = ? AND condemned_at IS NULL",
            chunks.map { [time.nanoseconds, $0.tenant.blob, Data($0.hash.bytes)] })
    }

    func pardon(_ chunks: [ChunkName]) throws {
        try change("UPDATE chunk SET condemned_at = NULL WHERE tenant = ? AND hash = ?", chunks.map(names))
    }

    func removeCondemned(_ chunks: [ChunkName]) throws {
        try change("DELETE FROM chunk WHERE tenant = ? AND hash = ? AND condemned_at IS NOT NULL", chunks.map(names))
    }

    /// Notes that what lies there is not the chunk, unless another copy took its place.
    func noteDamage(_ chunk: ChunkName, at place: Placement) throws {
        try change(
            "UPDATE chunk SET damaged = 1 WHERE tenant = ? AND hash = ? AND segment = ? AND offset = ?",
            [[chunk.tenant.blob, Data(chunk.hash.bytes), place.segment, place.offset]])
    }

    /// Says of chunks where they lie now, and how far the segments are indexed. All or nothing.
    func move(_ entries: [Entry], scanned: [Int64: Int64]) throws {
        try translated {
            try pool.write { db in
                for (number, end) in scanned {
                    try db.cachedStatement(sql: Self.scannedSQL).execute(arguments: [number, end])
                }
                let update = try db.cachedStatement(
                    sql: "UPDATE chunk SET segment = ?, offset = ? WHERE tenant = ? AND hash = ?")
                for entry in entries {
                    try update.execute(arguments: [
                        entry.placement.segment, entry.placement.offset, entry.tenant.blob, Data(entry.hash.bytes),
                    ])
                }
            }
        }
    }

    /// Bytes of the records that are in use, by segment.
    func liveBytes() throws -> [Int64: Int64] {
        let sql = "SELECT segment, sum(length + \(RecordHeader.byteCount)) FROM chunk GROUP BY segment"
        return try translated {
            try pool.read { db in
                Dictionary(uniqueKeysWithValues: try Row.fetchAll(db, sql: sql).map { ($0[0], $0[1]) })
            }
        }
    }

    /// Notes since when a segment holds nothing.
    func retire(_ number: Int64, at time: Timestamp) throws {
        try change(
            "UPDATE segment SET retired_at = ? WHERE number = ? AND retired_at IS NULL", [[time.nanoseconds, number]])
    }

    func retired(before time: Timestamp) throws -> [Int64] {
        try translated {
            try pool.read { db in
                try Int64.fetchAll(
                    db, sql: "SELECT number FROM segment WHERE retired_at < ? ORDER BY number",
                    arguments: [time.nanoseconds])
            }
        }
    }

    private func names(_ chunk: ChunkName) -> StatementArguments { [chunk.tenant.blob, Data(chunk.hash.bytes)] }

    private func change(_ sql: String, _ rows: [StatementArguments]) throws {
        try translated {
            try pool.write { db in
                let statement = try db.cachedStatement(sql: sql)
                for row in rows { try statement.execute(arguments: row) }
            }
        }
    }
}

extension TenantID {
    fileprivate init?(blob: Data) {
        guard blob.count == 16 else { return nil }
        let words = blob.withUnsafeBytes { bytes in
            (
                UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
        self.init(ULID(high: words.0, low: words.1))
    }
}
