import Foundation
import GRDB
import TidelineCore
import TidelineService

/// Where each chunk lies, in SQLite. The segments are the truth: a lost index is built again from them.
final class ChunkIndex: Sendable {
    let pool: DatabasePool

    struct Entry {
        let tenant: TenantID
        let hash: Digest
        let placement: Placement
    }

    /// Opens the index, or starts an empty one when there is none, or it is broken, or of another layout.
    init(path: String) throws {
        do {
            pool = try Self.open(path)
        } catch let error as DatabaseError
            where [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR].contains(error.resultCode)
        {
            for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
            pool = try translated { try Self.open(path) }
        } catch let error as DatabaseError {
            throw StoreUnavailable(error)
        }
    }

    private static func open(_ path: String) throws -> DatabasePool {
        let pool = try DatabasePool(path: path)
        try pool.write { db in
            switch try Int.fetchOne(db, sql: "PRAGMA user_version") {
            case 0: try db.execute(sql: schema + collecting)
            case 1: try db.execute(sql: collecting)
            default: break
            }
            // Fails when the layout is not the one below.
            try db.execute(sql: "SELECT number, scanned, retired_at FROM segment LIMIT 0")
            try db.execute(
                sql: "SELECT tenant, hash, segment, offset, length, condemned_at, damaged FROM chunk LIMIT 0")
        }
        return pool
    }

    private static let schema = """
        -- Segments, and up to which byte their records are in `chunk`. What lies behind is looked through at the next start.
        CREATE TABLE segment (
            number INTEGER PRIMARY KEY,
            scanned INTEGER NOT NULL CHECK (scanned >= 0)
        ) STRICT;
        -- Chunks, and where their bytes lie. `tenant` is a ULID of 16 bytes, `hash` a SHA-256.
        CREATE TABLE chunk (
            tenant BLOB NOT NULL CHECK (length(tenant) = 16),
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            segment INTEGER NOT NULL REFERENCES segment,
            offset INTEGER NOT NULL CHECK (offset > 0),
            length INTEGER NOT NULL CHECK (length >= 0),
            PRIMARY KEY (tenant, hash)
        ) STRICT, WITHOUT ROWID;
        """

    private static let collecting = """
        -- Since when nothing lies in it any more, in nanoseconds since 1970.
        ALTER TABLE segment ADD COLUMN retired_at INTEGER;
        -- Since when nobody needs it; and whether its bytes were found to be others.
        ALTER TABLE chunk ADD COLUMN condemned_at INTEGER;
        ALTER TABLE chunk ADD COLUMN damaged INTEGER NOT NULL DEFAULT 0 CHECK (damaged IN (0, 1));
        PRAGMA user_version = 2;
        """

    /// One or nil for each hash, in their order.
    func find(_ hashes: [Digest], tenant: TenantID) throws -> [IndexedChunk?] {
        guard !hashes.isEmpty else { return [] }
        var joined = Data(capacity: hashes.count * Digest.byteCount)
        for hash in hashes { joined.append(contentsOf: hash.bytes) }
        let arguments: StatementArguments = ["hashes": joined, "count": hashes.count, "tenant": tenant.blob]
        return try translated {
            try pool.read { db in
                var found = [IndexedChunk?](repeating: nil, count: hashes.count)
                let rows = try Row.fetchCursor(db.cachedStatement(sql: Self.findSQL), arguments: arguments)
                while let row = try rows.next() {
                    found[row[0]] = IndexedChunk(
                        placement: Placement(segment: row[1], offset: row[2], length: row[3]), isCondemned: row[4],
                        isDamaged: row[5])
                }
                return found
            }
        }
    }

    // CROSS JOIN keeps SQLite from turning the join around: one look into the primary key for each hash.
    private static let findSQL = """
        WITH RECURSIVE wanted(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM wanted WHERE i + 1 < :count)
        SELECT i, segment, offset, length, condemned_at IS NOT NULL, damaged FROM wanted
        CROSS JOIN chunk ON tenant = :tenant AND hash = substr(:hashes, i * 32 + 1, 32)
        """

    /// Adds chunks, of which known ones are from now on where this says, and notes how far the segments are indexed. All or
    /// nothing.
    func add(_ entries: [Entry], scanned: [Int64: Int64]) throws {
        try translated {
            try pool.write { db in
                for (number, end) in scanned {
                    try db.cachedStatement(sql: Self.scannedSQL).execute(arguments: [number, end])
                }
                let insert = try db.cachedStatement(
                    sql: "INSERT OR REPLACE INTO chunk (tenant, hash, segment, offset, length) VALUES (?, ?, ?, ?, ?)")
                for entry in entries {
                    let place = entry.placement
                    try insert.execute(arguments: [
                        entry.tenant.blob, Data(entry.hash.bytes), place.segment, place.offset, place.length,
                    ])
                }
            }
        }
    }

    static let scannedSQL = """
        INSERT INTO segment (number, scanned) VALUES (?, ?) ON CONFLICT (number) DO UPDATE SET scanned = excluded.scanned
        """

    /// Drops all that is known of a segment.
    func forget(_ number: Int64) throws {
        try translated {
            try pool.write { db in
                try db.execute(sql: "DELETE FROM chunk WHERE segment = ?", arguments: [number])
                try db.execute(sql: "DELETE FROM segment WHERE number = ?", arguments: [number])
            }
        }
    }

    /// How far each known segment is indexed.
    func scanned() throws -> [Int64: Int64] {
        try translated {
            try pool.read { db in
                let rows = try Row.fetchAll(db, sql: "SELECT number, scanned FROM segment")
                return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
            }
        }
    }

    func close() throws { try translated { try pool.close() } }
}

/// What the index knows of a chunk.
struct IndexedChunk {
    let placement: Placement
    let isCondemned: Bool
    let isDamaged: Bool
}

/// Database errors leave the index as the port's own.
func translated<T>(_ body: () throws -> T) throws -> T {
    do { return try body() } catch let error as DatabaseError { throw StoreUnavailable(error) }
}

extension StoreUnavailable {
    fileprivate init(_ error: DatabaseError) {
        self.init(reason: "chunk index: \(error)", isFull: error.resultCode == .SQLITE_FULL)
    }
}

extension TenantID {
    var blob: Data {
        withUnsafeBytes(of: (ulid.high.bigEndian, ulid.low.bigEndian)) { Data($0) }
    }
}
