import GRDB
import GRDBSQLite
import TidelineService

/// What SQLite answered instead of doing it. Never leaves this target.
struct SQLiteFailure: Error {
    /// An extended result code.
    let code: Int32
    let message: String

    /// A rule of uniqueness or a trigger refused the row.
    var isRefusal: Bool {
        [.SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_TRIGGER]
            .contains(ResultCode(rawValue: code))
    }
}

/// Runs a statement whose refusal by the database means one thing.
func refusal(is meaning: ConstraintError, _ body: () throws -> Void) throws {
    do { try body() } catch let failure as SQLiteFailure where failure.isRefusal { throw meaning }
}

/// The port's errors and a body's own pass; what SQLite or GRDB threw becomes ``StoreUnavailable``.
func translated(_ error: any Error) -> any Error {
    switch error {
    case let failure as SQLiteFailure: unavailable(failure.code, failure.message)
    case let failure as DatabaseError: unavailable(failure.extendedResultCode.rawValue, failure.message ?? "")
    default: error
    }
}

private func unavailable(_ code: Int32, _ message: String) -> StoreUnavailable {
    StoreUnavailable(reason: "SQLite: \(message) (code \(code))", isFull: code & 0xFF == SQLITE_FULL)
}
