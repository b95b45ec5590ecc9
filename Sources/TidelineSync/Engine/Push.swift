import Logging
import NIOCore
import TidelineCore

/// A step made ready: what to tell the server, and what the file held when it was read.
struct PreparedPush: Sendable {
    enum Work: Sendable {
        /// To be sent as this change.
        case change(PushChange)
        /// Nothing to send: content and server agree already, the base only learns how the file looks now.
        case agreed(BaseFile)
    }

    let step: PushStep
    let local: LocalNode?
    let path: String
    let read: ReadFile?
    let work: Work
}

/// Steps that go in one `apply`, and those that must wait.
struct PushGroup: Sendable {
    var ready: [PreparedPush] = []
    var failed: [(step: PushStep, path: String, error: LocalError)] = []
    /// Content that the server does not take.
    var refused: [(prepared: PreparedPush, reason: String)] = []
    /// Its file is not all there yet: other work comes first.
    var isPaused = false
    /// How many of the steps are dealt with.
    var consumed = 0
}

extension SyncEngine {
    /// Sends the steps in order, some at a time: while one group is applied, the next is read and its content sent.
    func push(_ steps: [PushStep]) async throws {
        var rest = steps[...]
        var group = try await preparedAndSent(rest)
        while group.consumed > 0 {
            rest = rest.dropFirst(group.consumed)
            let following = group.isPaused ? [] : rest
            async let next = preparedAndSent(following)
            try await apply(group)
            group = try await next
        }
    }

    private func preparedAndSent(_ steps: ArraySlice<PushStep>) async throws -> PushGroup {
        guard !steps.isEmpty else { return PushGroup() }
        let preparation = Preparation(disk: disk, folderID: folderID, ids: ids, halfSent: halfSent, observer: observer)
        var group = try await preparation.group(steps.prefix(Limits.pushBatchChanges).map(facts))
        let ready = group.ready
        group.ready = []
        try await sendContent(of: ready, &group)
        return group
    }

    func facts(_ step: PushStep) -> StepFacts {
        let id = step.node
        let local = localTree
        return StepFacts(
            step: step, path: local.path(of: id) ?? base[id]?.nameOnDisk ?? id.description, local: local.node(id),
            agreed: base[id], there: remote.node(id, base: base)?.file)
    }

    /// Content that the server refuses is found by halves, so that only its own file waits.
    private func sendContent(of ready: [PreparedPush], _ group: inout PushGroup) async throws {
        do {
            let sender = ChunkSender(disk: disk, server: server, isPressed: isPressed, observer: observer)
            let (bytes, isComplete) = try await sender.sendMissing(of: ready)
            report.bytesSent += bytes
            guard isComplete else { return pause(ready, &group) }
            group.ready += ready
        } catch {
            guard case RemoteError.refused(let code, let detail) = error, !code.endsPass else { throw error }
            for prepared in ready where prepared.read != nil {
                observer?.tell(.ended(.up, path: prepared.path, isWhole: false))
            }
            guard let (first, second) = halves(of: ready, refusedWith: code) else {
                group.refused += ready.map { ($0, detail) }
                return
            }
            try await sendContent(of: first, &group)
            try await sendContent(of: second, &group)
        }
    }

    /// Only a long file, alone in its group, makes way. It need not be read again.
    private func pause(_ ready: [PreparedPush], _ group: inout PushGroup) {
        halfSent = ready.first?.read
        group.isPaused = true
        report.isPaused = true
        report.isUnfinished = true
    }

    /// nil where looking for the culprit leads nowhere: it is alone, all are refused alike, or too many were looked for.
    func halves<Item>(of items: [Item], refusedWith code: ErrorCode) -> ([Item], [Item])? {
        let isAboutAll = [.permissionDenied, .quotaExceeded].contains(code)
        guard items.count > 1, !isAboutAll, splitsLeft > 0 else { return nil }
        splitsLeft -= 1
        let middle = items.count / 2
        return (Array(items[..<middle]), Array(items[middle...]))
    }

    private func apply(_ group: PushGroup) async throws {
        for failure in group.failed { note(failure.error, about: failure.step.node, path: failure.path) }
        for (prepared, reason) in group.refused { hold(prepared.step.node, prepared.path, reason) }
        var changes = StateChanges()
        var wanted: [SentChange] = []
        for prepared in group.ready {
            switch prepared.work {
            case .change(let change):
                wanted.append(
                    SentChange(
                        change: change, thing: prepared.step.node, local: prepared.local, path: prepared.path))
            case .agreed(let file): settleAgreed(prepared, file, &changes)
            }
        }
        try save(changes)
        guard !wanted.isEmpty, let cursor else { return }
        try await deliver(SentBatch(changes: wanted, strategy: strategy, baseCursor: cursor))
    }

    func settleAgreed(_ prepared: PreparedPush, _ file: BaseFile, _ changes: inout StateChanges) {
        guard let local = prepared.local else { return }
        let place = base[local.id]?.place ?? local.place
        let node = BaseNode(
            id: local.id, place: place, diskName: local.diskName, file: file, fingerprint: local.fingerprint,
            isMount: local.isMount)
        _ = keepingRemote(of: local.id, &changes) { setBase(local.id, node, &$0) }
        if let read = prepared.read { keepManifest(read.chunks, of: local.id, &changes) }
        if place == local.place { differences.present[local.id] = nil }
    }

    // MARK: What waits

    /// What changed under way is looked at again; what cannot be done waits for the next pass.
    func note(_ error: LocalError, about id: NodeID, path: String) {
        switch error {
        case .changed, .notFound, .exists:
            let folder = localTree.node(id)?.place.parent
            staleFolders.insert(folder)
            changedOften[id, default: 0] += 1
            guard changedOften[id, default: 0] >= Limits.changedTriesMax else { return }
            unsettledFolders.insert(folder)
            // What stands in the way, or is missing, stays so until somebody changes it; only writers come to rest.
            if case .changed = error { report.isUnfinished = true }
            hold(id, path, error.explanation)
        default: hold(id, path, error.explanation)
        }
    }

    /// Leaves a thing alone for the rest of this pass, and says why.
    func hold(_ id: NodeID, _ path: String, _ reason: String) {
        problems[id] = SkippedPath(path: path, reason: reason)
        if let node = differences.present[id] { unsettledFolders.insert(node.place.parent) }
    }
}
