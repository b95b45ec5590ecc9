import Logging
import Synchronization
import TidelineCore

extension SyncEngine {
    /// Reads the log to its end. Each page and its cursor are saved together.
    ///
    /// - Throws: ``Resting`` when this device is no longer to sync the share.
    func fetchRemote() async throws {
        if choice != selection.choice { isSnapshotDue = true }
        var isFresh = false
        var rows = 0
        while true {
            guard let after = cursor else {
                try await takeSnapshot()
                isFresh = cursor != nil
                continue
            }
            guard let page = try await page(after: after) else {
                // A cursor that was just given out is as bad as no answer: asking again would never end.
                guard !isFresh else { throw RemoteError.cursorInvalid }
                logger.notice("The server no longer knows this device's cursor; comparing with a snapshot.")
                refusedCursor = after
                cursor = nil
                continue
            }
            // What a choice hides that was made meanwhile is missing from the page, and nobody deleted it.
            guard try await choiceStands() else { continue }
            try learn(page, after: after)
            rows += page.rows.count
            observer?.tell(.readingChanges(rows))
            guard !page.hasMore else { continue }
            guard isSnapshotDue else { return }
            try await takeSnapshot()
        }
    }

    /// nil when the server does not know the cursor.
    private func page(after cursor: Position) async throws -> RemotePage? {
        do {
            return try await server.changes(after: cursor, limit: Limits.pageRowsMax)
        } catch RemoteError.cursorInvalid {
            return nil
        }
    }

    private func learn(_ page: RemotePage, after: Position) throws {
        try check(page, after: after)
        var changes = StateChanges()
        for row in page.rows { take(row, &changes) }
        if page.cursor != after {
            changes.cursor = page.cursor
            cursor = page.cursor
        }
        if awaitsLog, !page.hasMore {
            changes.awaitsLog = false
            awaitsLog = false
        }
        // Else the need would be lost with this process, and the rows are behind the cursor.
        if isSnapshotDue, choice != Selection.noChoice {
            changes.choice = Selection.noChoice
            choice = Selection.noChoice
        }
        try save(changes)
    }

    func check(_ page: RemotePage, after: Position) throws(RemoteError) {
        guard page.cursor >= after else { throw .garbage("A page of changes has a cursor before the one asked for.") }
        guard !page.hasMore || page.cursor > after else {
            throw .garbage("A page of changes has more after it, but no new cursor.")
        }
    }

    /// Starts over from the whole tree.
    ///
    /// What was agreed and is not in the snapshot was deleted meanwhile, where the server only let go of old rows. Where it
    /// lost some of its history, or this device its own, nobody can tell: then it is forgotten, so that what lies on disk
    /// counts as new. Where an entry does not say what it is about, it may be any of those that are not there: these wait.
    private func takeSnapshot() async throws {
        let collected = Mutex<[RemoteRow]>([])
        let position = try await server.snapshot { rows in collected.withLock { $0 += rows } }
        guard try await choiceStands() else { return }
        let rows = collected.withLock { $0 }
        let shown = Set(rows.map(\.id))
        let hidesSome = rows.contains { if case .garbled(let it) = $0 { it.known == .nothing } else { false } }
        let leaving = leaving(notIn: shown)
        // What comes back before it has left is compared as on first contact.
        var backAgain: [NodeID] = []
        base.forEach { if shown.contains($0.id), remote.differences[$0.id] == .left { backAgain.append($0.id) } }
        for id in backAgain { base.remove(id) }
        var changes = StateChanges()
        changes.resets = true
        changes.cursor = position
        changes.folderID = folderID
        changes.choice = selection.choice
        let known = refusedCursor ?? cursor
        let wasSetBack = known.map { position.epoch != $0.epoch || position < $0 } ?? false
        if wasSetBack { logger.warning("The server was restored from a backup; what it lost is sent again.") }
        if wasSetBack {
            var kept: [BaseNode] = []
            for node in rows.compactMap(\.live) {
                guard let agreed = base[node.id], let still = try await agreement(agreed, onceMoreWith: node) else {
                    continue
                }
                kept.append(still)
            }
            base = BaseTree(kept)
        } else if known == nil {
            base = BaseTree(rows.compactMap { base[$0.id] })
        }
        remote = RemoteTree()
        base.forEach { node in
            changes.base[node.id] = node
            let isGone: RemoteState =
                hidesSome && !shown.contains(node.id) ? .garbled(Garbled(missing: node)) : .deleted
            let state = leaving.contains(node.id) ? RemoteState.left : isGone
            remote.settle(node.id, state, base: base, saving: &changes)
        }
        for row in rows { remote.apply(row, base: base, saving: &changes) }
        cursor = position
        refusedCursor = nil
        unadopted = []
        isSnapshotDue = false
        needsFullScan = true
        try save(changes)
        choice = selection.choice
    }

    /// What is still agreed with a server that has forgotten: all that it has, so that whatever is otherwise here counts as
    /// changed here and is sent. Versions are named in the order they are made: where the server has a later one and
    /// lost the one here, somebody wrote it without knowing that; then nothing is agreed, and the strategy decides between
    /// the two.
    private func agreement(_ agreed: BaseNode, onceMoreWith node: RemoteNode) async throws -> BaseNode? {
        var result = agreed
        if result.place != node.place {
            result.place = node.place
            result.diskName = nil
        }
        guard let ours = agreed.file, let theirs = node.file, ours.version != theirs.version else { return result }
        if case .live(let seen) = remote.differences[node.id], seen.file?.version == theirs.version { return result }
        if theirs.version > ours.version { return try await serverHas(ours.version, of: node.id) ? result : nil }
        result.file = BaseFile(version: theirs.version, content: theirs.content)
        result.fingerprint.changed = 0
        return result
    }

    private func serverHas(_ version: VersionID, of file: NodeID) async throws -> Bool {
        do {
            _ = try await server.manifest(of: file, version: version)
            return true
        } catch {
            guard case .refused = error else { throw error }
            return false
        }
    }
}
