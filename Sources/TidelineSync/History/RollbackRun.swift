package import TidelineCore

/// Brings a share, or a folder of it, back to a time: with new changes only, so that it can be brought back from there.
///
/// It may be broken off anywhere; another run goes on.
package struct RollbackRun {
    package struct Report: Sendable, Equatable {
        package var broughtBack = 0
        package var moved = 0
        package var trashed = 0
        package var rewritten = 0
        /// Paths of what is purged, or has no version of that time left.
        package var lost: [String] = []

        package init() {}
    }

    private let share: any PastShare
    private let time: Timestamp
    private let folder: NodeID?
    private var report = Report()
    private var purged: Set<NodeID> = []
    private var withoutVersion: Set<NodeID> = []
    /// Known to have been made before the time, or not.
    private var births: [NodeID: Bool] = [:]

    package init(share: any PastShare, time: Timestamp, folder: NodeID?) {
        self.share = share
        self.time = time
        self.folder = folder
    }

    /// What a run would do now.
    package mutating func preview() async throws -> Rollback { try await look().rollback }

    /// - Parameter progress: called after each thing that was done.
    package mutating func run(_ progress: (Report) -> Void) async throws -> Report {
        for _ in 0..<Limits.rollbackRoundsMax {
            let (rollback, cursor) = try await look()
            if rollback.isEmpty { return report }
            if !rollback.comebacks.isEmpty {
                for id in rollback.comebacks {
                    try await bringBack(id, rollback)
                    progress(report)
                }
                continue
            }
            guard try await carryOut(rollback.steps, cursor, progress) else { continue }
            for content in rollback.contents {
                try await rewrite(content, rollback)
                progress(report)
            }
        }
        throw RollbackError.neverQuiet
    }

    private mutating func look() async throws -> (rollback: Rollback, cursor: Position) {
        let (nodes, cursor) = try await share.tree()
        var tree = ShareTree(nodes)
        var history = ShareHistory(time: time)
        var head = cursor
        let begin = try await share.log { rows in
            for row in rows {
                if row.position > cursor { tree.apply(row) }
                try history.add(row)
                head = max(head, row.position)
            }
        }
        var old: Set<NodeID> = []
        if let begin {
            guard begin <= time else { throw RollbackError.logBegins(at: begin) }
            old = try await things(old: history)
        }
        let rollback = try RollbackPlanner.plan(now: tree, history: history, folder: folder, old: old, lost: purged)
        return (try await withVersions(rollback), head)
    }

    /// A log that lost its beginning does not tell what was made from what came back.
    private mutating func things(old history: ShareHistory) async throws -> Set<NodeID> {
        var old: Set<NodeID> = []
        var seen: Set<NodeID> = []
        var anyDeleted = false
        for row in history.rows {
            if case .deleted = row.change { anyDeleted = true }
            guard seen.insert(row.id).inserted, anyDeleted, history.seemsNew(row.id, firstRow: row) else { continue }
            // What lies in the trash cannot be asked yet.
            if births[row.id] == nil { births[row.id] = try await isOld(row.id) }
            if births[row.id] ?? true { old.insert(row.id) }
        }
        return old
    }

    /// nil when it is not there now.
    private func isOld(_ id: NodeID) async throws -> Bool? {
        do { return try await share.birth(of: id) <= time } catch RemoteError.refused(.gone, _) {
            return nil
        } catch RemoteError.refused(.notFound, _) {
            return nil
        }
    }

    /// Asks for the versions that the log no longer names; leaves out files that have none, and those with that content.
    private mutating func withVersions(_ rollback: Rollback) async throws -> Rollback {
        var rollback = rollback
        var contents: [Rollback.Content] = []
        // What is in the trash cannot be asked; the next round can.
        let isWhole = rollback.comebacks.isEmpty
        for content in rollback.contents where !withoutVersion.contains(content.file) {
            guard content.past == nil, isWhole else {
                contents.append(content)
                continue
            }
            guard let past = try await share.version(of: content.file, at: time) else {
                lose(content.file, from: \.withoutVersion, rollback)
                continue
            }
            if past.content != rollback.before[content.file]?.file?.content {
                contents.append(Rollback.Content(file: content.file, past: past))
            }
        }
        rollback.contents = contents
        return rollback
    }

    private mutating func bringBack(_ id: NodeID, _ rollback: Rollback) async throws {
        do {
            try await share.bringBack(id, as: nil)
        } catch RemoteError.refused(.nameConflict, _) {
            try await share.bringBack(id, as: NodeName.passing(id.ulid))
        } catch RemoteError.refused(.gone, _) {
            return lose(id, from: \.purged, rollback)
        } catch RemoteError.refused(.notFound, _) {
            return lose(id, from: \.purged, rollback)
        }
        report.broughtBack += 1
    }

    private mutating func carryOut(
        _ steps: [Rollback.Step], _ cursor: Position, _ progress: (Report) -> Void
    ) async throws -> Bool {
        var rest = steps[...]
        while !rest.isEmpty {
            let batch = Array(rest.prefix(Limits.pushBatchChanges))
            guard try await share.carryOut(batch, seen: cursor) else { return false }
            rest = rest.dropFirst(batch.count)
            for step in batch {
                if case .trash = step { report.trashed += 1 } else { report.moved += 1 }
            }
            progress(report)
        }
        return true
    }

    private mutating func rewrite(_ content: Rollback.Content, _ rollback: Rollback) async throws {
        guard let past = content.past else { return }
        do {
            if try await share.restore(content.file, version: past.version) { report.rewritten += 1 }
        } catch RemoteError.refused(.notFound, _) {
            lose(content.file, from: \.withoutVersion, rollback)
        }
    }

    private mutating func lose(
        _ id: NodeID, from list: WritableKeyPath<RollbackRun, Set<NodeID>>, _ rollback: Rollback
    ) {
        guard self[keyPath: list].insert(id).inserted else { return }
        report.lost.append(rollback.before.path(of: id))
    }
}
