package import TidelineAPI
package import TidelineCore

/// Listing conflicts and settling open ones.
package struct Conflicts: Sendable {
    private let context: ServiceContext

    init(_ context: ServiceContext) { self.context = context }

    /// Of all members of the shares that the caller may READ, newest first. `device` is one of the caller's.
    package func list(
        _ caller: Caller, device: String?, share: String?, includeResolved: Bool, limit: Int, before: String?
    ) async throws -> [ConflictBody] {
        guard (1...Limits.listRowsMax).contains(limit) else {
            throw ServiceError.invalid(["query", "limit"], "must be from 1 to \(Limits.listRowsMax) (listRowsMax)")
        }
        let before = try before.map { text in
            guard let id = ConflictID(text) else {
                throw ServiceError.invalid(["query", "before"], "must be the id of a conflict (cfl_…)")
            }
            return id
        }
        return try await context.store.read { reader in
            var shares = try reader.visibleShares(caller).readable
            if let share { shares = [try reader.access(caller, share: share).share.id] }
            let device = try device.map { try reader.knownDevice($0, of: caller).reference }
            let query = ConflictsQuery(
                shares: shares, device: device, includeResolved: includeResolved, before: before, limit: limit)
            var folders = FolderPaths()
            return try reader.conflicts(query).map { try ConflictBody($0, reader, &folders) }
        }
    }

    /// `version` is the merged content, for MANUAL.
    package func resolve(_ caller: Caller, id: String, resolution: ConflictResolution, version: String?) async throws
        -> ConflictBody
    {
        let (now, ids) = (context.clock.now(), context.ids)
        let (body, rows) = try await context.store.write { writer in
            let (conflict, access) = try find(id, caller, writer)
            guard conflict.status == .open else {
                return (try again(conflict, resolution, writer), [LoggedChange]())
            }
            try access.require(.write)
            let tree = TreeEditor(
                writer, share: access.share, userID: caller.userID, deviceID: nil, now: now, ids: ids)
            let settling = try Settling(conflict, tree, caller)
            return (try settling.settle(resolution, version: version), tree.rows)
        }
        context.events.publish(rows.map { .changed($0) })
        return body
    }

    /// In a share that the caller may READ, whoever ran into it.
    private func find(_ text: String, _ caller: Caller, _ reader: any MetadataReader) throws -> (Conflict, ShareAccess)
    {
        guard let id = ConflictID(text), let conflict = try reader.conflict(id), conflict.tenantID == caller.tenantID,
            try reader.member(caller.userID, of: conflict.shareID) != nil
        else { throw ServiceError.notFound("The conflict") }
        return (conflict, try reader.access(caller, share: conflict.shareID))
    }

    private func again(_ conflict: Conflict, _ resolution: ConflictResolution, _ reader: any MetadataReader) throws
        -> ConflictBody
    {
        guard conflict.resolution == resolution else {
            let how = conflict.resolution.map { "with \($0.rawValue)" } ?? "by itself"
            throw ServiceError(.syncConflict, "This conflict was resolved \(how) already.")
        }
        var folders = FolderPaths()
        return try ConflictBody(conflict, reader, &folders)
    }
}
