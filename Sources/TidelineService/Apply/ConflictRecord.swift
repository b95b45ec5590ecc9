import TidelineAPI
import TidelineCore

/// A conflict on its way to being recorded, filled in while its change is carried out.
struct ConflictRecord {
    let sketch: ConflictSketch
    var nodeID: NodeID
    let path: String
    var baseVersionID: VersionID?
    var localVersionID: VersionID?
    var serverVersionID: VersionID?
    var wantedPlace: Place?
    private(set) var copyID: NodeID?
    private(set) var copyPath: String?

    /// nil when there is no conflict.
    init?(_ sketch: ConflictSketch?, node: NodeID, path: String) {
        guard let sketch else { return nil }
        self.sketch = sketch
        nodeID = node
        self.path = path
    }

    mutating func setCopy(_ node: Node, _ tree: TreeEditor) throws {
        copyID = node.id
        copyPath = try tree.path(of: node.place)
    }
}

extension BatchRun {
    /// In strict mode the first conflict ends the batch, and nothing of it is kept.
    func refuseWhenStrict(_ record: ConflictRecord?, isStale: Bool) throws {
        guard let record, batch.strategy == nil else { return }
        let conflict = conflict(record, batch.now)
        let code: ErrorCode = isStale ? .syncVersionStale : .syncConflict
        let detail =
            isStale
            ? "\(record.path) has a newer version; fetch it, or name a conflict_resolution."
            : "\(record.path) is in conflict (\(record.sketch.type.rawValue)); fetch changes, or name a conflict_resolution."
        throw ServiceError(code, detail, conflicts: [ConflictBody(conflict)])
    }

    func save(_ record: ConflictRecord, _ writtenAt: Timestamp) throws -> ConflictBody {
        let conflict = conflict(record, writtenAt)
        try tree.writer.put(conflict)
        var body = ConflictBody(conflict)
        body.copyPath = record.copyPath
        return body
    }

    private func conflict(_ record: ConflictRecord, _ writtenAt: Timestamp) -> Conflict {
        let isOpen = record.sketch.isOpen
        return Conflict(
            id: ConflictID(tree.newID()), tenantID: access.share.tenantID, shareID: access.share.id,
            userID: batch.caller.userID, deviceID: device.deviceID, nodeID: record.nodeID, path: record.path,
            type: record.sketch.type, baseVersionID: record.baseVersionID, localVersionID: record.localVersionID,
            serverVersionID: record.serverVersionID, wantedPlace: record.wantedPlace, writtenAt: writtenAt,
            copyID: record.copyID, status: isOpen ? .open : .resolved, resolution: isOpen ? nil : batch.strategy,
            resolvedBy: isOpen ? nil : batch.caller.userID, resolvedAt: isOpen ? nil : batch.now, createdAt: batch.now)
    }
}

extension TreeEditor {
    /// Open conflicts about content close themselves once both sides are equal.
    func closeMoot(_ node: Node) throws {
        for var conflict in try writer.openConflicts(of: node.id) {
            guard conflict.type == .editEdit || conflict.type == .editDelete, let local = conflict.localVersionID,
                try writer.version(local)?.content == node.head?.content
            else { continue }
            conflict.status = .resolved
            conflict.resolvedAt = now
            try writer.put(conflict)
        }
    }
}
