import Foundation
import GRDB
import TidelineCore
package import TidelineService

/// The metadata port on one SQLite file in WAL mode, whose commits are synced before anyone hears of them.
///
/// Only one process may have the file open for writing at a time; others wait, then fail.
package final class SQLiteMetadataStore: MetadataStore {
    let pool: DatabasePool
    private let commits: CommitQueue

    /// Opens the file, makes it when there is none (for the owner's eyes only), and brings it up to date. Its directory must
    /// exist.
    ///
    /// Throws ``StoreUnavailable``, also when a newer version has written the file.
    package init(path: String) throws {
        if !FileManager.default.fileExists(atPath: path) {
            // The write-ahead log inherits these permissions. If this fails, SQLite says why below.
            _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        do {
            pool = try DatabasePool(path: path, configuration: .tideline)
            try pool.writeWithoutTransaction { database in
                // GRDB chooses NORMAL while it opens the pool, which loses answered commits when power fails.
                try database.execute(sql: "PRAGMA synchronous = FULL")
                let mode = try Int.fetchOne(database, sql: "PRAGMA synchronous")
                precondition(mode == 2, "SQLite does not sync its commits")
                try database.execute(sql: "PRAGMA cache_size = -\(Limits.storeWriterCacheKiB)")
            }
            try Migrations.run(on: pool)
        } catch {
            throw translated(error)
        }
        commits = CommitQueue(pool)
    }

    package func read<T: Sendable>(_ body: @escaping @Sendable (any MetadataReader) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            // Unsafe in that GRDB begins no transaction: its own are compiled anew each time.
            pool.asyncUnsafeRead { database in
                continuation.resume(
                    with: Result { try SQLiteTransaction(try database.get()).reading(body) }.mapError(translated))
            }
        }
    }

    package func write<T: Sendable>(_ body: @escaping @Sendable (any MetadataWriter) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let write = WaitingBody(body, continuation)
            if let refusal = commits.enqueue(write) { write.finish(refusal) }
        }
    }

    package func close() async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            commits.close { continuation.resume(with: $0) }
        }
    }

    /// What the writer has done since the store was opened.
    package var commitCounts: CommitCounts { commits.counts }
}

extension Configuration {
    fileprivate static var tideline: Configuration {
        var configuration = Configuration()
        configuration.label = "tideline.metadata"
        configuration.busyMode = .timeout(Double(Limits.storeBusySeconds))
        configuration.maximumReaderCount = Limits.storeReadersMax
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA cache_size = -\(Limits.storeReaderCacheKiB);
                    PRAGMA journal_size_limit = \(Limits.storeJournalBytesMax);
                    PRAGMA temp_store = MEMORY;
                    """)
        }
        return configuration
    }
}
