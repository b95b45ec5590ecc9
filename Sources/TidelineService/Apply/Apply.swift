package import TidelineAPI
import TidelineCore

/// Applies a batch of client changes in one transaction.
package struct Apply: Sendable {
    private let context: ServiceContext
    private let checked = CheckedManifests()

    init(_ context: ServiceContext) { self.context = context }

    /// What it answers as applied survives power loss. Each change of the batch is in `applied`, `conflicts` or
    /// `rejected`; one that was settled with an effect of its own is in the first two.
    package func callAsFunction(_ caller: Caller, _ body: ApplyBody) async throws -> ApplyAnswer {
        var batch = try Batch(caller, body, now: context.clock.now())
        // Before content is looked at, so that nobody learns of a share or device by what is missing.
        let early = batch
        let quota = try await context.store.read { reader in
            try EarlyQuota(early, BatchAccess(early, reader).access.share, reader)
        }
        try await ContentCheck(context: context, caller: caller, checked: checked, quota: quota).run(&batch.changes)
        let (checkedBatch, ids) = (batch, context.ids)
        do {
            let (answer, rows) = try await context.store.write { writer in
                let run = try BatchRun(checkedBatch, writer, ids)
                return (try run.perform(), run.tree.rows)
            }
            context.events.publish(rows.map { .changed($0) })
            return answer
        } catch let undone as UndoneBatch {
            return undone.answer
        }
    }
}

/// Leaves the transaction without effect, with the answer that goes out all the same.
struct UndoneBatch: Error {
    let answer: ApplyAnswer
}

/// Who may apply what: checked before content is looked at, and again in the transaction.
struct BatchAccess {
    let access: ShareAccess
    let device: Device

    init(_ batch: Batch, _ reader: any MetadataReader) throws {
        access = try reader.access(batch.caller, share: batch.shareID)
        device = try reader.activeDevice(batch.deviceID, of: batch.caller)
        guard let base = batch.baseCursor else { return }
        // An old base is still what the client had seen, though the rows after it may be gone.
        let log = try reader.log(of: batch.caller.tenantID)
        try log.check(max(base, log.floor))
    }
}
