import TidelineCore

/// What one device syncs of one share, by the tree of one transaction.
///
/// In doubt a row is shown: one too many is a look at the log, one too few a device that stays behind.
final class FolderFilter {
    /// Where a folder lies, seen from the choice.
    enum Standing {
        case inside, outside, excluded
        /// Something above it is gone for good.
        case unknown
    }

    let isEnabled: Bool
    private let selected: Set<NodeID>
    private let excluded: Set<NodeID>
    private let parents: FolderParents
    private var standings: [NodeID: Standing] = [:]
    private var aboveSelected: Set<NodeID>?
    private var aboveShown: Set<NodeID>?

    init(_ preference: SyncPreference, _ parents: FolderParents) {
        isEnabled = preference.isEnabled
        selected = Set(preference.selected)
        excluded = Set(preference.excluded)
        self.parents = parents
    }

    /// nil is the root.
    func standing(of folder: NodeID?) throws -> Standing {
        var chain: [NodeID] = []
        var result: Standing = selected.isEmpty ? .inside : .outside
        var next = folder
        while let id = next {
            if let known = standings[id] {
                result = known
                break
            }
            chain.append(id)
            guard let link = try parents.link(from: id) else {
                result = .unknown
                break
            }
            next = link.parent
        }
        for id in chain.reversed() {
            if excluded.contains(id) {
                result = .excluded
            } else if result != .excluded, selected.contains(id) {
                result = .inside
            }
            standings[id] = result
        }
        return result
    }

    /// Folders that a selected one lies in: a device needs them for the paths.
    private func foldersAbove(_ folders: Set<NodeID>) throws -> Set<NodeID> {
        var above: Set<NodeID> = []
        for id in folders {
            var next = try parents.link(from: id)?.parent
            while let folder = next, above.insert(folder).inserted { next = try parents.link(from: folder)?.parent }
        }
        return above
    }

    private func isAboveSelected(_ folder: NodeID) throws -> Bool {
        let above = try aboveSelected ?? foldersAbove(selected)
        aboveSelected = above
        return above.contains(folder)
    }

    private func isAboveShown(_ folder: NodeID) throws -> Bool {
        let above = try aboveShown ?? foldersAbove(selected.filter { try standing(of: $0) == .inside && isLive($0) })
        aboveShown = above
        return above.contains(folder)
    }

    private func isLive(_ folder: NodeID) throws -> Bool {
        var next: NodeID? = folder
        while let id = next {
            guard let link = try parents.link(from: id), !link.isTrashed else { return false }
            next = link.parent
        }
        return true
    }

    /// Whether a live thing is part of what the device syncs.
    func shows(_ node: Node) throws -> Bool {
        guard isEnabled else { return false }
        guard node.id.kind == .folder else { return try standing(of: node.place.parent) == .inside }
        return try standing(of: node.id) == .inside || isAboveShown(node.id)
    }

    /// Whether the row may change what the device has. Rows about the share itself always do; and those about a selected
    /// folder and the ones above it, until they have gone into an excluded one.
    func shows(_ row: RowSubject) throws -> Bool {
        guard let node = row.node else { return true }
        guard isEnabled, !excluded.contains(node) else { return false }
        if try selected.contains(node) || isAboveSelected(node),
            try row.type == .moved || standing(of: node) != .excluded
        {
            return true
        }
        if try mayHold(row.parent) { return true }
        if row.type == .moved, try mayHold(row.oldParent) { return true }
        return try isInside(node)
    }

    private func mayHold(_ folder: NodeID?) throws -> Bool {
        let standing = try standing(of: folder)
        return standing == .inside || standing == .unknown
    }

    /// By where it is today.
    private func isInside(_ node: NodeID) throws -> Bool {
        if node.kind == .folder { return try standing(of: node) == .inside }
        guard let link = try parents.link(from: node) else { return false }
        return try standing(of: link.parent) == .inside
    }

    /// Whether the row puts a folder where the device syncs, and the device may never have heard of that folder, what is in
    /// it, or the folders above it.
    func bringsUnheard(_ row: RowSubject) throws -> Bool {
        guard isEnabled, let node = row.node, node.kind == .folder, !excluded.contains(node) else { return false }
        let isOnTheWay = try selected.contains(node) || isAboveSelected(node)
        if isOnTheWay, row.parent != nil, row.type == .moved || row.type == .created { return true }
        return try row.type == .moved && standing(of: row.parent) == .inside
            && standing(of: row.oldParent) != .inside
    }

    /// Whether this choice shows a folder, or the root, that the other one does not.
    func isWider(than other: FolderFilter) throws -> Bool {
        guard isEnabled else { return false }
        guard other.isEnabled else { return true }
        let tops: [NodeID?] = selected.isEmpty ? [nil] : Array(selected)
        let uncovered = try tops.contains { top in
            try standing(of: top) == .inside && other.standing(of: top) != .inside
        }
        return try uncovered || other.excluded.contains { try standing(of: $0) == .inside }
    }
}

/// Which folder each thing lies in, by the tree of one transaction; each is looked up once.
final class FolderParents {
    struct Link {
        /// nil at the root.
        let parent: NodeID?
        /// The thing itself.
        let isTrashed: Bool
    }

    private let reader: any MetadataReader
    private var links: [NodeID: Link?] = [:]

    init(_ reader: any MetadataReader) { self.reader = reader }

    /// nil when the thing is gone for good.
    func link(from id: NodeID) throws -> Link? {
        if let known = links[id] { return known }
        let link = try reader.node(id).map { Link(parent: $0.place.parent, isTrashed: $0.trashedAt != nil) }
        // Files are asked for once; only folders come again.
        if id.kind == .folder { links[id] = .some(link) }
        return link
    }
}

extension SyncPreference {
    /// Everything, as if nothing had been chosen.
    var isWhole: Bool { isEnabled && selected.isEmpty && excluded.isEmpty }
}
