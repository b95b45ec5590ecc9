package import TidelineCore

/// Everything this device and the server last agreed on, as a tree in memory.
///
/// About 250 bytes a node: nodes stand in one array, siblings are linked by their places in it.
package struct BaseTree: Sendable {
    private struct Slot {
        var node: BaseNode
        var next: Int32
        var previous: Int32
    }

    private static let none: Int32 = -1

    private var slots: ContiguousArray<Slot> = []
    private var free: [Int32] = []
    private var index: [NodeID: Int32] = [:]
    private var firstChild: [NodeID?: Int32] = [:]

    package init(_ nodes: [BaseNode] = []) {
        slots.reserveCapacity(nodes.count)
        index.reserveCapacity(nodes.count)
        for node in nodes { put(node) }
    }

    package var count: Int { index.count }

    package subscript(id: NodeID) -> BaseNode? { index[id].map { slots[Int($0)].node } }

    package mutating func put(_ node: BaseNode) {
        if let at = index[node.id] {
            if slots[Int(at)].node.place.parent == node.place.parent {
                slots[Int(at)].node = node
                return
            }
            unlink(at, parent: slots[Int(at)].node.place.parent)
            slots[Int(at)].node = node
            link(at, parent: node.place.parent)
            return
        }
        let at: Int32
        if let reused = free.popLast() {
            at = reused
            slots[Int(at)] = Slot(node: node, next: Self.none, previous: Self.none)
        } else {
            at = Int32(slots.count)
            slots.append(Slot(node: node, next: Self.none, previous: Self.none))
        }
        index[node.id] = at
        link(at, parent: node.place.parent)
    }

    package mutating func remove(_ id: NodeID) {
        guard let at = index.removeValue(forKey: id) else { return }
        unlink(at, parent: slots[Int(at)].node.place.parent)
        free.append(at)
    }

    package func forEach(_ body: (BaseNode) throws -> Void) rethrows {
        for at in index.values { try body(slots[Int(at)].node) }
    }

    package func forEachChild(of parent: NodeID?, _ body: (BaseNode) throws -> Void) rethrows {
        var at = firstChild[parent] ?? Self.none
        while at != Self.none {
            let slot = slots[Int(at)]
            try body(slot.node)
            at = slot.next
        }
    }

    /// Ids of everything below, parents before children.
    package func descendants(of folder: NodeID) -> [NodeID] {
        var found: [NodeID] = []
        forEachChild(of: folder) { found.append($0.id) }
        var next = 0
        // More than there are: a ring, which a refused move may leave behind.
        while next < found.count, found.count <= count {
            let id = found[next]
            next += 1
            if id.kind == .folder { forEachChild(of: id) { found.append($0.id) } }
        }
        return found
    }

    private mutating func link(_ at: Int32, parent: NodeID?) {
        let head = firstChild[parent] ?? Self.none
        slots[Int(at)].next = head
        slots[Int(at)].previous = Self.none
        if head != Self.none { slots[Int(head)].previous = at }
        firstChild[parent] = at
    }

    private mutating func unlink(_ at: Int32, parent: NodeID?) {
        let (next, previous) = (slots[Int(at)].next, slots[Int(at)].previous)
        if next != Self.none { slots[Int(next)].previous = previous }
        if previous != Self.none {
            slots[Int(previous)].next = next
        } else if next != Self.none {
            firstChild[parent] = next
        } else {
            firstChild[parent] = nil
        }
    }
}

extension BaseNode {
    /// The name on this disk.
    package var nameOnDisk: String { diskName ?? place.name.text }

    /// How the server's side of this agreement looks, but for the time of writing.
    package func agrees(with remote: RemoteNode) -> Bool {
        place == remote.place && file?.version == remote.file?.version
    }
}

extension Fingerprint {
    package func isSameInode(as other: Fingerprint) -> Bool { inode == other.inode && birth == other.birth }

    /// The same thing with the same content, as far as a look can tell; renaming changes only the time of change.
    package func isSameContent(as other: Fingerprint) -> Bool {
        var same = other
        same.changed = changed
        return self == same
    }

    /// The same thing on disk, whatever was written to it since: inode numbers are used again, births are not.
    package func isSameThing(as other: Fingerprint) -> Bool {
        guard isSameInode(as: other) else { return false }
        return birth != 0 || (size == other.size && modified == other.modified)
    }
}
