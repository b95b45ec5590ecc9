import TidelineCore

// Which thing and which place a change means.

extension BatchRun {
    /// The thing that a change is about: by id, else by where it was.
    func subject(of change: ParsedChange) throws -> Node {
        let found: Node?
        if let id = change.resourceID {
            found = try tree.node(resolved(id))
        } else if let path = change.oldPath ?? (change.verb == .move ? nil : change.newPath) {
            found = try node(at: path)
        } else {
            throw ServiceError(.validationFailed, "resource_id or old_path must say what this change is about.")
        }
        guard let found else { throw ServiceError.notFound("The \(change.kind.resourceType.rawValue)") }
        guard found.id.kind == change.kind else {
            throw ServiceError(.validationFailed, "resource_type is not what this thing is.")
        }
        return found
    }

    /// Where a created or moved thing is wanted. `parent_id` and `name` win over the paths.
    func wantedPlace(of change: ParsedChange, now node: Node?) throws -> Place {
        if let parent = change.parent, let name = change.name ?? (change.newPath == nil ? node?.place.name : nil) {
            switch parent {
            case .root: return Place(parent: nil, name: name)
            case .folder(let id): return Place(parent: resolved(id), name: name)
            }
        }
        if let path = change.newPath, let name = path.name, let parent = path.parent {
            return Place(parent: try folder(at: parent), name: name)
        }
        if let name = change.name, let node { return Place(parent: node.place.parent, name: name) }
        throw ServiceError(.validationFailed, "parent_id and name, or new_path, must say where this is to be.")
    }

    /// The live thing at a path.
    func node(at path: NodePath) throws -> Node? {
        guard let name = path.name, let parent = path.parent, let folder = try lookUp(parent) else { return nil }
        return try tree.holder(of: Place(parent: folder.nodeID, name: name))
    }

    private func folder(at path: NodePath) throws -> NodeID? {
        guard let folder = try lookUp(path) else { throw ServiceError.notFound("The folder \(path)") }
        return folder.nodeID
    }

    /// nil when there is no such live folder.
    private func lookUp(_ path: NodePath) throws -> ParsedChange.Parent? {
        var parent = ParsedChange.Parent.root
        for name in path.names {
            guard let node = try tree.holder(of: Place(parent: parent.nodeID, name: name)), node.id.kind == .folder
            else { return nil }
            parent = .folder(node.id)
        }
        return parent
    }
}

extension ParsedChange.Parent {
    var nodeID: NodeID? {
        switch self {
        case .root: nil
        case .folder(let id): id
        }
    }
}
