import GRDB
import Glibc
package import TidelineCore
import TidelineService

/// Looks at a database from outside; the server that has it open goes on meanwhile.
package enum SQLiteSnapshot {
    /// Writes all that is committed now to a new file, as one consistent database. Not yet durable on return.
    ///
    /// Answers where each tenant's log stands in it. Throws ``StoreUnavailable``.
    package static func take(from path: String, to target: String) throws -> [TenantID: Position] {
        try opened(path) { database in
            try database.execute(sql: "VACUUM INTO ?", arguments: [target])
        }
        guard chmod(target, 0o600) == 0 else { throw StoreUnavailable(reason: "cannot set the mode of \(target)") }
        return try heads(of: target)
    }

    /// Where each tenant's log stands.
    package static func heads(of path: String) throws -> [TenantID: Position] {
        try opened(path) { database in
            let rows = try GRDB.Row.fetchAll(database, sql: "SELECT tenant_id, head FROM logs")
            return try Dictionary(
                uniqueKeysWithValues: rows.map { row in
                    guard let tenant = TenantID(row[0] as String), let head = Position(row[1] as Int64) else {
                        throw StoreUnavailable(reason: "\(path) holds a log of no tenant, or beyond all positions")
                    }
                    return (tenant, head)
                })
        }
    }

    private static func opened<T>(_ path: String, _ body: (Database) throws -> T) throws -> T {
        do {
            var configuration = Configuration()
            configuration.busyMode = .timeout(Double(Limits.storeBusySeconds))
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? queue.close() }
            return try queue.writeWithoutTransaction(body)
        } catch {
            throw translated(error)
        }
    }
}
