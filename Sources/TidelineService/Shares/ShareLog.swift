import TidelineCore

/// Adds rows about shares within one transaction.
final class ShareLog {
    let writer: any MetadataWriter
    private let caller: Caller
    private let now: Timestamp
    private let ids: any ULIDSource
    private(set) var rows: [LoggedChange] = []

    init(writer: any MetadataWriter, caller: Caller, now: Timestamp, ids: any ULIDSource) {
        self.writer = writer
        self.caller = caller
        self.now = now
        self.ids = ids
    }

    /// With a member it is a row about a membership: only that user and the share's admins see it.
    func add(
        _ type: ChangeType, _ share: Share, oldName: String? = nil, newName: String? = nil, about member: Member? = nil
    ) throws {
        let row = ChangeRow(
            id: ChangeID(ids.next()), tenantID: share.tenantID, shareID: share.id,
            resource: .share(share.id, member: member?.userID, role: member?.role), type: type,
            changedBy: caller.userID, changedAt: now, oldPath: oldName.map { "/" + $0 },
            newPath: newName.map { "/" + $0 }, position: try writer.takePosition(of: share.tenantID), deviceID: nil)
        rows.append(try writer.append(row, audience: member?.userID))
    }
}
