import GRDB
import TidelineCore
import TidelineSync

/// Writes changes inside a transaction.
struct StateWriter {
    let database: Database

    func save(_ changes: StateChanges) throws {
        if changes.resets {
            for table in ["base", "remote", "manifests", "sent"] { try database.execute(sql: "DELETE FROM \(table)") }
            try database.execute(
                sql: "UPDATE progress SET cursor = NULL, sent_strategy = NULL, sent_cursor = NULL, awaits_log = 0")
        }
        try saveBase(changes.base)
        try saveRemote(changes.remote)
        try saveManifests(changes.manifests)
        if let cursor = changes.cursor {
            try RawStatement(database, "UPDATE progress SET cursor = ?1").run(cursor.value)
        }
        if let sent = changes.sent { try saveSent(sent) }
        if let choice = changes.choice {
            try RawStatement(database, "UPDATE progress SET choice = ?1").run(choice)
        }
        if let awaitsLog = changes.awaitsLog {
            try RawStatement(database, "UPDATE progress SET awaits_log = ?1").run(awaitsLog)
        }
        if let folder = changes.folderID {
            try RawStatement(database, "UPDATE progress SET folder = ?1").run(folder.stored)
        }
    }

    private func saveBase(_ nodes: [NodeID: BaseNode?]) throws {
        let remove = try RawStatement(database, "DELETE FROM base WHERE id = ?1")
        let insert = try RawStatement(
            database,
            "INSERT OR REPLACE INTO base VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)")
        for (id, node) in nodes {
            guard let node else {
                try remove.run(id.stored)
                continue
            }
            let seen = node.fingerprint
            try insert.run(
                id.stored, node.place.parent?.stored, node.place.name.text, node.diskName,
                node.file?.version.ulid.stored, node.file?.content.checksum.bytes, node.file?.content.size,
                node.file?.content.storedMode, Int64(bitPattern: seen.inode), seen.birth, seen.size, seen.modified,
                seen.changed, seen.storedMode, node.isMount)
        }
    }

    private func saveRemote(_ nodes: [NodeID: RemoteState?]) throws {
        let remove = try RawStatement(database, "DELETE FROM remote WHERE id = ?1")
        let insert = try RawStatement(
            database,
            """
            INSERT OR REPLACE INTO remote (id, parent, name, version, checksum, size, executable, modified_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """)
        let nameless = try RawStatement(database, "INSERT OR REPLACE INTO remote (id, has_left) VALUES (?1, ?2)")
        let garbled = try RawStatement(
            database, "INSERT OR REPLACE INTO remote (id, parent, name, problem, known) VALUES (?1, ?2, ?3, ?4, ?5)")
        for (id, state) in nodes {
            switch state {
            case nil: try remove.run(id.stored)
            case .deleted: try nameless.run(id.stored, false)
            case .left: try nameless.run(id.stored, true)
            case .live(let node):
                try insert.run(
                    id.stored, node.place.parent?.stored, node.place.name.text, node.file?.version.ulid.stored,
                    node.file?.content.checksum.bytes, node.file?.content.size, node.file?.content.storedMode,
                    node.file?.modifiedAt.nanoseconds)
            case .garbled(let it):
                try garbled.run(id.stored, it.parent?.stored, it.name, it.problem, it.known.rawValue)
            }
        }
    }

    private func saveManifests(_ manifests: [NodeID: [ChunkRef]?]) throws {
        let remove = try RawStatement(database, "DELETE FROM manifests WHERE id = ?1")
        let insert = try RawStatement(database, "INSERT OR REPLACE INTO manifests VALUES (?1, ?2)")
        for (id, chunks) in manifests {
            if let chunks {
                try insert.run(id.stored, StoredManifest.encode(chunks))
            } else {
                try remove.run(id.stored)
            }
        }
    }
}
