import TidelineCore

// The limits of paths, for what lies below a folder that gets another place.

extension TreeEditor {
    /// Throws `VALIDATION_FAILED` when a thing of that name in that folder would lie too deep or have too long a path.
    func checkLimits(of name: NodeName, in parent: FolderInfo) throws {
        guard parent.depth < Limits.depthMax else {
            throw ServiceError(.validationFailed, PathError.tooDeep.explanation)
        }
        guard parent.path(of: name).utf8.count <= Limits.pathBytesMax else {
            throw ServiceError(.validationFailed, PathError.tooLong.explanation)
        }
    }

    /// Throws `VALIDATION_FAILED` when something live below the folder would lie too deep or have too long a path there.
    ///
    /// Looks at no more than it must: nothing while the folder goes neither deeper nor to a longer path; then at the
    /// folders below, and at the names of all things only when levels alone do not say that they fit.
    func checkLimits(of node: Node, at place: Place) throws {
        guard node.id.kind == .folder, let old = try folder(node.place.parent), let new = try folder(place.parent)
        else { return }
        let bytes = new.path(of: place.name).utf8.count
        let isDeeper = new.depth > old.depth
        guard isDeeper || bytes > old.path(of: node.place.name).utf8.count else { return }
        let levels = try writer.levels(below: node.id)
        guard !isDeeper || new.depth + 1 + levels <= Limits.depthMax else {
            throw ServiceError(.validationFailed, PathError.tooDeep.explanation)
        }
        guard bytes + levels * (Limits.nameBytesMax + 1) > Limits.pathBytesMax else { return }
        guard let longest = try writer.longestPath(below: node.id, limit: Limits.pathCheckNodesMax) else {
            throw ServiceError(
                .validationFailed,
                "More than \(Limits.pathCheckNodesMax) things (pathCheckNodesMax) lie below this folder, so deep that their "
                    + "paths might get too long; move parts of it.")
        }
        guard bytes + longest <= Limits.pathBytesMax else {
            throw ServiceError(
                .validationFailed,
                "What lies below this folder would get too long a path. \(PathError.tooLong.explanation)")
        }
    }
}
