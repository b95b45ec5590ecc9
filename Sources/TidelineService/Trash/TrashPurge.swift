package import TidelineAPI
import TidelineCore

/// Takes content out of the trash for good: what lay there for as long as it is kept, or what its share's admin no longer
/// wants.
package struct TrashPurge: Sendable {
    private let context: ServiceContext

    init(_ context: ServiceContext) { self.context = context }

    // MARK: On request

    /// One thing that was deleted, with everything below it.
    package func purge(_ caller: Caller, id: String) async throws -> PurgeAnswer {
        let (node, share) = try await context.store.read { reader in
            guard let id = NodeID(id), let node = try reader.node(id), node.tenantID == caller.tenantID,
                try reader.member(caller.userID, of: node.shareID) != nil
            else { throw Self.notInTrash }
            let access = try reader.access(caller, share: node.shareID)
            guard node.trashedAt != nil, node.purgedAt == nil else { throw Self.notInTrash }
            try access.require(.managePermissions)
            return (node, access.share)
        }
        let answer = try await run([node], in: share, PurgeRules(now: context.clock.now()), caller)
        guard answer.purged > 0 || answer.kept == 0 else {
            throw ServiceError(.syncConflict, "An open conflict names what is in it; resolve that first.")
        }
        return answer
    }

    /// Everything that was deleted until now.
    package func empty(_ caller: Caller, share: String) async throws -> PurgeAnswer {
        let share = try await context.store.read { reader in
            let access = try reader.access(caller, share: share)
            try access.require(.managePermissions)
            return access.share
        }
        return try await purge(share, PurgeRules(now: context.clock.now()), caller)
    }

    private static let notInTrash = ServiceError.notFound("The thing, in the trash,")

    // MARK: By itself

    /// What has been in the trash, or in a deleted share, for as long as that is kept.
    func purgeExpired() async throws {
        let shares = try await context.store.read { reader in
            try reader.tenants().flatMap { try reader.allShares(of: $0.id) }
        }
        let now = context.clock.now()
        let cutoff = now.adding(seconds: -context.retention.trashSeconds)
        for share in shares {
            let rules = PurgeRules(cutoff: cutoff, now: now, takesAll: share.deletedAt != nil)
            if share.deletedAt == nil {
                _ = try await purge(share, rules, nil)
            } else if let deletedAt = share.deletedAt, deletedAt <= cutoff {
                try await closeConflicts(of: share, now)
                _ = try await run([nil], in: share, rules, nil)
            }
        }
    }

    /// Nobody can resolve those of a deleted share any more, and they hold content.
    private func closeConflicts(of share: Share, _ now: Timestamp) async throws {
        let query = ConflictsQuery(
            shares: [share.id], device: nil, includeResolved: false, before: nil, limit: Limits.purgedPerWrite)
        var count: Int
        repeat {
            count = try await context.store.write { writer in
                let open = try writer.conflicts(query)
                for var conflict in open {
                    conflict.status = .resolved
                    conflict.resolvedAt = now
                    try writer.put(conflict)
                }
                return open.count
            }
        } while count == query.limit
    }

    private func purge(_ share: Share, _ rules: PurgeRules, _ caller: Caller?) async throws -> PurgeAnswer {
        var answer = PurgeAnswer(purged: 0, kept: 0, freedBytes: 0)
        // Just above all that came at the cutoff or before.
        var mark = TrashMark(
            trashedAt: rules.cutoff.adding(nanoseconds: 1), id: NodeID(.file, ULID(high: 0, low: 0)))
        while true {
            let before = mark
            let found = try await context.store.read {
                try $0.trashed(in: share.id, before: before, limit: Limits.purgedPerWrite)
            }
            answer.add(try await run(found, in: share, rules, caller))
            guard found.count == Limits.purgedPerWrite, let last = found.last, let time = last.trashedAt else {
                return answer
            }
            mark = TrashMark(trashedAt: time, id: last.id)
        }
    }

    /// - Parameter caller: is asked for its permission before each step.
    private func run(_ tops: [Node?], in share: Share, _ rules: PurgeRules, _ caller: Caller?) async throws
        -> PurgeAnswer
    {
        var run = PurgeRun(tops, in: share.id, rules)
        while !run.isFinished {
            try Task.checkCancellation()
            let before = run
            run = try await context.store.write { writer in
                if let caller {
                    try writer.requireActive(caller)
                    try writer.access(caller, share: share.id).require(.managePermissions)
                }
                var run = before
                try run.step(writer)
                return run
            }
        }
        return run.answer
    }
}

extension PurgeRules {
    /// On request: whatever is in the trash.
    fileprivate init(now: Timestamp) {
        self.init(cutoff: Timestamp(nanoseconds: .max), now: now, takesAll: false)
    }
}
