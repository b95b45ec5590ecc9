import TidelineAPI
import TidelineCore

// From a decision to rows.

extension BatchRun {
    /// Throws a `ServiceError` only before it has written anything.
    func carryOut(_ change: ParsedChange, _ content: ProposedContent?) throws -> Effect {
        switch change.verb {
        case .create: try create(change, content)
        case .update: try update(change, content)
        case .move: try move(change)
        case .delete: try delete(change)
        }
    }

    /// The thing that has the name gets a conflicted copy's.
    func giveWay(_ holder: Node, writtenAt: Timestamp, _ record: inout ConflictRecord?) throws {
        let place = try tree.copyPlace(of: holder.place, device: device.name)
        try record?.setCopy(try tree.move(holder, to: place, writtenAt: writtenAt), tree)
    }

    func merged(_ holder: Node, _ type: ChangeType, _ record: ConflictRecord?) throws -> Effect {
        Effect(
            applied: try unwritten(holder, type, .merged),
            conflict: try record.map { try save($0, batch.now) }, mergedInto: holder.id)
    }

    func requireRoom(_ content: ProposedContent?) throws {
        if let size = content?.content.size { try tree.requireRoom(for: size) }
    }

    func newContent(_ content: ProposedContent, _ change: ParsedChange) -> NewContent {
        NewContent(
            proposed: content, modifiedAt: change.modifiedAt ?? content.uploaded?.modifiedAt ?? batch.now,
            writtenAt: writtenAt(change),
            baseVersionID: nil)
    }

    /// A change whose row was the last written.
    func applied(_ node: Node, _ outcome: ApplyOutcome) throws -> AppliedBody {
        guard let row = tree.lastRow else { preconditionFailure("a row was written") }
        var body = try unwritten(node, row.type, outcome)
        body.changeID = row.id.description
        body.position = row.position.value
        return body
    }

    /// A change that needed no row of its own.
    func unwritten(_ node: Node, _ type: ChangeType, _ outcome: ApplyOutcome) throws -> AppliedBody {
        AppliedBody(
            resourceType: node.id.kind.resourceType, resourceID: node.id.description, changeType: type,
            versionID: node.head?.versionID.description, path: try tree.path(of: node.place), outcome: outcome)
    }
}
