import TidelineCore

/// What one device syncs of all shares, by the tree of one transaction.
struct DeviceFilter {
    private let filters: [ShareID: FolderFilter]

    /// nil when the device syncs all there is to see, so that nothing needs to be looked at.
    init?(_ device: DeviceReference, only share: ShareID? = nil, _ reader: any MetadataReader) throws {
        let chosen: [SyncPreference] =
            if let share {
                try reader.preference(of: device.deviceID, user: device.userID, share: share).map { [$0] } ?? []
            } else {
                try reader.preferences(of: device.deviceID, user: device.userID)
            }
        let parents = FolderParents(reader)
        filters = Dictionary(
            uniqueKeysWithValues: chosen.filter { !$0.isWhole }.map { ($0.shareID, FolderFilter($0, parents)) })
        guard !filters.isEmpty else { return nil }
    }

    func shows(_ row: LoggedChange) throws -> Bool {
        guard let filter = filters[row.shareID], let subject = RowSubject(row) else { return true }
        return try filter.shows(subject)
    }

    func shows(_ node: Node) throws -> Bool {
        guard let filter = filters[node.shareID] else { return true }
        return try filter.shows(node)
    }

    /// Whether a live folder holds something live that the device is not shown.
    func hidesAnything(in folder: Node, children: (NodeID) throws -> [(id: NodeID, place: Place)]) throws -> Bool {
        try filters[folder.shareID]?.hidesAnything(in: folder.id, children: children) ?? false
    }
}

extension MetadataReader {
    /// A page for a device that syncs only parts: ends early when it has looked through `filteredRowsMax` rows. `last` is the
    /// last row it is done with, shown or not.
    func changes(_ query: ChangesQuery, _ filter: DeviceFilter) throws -> LoggedPage {
        var page = LoggedPage()
        let isAll = try walk(query) { row in
            if try filter.shows(row) {
                guard page.count < query.limit else { return .stop }
                if page.count > 0 { page.wire.append(UInt8(ascii: ",")) }
                page.wire += row.wire
                page.count += 1
            }
            page.last = row.position
            return .goOn
        }
        page.hasMore = !isAll
        return page
    }

    /// Beyond `filteredRowsMax` rows every one is counted, so the count may be too high and is never too low.
    func countChanges(_ query: ChangesQuery, _ filter: DeviceFilter) throws -> Int {
        var count = 0
        var rest = query
        let isAll = try walk(query) { row in
            if try filter.shows(row) { count += 1 }
            rest.after = row.position
            return .goOn
        }
        guard !isAll else { return count }
        rest.limit -= count
        return try count + countChanges(rest)
    }

    /// Visits rows in order, at most `filteredRowsMax` of them. False when it ended before the last one.
    private func walk(_ query: ChangesQuery, _ visit: (LoggedChange) throws -> Walk) throws -> Bool {
        var query = query
        // A short page should not read much more than it shows.
        let step = min(max(query.limit + 1, Limits.filteredRowsAtOnceMin), Limits.pageRowsDefault)
        var left = Limits.filteredRowsMax
        while left > 0 {
            query.limit = min(step, left)
            let rows = try self.rows(query)
            for row in rows where try visit(row) == .stop { return false }
            guard let last = rows.last, rows.count == query.limit else { return true }
            query.after = last.position
            left -= rows.count
        }
        return false
    }
}

private enum Walk { case goOn, stop }
