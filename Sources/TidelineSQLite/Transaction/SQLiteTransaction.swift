import GRDB
import TidelineService

/// The port's reader and writer on one connection, for as long as one body runs.
final class SQLiteTransaction {
    let session: Session

    init(_ database: Database) { session = Session(database: database) }

    /// Runs the body on what was committed when it first looks.
    func reading<T>(_ body: (any MetadataReader) throws -> T) throws -> T {
        try session.run("BEGIN DEFERRED")
        let result = Result { try body(self) }
        try session.run("ROLLBACK")
        return try result.get()
    }
}

extension SQLiteTransaction: MetadataWriter {}
