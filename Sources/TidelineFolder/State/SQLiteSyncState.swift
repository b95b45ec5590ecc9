import GRDB
import GRDBSQLite
import Glibc
package import TidelineCore
package import TidelineSync

/// The state of one synced folder in one SQLite file, outside the folder.
///
/// A commit may be lost when power fails (`synchronous` is NORMAL), never half of one. That is harmless: rows describe what
/// was really done, and what was done but is not written down is found again by comparing.
///
/// What fails throws ``LocalError``.
package final class SQLiteSyncState: SyncState {
    /// The file was damaged: it lies beside the new, empty one as `….corrupt-1`, `-2` …
    package let wasRebuilt: Bool
    private let path: String
    private let queue: DatabaseQueue

    private static let manifestsPerPage: Int64 = 256

    /// Opens the file, or makes it; its directory must exist. Throws ``NewerState`` when a newer version wrote it.
    package init(path: String) throws {
        self.path = path
        do {
            queue = try Self.open(path)
            wasRebuilt = false
        } catch let error as DatabaseError where Self.isDamage(error) {
            try Self.moveAside(path)
            queue = try named(path) { try Self.open(path) }
            wasRebuilt = true
        } catch let error as DatabaseError {
            throw localError(error, path)
        }
    }

    package func load() throws -> SavedState {
        try read { try StateRows.load($0) }
    }

    package func save(_ changes: StateChanges) throws {
        guard !changes.isEmpty else { return }
        try write { try StateWriter(database: $0).save(changes) }
    }

    package func manifest(of node: NodeID) throws -> [ChunkRef]? {
        try read { database in
            var chunks: [ChunkRef]?
            try RawStatement(database, "SELECT chunks FROM manifests WHERE id = ?1").forEachRow(node.stored) { row in
                chunks = try StoredManifest.decode(row.bytes(0))
            }
            return chunks
        }
    }

    /// `body` may use this state, and sees what it saves behind the present node.
    package func forEachManifest(_ body: (NodeID, [ChunkRef]) throws -> Void) throws {
        var last: [UInt8] = []
        while true {
            let page = try manifests(after: last)
            for (id, chunks) in page { try body(id, chunks) }
            guard let end = page.last else { return }
            last = end.0.stored
        }
    }

    private func manifests(after last: [UInt8]) throws -> [(NodeID, [ChunkRef])] {
        try read { database in
            var page: [(NodeID, [ChunkRef])] = []
            let sql = "SELECT id, chunks FROM manifests WHERE id > ?1 ORDER BY id LIMIT ?2"
            try RawStatement(database, sql).forEachRow(last, Self.manifestsPerPage) { row in
                page.append((try row.nodeID(0), try StoredManifest.decode(row.bytes(1))))
            }
            return page
        }
    }

    // MARK: - What `status` shows

    package func meta(_ key: String) throws -> String? {
        try read { try String.fetchOne($0, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key]) }
    }

    /// nil removes it.
    package func setMeta(_ key: String, _ value: String?) throws {
        try write { database in
            guard let value else {
                return try database.execute(sql: "DELETE FROM meta WHERE key = ?", arguments: [key])
            }
            let sql = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"
            try database.execute(sql: sql, arguments: [key, value])
        }
    }

    // MARK: - Opening

    private func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try named(path) { try queue.read(body) }
    }

    private func write(_ body: (Database) throws -> Void) throws { try named(path) { try queue.write(body) } }

    private static func open(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let problem = try queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
        guard problem == "ok" else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: problem) }
        let migrator = StateSchema.migrator
        guard try !queue.read(migrator.hasBeenSuperseded) else { throw NewerState(path: path) }
        try migrator.migrate(queue)
        return queue
    }

    private static func isDamage(_ error: DatabaseError) -> Bool {
        error.resultCode == .SQLITE_CORRUPT || error.resultCode == .SQLITE_NOTADB
    }

    /// The journal goes with its file, for it would spoil the new one.
    private static func moveAside(_ path: String) throws {
        var number = 1
        while access("\(path).corrupt-\(number)", F_OK) == 0 { number += 1 }
        for suffix in ["", "-wal", "-shm"] where rename(path + suffix, "\(path).corrupt-\(number)\(suffix)") != 0 {
            guard errno == ENOENT else { throw SystemError(code: errno).at(path + suffix) }
        }
    }
}

/// The state was written by a newer version of Tideline.
package struct NewerState: Error, CustomStringConvertible {
    let path: String

    package var description: String { "\(path) was written by a newer version of Tideline. Update Tideline here." }
}

func named<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as DatabaseError { throw localError(error, path) }
}

private func localError(_ error: DatabaseError, _ path: String) -> LocalError {
    switch error.resultCode {
    case .SQLITE_FULL: .diskFull
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_CANTOPEN: .permissionDenied(path)
    default: .io(path, errno: EIO)
    }
}
