import TidelineCore
package import TidelineSync
import Logging

/// One device: a disk, its memory, and an engine that can be restarted.
package final class Boat {
    package let name: String
    package let disk: MemoryFolder
    package let state = MemorySyncState()
    package let server: ServiceShare
    package let clock = FakeClock()
    private let judge: Judge
    private let ids: CountingIDs
    private let strategy: ConflictResolution
    package private(set) var engine: SyncEngine

    init(number: Int, strategy: ConflictResolution, judge: Judge, server: ServiceShare) {
        disk = MemoryFolder(now: { [clock] in clock.now() })
        ids = CountingIDs(after: UInt64(number + 1) * 10_000_000)
        name = "device-\(number)"
        self.judge = judge
        self.server = server
        self.strategy = strategy
        engine = Self.engine(disk, server, state, ids, strategy)
    }

    package func restart() { engine = Self.engine(disk, server, state, ids, strategy) }

    @discardableResult
    package func pass(_ scope: SyncEngine.Scope = .everything, allowing allowance: DeleteAllowance = .unlimited)
        async throws
        -> PassReport
    {
        try await engine.pass(scope, allowing: allowance)
    }

    /// By path; folders have nil.
    package func tree() -> [String: [UInt8]?] {
        disk.contents().mapValues(\.bytes)
    }

    private static func engine(
        _ disk: MemoryFolder, _ server: ServiceShare, _ state: MemorySyncState, _ ids: CountingIDs,
        _ strategy: ConflictResolution
    ) -> SyncEngine {
        SyncEngine(
            disk: disk, server: server, state: state, ids: ids, strategy: strategy,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }
}

/// What a user does on this device. The judge hears of it.
extension Boat {
    /// - Parameter byRenaming: as careful editors do, with a new file that takes the name of the old one.
    package func save(_ path: String, _ content: [UInt8], byRenaming: Bool = false) throws {
        if let old = try disk.read(path) { judge.gaveUp(old) }
        judge.saved(content)
        if byRenaming { try disk.replace(path, content) } else { try disk.write(path, content) }
    }

    package func save(_ path: String, _ text: String, byRenaming: Bool = false) throws {
        try save(path, Array(text.utf8), byRenaming: byRenaming)
    }

    /// With all that is below it.
    package func remove(_ path: String) throws {
        for (below, item) in disk.contents() where below == path || below.hasPrefix(path + "/") {
            if let bytes = item.bytes { judge.gaveUp(bytes) }
        }
        try disk.remove(path)
    }
}
