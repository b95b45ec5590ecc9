import TidelineCore

/// Who holds which name below a parent, as the steps planned so far leave it.
struct NameTable {
    private var names: [NodeID?: [String: NodeID]] = [:]

    /// - Parameter children: what stands below the parent before any step.
    mutating func holder(of place: Place, children: (NodeID?) -> [(NodeID, NodeName)]) -> NodeID? {
        read(place.parent, children)
        return names[place.parent]?[place.name.key]
    }

    mutating func move(
        _ id: NodeID, from: Place?, to: Place?, children: (NodeID?) -> [(NodeID, NodeName)]
    ) {
        if let from {
            read(from.parent, children)
            if names[from.parent]?[from.name.key] == id { names[from.parent]?[from.name.key] = nil }
        }
        if let to {
            read(to.parent, children)
            names[to.parent]?[to.name.key] = id
        }
    }

    private mutating func read(_ parent: NodeID?, _ children: (NodeID?) -> [(NodeID, NodeName)]) {
        guard names[parent] == nil else { return }
        var held: [String: NodeID] = [:]
        for (id, name) in children(parent) { held[name.key] = id }
        names[parent] = held
    }
}
