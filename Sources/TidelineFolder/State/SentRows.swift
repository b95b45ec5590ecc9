import GRDB
import TidelineCore
import TidelineSync

/// The sent batch in its table, a row for each change.
enum SentRows {
    static func load(_ database: Database) throws -> SentBatch? {
        var batch: SentBatch?
        let head = "SELECT sent_strategy, sent_cursor FROM progress WHERE sent_strategy IS NOT NULL"
        try RawStatement(database, head).forEachRow { row in
            guard let strategy = ConflictResolution(rawValue: row.text(0)), let cursor = Position(row.integer(1)) else {
                throw UnreadableRow()
            }
            batch = SentBatch(changes: [], strategy: strategy, baseCursor: cursor)
        }
        guard batch != nil else { return nil }
        try RawStatement(database, "SELECT * FROM sent ORDER BY number").forEachRow { row in
            batch?.changes.append(try row.sentChange())
        }
        return batch
    }
}

extension StateWriter {
    func saveSent(_ batch: SentBatch?) throws {
        try database.execute(sql: "DELETE FROM sent")
        try RawStatement(database, "UPDATE progress SET sent_strategy = ?1, sent_cursor = ?2")
            .run(batch?.strategy.rawValue, batch?.baseCursor.value)
        guard let batch else { return }
        let values = (1...26).map { "?\($0)" }.joined(separator: ", ")
        let insert = try RawStatement(database, "INSERT INTO sent VALUES (\(values))")
        for (number, sent) in batch.changes.enumerated() { try save(sent, Int64(number), by: insert) }
    }

    private func save(_ sent: SentChange, _ number: Int64, by insert: RawStatement) throws {
        let change = sent.change
        let parts = ActionParts(change.action)
        let (local, seen) = (sent.local, sent.local?.fingerprint)
        try insert.run(
            number, change.clientChangeID, sent.thing.stored, change.node.stored, parts.action.rawValue,
            change.baseVersion?.ulid.stored, parts.to?.parent?.stored, parts.to?.name.text,
            parts.from?.parent?.stored, parts.from?.name.text, parts.content?.content.checksum.bytes,
            parts.content?.content.size, parts.content?.content.storedMode, parts.content?.modifiedAt.nanoseconds,
            parts.content.map { StoredManifest.encode($0.chunks) }, sent.path, local?.place.parent?.stored,
            local?.place.name.text, local?.diskName, local?.isMount, seen.map { Int64(bitPattern: $0.inode) },
            seen?.birth, seen?.size, seen?.modified, seen?.changed, seen?.storedMode)
    }
}

extension Columns {
    /// All columns of the table.
    fileprivate func sentChange() throws -> SentChange {
        guard let action = ActionParts.Action(rawValue: integer(4)) else { throw UnreadableRow() }
        let id = try nodeID(3)
        let parts = ActionParts(
            action: action, to: try optionalPlace(6), from: try optionalPlace(8),
            content: isNull(10)
                ? nil
                : PushContent(
                    content: try content(10), modifiedAt: Timestamp(nanoseconds: integer(13)),
                    chunks: try StoredManifest.decode(bytes(14))))
        let change = PushChange(
            clientChangeID: text(1), node: id, action: try parts.joined(), baseVersion: isNull(5) ? nil : try version(5)
        )
        let local = try optionalPlace(16).map { place in
            LocalNode(
                id: id, place: place, diskName: optionalText(18), fingerprint: fingerprint(20),
                isMount: integer(19) != 0)
        }
        return SentChange(change: change, thing: try nodeID(2), local: local, path: text(15))
    }

    /// Two columns: parent, name; nil without a name.
    private func optionalPlace(_ column: Int32) throws -> Place? { isNull(column + 1) ? nil : try place(column) }
}

/// What an action holds, as columns have it.
private struct ActionParts {
    enum Action: Int64 { case createFolder, createFile, update, move, delete }

    var action: Action
    var to: Place?
    var from: Place?
    var content: PushContent?

    init(action: Action, to: Place?, from: Place?, content: PushContent?) {
        (self.action, self.to, self.from, self.content) = (action, to, from, content)
    }

    init(_ action: PushChange.Action) {
        switch action {
        case .createFolder(let place): self.init(action: .createFolder, to: place, from: nil, content: nil)
        case .createFile(let place, let content):
            self.init(action: .createFile, to: place, from: nil, content: content)
        case .update(let content): self.init(action: .update, to: nil, from: nil, content: content)
        case .move(let from, let to): self.init(action: .move, to: to, from: from, content: nil)
        case .delete: self.init(action: .delete, to: nil, from: nil, content: nil)
        }
    }

    func joined() throws -> PushChange.Action {
        switch (action, to, from, content) {
        case (.createFolder, let to?, _, _): .createFolder(to)
        case (.createFile, let to?, _, let content?): .createFile(to, content)
        case (.update, _, _, let content?): .update(content)
        case (.move, let to?, let from?, _): .move(from: from, to: to)
        case (.delete, _, _, _): .delete
        default: throw UnreadableRow()
        }
    }
}
