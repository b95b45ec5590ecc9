import GRDB
package import TidelineCore
package import TidelineSync

/// A folder's state for a look: read as it is, also while another process works with it, and never written.
package struct GlancedState: SyncState {
    private let path: String
    private let queue: DatabaseQueue

    /// Throws ``LocalError`` when it cannot be read, ``NewerState`` when another version of Tideline wrote it.
    package init(path: String) throws {
        self.path = path
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        queue = try named(path) { try DatabaseQueue(path: path, configuration: configuration) }
        guard try named(path, { try queue.read(StateSchema.migrator.hasCompletedMigrations) }) else {
            throw NewerState(path: path)
        }
    }

    package func load() throws -> SavedState { try named(path) { try queue.read { try StateRows.load($0) } } }

    /// What SQLite itself finds wrong with it; nil when it is sound.
    package func damage() throws -> String? {
        let found = try named(path) { try queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") } }
        return found == "ok" ? nil : found
    }

    package func save(_ changes: StateChanges) {}
    package func manifest(of node: NodeID) -> [ChunkRef]? { nil }
    package func forEachManifest(_ body: (NodeID, [ChunkRef]) throws -> Void) {}
}
