import GRDB
import GRDBSQLite
import TidelineService

/// A connection at work on one body: runs SQL through statements that are compiled once, without GRDB's rows.
///
/// The SQL never holds values. A statement is reset before the call returns, so calls may not be nested in a decoder.
struct Session {
    let database: Database

    /// Runs a statement that answers nothing, and gives the number of rows it changed.
    @discardableResult
    func run<each Value: Storable>(_ sql: String, _ values: repeat each Value) throws -> Int {
        try stepping(sql, repeat each values) { _ in .goOn }
        return Int(sqlite3_changes(database.sqliteConnection))
    }

    func all<each Value: Storable, Result>(
        _ sql: String, _ values: repeat each Value, as decode: (inout Row) throws -> Result
    ) throws -> [Result] {
        var results: [Result] = []
        try stepping(sql, repeat each values) { handle in
            var row = Row(handle)
            results.append(try decode(&row))
            return .goOn
        }
        return results
    }

    func first<each Value: Storable, Result>(
        _ sql: String, _ values: repeat each Value, as decode: (inout Row) throws -> Result
    ) throws -> Result? {
        var result: Result?
        try stepping(sql, repeat each values) { handle in
            var row = Row(handle)
            result = try decode(&row)
            return .stop
        }
        return result
    }

    enum Step { case goOn, stop }

    /// Calls `visit` with the statement for each row until it has enough. What the statement changes is changed anyway.
    func stepping<each Value: Storable>(
        _ sql: String, _ values: repeat each Value, visit: (OpaquePointer) throws -> Step
    ) throws {
        let handle = try database.cachedStatement(sql: sql).sqliteStatement
        defer {
            sqlite3_reset(handle)
            sqlite3_clear_bindings(handle)
        }
        var index: Int32 = 0
        for value in repeat each values {
            index += 1
            try check(value.bind(to: handle, at: index))
        }
        while true {
            switch sqlite3_step(handle) {
            case SQLITE_ROW: if try visit(handle) == .stop { return }
            case SQLITE_DONE: return
            default: throw failure
            }
        }
    }

    /// Whether something refers to a row that is not there.
    var hasOpenReferences: Bool {
        var count: Int32 = 0
        var highest: Int32 = 0
        sqlite3_db_status(database.sqliteConnection, SQLITE_DBSTATUS_DEFERRED_FKS, &count, &highest, 0)
        return count != 0
    }

    /// Why the transaction is gone, when SQLite has rolled it back by itself, as it may on a full disk.
    var lossOfTransaction: (any Error)? {
        sqlite3_get_autocommit(database.sqliteConnection) == 0 ? nil : failure
    }

    private func check(_ code: Int32) throws {
        guard code == SQLITE_OK else { throw failure }
    }

    private var failure: any Error {
        let connection = database.sqliteConnection
        let code = sqlite3_extended_errcode(connection)
        if code == ResultCode.SQLITE_CONSTRAINT_FOREIGNKEY.rawValue { return ConstraintError.missingReference }
        return SQLiteFailure(code: code, message: sqlite3_errmsg(connection).map { String(cString: $0) } ?? "")
    }
}

/// Reads the columns of one row from left to right.
struct Row {
    private let handle: OpaquePointer
    private var column: Int32 = 0

    init(_ handle: OpaquePointer) { self.handle = handle }

    mutating func next<Value: Storable>() throws -> Value {
        defer { column += 1 }
        return try Value(from: handle, column: column)
    }

    mutating func skip(_ count: Int32) { column += count }
}
