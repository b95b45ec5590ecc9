package import TidelineCore

/// Live things of a share by id, with a way down by name.
package struct ShareTree: Sendable {
    package private(set) var nodes: [NodeID: RemoteNode] = [:]
    private var children: [NodeID?: Set<NodeID>] = [:]
    /// More than one only while a tree is being worked out.
    private var holders: [Slot: Set<NodeID>] = [:]

    private struct Slot: Hashable {
        let parent: NodeID?
        let key: String

        init(_ place: Place) {
            parent = place.parent
            key = place.name.key
        }
    }

    package init(_ nodes: [RemoteNode] = []) {
        for node in nodes { put(node) }
    }

    package subscript(id: NodeID) -> RemoteNode? { nodes[id] }

    package mutating func put(_ node: RemoteNode) {
        remove(node.id)
        nodes[node.id] = node
        children[node.place.parent, default: []].insert(node.id)
        holders[Slot(node.place), default: []].insert(node.id)
    }

    package mutating func move(_ id: NodeID, to place: Place) {
        guard var node = nodes[id] else { return }
        node.place = place
        put(node)
    }

    /// Only the thing itself.
    package mutating func remove(_ id: NodeID) {
        guard let node = nodes.removeValue(forKey: id) else { return }
        children[node.place.parent]?.remove(id)
        holders[Slot(node.place)]?.remove(id)
    }

    package mutating func removeAll(below id: NodeID) {
        for child in self.children(of: id) { removeAll(below: child) }
        remove(id)
    }

    /// Brings the tree from before a row to after it; a row that it has taken already changes nothing.
    package mutating func apply(_ row: HistoryRow) {
        if let node = row.node { put(node) } else { removeAll(below: row.id) }
    }

    /// In the order of their ids.
    func children(of parent: NodeID?) -> [NodeID] { (children[parent] ?? []).sorted() }

    /// What has the name in that folder, beside `id`.
    func holder(of place: Place, except id: NodeID? = nil) -> NodeID? {
        holders[Slot(place)]?.filter { $0 != id }.min()
    }

    /// `.some(nil)` is the root, nil that there is no such folder.
    func folder(at path: NodePath) -> NodeID?? {
        var at: NodeID?
        for name in path.names {
            guard let next = holder(of: Place(parent: at, name: name)), next.kind == .folder else { return nil }
            at = next
        }
        return .some(at)
    }

    /// Whether the thing is `folder` or lies below it. A chain that has no end counts as outside.
    func lies(_ id: NodeID?, in folder: NodeID) -> Bool {
        var next = id
        var steps = 0
        while let at = next, steps <= Limits.depthMax {
            if at == folder { return true }
            next = nodes[at]?.place.parent
            steps += 1
        }
        return false
    }

    /// Names from the root; those above that are not here are left out.
    package func path(of id: NodeID) -> String {
        var names: [String] = []
        var next: NodeID? = id
        while let at = next, let node = nodes[at], names.count <= Limits.depthMax {
            names.append(node.place.name.text)
            next = node.place.parent
        }
        return names.reversed().reduce(into: "") { $0 += "/" + $1 }
    }
}
