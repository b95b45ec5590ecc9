import GRDB
import GRDBSQLite

/// A cached statement, bound and stepped by hand: several times faster than rows and arguments as objects.
struct RawStatement {
    private let statement: Statement
    private let pointer: SQLiteStatement

    init(_ database: Database, _ sql: String) throws {
        statement = try database.cachedStatement(sql: sql)
        pointer = statement.sqliteStatement
        reset()
    }

    private func reset() {
        sqlite3_reset(pointer)
        sqlite3_clear_bindings(pointer)
    }

    /// Binds the values to `?1`, `?2` … and runs the statement.
    func run(_ values: any Bindable...) throws {
        defer { reset() }
        bind(values)
        while try step() {}
    }

    /// Calls `body` for each row; its columns are valid during the call only.
    func forEachRow(_ values: any Bindable..., body: (Columns) throws -> Void) throws {
        defer { reset() }
        bind(values)
        while try step() { try body(Columns(statement: pointer)) }
    }

    private func bind(_ values: [any Bindable]) {
        for (index, value) in values.enumerated() { value.bind(to: pointer, at: Int32(index + 1)) }
    }

    private func step() throws -> Bool {
        switch sqlite3_step(pointer) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code:
            let message = sqlite3_db_handle(pointer).flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) }
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
        }
    }
}

/// A row's columns from left to right, counted from 0.
struct Columns {
    let statement: SQLiteStatement

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

    func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: sqlite3_column_blob(statement, column), count: Int(sqlite3_column_bytes(statement, column)))
    }

    /// Text is UTF-8, so its bytes are the string.
    func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }
}

protocol Bindable {
    func bind(to statement: SQLiteStatement, at index: Int32)
}

private let keepCopy = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

extension Int64: Bindable {
    func bind(to statement: SQLiteStatement, at index: Int32) { sqlite3_bind_int64(statement, index, self) }
}

extension Bool: Bindable {
    func bind(to statement: SQLiteStatement, at index: Int32) { sqlite3_bind_int64(statement, index, self ? 1 : 0) }
}

extension String: Bindable {
    func bind(to statement: SQLiteStatement, at index: Int32) {
        sqlite3_bind_text(statement, index, self, Int32(utf8.count), keepCopy)
    }
}

extension [UInt8]: Bindable {
    func bind(to statement: SQLiteStatement, at index: Int32) {
        withUnsafeBytes { bytes in
            // An address is needed even for no bytes, else it would be NULL.
            _ =
                bytes.isEmpty
                ? sqlite3_bind_zeroblob(statement, index, 0)
                : sqlite3_bind_blob(statement, index, bytes.baseAddress, Int32(bytes.count), keepCopy)
        }
    }
}

extension Optional: Bindable where Wrapped: Bindable {
    func bind(to statement: SQLiteStatement, at index: Int32) {
        if let self { self.bind(to: statement, at: index) } else { sqlite3_bind_null(statement, index) }
    }
}
