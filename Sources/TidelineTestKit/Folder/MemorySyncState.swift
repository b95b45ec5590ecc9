import Synchronization
package import TidelineCore
package import TidelineSync

/// A device's memory of a synced folder, in memory. It outlives the engine that uses it, as a database would.
package final class MemorySyncState: SyncState {
    private struct State {
        var base: [NodeID: BaseNode] = [:]
        var remote: [NodeID: RemoteState] = [:]
        var manifests: [NodeID: [ChunkRef]] = [:]
        var cursor: Position?
        var folderID: ULID?
        var sent: SentBatch?
        var choice = ""
        var awaitsLog = false
    }

    private let state = Mutex(State())
    private let fault = Hook<@Sendable (StateChanges) throws -> Void>()

    package init() {}

    /// One that goes its own way from here.
    package func copy() -> MemorySyncState {
        let copy = MemorySyncState()
        let present = state.withLock { $0 }
        copy.state.withLock { $0 = present }
        return copy
    }

    /// Called before each save; what it throws, the save throws, and nothing is saved.
    package func setFault(_ hook: (@Sendable (StateChanges) throws -> Void)?) { fault.set(hook) }

    /// As if the database were lost.
    package func lose() { state.withLock { $0 = State() } }

    package func load() throws -> SavedState {
        state.withLock { state in
            SavedState(
                base: state.base.values.sorted { $0.id < $1.id },
                remote: state.remote.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
                cursor: state.cursor, folderID: state.folderID, sent: state.sent,
                choice: state.choice, awaitsLog: state.awaitsLog)
        }
    }

    package func save(_ changes: StateChanges) throws {
        try fault.body?(changes)
        state.withLock { state in
            if changes.resets { state = State(folderID: state.folderID, choice: state.choice) }
            for (id, node) in changes.base { state.base[id] = node }
            for (id, remote) in changes.remote { state.remote[id] = remote }
            for (id, manifest) in changes.manifests { state.manifests[id] = manifest }
            state.cursor = changes.cursor ?? state.cursor
            state.folderID = changes.folderID ?? state.folderID
            state.choice = changes.choice ?? state.choice
            state.awaitsLog = changes.awaitsLog ?? state.awaitsLog
            if let sent = changes.sent { state.sent = sent }
        }
    }

    package func manifest(of node: NodeID) throws -> [ChunkRef]? { state.withLock { $0.manifests[node] } }

    package func forEachManifest(_ body: (NodeID, [ChunkRef]) throws -> Void) throws {
        let manifests = state.withLock { $0.manifests }
        for (id, manifest) in manifests.sorted(by: { $0.key < $1.key }) { try body(id, manifest) }
    }
}
