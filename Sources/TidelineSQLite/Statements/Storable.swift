import GRDBSQLite
import TidelineCore
import TidelineService

/// A value that fills one column.
protocol Storable {
    /// Answers an SQLite result code. The statement keeps its own copy.
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32
    /// Throws when the column holds something that this version never wrote.
    init(from statement: OpaquePointer, column: Int32) throws
}

extension Int64: Storable {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 { sqlite3_bind_int64(statement, index, self) }

    init(from statement: OpaquePointer, column: Int32) throws { self = sqlite3_column_int64(statement, column) }
}

extension Int: Storable {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 { Int64(self).bind(to: statement, at: index) }

    init(from statement: OpaquePointer, column: Int32) throws {
        self = Int(try Int64(from: statement, column: column))
    }
}

extension Bool: Storable {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        sqlite3_bind_int(statement, index, self ? 1 : 0)
    }

    init(from statement: OpaquePointer, column: Int32) throws { self = sqlite3_column_int(statement, column) != 0 }
}

extension String: Storable {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        var text = self
        return text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                // An empty string must not become NULL, as it would with a nil address.
                characters.isEmpty
                    ? sqlite3_bind_text(statement, index, "", 0, keepCopy)
                    : sqlite3_bind_text(statement, index, characters.baseAddress, Int32(characters.count), keepCopy)
            }
        }
    }

    init(from statement: OpaquePointer, column: Int32) throws {
        self = try withText(statement, column) { String(decoding: $0, as: UTF8.self) }
    }
}

extension [UInt8]: Storable {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        withUnsafeBytes { bytes in
            bytes.isEmpty
                ? sqlite3_bind_zeroblob(statement, index, 0)
                : sqlite3_bind_blob(statement, index, bytes.baseAddress, Int32(bytes.count), keepCopy)
        }
    }

    init(from statement: OpaquePointer, column: Int32) throws {
        self = withBlob(statement, column) { [UInt8]($0) }
    }
}

extension Optional: Storable where Wrapped: Storable {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        self?.bind(to: statement, at: index) ?? sqlite3_bind_null(statement, index)
    }

    init(from statement: OpaquePointer, column: Int32) throws {
        self =
            sqlite3_column_type(statement, column) == SQLITE_NULL
            ? nil : try Wrapped(from: statement, column: column)
    }
}

// MARK: Words of the project

extension Identifier: Storable {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 { description.bind(to: statement, at: index) }

    init(from statement: OpaquePointer, column: Int32) throws {
        let ulid = try withText(statement, column) { ULID($0.dropFirst(Kind.prefix.utf8.count + 1)) }
        guard let ulid else { throw damaged(statement, column) }
        self.init(ulid)
    }
}

extension NodeID: Storable {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 { description.bind(to: statement, at: index) }

    init(from statement: OpaquePointer, column: Int32) throws {
        // `fil_` and `fld_` differ in their second letter.
        let id = try withText(statement, column) { text -> NodeID? in
            guard text.count == 4 + ULID.textLength, let ulid = ULID(text.dropFirst(4)) else { return nil }
            return NodeID(text[1] == UInt8(ascii: "i") ? .file : .folder, ulid)
        }
        guard let id else { throw damaged(statement, column) }
        self = id
    }
}

extension ULID: Storable {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        var text: [UInt8] = []
        appendText(to: &text)
        return String(decoding: text, as: UTF8.self).bind(to: statement, at: index)
    }

    init(from statement: OpaquePointer, column: Int32) throws {
        guard let ulid = try withText(statement, column, { ULID($0) }) else { throw damaged(statement, column) }
        self = ulid
    }
}

extension Digest: Storable {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 { bytes.bind(to: statement, at: index) }

    init(from statement: OpaquePointer, column: Int32) throws {
        guard let digest = withBlob(statement, column, { Digest(bytes: $0) }) else { throw damaged(statement, column) }
        self = digest
    }
}

extension Timestamp: Storable {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 { nanoseconds.bind(to: statement, at: index) }

    init(from statement: OpaquePointer, column: Int32) throws {
        self.init(nanoseconds: try Int64(from: statement, column: column))
    }
}

extension Position: Storable {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 { value.bind(to: statement, at: index) }

    init(from statement: OpaquePointer, column: Int32) throws {
        guard let position = Position(try Int64(from: statement, column: column)) else {
            throw damaged(statement, column)
        }
        self = position
    }
}

extension NodeName: Storable {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 { text.bind(to: statement, at: index) }

    init(from statement: OpaquePointer, column: Int32) throws {
        let text = try String(from: statement, column: column)
        do { self = try NodeName(text) } catch { throw damaged(statement, column) }
    }
}

extension Storable where Self: RawRepresentable, RawValue == String {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 { rawValue.bind(to: statement, at: index) }

    init(from statement: OpaquePointer, column: Int32) throws {
        guard let value = Self(rawValue: try String(from: statement, column: column)) else {
            throw damaged(statement, column)
        }
        self = value
    }
}

extension Role: Storable {}
extension UserStatus: Storable {}
extension DevicePlatform: Storable {}
extension ConflictType: Storable {}
extension ConflictStatus: Storable {}
extension ConflictResolution: Storable {}

// MARK: Columns

/// Tells SQLite to copy what is bound.
private let keepCopy = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

private func withText<T>(
    _ statement: OpaquePointer, _ column: Int32, _ body: (UnsafeBufferPointer<UInt8>) throws -> T
) throws -> T {
    guard let start = sqlite3_column_text(statement, column) else { throw damaged(statement, column) }
    return try body(UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column))))
}

/// The bytes are valid inside the body only.
func withBlob<T>(
    _ statement: OpaquePointer, _ column: Int32, _ body: (UnsafeRawBufferPointer) throws -> T
) rethrows -> T {
    let start = sqlite3_column_blob(statement, column)
    return try body(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column))))
}

private func damaged(_ statement: OpaquePointer, _ column: Int32) -> StoreUnavailable {
    let name = sqlite3_column_name(statement, column).map { String(cString: $0) } ?? String(column)
    return StoreUnavailable(reason: "Column \(name) holds a value that no version of Tideline writes.")
}
