import TidelineCore

// Whether a thing may be where somebody wants it.

extension TreeEditor {
    /// The wanted parent, known to be there, with the limits of paths kept. It may be in the trash.
    func wantedParent(_ place: Place) throws -> FolderInfo {
        guard let parent = try folder(place.parent) else { throw ServiceError.notFound("The folder to put it in") }
        try checkLimits(of: place.name, in: parent)
        return parent
    }

    func requireLevels(of node: Node, below parent: FolderInfo) throws {
        let levels = node.id.kind == .folder ? try writer.levels(below: node.id) : 0
        guard parent.depth + 1 + levels <= Limits.depthMax else {
            throw ServiceError(.validationFailed, PathError.tooDeep.explanation)
        }
    }

    /// Whether the folder is this one or lies somewhere below it.
    func isBelow(_ folder: NodeID?, _ node: Node) throws -> Bool {
        guard node.id.kind == .folder else { return false }
        var next = folder
        while let id = next {
            if id == node.id { return true }
            next = try self.node(id)?.place.parent
        }
        return false
    }

    // MARK: Without a strategy

    /// The same as ``wantedParent(_:)``, and not in the trash.
    func liveParent(_ place: Place) throws -> FolderInfo {
        let parent = try wantedParent(place)
        guard parent.removedAt == nil else {
            throw ServiceError(.gone, "The folder to put it in is in the trash; restore it, or choose another one.")
        }
        return parent
    }

    func requireFree(_ place: Place, except id: NodeID? = nil) throws {
        guard let holder = try holder(of: place, except: id) else { return }
        throw ServiceError(
            .nameConflict, "\(try path(of: holder.place)) has that name; choose another name or another folder.")
    }

    func requireRoom(for bytes: Int64) throws {
        guard hasRoom(for: bytes) else { throw ServiceError.noRoom(for: bytes) }
    }

    /// Moves or renames a live thing; where it is already, nothing is written.
    func relocate(_ node: Node, to place: Place) throws -> Node {
        guard place != node.place else { return node }
        _ = try liveParent(place)
        guard try !isBelow(place.parent, node) else {
            throw ServiceError.invalid(["body", "parent_id"], "may not be the folder itself or one below it")
        }
        try checkLimits(of: node, at: place)
        try requireFree(place, except: node.id)
        return try move(node, to: place, writtenAt: now)
    }
}
