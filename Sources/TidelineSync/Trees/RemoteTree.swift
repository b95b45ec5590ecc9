package import TidelineCore

/// What the server has, kept as the differences from the base.
package struct RemoteTree: Sendable {
    package private(set) var differences: [NodeID: RemoteState] = [:]
    private var childrenInDifferences: [NodeID?: Set<NodeID>] = [:]

    package init(_ saved: [(NodeID, RemoteState)] = []) {
        for (id, state) in saved { set(id, state) }
    }

    /// The live thing on the server, nil when there is none.
    package func node(_ id: NodeID, base: BaseTree) -> RemoteNode? {
        switch differences[id] {
        case .live(let node): node
        case .deleted, .left: nil
        case nil: base[id].map(RemoteNode.init(agreed:))
        }
    }

    /// Names from the root, joined by `/`; nil when it, or a folder above it, is not live.
    package func path(of id: NodeID, base: BaseTree) -> String? {
        var names: [String] = []
        var next: NodeID? = id
        while let id = next {
            guard let node = node(id, base: base), names.count <= Limits.depthMax else { return nil }
            names.append(node.place.name.text)
            next = node.place.parent
        }
        return names.reversed().joined(separator: "/")
    }

    /// Live things right below a folder.
    package func children(of parent: NodeID?, base: BaseTree) -> [NodeID] {
        var found = Array(childrenInDifferences[parent] ?? [])
        base.forEachChild(of: parent) { if differences[$0.id] == nil { found.append($0.id) } }
        return found
    }

    /// Live things right below a folder that the base does not have there.
    package func differingChildren(of parent: NodeID?) -> Set<NodeID> { childrenInDifferences[parent] ?? [] }

    /// Takes one row of the log.
    package mutating func apply(_ row: RemoteRow, base: BaseTree, saving changes: inout StateChanges) {
        switch row {
        case .live(let node), .moved(let node): settle(node.id, .live(node), base: base, saving: &changes)
        case .deleted(let id):
            for gone in [id] + descendants(of: id, base: base) { settle(gone, .deleted, base: base, saving: &changes) }
        }
    }

    /// Drops a difference that the base has caught up with; keeps `state` as one otherwise.
    package mutating func settle(_ id: NodeID, _ state: RemoteState, base: BaseTree, saving changes: inout StateChanges)
    {
        let agrees =
            switch (state, base[id]) {
            case (.live(let node), let agreed?): agreed.agrees(with: node)
            case (.deleted, nil), (.left, nil): true
            default: false
            }
        if agrees {
            guard differences[id] != nil else { return }
            set(id, nil)
            changes.remote[id] = .some(nil)
        } else {
            set(id, state)
            changes.remote[id] = state
        }
    }

    /// Lets go of a thing with all that is below it: it left what this device syncs.
    package mutating func leave(_ id: NodeID, base: BaseTree, saving changes: inout StateChanges) {
        for gone in [id] + descendants(of: id, base: base) { settle(gone, .left, base: base, saving: &changes) }
    }

    /// As ``differences`` would have it, had the base nothing.
    package func state(of id: NodeID, base: BaseTree) -> RemoteState {
        if let node = node(id, base: base) { return .live(node) }
        return differences[id] == .left ? .left : .deleted
    }

    /// Everything live below a folder, parents before children.
    package func descendants(of folder: NodeID, base: BaseTree) -> [NodeID] {
        var found = children(of: folder, base: base)
        var next = 0
        // More than there are: a ring, which only a server that is not well can tell of.
        while next < found.count, found.count <= differences.count + base.count {
            let id = found[next]
            next += 1
            if id.kind == .folder { found += children(of: id, base: base) }
        }
        return found
    }

    private mutating func set(_ id: NodeID, _ state: RemoteState?) {
        if case .live(let old) = differences[id] {
            childrenInDifferences[old.place.parent]?.remove(id)
            if childrenInDifferences[old.place.parent]?.isEmpty == true {
                childrenInDifferences[old.place.parent] = nil
            }
        }
        differences[id] = state
        if case .live(let new) = state { childrenInDifferences[new.place.parent, default: []].insert(id) }
    }
}

extension RemoteNode {
    /// The server's side as the base remembers it. The time of writing is not remembered: nothing decides by it.
    package init(agreed base: BaseNode) {
        self.init(
            id: base.id, place: base.place,
            file: base.file.map {
                RemoteFile(
                    version: $0.version, content: $0.content,
                    modifiedAt: Timestamp(nanoseconds: base.fingerprint.modified))
            })
    }
}
