import Foundation
import GRDB
import Testing

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

    struct HotQuery: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let sql: String
        let index: String
    }

    static let hotQueries = [
        HotQuery(testDescription: "node", sql: HotSQL.node, index: "PRIMARY KEY"),
        HotQuery(testDescription: "parent", sql: HotSQL.parent, index: "PRIMARY KEY"),
        HotQuery(testDescription: "child", sql: HotSQL.child, index: "nodes_by_live_name"),
        HotQuery(testDescription: "children", sql: HotSQL.children, index: "nodes_by_live_name"),
        HotQuery(testDescription: "descendants", sql: HotSQL.descendants, index: "nodes_by_live_name"),
        HotQuery(testDescription: "live nodes", sql: HotSQL.liveNodes, index: "nodes_live"),
        HotQuery(testDescription: "changed nodes", sql: HotSQL.changedNodes, index: "nodes_by_change"),
        HotQuery(testDescription: "used bytes", sql: HotSQL.addUsedBytes, index: "PRIMARY KEY"),
        HotQuery(testDescription: "shared chunk", sql: HotSQL.sharedChunk, index: "PRIMARY KEY"),
        HotQuery(testDescription: "granted chunk", sql: HotSQL.grantedChunk, index: "PRIMARY KEY"),
        HotQuery(testDescription: "page of a share", sql: HotSQL.sharePage, index: "log_by_share"),
        HotQuery(testDescription: "count of a share", sql: HotSQL.shareCount, index: "COVERING INDEX log_by_share"),
        HotQuery(testDescription: "page of a tenant", sql: HotSQL.tenantPage, index: "log_by_tenant"),
        HotQuery(testDescription: "count of a tenant", sql: HotSQL.tenantCount, index: "COVERING INDEX log_by_tenant"),
        HotQuery(testDescription: "outcome", sql: HotSQL.outcome, index: "PRIMARY KEY"),
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
            #expect(plan.contains { $0.hasPrefix("SEARCH") && $0.contains(query.index) }, "\(plan)")
            let scans = plan.filter { step in
                step.hasPrefix("SCAN") && !step.contains("json_each") && step != "SCAN below"
                    && !step.contains("(subquery")
            }
            #expect(scans == [])
            let sorts = plan.filter { $0.contains("TEMP B-TREE") }
            #expect(sorts.isEmpty || query.sql == HotSQL.descendants, "\(plan)")
            try await store.close()
        }
    }
}
