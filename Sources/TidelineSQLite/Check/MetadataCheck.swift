import Foundation
import GRDB
import TidelineCore
import TidelineService

/// Looks through a database for what must not be. Changes nothing.
///
/// It reads with SQL of its own, not with the store's, so that a fault of the store is found too.
package final class MetadataCheck {
    let queue: DatabaseQueue

    /// Something that is not as it must be.
    package struct Finding: Hashable, Sendable {
        package let problem: String
        /// What it is about: a thing, a version, a share.
        package let id: String
    }

    /// Throws ``StoreUnavailable``, also when another version of the program wrote the database.
    package init(path: String) throws {
        do {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(Double(Limits.storeBusySeconds))
            queue = try DatabaseQueue(path: path, configuration: configuration)
            guard try queue.read(Migrations.isCurrent) else {
                throw StoreUnavailable(
                    reason: "\(path) is of another version; start the server of this version once, or use that one")
            }
        } catch {
            throw translated(error)
        }
    }

    package func close() { try? queue.close() }

    /// What is wrong with tables, tree, versions, shares and logs.
    package func findings() throws -> [Finding] {
        var found = try read { database in
            try String.fetchAll(database, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
                .map { Finding(problem: "the database file is damaged: \($0)", id: "metadata.sqlite") }
        }
        for (problem, sql) in Self.questions {
            found += try read { database in
                try String.fetchAll(database, sql: sql).map { Finding(problem: problem, id: $0) }
            }
        }
        return found
    }

    func read<T>(_ body: (Database) throws -> T) throws -> T {
        do { return try queue.read(body) } catch { throw translated(error) }
    }

    /// Each answers the ids of which the sentence is true.
    private static let questions = [
        (
            "its row refers to a row that is not there",
            "SELECT \"table\" || ' refers to ' || parent FROM pragma_foreign_key_check"
        ),
        (
            "it is in a folder that is none, or of another share",
            """
            SELECT child.id FROM nodes child JOIN nodes parent ON parent.id = child.parent_id
            WHERE substr(parent.id, 1, 4) <> 'fld_' OR parent.share_id <> child.share_id
            """
        ),
        (
            "no way leads from it to the root of its share",
            """
            WITH RECURSIVE reached (id) AS (
                SELECT id FROM nodes WHERE parent_id IS NULL
                UNION
                SELECT nodes.id FROM reached JOIN nodes ON nodes.parent_id = reached.id
            )
            SELECT id FROM nodes WHERE id NOT IN (SELECT id FROM reached)
            """
        ),
        (
            "another thing in its folder has the same name",
            """
            SELECT max(id) FROM nodes WHERE trashed_at IS NULL
            GROUP BY share_id, ifnull(parent_id, ''), name_key HAVING count(*) > 1
            """
        ),
        (
            "what it says of its head is not what its version says",
            """
            SELECT nodes.id FROM nodes LEFT JOIN versions ON versions.id = head_version_id AND file_id = nodes.id
            WHERE head_version_id IS NOT NULL AND (
                versions.id IS NULL OR head_checksum <> checksum OR head_size <> size
                OR head_executable <> executable OR versions.share_id <> nodes.share_id)
            """
        ),
        (
            "its used_bytes is not the sum of its versions",
            """
            SELECT id FROM shares
            WHERE used_bytes <> ifnull((SELECT sum(size) FROM versions WHERE share_id = shares.id), 0)
            """
        ),
        (
            "its log has a position that is not after the one before, or beyond the head",
            """
            SELECT DISTINCT tenant_id FROM (
                SELECT log.tenant_id, position, head,
                    lag(position) OVER (PARTITION BY log.tenant_id ORDER BY row) AS before
                FROM log LEFT JOIN logs ON logs.tenant_id = log.tenant_id
            ) WHERE head IS NULL OR position > head OR position <= before
            """
        ),
        (
            "it was changed at a position beyond the head of the log",
            """
            SELECT id FROM nodes LEFT JOIN logs ON logs.tenant_id = nodes.tenant_id
            WHERE changed_position > ifnull(head, 0) OR placed_position > ifnull(head, 0)
            """
        ),
    ]
}
