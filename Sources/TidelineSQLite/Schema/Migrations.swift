import GRDB
import TidelineService

/// Every step from an empty file to today's tables, oldest first. A step that was released is never edited: add one.
enum Migrations {
    private static let all: [(name: String, sql: String)] = [
        ("1-metadata", accountTables + treeTables + contentTables + logTables + conflictTables),
        ("2-chunk-uses", chunkUses),
        ("3-uploads", uploadTables),
        ("4-preferences", preferenceTables),
        ("5-placing", placing),
        ("6-retention", retention),
        ("7-taken-chunks", takenChunks),
        ("8-external", externalTables),
    ]

    /// Whether all steps, and no others, were made.
    static func isCurrent(_ database: Database) throws -> Bool {
        try Set(String.fetchAll(database, sql: "SELECT identifier FROM grdb_migrations")) == Set(all.map(\.name))
    }

    /// Brings the database up to date, or refuses one that a newer version has already changed.
    static func run(on pool: DatabasePool) throws {
        var migrator = DatabaseMigrator()
        for migration in all {
            migrator.registerMigration(migration.name) { try $0.execute(sql: migration.sql) }
        }
        guard try !pool.read(migrator.hasBeenSuperseded) else {
            throw StoreUnavailable(
                reason:
                    "\(pool.path) was written by a newer version of Tideline. Start that version, or restore a backup.")
        }
        try migrator.migrate(pool)
    }
}
