import GRDB
import TidelineService

/// The port's reader and writer on one connection, for as long as one body runs.
final class SQLiteTransaction {
    let session: Session

    init(_ database: Database) { session = Session(database: database) }
}

extension SQLiteTransaction: MetadataWriter {}
