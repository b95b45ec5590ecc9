package import TidelineAPI
import TidelineCore
package import TidelineSync

extension PushAnswer {
    /// Finds the result of each change by its `client_change_id`; a replayed one counts like its first outcome.
    package init(_ answer: ApplyAnswer, to changes: [PushChange]) throws(RemoteError) {
        guard let cursor = Position(answer.cursor) else {
            throw .garbage("The cursor \(answer.cursor) is no position.")
        }
        let applied = try index(answer.applied, \.clientChangeID)
        let conflicts = try index(answer.conflicts, \.clientChangeID)
        let rejected = try index(answer.rejected, \.clientChangeID)
        var results: [PushResult] = []
        for change in changes {
            let id = change.clientChangeID
            switch (applied[id], conflicts[id], rejected[id]) {
            case (let applied?, let conflict?, nil) where !wentElsewhere(change, applied, conflict):
                results.append(try done(change, applied))
            case (_, let conflict?, _): results.append(try settled(change, conflict))
            case (let applied?, nil, nil): results.append(try done(change, applied))
            case (nil, nil, let rejected?): results.append(try refused(change, rejected))
            case (nil, nil, nil): throw .garbage("The answer says nothing about change \(id).")
            case (_?, nil, _?): throw .garbage("The answer both applies and rejects change \(id).")
            }
        }
        self.init(results: results, cursor: cursor)
    }
}

private func index<Entry>(
    _ entries: [Entry], _ id: (Entry) -> String?
) throws(RemoteError) -> [String: Entry] {
    var found: [String: Entry] = [:]
    for entry in entries {
        guard let id = id(entry) else { throw .garbage("The answer has an entry without client_change_id.") }
        guard found.updateValue(entry, forKey: id) == nil else {
            throw .garbage("The answer has two entries about change \(id).")
        }
    }
    return found
}

/// Whether this device's thing is the conflicted copy, or went into one. A copy that another node became, while the thing
/// itself was applied where it was wanted, is the server's side moving away.
private func wentElsewhere(_ change: PushChange, _ applied: AppliedBody, _ conflict: ConflictBody) -> Bool {
    guard let copy = conflict.copyID else { return false }
    let wasAppliedItself = applied.resourceID == change.node.description && copy != applied.resourceID
    return !wasAppliedItself || (conflict.localVersionID != nil && applied.versionID != conflict.localVersionID)
}

private func done(_ change: PushChange, _ applied: AppliedBody) throws(RemoteError) -> PushResult {
    let row = "The answer about change \(change.clientChangeID)"
    guard let node = NodeID(applied.resourceID), node.kind == change.node.kind else {
        throw .garbage("\(row): resource_id is malformed.")
    }
    return .done(node: node, version: try version(applied.versionID, row))
}

private func settled(_ change: PushChange, _ conflict: ConflictBody) throws(RemoteError) -> PushResult {
    let row = "The answer about change \(change.clientChangeID)"
    var copy: NodeID?
    if let text = conflict.copyID {
        guard let id = NodeID(text) else { throw .garbage("\(row): copy_id is malformed.") }
        copy = id
    }
    return .conflict(
        conflict.conflictType, kept: try version(conflict.localVersionID, row), copy: copy,
        copyPath: conflict.copyPath)
}

private func refused(_ change: PushChange, _ rejected: RejectedBody) throws(RemoteError) -> PushResult {
    guard let code = ErrorCode(rawValue: rejected.code) else {
        return .rejected(.badRequest, "\(rejected.code): \(rejected.detail)")
    }
    guard code == .contentMissing else { return .rejected(code, rejected.detail) }
    return .contentMissing(try digests(rejected.missing ?? []))
}

private func version(_ text: String?, _ row: String) throws(RemoteError) -> VersionID? {
    guard let text else { return nil }
    guard let id = VersionID(text) else { throw .garbage("\(row): a version id is malformed.") }
    return id
}

func digests(_ texts: [String]) throws(RemoteError) -> [Digest] {
    var digests: [Digest] = []
    for text in texts {
        guard let digest = Digest(hex: text) else { throw .garbage("The answer has a malformed chunk hash.") }
        digests.append(digest)
    }
    return digests
}
