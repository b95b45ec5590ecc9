import Logging
import Synchronization
import TidelineCore

extension SyncEngine {
    /// Reads the log to its end. Each page and its cursor are saved together.
    func fetchRemote() async throws {
        if cursor == nil { try await takeSnapshot() }
        while let after = cursor {
            let page: RemotePage
            do {
                page = try await server.changes(after: after, limit: Limits.pageRowsMax)
            } catch .cursorInvalid {
                logger.notice("The server no longer knows this device's cursor; comparing with a snapshot.")
                try await takeSnapshot()
                continue
            }
            var changes = StateChanges()
            for row in page.rows { remote.apply(row, base: base, saving: &changes) }
            if page.cursor != after {
                changes.cursor = page.cursor
                cursor = page.cursor
            }
            try save(changes)
            if !page.hasMore { return }
        }
    }

    /// Starts over from the whole tree.
    ///
    /// Nothing is taken for deleted: what the snapshot does not hold is forgotten, so that what lies on disk counts as new.
    /// Nobody can tell whether it was deleted, or the server lost it.
    private func takeSnapshot() async throws {
        let collected = Mutex<[RemoteNode]>([])
        let position = try await server.snapshot { nodes in collected.withLock { $0 += nodes } }
        let nodes = collected.withLock { $0 }
        var changes = StateChanges()
        changes.resets = true
        changes.cursor = position
        changes.folderID = folderID
        var kept: [BaseNode] = []
        for node in nodes { if let agreed = base[node.id] { kept.append(agreed) } }
        base = BaseTree(kept)
        for node in kept { changes.base[node.id] = node }
        remote = RemoteTree()
        for node in nodes { remote.settle(node.id, .live(node), base: base, saving: &changes) }
        cursor = position
        try save(changes)
    }
}
