import Foundation
import GRDB
import Testing
import TidelineCore
import TidelineService

@testable import TidelineSQLite

@Suite struct DurabilityFacts {
    @Test func `everything is there after a restart`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/metadata.sqlite"
            let first = try SQLiteMetadataStore(path: path)
            try await first.write { writer in
                try World.fill(writer)
                try writer.put(try World.node(.file(1), "a"))
                try writer.log()
            }
            try await first.close()
            let second = try SQLiteMetadataStore(path: path)
            try await second.read { (reader) throws -> Void in
                #expect(try reader.node(.file(1)) == (try World.node(.file(1), "a")))
                #expect(try reader.changes(World.query()).count == 1)
            }
            #expect(try await second.write { try $0.log() } == World.position(2))
            try await second.close()
        }
    }

    /// A copy of the files while the store is open is what a killed process leaves behind.
    @Test func `what was answered is in the files at once`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/metadata.sqlite"
            let store = try SQLiteMetadataStore(path: path)
            try await store.write { try World.fill($0) }
            try await store.write { try $0.put(try World.node(.file(1), "a")) }
            let copy = directory + "/copy.sqlite"
            for suffix in ["", "-wal"] {
                try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix)
            }
            let other = try SQLiteMetadataStore(path: copy)
            #expect(try await other.read { try $0.node(.file(1)) } == (try World.node(.file(1), "a")))
            try await other.close()
            try await store.close()
        }
    }

    @Test func `nobody else can read the files`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/metadata.sqlite"
            let store = try SQLiteMetadataStore(path: path)
            try await store.write { try World.fill($0) }
            for suffix in ["", "-wal", "-shm"] {
                let attributes = try FileManager.default.attributesOfItem(atPath: path + suffix)
                #expect(attributes[.posixPermissions] as? Int == 0o600, "\(suffix)")
            }
            try await store.close()
        }
    }

    @Test func `a database of a newer version is refused`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/metadata.sqlite"
            try await SQLiteMetadataStore(path: path).close()
            let queue = try DatabaseQueue(path: path)
            try await queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('999-from-the-future')") }
            try queue.close()
            let error = #expect(throws: StoreUnavailable.self) { try SQLiteMetadataStore(path: path) }
            #expect(error?.reason.contains("newer version") == true)
        }
    }

    @Test func `a file that is no database is refused`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/metadata.sqlite"
            try Data(repeating: 7, count: 5_000).write(to: URL(filePath: path))
            #expect(throws: StoreUnavailable.self) { try SQLiteMetadataStore(path: path) }
        }
    }

    @Test func `the writer syncs every commit and checks references`() async throws {
        try await withTemporaryDirectory { directory in
            let store = try SQLiteMetadataStore(path: directory + "/metadata.sqlite")
            let expected = [
                "synchronous": "2", "journal_mode": "wal", "foreign_keys": "1",
                "cache_size": "-\(Limits.storeWriterCacheKiB)", "busy_timeout": "\(Limits.storeBusySeconds * 1000)",
            ]
            for (pragma, value) in expected {
                let found = try await store.pool.writeWithoutTransaction {
                    try String.fetchOne($0, sql: "PRAGMA \(pragma)")
                }
                #expect(found == value, "\(pragma)")
            }
            try await store.close()
        }
    }

    @Test func `a full disk is told from other failures, and what was answered stays`() async throws {
        try await withTemporaryDirectory { directory in
            let store = try SQLiteMetadataStore(path: directory + "/metadata.sqlite")
            try await store.write { try World.fill($0) }
            try await store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 100") }
            let error = await #expect(throws: StoreUnavailable.self) {
                try await store.write { writer in
                    for number in 1...5_000 {
                        try writer.put(try World.node(.file(UInt64(number)), "file \(number)"))
                    }
                }
            }
            #expect(error?.isFull == true)
            #expect(try await store.read { try $0.children(of: nil, in: World.docs) } == [])
            #expect(try await store.read { try $0.share(World.docs) } != nil)
            try await store.close()
        }
    }
}
