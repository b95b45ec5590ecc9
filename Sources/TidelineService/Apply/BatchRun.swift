import TidelineAPI
import TidelineCore

/// One batch within its transaction: takes the changes in order and collects the answer.
final class BatchRun {
    let batch: Batch
    let access: ShareAccess
    let device: Device
    let tree: TreeEditor
    private let headBefore: Position
    private var answer = ApplyAnswer(applied: [], conflicts: [], rejected: [], cursor: 0)
    /// Ids that clients chose for things that turned out to be there already.
    private var aliases: [NodeID: NodeID] = [:]

    init(_ batch: Batch, _ writer: any MetadataWriter, _ ids: any ULIDSource) throws {
        self.batch = batch
        let access = try BatchAccess(batch, writer)
        self.access = access.access
        device = access.device
        headBefore = try writer.log(of: access.access.share.tenantID).head
        tree = TreeEditor(
            writer, share: access.access.share, userID: batch.caller.userID, deviceID: device.deviceID, now: batch.now,
            ids: ids)
    }

    func perform() throws -> ApplyAnswer {
        for change in batch.changes { try take(change) }
        answer.cursor = headBefore.value
        if batch.isDryRun { throw UndoneBatch(answer: answer) }
        try tree.writer.markSeen(device, at: batch.now)
        answer.cursor = try tree.writer.log(of: access.share.tenantID).head.value
        return answer
    }

    private func take(_ prepared: PreparedChange) throws {
        if !prepared.isRepeat, let id = prepared.clientChangeID, let outcome = try rememberedOutcome(id) {
            replay(outcome, prepared)
            return
        }
        do {
            let change = try prepared.change.get()
            try access.require(change.permission)
            try tree.requireUsable(prepared.content, by: batch.caller)
            let effect = try carryOut(change, prepared.content)
            if effect.isRejected { try refuse(prepared, Self.folderInTrash) }
            try settle(effect, prepared.clientChangeID, chosen: change.resourceID)
        } catch let error as ServiceError where !error.endsBatch {
            try refuse(prepared, error)
        }
    }

    private static let folderInTrash = ServiceError(
        .syncConflict, "The folder it was to be in is in the trash; the conflict says how to bring it back.")

    private func refuse(_ prepared: PreparedChange, _ error: ServiceError) throws {
        let rejected = RejectedBody(
            clientChangeID: prepared.clientChangeID, index: prepared.index, code: error.code.rawValue,
            detail: error.detail, missing: error.missing?.map(\.hex))
        guard batch.isAtomic else {
            answer.rejected.append(rejected)
            return
        }
        throw UndoneBatch(answer: undone(by: rejected))
    }

    private func undone(by culprit: RejectedBody) -> ApplyAnswer {
        let rejected = batch.changes.map { change in
            change.index == culprit.index
                ? culprit
                : RejectedBody(
                    clientChangeID: change.clientChangeID, index: change.index,
                    code: ErrorCode.batchUndone.rawValue,
                    detail: "Change \(culprit.index) was refused, so this one was undone with the batch.")
        }
        return ApplyAnswer(applied: [], conflicts: [], rejected: rejected, cursor: headBefore.value)
    }

    // MARK: Outcomes

    private func settle(_ effect: Effect, _ clientChangeID: String?, chosen: NodeID?) throws {
        var effect = effect
        effect.applied?.clientChangeID = clientChangeID
        effect.conflict?.clientChangeID = clientChangeID
        if let applied = effect.applied { answer.applied.append(applied) }
        if let conflict = effect.conflict { answer.conflicts.append(conflict) }
        if let merged = effect.mergedInto, let chosen { aliases[chosen] = merged }
        guard let clientChangeID else { return }
        try tree.writer.remember(
            StoredOutcome(
                userID: batch.caller.userID, deviceID: device.deviceID, clientChangeID: clientChangeID,
                createdAt: batch.now, body: try RememberedOutcome.encode(effect)))
    }

    private func rememberedOutcome(_ id: String) throws -> RememberedOutcome? {
        guard let stored = try tree.writer.outcome(of: id, device: device.deviceID, user: batch.caller.userID) else {
            return nil
        }
        return try RememberedOutcome(stored.body)
    }

    private func replay(_ outcome: RememberedOutcome, _ prepared: PreparedChange) {
        if var applied = outcome.applied {
            applied.outcome = .replayed
            answer.applied.append(applied)
        }
        if let conflict = outcome.conflict { answer.conflicts.append(conflict) }
        if let merged = outcome.mergedInto.flatMap({ NodeID($0) }), case .success(let change) = prepared.change,
            let chosen = change.resourceID
        {
            aliases[chosen] = merged
        }
    }

    /// The thing that a client's id stands for.
    func resolved(_ id: NodeID) -> NodeID { aliases[id] ?? id }
}

extension ServiceError {
    /// A strict batch that met a conflict is refused as a whole.
    fileprivate var endsBatch: Bool { conflicts != nil }
}
