import Logging
import TidelineCore

extension SyncEngine {
    /// What was sent and not answered is sent once more before anything else: the server tells what it made of it. Else
    /// its outcome would be read from the log alone, and look like someone else's edit to a user who went on writing.
    func repeatUnanswered() async throws {
        guard let unanswered else { return }
        needsFullScan = true
        do { try await deliver(unanswered) } catch {
            // The server has another past now; comparing with a snapshot is next.
            guard case RemoteError.cursorInvalid = error else { throw error }
        }
    }

    /// The batch is remembered before it goes, and forgotten together with what came of it, so that neither a lost answer
    /// nor a crash can make the server's work look like another's.
    func deliver(_ batch: SentBatch) async throws {
        let batch = SentBatch(
            changes: batch.changes.map(renamed), strategy: batch.strategy, baseCursor: batch.baseCursor)
        try remember(batch)
        let answer: PushAnswer
        do {
            answer = try await server.apply(
                PushBatch(
                    changes: batch.changes.map(\.change), strategy: batch.strategy, baseCursor: batch.baseCursor))
        } catch {
            switch error {
            case .refused(let code, let detail) where !code.endsPass:
                return try await isolate(batch, code, detail)
            // The server said that it did nothing.
            case .refused, .cursorInvalid: try remember(nil)
            default: break
            }
            throw error
        }
        guard answer.results.count == batch.changes.count else {
            throw RemoteError.garbage(
                "The answer to apply has \(answer.results.count) results for \(batch.changes.count) changes.")
        }
        var learnt = StateChanges()
        for (sent, result) in zip(batch.changes, answer.results) { settle(sent, result, &learnt) }
        learnt.sent = .some(nil)
        learnt.awaitsLog = true
        awaitsLog = true
        try save(learnt)
        unanswered = nil
        remapAliases()
    }

    private func remember(_ batch: SentBatch?) throws {
        unanswered = batch
        var changes = StateChanges()
        changes.sent = .some(batch)
        try save(changes)
    }

    /// A batch that was refused as a whole is sent by halves, until what is wrong stands alone: that waits, all else goes on.
    private func isolate(_ batch: SentBatch, _ code: ErrorCode, _ detail: String) async throws {
        guard let (first, second) = halves(of: batch.changes, refusedWith: code) else {
            for sent in batch.changes { refuse(sent, code, detail) }
            return try remember(nil)
        }
        for half in [first, second] {
            try await deliver(SentBatch(changes: half, strategy: batch.strategy, baseCursor: batch.baseCursor))
        }
    }

    func refuse(_ sent: SentChange, _ code: ErrorCode, _ detail: String) {
        logger.warning("A change was refused.", metadata: ["path": "\(sent.path)", "code": "\(code.rawValue)"])
        hold(sent.thing, sent.path, detail)
    }

    // MARK: Ids that changed under way

    /// Things that took another id in this round: folders merged with one of the same name, files that became copies.
    private func renamed(_ sent: SentChange) -> SentChange {
        guard !aliases.isEmpty else { return sent }
        func renamed(_ place: Place) -> Place {
            Place(parent: place.parent.map { aliases[$0] ?? $0 }, name: place.name)
        }
        var sent = sent
        switch sent.change.action {
        case .createFolder(let place): sent.change.action = .createFolder(renamed(place))
        case .createFile(let place, let content): sent.change.action = .createFile(renamed(place), content)
        case .move(let from, let to): sent.change.action = .move(from: renamed(from), to: renamed(to))
        case .update, .delete: break
        }
        return sent
    }

    private func remapAliases() {
        guard !aliases.isEmpty else { return }
        for (id, node) in differences.present {
            if let parent = node.place.parent, let other = aliases[parent] {
                differences.present[id]?.place.parent = other
            }
        }
    }
}

extension ErrorCode {
    /// Not about what was sent: the share or the device is not there for this user any more.
    var endsPass: Bool { [.notFound, .deviceInactive].contains(self) }
}
