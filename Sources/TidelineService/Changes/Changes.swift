package import TidelineAPI
package import TidelineCore

/// Reading the log, and how far a device has come in it.
package struct Changes: Sendable {
    private let context: ServiceContext

    init(_ context: ServiceContext) { self.context = context }

    package struct Page: Sendable {
        /// Change objects joined by commas.
        package let wire: [UInt8]
        package let cursor: Position
        package let hasMore: Bool
        package let shareID: ShareID?
        /// How many rows there are.
        package let count: Int
    }

    /// Without a cursor: no rows and the head. With `wait` seconds: subscribes first, then answers as soon as there is a
    /// visible row, or empty when the time is over. Texts are as they came in the query.
    package func page(
        _ caller: Caller, cursor: String?, share: String?, device: String?, limit: Int, waitSeconds: Int
    ) async throws -> Page {
        guard (1...Limits.pageRowsMax).contains(limit) else {
            throw ServiceError.invalid(["query", "limit"], "must be from 1 to \(Limits.pageRowsMax) (pageRowsMax)")
        }
        guard (0...Limits.waitSecondsMax).contains(waitSeconds) else {
            throw ServiceError.invalid(
                ["query", "wait"], "must be from 0 to \(Limits.waitSecondsMax) (waitSecondsMax)")
        }
        var request = PageRequest(
            caller: caller, cursor: try cursor.map { try parseCursor($0) }, share: share, device: device, limit: limit)
        guard waitSeconds > 0, request.cursor != nil else { return try await read(request) }
        let bell = Bell(context.events, context.alarm, seconds: waitSeconds) { $0.mayConcern(caller) }
        defer { bell.stop() }
        var page = try await read(request)
        // A device that leaves out what was just read need not read it again.
        while page.count == 0, !page.hasMore, await bell.rings() {
            request.cursor = page.cursor
            page = try await read(request)
        }
        return page
    }

    private struct PageRequest {
        let caller: Caller
        var cursor: Position?
        let share: String?
        let device: String?
        let limit: Int
    }

    private func read(_ request: PageRequest) async throws -> Page {
        try await context.store.read { reader in
            try reader.requireActive(request.caller)
            let only = try request.share.map { try reader.access(request.caller, share: $0).share.id }
            let device = try request.device.map { try reader.knownDevice($0, of: request.caller).reference }
            let log = try reader.log(of: request.caller.tenantID)
            guard let cursor = request.cursor else {
                return Page(wire: [], cursor: log.head, hasMore: false, shareID: only, count: 0)
            }
            try log.check(cursor)
            let query = try reader.changesQuery(request.caller, after: cursor, limit: request.limit, only: only)
            let filter = try device.flatMap { try DeviceFilter($0, only: only, reader) }
            let rows = try filter.map { try reader.changes(query, $0) } ?? reader.changes(query)
            // The last page moves the cursor past rows that the caller may not see.
            let next = rows.hasMore ? rows.last ?? cursor : log.head
            return Page(wire: rows.wire, cursor: next, hasMore: rows.hasMore, shareID: only, count: rows.count)
        }
    }

    package func status(_ caller: Caller, share: String, device: String) async throws -> SyncStatus {
        if let status = try await context.store.read({ try readStatus(caller, share, device, $0) }) { return status }
        return try await context.store.write { writer in
            let (shareID, device) = try scope(caller, share, device, writer)
            if try writer.cursor(of: device.deviceID, user: caller.userID, share: shareID) == nil {
                try writer.put(
                    DeviceCursor(
                        userID: caller.userID, deviceID: device.deviceID, shareID: shareID,
                        position: try writer.log(of: caller.tenantID).head, lastSyncAt: nil))
            }
            guard let status = try readStatus(caller, share, device.deviceID, writer) else {
                preconditionFailure("the cursor was put just now")
            }
            return status
        }
    }

    /// nil while the device has no cursor in this share.
    private func readStatus(_ caller: Caller, _ share: String, _ device: String, _ reader: any MetadataReader) throws
        -> SyncStatus?
    {
        let (shareID, device) = try scope(caller, share, device, reader)
        guard let cursor = try reader.cursor(of: device.deviceID, user: caller.userID, share: shareID) else {
            return nil
        }
        let rows = try reader.changesQuery(
            caller, after: cursor.position, limit: Limits.pendingChangesCountMax, only: shareID)
        let open = try reader.conflicts(
            ConflictsQuery(
                shares: [shareID], device: device.reference, includeResolved: false, before: nil, limit: 1))
        return SyncStatus(
            cursorPosition: cursor.position.value, lastSyncAt: cursor.lastSyncAt?.rfc3339,
            pendingChanges: try pending(rows, device, reader), hasConflicts: !open.isEmpty,
            headPosition: try reader.log(of: caller.tenantID).head.value)
    }

    private func pending(_ query: ChangesQuery, _ device: Device, _ reader: any MetadataReader) throws -> Int {
        guard let filter = try DeviceFilter(device.reference, only: query.only, reader) else {
            return try reader.countChanges(query)
        }
        return try reader.countChanges(query, filter)
    }

    package func advance(_ caller: Caller, share: String, device: String, to position: String) async throws
        -> CursorAnswer
    {
        let position = try parseCursor(position)
        let now = context.clock.now()
        let cursor = try await context.store.write { writer in
            let (shareID, _) = try scope(caller, share, device, writer)
            try writer.markSeen(try writer.activeDevice(device, of: caller), at: now)
            let log = try writer.log(of: caller.tenantID)
            let present = try writer.cursor(of: device, user: caller.userID, share: shareID)
            // A cursor of a lost timeline does not hold a device back.
            if let present, position < present.position, present.position <= log.head { return present }
            try log.check(position)
            let cursor = DeviceCursor(
                userID: caller.userID, deviceID: device, shareID: shareID, position: position, lastSyncAt: now)
            try writer.put(cursor)
            return cursor
        }
        return CursorAnswer(cursorPosition: cursor.position.value, lastSyncAt: cursor.lastSyncAt?.rfc3339)
    }

    private func scope(_ caller: Caller, _ share: String, _ device: String, _ reader: any MetadataReader) throws
        -> (ShareID, Device)
    {
        (try reader.access(caller, share: share).share.id, try reader.knownDevice(device, of: caller))
    }
}

func parseCursor(_ text: String) throws -> Position {
    guard let position = Position(text) else {
        throw ServiceError(.syncCursorInvalid, "A cursor is a number that an earlier answer gave; take a snapshot.")
    }
    return position
}

extension LogState {
    func check(_ cursor: Position) throws {
        guard !accepts(cursor) else { return }
        let reason =
            if cursor > head {
                "is beyond the head of this log"
            } else if cursor < floor {
                "is older than what this log still holds"
            } else {
                "belongs to a timeline that was lost"
            }
        throw ServiceError(.syncCursorInvalid, "Cursor \(cursor) \(reason); take a snapshot.")
    }
}

extension MetadataReader {
    func changesQuery(_ caller: Caller, after cursor: Position, limit: Int, only: ShareID?) throws -> ChangesQuery {
        let shares = try visibleShares(caller)
        return ChangesQuery(
            tenantID: caller.tenantID, after: cursor, limit: limit, readable: shares.readable,
            administered: shares.administered, userID: caller.userID, only: only)
    }
}

extension LiveEvent {
    /// Whether a waiting reader should look again. Looking decides what it sees.
    fileprivate func mayConcern(_ caller: Caller) -> Bool {
        switch self {
        case .changed(let row): row.tenantID == caller.tenantID
        case .accessChanged(_, let user, _), .membershipRemoved(_, let user, _), .userEnded(let user):
            user == caller.userID
        case .preferencesUpdated, .forceSync, .deviceRemoved, .deviceDeactivated: false
        }
    }
}
