/// What one device syncs of one share, by one tree that does not change meanwhile.
///
/// In doubt a row is shown: one too many is a look at the log, one too few a device that stays behind.
package final class FolderFilter {
    /// Where a folder lies, seen from the choice.
    package enum Standing {
        case inside, outside, excluded
        /// Something above it is gone for good.
        case unknown
    }

    package let isEnabled: Bool
    private let selected: Set<NodeID>
    private let excluded: Set<NodeID>
    private let link: (NodeID) throws -> FolderLink?
    private var standings: [NodeID: Standing] = [:]
    private var aboveSelected: Set<NodeID>?
    private var aboveShown: Set<NodeID>?

    /// - Parameters:
    ///   - selected: empty for the whole share.
    ///   - link: which folder a thing lies in; nil when the thing is gone for good, or not known here.
    package init(
        isEnabled: Bool, selected: some Sequence<NodeID>, excluded: some Sequence<NodeID>,
        link: @escaping (NodeID) throws -> FolderLink?
    ) {
        self.isEnabled = isEnabled
        self.selected = Set(selected)
        self.excluded = Set(excluded)
        self.link = link
    }

    /// nil is the root.
    package func standing(of folder: NodeID?) throws -> Standing {
        var chain: [NodeID] = []
        var result: Standing = selected.isEmpty ? .inside : .outside
        var next = folder
        while let id = next {
            if let known = standings[id] {
                result = known
                break
            }
            chain.append(id)
            // A tree that is read while it changes may show a ring.
            guard chain.count <= Limits.depthMax, let link = try self.link(id) else {
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
            var next = try link(id)?.parent
            while let folder = next, above.insert(folder).inserted { next = try link(folder)?.parent }
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
        var steps = 0
        while let id = next {
            steps += 1
            guard steps <= Limits.depthMax, let link = try self.link(id), !link.isTrashed else { return false }
            next = link.parent
        }
        return true
    }

    /// Whether a live thing is part of what the device syncs. Rule files are where their folder is: they may be about what
    /// lies in a selected one further down.
    package func shows(_ id: NodeID, at place: Place) throws -> Bool {
        guard isEnabled else { return false }
        guard id.kind == .file else { return try showsFolder(id) }
        if try standing(of: place.parent) == .inside { return true }
        return try place.name.text == IgnoreFile.name && (place.parent.map(showsFolder) ?? true)
    }

    private func showsFolder(_ id: NodeID) throws -> Bool { try standing(of: id) == .inside || isAboveShown(id) }

    /// Whether a live folder holds something live that the device is not shown.
    ///
    /// - Parameter children: the live things right in a folder.
    package func hidesAnything(in folder: NodeID, children: (NodeID) throws -> [(id: NodeID, place: Place)]) throws
        -> Bool
    {
        if isEnabled, try standing(of: folder) == .inside {
            return try excluded.contains { try lies($0, in: folder) && isLive($0) }
        }
        return try children(folder).contains { child in
            guard try shows(child.id, at: child.place) else { return true }
            return try child.id.kind == .folder && hidesAnything(in: child.id, children: children)
        }
    }

    private func lies(_ folder: NodeID, in other: NodeID) throws -> Bool {
        try foldersAbove([folder]).contains(other)
    }

    /// Whether a folder is a selected one, or one that it lies in.
    package func leadsToSelected(_ folder: NodeID) throws -> Bool {
        try selected.contains(folder) || isAboveSelected(folder)
    }

    /// Whether the row may change what the device has. Rows about the share itself always do; and those about a selected
    /// folder and the ones above it, until they have gone into an excluded one.
    package func shows(_ row: RowSubject) throws -> Bool {
        guard let node = row.node else { return true }
        guard isEnabled, !excluded.contains(node) else { return false }
        if try leadsToSelected(node),
            try row.type == .moved || standing(of: node) != .excluded
        {
            return true
        }
        if try mayHold(row.parent) { return true }
        if row.type == .moved, try mayHold(row.oldParent) { return true }
        if row.isAboutRules, try leadsOn(row.parent) || (row.type == .moved && leadsOn(row.oldParent)) { return true }
        return try isInside(node)
    }

    /// Whether a folder may lie above something selected.
    private func leadsOn(_ folder: NodeID?) throws -> Bool {
        guard let folder else { return true }
        return try isAboveSelected(folder) && standing(of: folder) != .excluded
    }

    private func mayHold(_ folder: NodeID?) throws -> Bool {
        let standing = try standing(of: folder)
        return standing == .inside || standing == .unknown
    }

    /// By where it is today.
    private func isInside(_ node: NodeID) throws -> Bool {
        if node.kind == .folder { return try standing(of: node) == .inside }
        guard let link = try self.link(node) else { return false }
        return try standing(of: link.parent) == .inside
    }

    /// Whether the row puts a folder where the device syncs, and the device may never have heard of that folder, what is in
    /// it, or the folders above it.
    package func bringsUnheard(_ row: RowSubject) throws -> Bool {
        guard isEnabled, let node = row.node, node.kind == .folder, !excluded.contains(node) else { return false }
        let isOnTheWay = try leadsToSelected(node)
        if isOnTheWay, row.parent != nil, row.type == .moved || row.type == .created { return true }
        return try row.type == .moved && standing(of: row.parent) == .inside
            && standing(of: row.oldParent) != .inside
    }

    /// Whether this choice shows a folder, or the root, that the other one does not.
    package func isWider(than other: FolderFilter) throws -> Bool {
        guard isEnabled else { return false }
        guard other.isEnabled else { return true }
        let tops: [NodeID?] = selected.isEmpty ? [nil] : Array(selected)
        let uncovered = try tops.contains { top in
            try standing(of: top) == .inside && other.standing(of: top) != .inside
        }
        return try uncovered || other.excluded.contains { try standing(of: $0) == .inside }
    }
}

package struct FolderLink: Sendable {
    /// nil at the root.
    package let parent: NodeID?
    /// The thing itself.
    package let isTrashed: Bool

    package init(parent: NodeID?, isTrashed: Bool) {
        self.parent = parent
        self.isTrashed = isTrashed
    }
}

/// What a row of the log is about, and where that was and is.
package struct RowSubject: Sendable {
    package let type: ChangeType
    /// nil for a row about a share.
    package let node: NodeID?
    /// After the change; nil at the root.
    package let parent: NodeID?
    /// Before it, of a moved thing; nil at the root.
    package let oldParent: NodeID?
    /// Whether it is about a file that has, or had, the name of a rule file.
    package let isAboutRules: Bool

    package init(type: ChangeType, node: NodeID?, parent: NodeID?, oldParent: NodeID?, isAboutRules: Bool) {
        self.type = type
        self.node = node
        self.parent = parent
        self.oldParent = oldParent
        self.isAboutRules = isAboutRules
    }
}
