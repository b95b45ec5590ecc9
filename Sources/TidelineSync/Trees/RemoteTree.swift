package import TidelineCore

/// What the server has, kept as the differences from the base.
package struct RemoteTree: Sendable {
    package private(set) var differences: [NodeID: RemoteState] = [:]
    private var childrenInDifferences: [NodeID?: Set<NodeID>] = [:]
    package private(set) var garbled: Set<NodeID> = []

    package init(_ saved: [(NodeID, RemoteState)] = []) {
        for (id, state) in saved { set(id, state) }
    }

    /// The live thing on the server, nil when there is none. Of what is garbled, what was agreed.
    package func node(_ id: NodeID, base: BaseTree) -> RemoteNode? {
        switch differences[id] {
        case .live(let node): node
        case .deleted, .left: nil
        case .garbled, nil: base[id].map(RemoteNode.init(agreed:))
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

    /// Whether what the server tells of it, or of a folder above it, makes no sense.
    package func isGarbled(_ id: NodeID, base: BaseTree) -> Bool {
        !garbled.isEmpty && isBelow(id, base: base) { garbled.contains($0) } == true
    }

    /// Whether no folders lead to a live thing, though all of them make sense.
    package func isStranded(_ id: NodeID, base: BaseTree) -> Bool {
        isBelow(id, base: base) { garbled.contains($0) } == nil
    }

    /// Whether it or a folder above it is what is asked for; nil where these do not end at the root.
    private func isBelow(_ id: NodeID, base: BaseTree, _ isSought: (NodeID) -> Bool) -> Bool? {
        var next: NodeID? = id
        for _ in 0...Limits.depthMax {
            guard let id = next else { return false }
            if isSought(id) { return true }
            guard let node = node(id, base: base) else { return nil }
            next = node.place.parent
        }
        return nil
    }

    /// Whether there are things of which not even the folder is known.
    package var hasAdrift: Bool {
        garbled.contains { if case .garbled(let it) = differences[$0] { it.known != .folder } else { false } }
    }

    /// Live or garbled things right below a folder.
    package func children(of parent: NodeID?, base: BaseTree) -> [NodeID] {
        var found = Array(childrenInDifferences[parent] ?? [])
        base.forEachChild(of: parent) { if differences[$0.id] == nil { found.append($0.id) } }
        return found
    }

    /// The same, but only those that the base does not have there.
    package func differingChildren(of parent: NodeID?) -> Set<NodeID> { childrenInDifferences[parent] ?? [] }

    /// Takes one row of the log.
    package mutating func apply(_ row: RemoteRow, base: BaseTree, saving changes: inout StateChanges) {
        switch row {
        case .live(let node), .moved(let node): settle(node.id, .live(node), base: base, saving: &changes)
        case .deleted(let id):
            for gone in [id] + descendants(of: id, base: base) { settle(gone, .deleted, base: base, saving: &changes) }
        case .garbled(let it): settle(it.id, .garbled(it), base: base, saving: &changes)
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
        switch differences[id] {
        case .garbled(let it): .garbled(it)
        case .left: .left
        case .live, .deleted, nil: node(id, base: base).map { .live($0) } ?? .deleted
        }
    }

    /// Everything live or garbled below a folder, parents before children. Each once, though the server tell of a ring.
    package func descendants(of folder: NodeID, base: BaseTree) -> [NodeID] {
        var found: [NodeID] = []
        var known: Set<NodeID> = [folder]
        var next = 0
        var parent = folder
        while true {
            if parent.kind == .folder {
                for child in children(of: parent, base: base) where known.insert(child).inserted { found.append(child) }
            }
            guard next < found.count else { return found }
            parent = found[next]
            next += 1
        }
    }

    private mutating func set(_ id: NodeID, _ state: RemoteState?) {
        if let folder = differences[id]?.folder {
            childrenInDifferences[folder]?.remove(id)
            if childrenInDifferences[folder]?.isEmpty == true { childrenInDifferences[folder] = nil }
        }
        differences[id] = state
        if let folder = state?.folder { childrenInDifferences[folder, default: []].insert(id) }
        if case .garbled = state { garbled.insert(id) } else { garbled.remove(id) }
    }
}

extension RemoteState {
    /// Where it is listed: an inner nil is the root.
    fileprivate var folder: NodeID?? {
        switch self {
        case .live(let node): .some(node.place.parent)
        case .garbled(let it): it.known == .folder ? .some(it.parent) : nil
        case .deleted, .left: nil
        }
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
