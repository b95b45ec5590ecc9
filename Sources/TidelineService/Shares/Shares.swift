package import TidelineAPI
import TidelineCore

/// Shares and their members. Each change writes a row of the log.
package struct Shares: Sendable {
    let context: ServiceContext

    init(_ context: ServiceContext) { self.context = context }

    package func list(_ caller: Caller) async throws -> ShareList {
        let shares = try await context.store.read { try $0.shares(of: caller.userID) }
        return ShareList(shares: shares.map { ShareBody($0.share, role: $0.role) }, total: shares.count)
    }

    package func create(_ caller: Caller, _ body: NewShareBody) async throws -> ShareBody {
        let name = try checkName(body.name)
        let now = context.clock.now()
        let share = Share(
            id: ShareID(context.ids.next()), tenantID: caller.tenantID, name: name, ownerID: caller.userID,
            quotaBytes: try checkQuota(body.quotaBytes), usedBytes: 0, createdAt: now)
        try await write(caller) { log in
            guard try log.writer.shares(of: caller.userID).count < Limits.sharesPerUserMax else {
                throw ServiceError.invalid(
                    ["body"], "you are in \(Limits.sharesPerUserMax) shares already (sharesPerUserMax)")
            }
            try log.writer.put(share)
            try log.writer.put(Member(shareID: share.id, userID: caller.userID, role: .owner, createdAt: now))
            try log.add(.created, share, newName: share.name)
        }
        context.events.publish([.accessChanged(tenant: caller.tenantID, user: caller.userID)])
        return ShareBody(share, role: .owner)
    }

    package func get(_ caller: Caller, id: String) async throws -> ShareBody {
        let access = try await context.store.read { try $0.access(caller, share: id) }
        return ShareBody(access.share, role: access.role)
    }

    package func update(_ caller: Caller, id: String, _ body: SharePatchBody) async throws -> ShareBody {
        let name = try body.name.map { try checkName($0) }
        if case .bytes(let bytes)? = body.quotaBytes { _ = try checkQuota(bytes) }
        return try await write(caller) { log in
            let access = try log.writer.access(caller, share: id)
            try access.require(.managePermissions)
            var share = access.share
            if let name { share.name = name }
            switch body.quotaBytes {
            case .unlimited: share.quotaBytes = nil
            case .bytes(let bytes): share.quotaBytes = bytes
            case nil: break
            }
            guard share != access.share else { return ShareBody(share, role: access.role) }
            try log.writer.put(share)
            let isRenamed = share.name != access.share.name
            try log.add(isRenamed ? .renamed : .updated, share, oldName: access.share.name, newName: share.name)
            return ShareBody(share, role: access.role)
        }
    }

    /// Only its owner may. Everyone who was in it sees it go.
    package func delete(_ caller: Caller, id: String) async throws {
        let now = context.clock.now()
        let members = try await write(caller) { log in
            let access = try log.writer.access(caller, share: id)
            guard access.role == .owner else {
                throw ServiceError(.permissionDenied, "Only the owner may delete a share.")
            }
            var share = access.share
            share.deletedAt = now
            let members = try log.writer.members(of: share.id)
            try log.writer.put(share)
            for member in members {
                try log.writer.removePreferences(in: share.id, user: member.userID)
                try log.add(.deleted, share, oldName: share.name, about: member)
            }
            return members
        }
        context.events.publish(
            members.map { .accessChanged(tenant: caller.tenantID, user: $0.userID, lost: $0.shareID) })
    }

    /// Runs a body that may add rows, then tells of them.
    func write<T: Sendable>(_ caller: Caller, _ body: @escaping @Sendable (ShareLog) throws -> T) async throws -> T {
        let now = context.clock.now()
        let ids = context.ids
        let (answer, rows) = try await context.store.write { writer in
            let log = ShareLog(writer: writer, caller: caller, now: now, ids: ids)
            return (try body(log), log.rows)
        }
        context.events.publish(rows.map { .changed($0) })
        return answer
    }

    private func checkName(_ name: String) throws -> String {
        try checkText(name, "name", bytesMax: Limits.shareNameBytesMax, limit: "shareNameBytesMax")
    }

    private func checkQuota(_ bytes: Int64?) throws -> Int64? {
        guard bytes.map({ $0 >= 0 }) ?? true else {
            throw ServiceError.invalid(["body", "quota_bytes"], "may not be negative")
        }
        return bytes
    }
}
