import Foundation
import GRDB
import GRDBSQLite
import Testing
import TidelineCore
import TidelineService

@testable import TidelineSQLite

@Suite struct SchemaFacts {
    /// `schema.sql` shows what all migrations together make. After a new migration, replace it by what this test prints.
    @Test func `the migrations make the schema that is checked in`() async throws {
        try await withTemporaryDirectory { directory in
            let store = try SQLiteMetadataStore(path: directory + "/metadata.sqlite")
            let found = try await store.pool.read { database in
                try String.fetchAll(
                    database,
                    sql: "SELECT sql || ';' FROM sqlite_master WHERE sql IS NOT NULL ORDER BY tbl_name, type DESC, name"
                ).joined(separator: "\n\n") + "\n"
            }
            let golden = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "schema.sql")
            let expected = try String(contentsOf: golden, encoding: .utf8)
            #expect(found == expected, "\(found)")
            try await store.close()
        }
    }

    @Test func `an older database learns how often each chunk is used`() async throws {
        try await withTemporaryDirectory { directory in
            let store = try SQLiteMetadataStore(path: directory + "/metadata.sqlite")
            try await store.write(World.fill)
            let manifest = [1, 2, 1].map { ChunkRef(hash: World.digest($0), size: 1) }
            try await store.write { writer in
                try writer.put(try World.node(.file(1), "a"))
                try writer.insert(World.version(VersionID(number: 1), of: .file(1)), manifest: manifest)
                try writer.insert(
                    World.version(VersionID(number: 2), of: .file(1), number: 2), manifest: [manifest[1]])
            }
            let uses = "SELECT group_concat(uses) FROM (SELECT uses FROM share_chunks ORDER BY hash)"
            let before = try await store.pool.write { database in
                let before = try String.fetchOne(database, sql: uses)
                try database.execute(
                    sql: """
                        DROP INDEX chunk_grants_by_hash;
                        ALTER TABLE share_chunks DROP COLUMN uses;
                        DELETE FROM grdb_migrations WHERE identifier = '2-chunk-uses';
                        """)
                return before
            }
            try await store.close()
            let again = try SQLiteMetadataStore(path: directory + "/metadata.sqlite")
            #expect(try await again.pool.read { try String.fetchOne($0, sql: uses) } == before)
            #expect(before == "2,2")
            try await again.close()
        }
    }

    @Test func `an older database learns who placed what, where that can be known`() async throws {
        try await withTemporaryDirectory { directory in
            let store = try SQLiteMetadataStore(path: directory + "/metadata.sqlite")
            try await store.write(World.fill)
            try await store.write { writer in
                try writer.put(try World.node(.folder(1), "moved last"))
                var node = try World.node(.folder(2), "changed last")
                node.changedPosition = node.placedPosition.next
                try writer.put(node)
            }
            try await store.pool.write { database in
                try database.execute(
                    sql: """
                        ALTER TABLE nodes DROP COLUMN placed_by;
                        ALTER TABLE nodes DROP COLUMN placed_by_device;
                        ALTER TABLE nodes DROP COLUMN head_position;
                        DELETE FROM grdb_migrations WHERE identifier = '5-placing';
                        """)
            }
            try await store.close()
            let again = try SQLiteMetadataStore(path: directory + "/metadata.sqlite")
            let placers = try await again.read { reader in
                try [1, 2].map { try reader.node(.folder($0))?.placedBy }
            }
            #expect(placers == [World.ann, nil])
            try await again.close()
        }
    }

    struct HotQuery: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let sql: String
        let lookUp: String
    }

    /// Each with the look-up that it must be.
    static let hotQueries = [
        HotQuery(
            testDescription: "node", sql: HotSQL.node,
            lookUp: "PRIMARY KEY (id=?)"),
        HotQuery(
            testDescription: "parent", sql: HotSQL.parent,
            lookUp: "PRIMARY KEY (id=?)"),
        HotQuery(
            testDescription: "child", sql: HotSQL.child,
            lookUp: "nodes_by_live_name (share_id=? AND <expr>=? AND name_key=?)"),
        HotQuery(
            testDescription: "children", sql: HotSQL.children,
            lookUp: "nodes_by_live_name (share_id=? AND <expr>=?)"),
        HotQuery(
            testDescription: "page of children", sql: HotSQL.childrenAfter,
            lookUp: "nodes_by_live_name (share_id=? AND <expr>=? AND name_key>?)"),
        HotQuery(
            testDescription: "trash", sql: HotSQL.trashed,
            lookUp: "nodes_trashed (share_id=? AND trashed_at>? AND (trashed_at,id)<(?,?))"),
        HotQuery(
            testDescription: "descendants", sql: HotSQL.descendants,
            lookUp: "nodes_by_live_name (share_id=? AND <expr>=?)"),
        HotQuery(
            testDescription: "longest path", sql: HotSQL.longestPath,
            lookUp: "nodes_by_live_name (share_id=? AND <expr>=?)"),
        HotQuery(
            testDescription: "live nodes", sql: HotSQL.liveNodes,
            lookUp: "nodes_live (share_id=? AND id>?)"),
        HotQuery(
            testDescription: "changed nodes", sql: HotSQL.changedNodes,
            lookUp: "nodes_by_change (share_id=? AND changed_position>?)"),
        HotQuery(
            testDescription: "used bytes", sql: HotSQL.addUsedBytes,
            lookUp: "PRIMARY KEY (id=?)"),
        HotQuery(
            testDescription: "shares of a chunk", sql: HotSQL.sharesOfChunk,
            lookUp: "PRIMARY KEY (hash=?)"),
        HotQuery(
            testDescription: "granted chunk", sql: HotSQL.grantedChunk,
            lookUp: "PRIMARY KEY (user_id=? AND hash=?)"),
        HotQuery(
            testDescription: "needed chunk", sql: HotSQL.neededChunk,
            lookUp: "chunk_grants_by_hash (hash=? AND granted_at>?)"),
        HotQuery(
            testDescription: "chunk of an upload", sql: HotSQL.neededChunk,
            lookUp: "upload_chunks_by_hash (hash=?)"),
        HotQuery(
            testDescription: "taken chunk", sql: HotSQL.takenChunk,
            lookUp: "PRIMARY KEY (hash=? AND tenant_id=?)"),
        HotQuery(
            testDescription: "page of a share", sql: HotSQL.sharePage,
            lookUp: "log_by_share (share_id=? AND position>?)"),
        HotQuery(
            testDescription: "count of a share", sql: HotSQL.shareCount,
            lookUp: "COVERING INDEX log_by_share (share_id=? AND position>?)"),
        HotQuery(
            testDescription: "page of a tenant", sql: HotSQL.tenantPage,
            lookUp: "log_by_tenant (tenant_id=? AND position>?)"),
        HotQuery(
            testDescription: "count of a tenant", sql: HotSQL.tenantCount,
            lookUp: "COVERING INDEX log_by_tenant (tenant_id=? AND position>?)"),
        HotQuery(
            testDescription: "rows of a share", sql: HotSQL.shareRowsInFull,
            lookUp: "log_by_share (share_id=? AND position>?)"),
        HotQuery(
            testDescription: "rows of a tenant", sql: HotSQL.tenantRowsInFull,
            lookUp: "log_by_tenant (tenant_id=? AND position>?)"),
        HotQuery(
            testDescription: "preference", sql: HotSQL.preference,
            lookUp: "PRIMARY KEY (user_id=? AND device_id=? AND share_id=?)"),
        HotQuery(
            testDescription: "preferences", sql: HotSQL.preferences,
            lookUp: "PRIMARY KEY (user_id=? AND device_id=?)"),
        HotQuery(
            testDescription: "conflicts of a share", sql: HotSQL.shareConflicts,
            lookUp: "conflicts_by_share (share_id=? AND id>? AND id<?)"),
        HotQuery(
            testDescription: "open conflicts of a share", sql: HotSQL.openShareConflicts,
            lookUp: "conflicts_open_by_share (share_id=? AND id>? AND id<?)"),
        HotQuery(
            testDescription: "conflicts of a device", sql: HotSQL.deviceConflicts,
            lookUp: "conflicts_by_device (user_id=? AND device_id=? AND share_id=? AND id>? AND id<?)"),
        HotQuery(
            testDescription: "open conflicts of a device", sql: HotSQL.openDeviceConflicts,
            lookUp: "conflicts_open_by_device (user_id=? AND device_id=? AND share_id=? AND id>? AND id<?)"),
        HotQuery(
            testDescription: "unpurged things in a folder", sql: HotSQL.unpurgedNodes,
            lookUp: "nodes_by_parent (parent_id=? AND share_id=? AND purged_at=? AND id>?)"),
        HotQuery(
            testDescription: "tombstones", sql: HotSQL.purgedNodes,
            lookUp: "nodes_purged (share_id=? AND (changed_position,id)>(?,?) AND changed_position<?)"),
        HotQuery(
            testDescription: "parent of anything", sql: HotSQL.isParent, lookUp: "nodes_by_parent (parent_id=?)"),
        HotQuery(
            testDescription: "open conflicts that name a version", sql: HotSQL.isInOpenConflict,
            lookUp: "conflicts_open_by_server (server_version_id=?)"),
        HotQuery(
            testDescription: "oldest rows", sql: HotSQL.oldestRows,
            lookUp: "log_by_tenant (tenant_id=? AND position<?)"),
        HotQuery(
            testDescription: "outcome", sql: HotSQL.outcome,
            lookUp: "PRIMARY KEY (user_id=? AND device_id=? AND client_change_id=?)"),
        HotQuery(
            testDescription: "uploads of a user", sql: HotSQL.countUploads,
            lookUp: "uploads_by_user (user_id=? AND touched_at>?)"),
        HotQuery(
            testDescription: "chunks of an upload", sql: HotSQL.uploadChunks,
            lookUp: "PRIMARY KEY (upload_id=?)"),
        HotQuery(
            testDescription: "chunk of an upload", sql: HotSQL.uploadChunk,
            lookUp: "PRIMARY KEY (upload_id=? AND number=?)"),
    ]

    @Test(arguments: hotQueries) func `a hot query looks things up by index`(_ query: HotQuery) async throws {
        try await withTemporaryDirectory { directory in
            let store = try SQLiteMetadataStore(path: directory + "/metadata.sqlite")
            let plan = try await store.pool.read { database in
                try Session(database: database).all("EXPLAIN QUERY PLAN \(query.sql)") { row -> String in
                    row.skip(3)
                    return try row.next()
                }
            }
            #expect(plan.contains { $0.hasPrefix("SEARCH") && $0.contains(query.lookUp) }, "\(plan)")
            let scans = plan.filter { step in
                step.hasPrefix("SCAN") && !step.contains("json_each") && step != "SCAN below"
                    && !step.contains("(subquery") && step != "SCAN CONSTANT ROW"
            }
            #expect(scans == [])
            let sorts = plan.filter { $0.contains("TEMP B-TREE") }
            #expect(sorts.isEmpty || query.sql == HotSQL.descendants, "\(plan)")
            try await store.close()
        }
    }

    /// Checking a deferred reference from the other side looks for rows that refer to the new one. No plan shows that.
    @Test(arguments: [true, false]) func `writing a file does not look through tables`(versionFirst: Bool) async throws
    {
        try await withTemporaryDirectory { directory in
            let store = try SQLiteMetadataStore(path: directory + "/metadata.sqlite")
            try await store.write(World.fill)
            let counts = try await store.pool.write { database in
                for number in 1...50 as ClosedRange<UInt64> {
                    try writeFile(number, versionFirst: versionFirst, SQLiteTransaction(database))
                }
                return try [HotSQL.putNode, HotSQL.insertVersion, HotSQL.append, HotSQL.addShareChunk].map { sql in
                    let statement = try database.cachedStatement(sql: sql).sqliteStatement
                    return sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_FULLSCAN_STEP, 0)
                }
            }
            #expect(counts == [0, 0, 0, 0])
            try await store.close()
        }
    }

    private func writeFile(_ number: UInt64, versionFirst: Bool, _ writer: SQLiteTransaction) throws {
        let version = World.version(VersionID(number: number), of: .file(number))
        let manifest = [ChunkRef(hash: World.digest(Int(number)), size: 1)]
        var node = try World.node(.file(number), "file \(number)")
        node.head = Head(version)
        if versionFirst { try writer.insert(version, manifest: manifest) }
        try writer.put(node)
        if !versionFirst { try writer.insert(version, manifest: manifest) }
        try writer.put(World.conflict(number, about: node.id, local: version.id))
        try writer.log()
    }
}
