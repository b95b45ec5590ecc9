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
        let batch = try Batch(caller, body, now: context.clock.now())
        // Before content is looked at, so that nobody learns of a share or device by what is missing.
        let quota = try await context.store.read { reader in
            try EarlyQuota(batch, BatchAccess(batch, reader).access.share, reader)
        }
        for _ in 1...Limits.contentChecksMax {
            if let answer = try await attempt(batch, quota) { return answer }
        }
        throw ServiceError(.unavailable, "Content of this batch was being collected; send it again.")
    }

    /// nil when content was taken between its check and the transaction, which then has no effect: what is missing now is
    /// for the next check to say.
    private func attempt(_ batch: Batch, _ quota: EarlyQuota) async throws -> ApplyAnswer? {
        var checkedBatch = batch
        let check = ContentCheck(context: context, caller: batch.caller, checked: checked, quota: quota)
        try await check.run(&checkedBatch.changes)
        let (batch, ids) = (checkedBatch, context.ids)
        do {
            let (answer, rows) = try await context.store.write { writer in
                try batch.requireContent(writer)
                let run = try BatchRun(batch, writer, ids)
                return (try run.perform(), run.tree.rows)
            }
            context.events.publish(rows.map { .changed($0) })
            return answer
        } catch let undone as UndoneBatch {
            return undone.answer
        } catch is TakenContent {
            return nil
        }
    }
}

/// Leaves the transaction without effect, because content that was there is not any more.
private struct TakenContent: Error {}

extension Batch {
    fileprivate func requireContent(_ reader: any MetadataReader) throws {
        let chunks = changes.compactMap(\.content).flatMap { $0.chunks.map(\.hash) }
        guard try reader.taken(chunks, in: caller.tenantID).isEmpty else { throw TakenContent() }
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
