import TidelineCore

// What the memory store answers about the tree and the log.

extension MemoryTransaction {
    package func node(_ id: NodeID) throws -> Node? { state.nodes[id] }

    package func child(of parent: NodeID?, in share: ShareID, key: String) throws -> Node? {
        state.liveNames[LiveName(folder: Folder(share: share, id: parent), key: key)].flatMap { state.nodes[$0] }
    }

    package func children(of parent: NodeID?, in share: ShareID) throws -> [Node] {
        liveChildren(of: Folder(share: share, id: parent))
    }

    package func children(of parent: NodeID?, in share: ShareID, after key: String?, limit: Int) throws -> [Node] {
        let children = liveChildren(of: Folder(share: share, id: parent))
        return Array(
            children.lazy.filter { child in key.map { $0.precedes(child.place.name.key) } ?? true }.prefix(limit))
    }

    package func ancestors(of id: NodeID) throws -> [Node] {
        var result: [Node] = []
        var next = state.nodes[id]?.place.parent
        while let parent = next.flatMap({ state.nodes[$0] }) {
            result.append(parent)
            next = parent.place.parent
        }
        return result
    }

    package func descendants(of folder: NodeID) throws -> [Node] {
        guard let top = state.nodes[folder] else { return [] }
        var result = liveChildren(of: Folder(share: top.shareID, id: folder))
        var index = 0
        while index < result.count {
            result += liveChildren(of: Folder(share: top.shareID, id: result[index].id))
            index += 1
        }
        return result
    }

    package func levels(below folder: NodeID) throws -> Int {
        guard let top = state.nodes[folder] else { return 0 }
        var level = liveChildren(of: Folder(share: top.shareID, id: folder))
        var count = 0
        while !level.isEmpty {
            count += 1
            level = level.flatMap { liveChildren(of: Folder(share: top.shareID, id: $0.id)) }
        }
        return count
    }

    package func longestPath(below folder: NodeID, limit: Int) throws -> Int? {
        guard let top = state.nodes[folder] else { return 0 }
        var (level, longest, count) = ([(id: folder, bytes: 0)], 0, 0)
        while !level.isEmpty {
            level = level.flatMap { above in
                liveChildren(of: Folder(share: top.shareID, id: above.id)).map {
                    ($0.id, above.bytes + 1 + $0.place.name.text.utf8.count)
                }
            }
            count += level.count
            longest = max(longest, level.map(\.bytes).max() ?? 0)
        }
        return count > limit ? nil : longest
    }

    package func nodes(in share: ShareID, after: NodeID?, limit: Int) throws -> [Node] {
        let live = state.nodes.values.filter { node in
            node.shareID == share && node.trashedAt == nil && after.map { node.id > $0 } != false
        }
        return Array(live.sorted { $0.id < $1.id }.prefix(limit))
    }

    package func nodes(in share: ShareID, changedAfter position: Position, limit: Int) throws -> [Node] {
        let changed = state.nodes.values.filter { $0.shareID == share && $0.changedPosition > position }
        let ordered = changed.sorted { ($0.changedPosition, $0.id) < ($1.changedPosition, $1.id) }
        return Array(ordered.prefix(limit))
    }

    package func trashed(in share: ShareID, before: TrashMark?, limit: Int) throws -> [Node] {
        let trashed = state.nodes.values.compactMap { node in
            node.shareID == share && node.purgedAt == nil
                ? node.trashedAt.map { (mark: ($0, node.id), node: node) } : nil
        }
        let later = trashed.filter { item in before.map { item.mark < ($0.trashedAt, $0.id) } ?? true }
        return later.sorted { $0.mark > $1.mark }.prefix(limit).map(\.node)
    }

    private func liveChildren(of folder: Folder) -> [Node] {
        (state.children[folder] ?? []).compactMap { state.nodes[$0] }.filter { $0.trashedAt == nil }
            .map { (key: $0.place.name.key, node: $0) }
            .sorted { $0.key.precedes($1.key) }.map(\.node)
    }

    // MARK: Log

    package func log(of tenant: TenantID) throws -> LogState { state.logs[tenant] ?? LogState(head: .start) }

    package func changes(_ query: ChangesQuery) throws -> LoggedPage {
        var page = LoggedPage()
        for row in visible(query) {
            guard page.count < query.limit else {
                page.hasMore = true
                break
            }
            if page.count > 0 { page.wire.append(UInt8(ascii: ",")) }
            page.wire += row.wire
            page.count += 1
            page.last = row.position
        }
        return page
    }

    package func rows(_ query: ChangesQuery) throws -> [LoggedChange] { Array(visible(query).prefix(query.limit)) }

    package func countChanges(_ query: ChangesQuery) throws -> Int {
        visible(query).prefix(query.limit).reduce(0) { count, _ in count + 1 }
    }

    /// Visible rows after the query's position, in order, looked at only as far as they are asked for.
    private func visible(_ query: ChangesQuery) -> some Sequence<LoggedChange> {
        let rows = state.rows[query.tenantID] ?? []
        return rows[rows.partitioningIndex { $0.position > query.after }...].lazy.filter { query.shows($0) }
    }
}

extension ChangesQuery {
    /// Whether the caller may see the row, and asked for it.
    fileprivate func shows(_ row: LoggedChange) -> Bool {
        if let only, row.shareID != only { return false }
        if administered.contains(row.shareID) { return true }
        guard let audience = row.audience else { return readable.contains(row.shareID) }
        return audience == userID
    }
}

extension Array {
    /// First index whose element meets the condition, when all those after it do too.
    fileprivate func partitioningIndex(_ condition: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if condition(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
