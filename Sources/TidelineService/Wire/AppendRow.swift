import TidelineCore

extension MetadataWriter {
    /// Puts the row into the log; its position must have been taken in this transaction.
    func append(_ row: ChangeRow, audience: UserID? = nil) throws -> LoggedChange {
        let logged = LoggedChange(
            tenantID: row.tenantID, position: row.position, shareID: row.shareID, audience: audience,
            changedAt: row.changedAt, oldParent: row.oldParent, wire: row.wire())
        try append(logged)
        return logged
    }
}
