import TidelineCore

// Bringing things back, and one folder flowing into another.

extension TreeEditor {
    /// Brings the thing back at a place whose parent is live.
    ///
    /// A reader may have let go of everything below a folder when it saw the one row of its removal, so each live thing
    /// below gets a row too, parents first.
    func restore(_ node: Node, at place: Place, device: String, writtenAt: Timestamp) throws -> Node {
        guard !node.isEmptied else { throw Self.purged }
        var node = node
        node.purgedAt = nil
        node.place = try freePlace(place, device: device, except: node.id)
        node.trashedAt = nil
        node.placedAt = writtenAt
        try log(&node, .created, from: nil, to: try path(of: node.place), isPlacing: true)
        guard node.id.kind == .folder else { return node }
        forgetPaths(below: node)
        for var thing in try writer.descendants(of: node.id) {
            try log(&thing, .created, from: nil, to: try path(of: thing.place), isPlacing: false)
        }
        return node
    }

    /// `GONE` for what was purged, though a folder may come back for the sake of what is put into it. Callers ask before they
    /// write anything.
    func requireContent(_ node: Node) throws {
        guard !node.isEmptied, node.purgedAt == nil else { throw Self.purged }
    }

    private static let purged = ServiceError(
        .gone, "This was purged from the trash; make it anew, with its content.")

    /// Brings the file back where it was, with this content for its head.
    func bringBack(_ node: Node, with content: NewContent, device: String) throws -> Node {
        guard node.isEmptied else {
            return try write(try bringBack(node, device: device, writtenAt: content.writtenAt), content)
        }
        _ = try keepAside(node, content)
        return try bringBack(node, device: device, writtenAt: content.writtenAt)
    }

    /// Brings back each trashed folder from the root down to this one, and nothing else: what was deleted with them stays
    /// deleted, each thing by itself from now on.
    func restoreChain(to folder: NodeID?, device: String, writtenAt: Timestamp) throws {
        var chain: [NodeID] = []
        var next = folder
        while let id = next, let node = try node(id) {
            chain.append(id)
            next = node.place.parent
        }
        for id in chain.reversed() {
            guard let node = try node(id), let time = node.trashedAt else { continue }
            for var child in try writer.children(of: id, in: share.id) {
                child.trashedAt = time
                try writer.put(child)
            }
            _ = try restore(node, at: node.place, device: device, writtenAt: writtenAt)
        }
    }

    /// Puts the thing, in the trash or not, at a place whose parent is live.
    func place(_ node: Node, at place: Place, device: String, writtenAt: Timestamp) throws -> Node {
        guard let node = try self.node(node.id) else { preconditionFailure("a node is never removed here") }
        return try removal(of: node) == nil
            ? move(node, to: place, writtenAt: writtenAt)
            : restore(node, at: place, device: device, writtenAt: writtenAt)
    }

    /// Brings the thing back where it was, with the folders above it.
    func bringBack(_ node: Node, device: String, writtenAt: Timestamp) throws -> Node {
        try restoreChain(to: node.place.parent, device: device, writtenAt: writtenAt)
        guard let node = try self.node(node.id) else { preconditionFailure("a node is never removed here") }
        return try removal(of: node) == nil
            ? node : restore(node, at: node.place, device: device, writtenAt: writtenAt)
    }

    /// Moves everything in `source` into `target`, then removes the empty `source`.
    ///
    /// - Returns: things that met another of the same name, under the conflicted copy's name they have now.
    func merge(_ source: Node, into target: Node, device: String, writtenAt: Timestamp) throws -> [Node] {
        var renamed: [Node] = []
        // A source that lies in its target may be met on the way and take in more. Each turn empties a folder for good,
        // so this ends.
        while true {
            let children = try writer.children(of: source.id, in: share.id)
            guard !children.isEmpty else { break }
            for child in children {
                renamed += try mergeOne(child, into: target, device: device, writtenAt: writtenAt)
            }
        }
        // Rows about its children do not change the folder itself.
        try trash(source, writtenAt: writtenAt)
        return renamed
    }

    private func mergeOne(_ child: Node, into target: Node, device: String, writtenAt: Timestamp) throws -> [Node] {
        let place = Place(parent: target.id, name: child.place.name)
        switch try holder(of: place) {
        case let other? where other.id.kind == .folder && child.id.kind == .folder:
            return try merge(child, into: other, device: device, writtenAt: writtenAt)
        case let other? where other.head != nil && other.head?.content == child.head?.content:
            try trash(child, writtenAt: writtenAt)
        case .some:
            return [try move(child, to: try copyPlace(of: place, device: device), writtenAt: writtenAt)]
        case nil:
            _ = try move(child, to: place, writtenAt: writtenAt)
        }
        return []
    }
}
