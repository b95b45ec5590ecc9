import GRDBSQLite
import TidelineCore
import TidelineService

extension SQLiteTransaction {
    func log(of tenant: TenantID) throws -> LogState {
        let ends = try session.first("SELECT head, floor FROM logs WHERE tenant_id = ?", tenant) { row in
            LogState(head: try row.next(), floor: try row.next())
        }
        guard var state = ends else { return LogState(head: .start) }
        state.endedEpochs = try session.all(
            "SELECT last_position FROM log_epochs WHERE tenant_id = ? ORDER BY last_position", tenant
        ) { try $0.next() }
        return state
    }

    func changes(_ query: ChangesQuery) throws -> LoggedPage {
        var page = LoggedPage()
        try stepRows(of: .page, query) { handle in
            guard page.count < query.limit else {
                page.hasMore = true
                return .stop
            }
            if page.count > 0 { page.wire.append(UInt8(ascii: ",")) }
            withBlob(handle, 1) { page.wire.append(contentsOf: $0) }
            page.count += 1
            page.last = try Position(from: handle, column: 0)
            return .goOn
        }
        return page
    }

    func countChanges(_ query: ChangesQuery) throws -> Int {
        var count = 0
        try stepRows(of: .count, query) { handle in
            count = try Int(from: handle, column: 0)
            return .stop
        }
        return count
    }

    func rows(_ query: ChangesQuery) throws -> [LoggedChange] {
        var rows: [LoggedChange] = []
        try stepRows(of: .rows, query) { handle in
            var row = Row(handle)
            rows.append(try LoggedChange(from: &row))
            return .goOn
        }
        return rows
    }

    private enum Purpose {
        case page, rows, count

        var inShare: String {
            switch self {
            case .page: HotSQL.sharePage
            case .rows: HotSQL.shareRowsInFull
            case .count: HotSQL.shareCount
            }
        }

        var inTenant: String {
            switch self {
            case .page: HotSQL.tenantPage
            case .rows: HotSQL.tenantRowsInFull
            case .count: HotSQL.tenantCount
            }
        }
    }

    /// A page asks for one row more than the limit, to learn whether there is one.
    private func stepRows(
        of purpose: Purpose, _ query: ChangesQuery, visit: (OpaquePointer) throws -> Session.Step
    ) throws {
        let limit = purpose == .page ? query.limit + 1 : query.limit
        if let share = query.only {
            try session.stepping(
                purpose.inShare, share, query.after, query.administered.contains(share), query.readable.contains(share),
                query.userID, limit, visit: visit)
        } else {
            try session.stepping(
                purpose.inTenant, query.tenantID, query.after, jsonList(query.administered), jsonList(query.readable),
                query.userID, limit, visit: visit)
        }
    }

    // MARK: Writing

    func takePosition(of tenant: TenantID) throws -> Position {
        let taken: Position? = try session.first(HotSQL.takePosition, tenant) { try $0.next() }
        guard let taken else { throw ConstraintError.missingReference }
        return taken
    }

    func append(_ change: LoggedChange) throws {
        try refusal(is: .positionNotAfterHead) {
            try session.run(
                HotSQL.append, change.tenantID, change.position, change.shareID, change.audience, change.changedAt,
                change.oldParent, change.wire)
        }
    }

    func startLog(of tenant: TenantID, at state: LogState) throws {
        let changed = try session.run(
            """
            INSERT INTO logs (tenant_id, head, floor) VALUES (?, ?, ?)
            ON CONFLICT (tenant_id) DO UPDATE SET head = excluded.head, floor = excluded.floor
            WHERE excluded.head >= head
            """, tenant, state.head, state.floor)
        guard changed == 1 else { throw ConstraintError.positionNotAfterHead }
        try session.run("DELETE FROM log_epochs WHERE tenant_id = ?", tenant)
        for end in state.endedEpochs {
            try session.run("INSERT INTO log_epochs (tenant_id, last_position) VALUES (?, ?)", tenant, end)
        }
    }
}

extension LoggedChange {
    fileprivate init(from row: inout Row) throws {
        self.init(
            tenantID: try row.next(), position: try row.next(), shareID: try row.next(), audience: try row.next(),
            changedAt: try row.next(), oldParent: try row.next(), wire: try row.next())
    }
}
