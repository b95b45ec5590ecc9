import GRDB
import TidelineCore
import TidelineSync

/// A row that this version can't have written.
struct UnreadableRow: Error {}

extension ULID {
    var stored: [UInt8] { withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { [UInt8]($0) } }

    init(stored bytes: UnsafeRawBufferPointer.SubSequence) throws {
        guard bytes.count == 16 else { throw UnreadableRow() }
        let raw = UnsafeRawBufferPointer(rebasing: bytes)
        self.init(
            high: UInt64(bigEndian: raw.loadUnaligned(as: UInt64.self)),
            low: UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }
}

extension NodeID {
    var stored: [UInt8] { [kind.rawValue] + ulid.stored }

    init(stored bytes: UnsafeRawBufferPointer) throws {
        guard let kind = bytes.first.flatMap({ NodeKind(rawValue: $0) }) else { throw UnreadableRow() }
        self.init(kind, try ULID(stored: bytes.dropFirst()))
    }
}

extension Columns {
    func nodeID(_ column: Int32) throws -> NodeID { try NodeID(stored: bytes(column)) }

    func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

    /// Two columns: parent, name.
    func place(_ column: Int32) throws -> Place {
        Place(parent: isNull(column) ? nil : try nodeID(column), name: try NodeName(text(column + 1)))
    }

    func version(_ column: Int32) throws -> VersionID { VersionID(try ULID(stored: bytes(column)[...])) }

    /// Three columns: checksum, size, executable.
    func content(_ column: Int32) throws -> Content {
        guard let checksum = Digest(bytes: bytes(column)) else { throw UnreadableRow() }
        return Content(
            checksum: checksum, size: integer(column + 1), executable: integer(column + 2) == 1,
            isLink: integer(column + 2) == StoredMode.link)
    }

    /// Six columns, as the table has them.
    func fingerprint(_ column: Int32) -> Fingerprint {
        Fingerprint(
            inode: UInt64(bitPattern: integer(column)), birth: integer(column + 1), size: integer(column + 2),
            modified: integer(column + 3), changed: integer(column + 4), executable: integer(column + 5) == 1,
            isLink: integer(column + 5) == StoredMode.link)
    }

    /// All columns of the table.
    func baseNode() throws -> BaseNode {
        BaseNode(
            id: try nodeID(0), place: try place(1), diskName: optionalText(3),
            file: isNull(4) ? nil : BaseFile(version: try version(4), content: try content(5)),
            fingerprint: fingerprint(8), isMount: integer(14) != 0)
    }

    /// All columns of the table.
    func remoteState() throws -> (NodeID, RemoteState) {
        let id = try nodeID(0)
        guard !isNull(2) else { return (id, integer(8) != 0 ? .left : .deleted) }
        if !isNull(9) {
            guard let known = Garbled.Known(rawValue: integer(10)) else { throw UnreadableRow() }
            let parent = isNull(1) ? nil : try nodeID(1)
            return (id, .garbled(Garbled(id: id, known: known, parent: parent, name: text(2), problem: text(9))))
        }
        var file: RemoteFile?
        if !isNull(3) {
            file = RemoteFile(
                version: try version(3), content: try content(4), modifiedAt: Timestamp(nanoseconds: integer(7)))
        }
        return (id, .live(RemoteNode(id: id, place: try place(1), file: file)))
    }
}

/// All that is remembered.
enum StateRows {
    static func load(_ database: Database) throws -> SavedState {
        var state = SavedState()
        try RawStatement(database, "SELECT * FROM base").forEachRow { state.base.append(try $0.baseNode()) }
        try RawStatement(database, "SELECT * FROM remote").forEachRow { state.remote.append(try $0.remoteState()) }
        try RawStatement(database, "SELECT cursor, folder, choice, awaits_log FROM progress").forEachRow { row in
            state.cursor = row.isNull(0) ? nil : Position(row.integer(0))
            state.folderID = row.isNull(1) ? nil : try ULID(stored: row.bytes(1)[...])
            state.choice = row.text(2)
            state.awaitsLog = row.integer(3) != 0
        }
        state.sent = try SentRows.load(database)
        return state
    }
}

/// What a column `executable` holds: 0 for a file that is not, 1 for one that is, 2 for a symbolic link.
enum StoredMode {
    static let link: Int64 = 2
}

extension Content {
    var storedMode: Int64 { isLink ? StoredMode.link : executable ? 1 : 0 }
}

extension Fingerprint {
    var storedMode: Int64 { isLink ? StoredMode.link : executable ? 1 : 0 }
}

/// 36 bytes a chunk.
enum StoredManifest {
    static func encode(_ chunks: [ChunkRef]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(36 * chunks.count)
        for chunk in chunks {
            bytes += chunk.hash.bytes
            withUnsafeBytes(of: UInt32(chunk.size).bigEndian) { bytes += $0 }
        }
        return bytes
    }

    static func decode(_ bytes: UnsafeRawBufferPointer) throws -> [ChunkRef] {
        guard bytes.count.isMultiple(of: 36) else { throw UnreadableRow() }
        return try stride(from: 0, to: bytes.count, by: 36).map { offset in
            guard let hash = Digest(bytes: bytes[offset..<(offset + 32)]) else { throw UnreadableRow() }
            let size = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset + 32, as: UInt32.self))
            return ChunkRef(hash: hash, size: Int(size))
        }
    }
}
