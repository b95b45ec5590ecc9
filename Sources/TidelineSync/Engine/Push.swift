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

/// A batch whose outcome is not known, or not yet remembered.
struct UnansweredPush: Sendable {
    let batch: PushBatch
    let sent: [PreparedPush]
}

/// Steps that go in one `apply`, and those that must wait.
struct PushGroup: Sendable {
    var ready: [PreparedPush] = []
    var failed: [(step: PushStep, path: String, error: LocalError)] = []
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
            let following = rest
            async let next = preparedAndSent(following)
            try await apply(group)
            group = try await next
        }
    }

    private func preparedAndSent(_ steps: ArraySlice<PushStep>) async throws -> PushGroup {
        guard !steps.isEmpty else { return PushGroup() }
        let preparation = Preparation(disk: disk, folderID: folderID, ids: ids)
        let group = await preparation.group(steps.prefix(Limits.pushBatchChanges).map(facts))
        let sender = ChunkSender(disk: disk, server: server)
        report.bytesSent += try await sender.sendMissing(of: group.ready)
        return group
    }

    private func facts(_ step: PushStep) -> StepFacts {
        let id = step.node
        let local = localTree
        return StepFacts(
            step: step, path: local.path(of: id) ?? base[id]?.nameOnDisk ?? id.description, local: local.node(id),
            agreed: base[id], there: remote.node(id, base: base)?.file)
    }

    private func apply(_ group: PushGroup) async throws {
        for failure in group.failed { note(failure.error, about: failure.step.node, path: failure.path) }
        var changes = StateChanges()
        var sent: [PreparedPush] = []
        for prepared in group.ready {
            switch prepared.work {
            case .change: sent.append(prepared)
            case .agreed(let file): settleAgreed(prepared, file, &changes)
            }
        }
        try save(changes)
        guard !sent.isEmpty, let cursor else { return }
        let wanted = sent.compactMap { if case .change(let change) = $0.work { renamed(change) } else { nil } }
        try await deliver(
            UnansweredPush(batch: PushBatch(changes: wanted, strategy: strategy, baseCursor: cursor), sent: sent))
    }

    /// What was sent and not answered is sent once more before anything else: the server tells what it made of it. Else
    /// its outcome would be read from the log alone, and look like someone else's edit to a user who went on writing.
    func repeatUnanswered() async throws {
        guard let unanswered else { return }
        needsFullScan = true
        try await deliver(unanswered)
    }

    private func deliver(_ push: UnansweredPush) async throws {
        unanswered = push
        let answer: PushAnswer
        do { answer = try await server.apply(push.batch) } catch {
            switch error {
            case .unreachable, .cancelled: break
            default: unanswered = nil
            }
            throw error
        }
        guard answer.results.count == push.sent.count else {
            unanswered = nil
            throw RemoteError.garbage(
                "The answer to apply has \(answer.results.count) results for \(push.sent.count) changes.")
        }
        var learnt = StateChanges()
        for (prepared, result) in zip(push.sent, answer.results) { settle(prepared, result, &learnt) }
        try save(learnt)
        unanswered = nil
        remapAliases()
    }

    private func settleAgreed(_ prepared: PreparedPush, _ file: BaseFile, _ changes: inout StateChanges) {
        guard let local = prepared.local else { return }
        let place = base[local.id]?.place ?? local.place
        let node = BaseNode(
            id: local.id, place: place, diskName: local.diskName, file: file, fingerprint: local.fingerprint)
        _ = keepingRemote(of: local.id, &changes) { setBase(local.id, node, &$0) }
        keepManifest(prepared, of: local.id, &changes)
        if place == local.place { differences.present[local.id] = nil }
    }

    // MARK: What the answer means

    /// The base learns what this device holds and sent; what the server made of it is in the log, which is read next.
    /// So an answer that is repeated, long after the server moved on, teaches nothing wrong.
    private func settle(_ prepared: PreparedPush, _ result: PushResult, _ changes: inout StateChanges) {
        switch result {
        case .done(let node, let version):
            count(prepared.step)
            settle(prepared, as: node, version: version, &changes)
        case .conflict(let type, let kept, let copy, let copyPath):
            report.conflicts.append(ReportedConflict(path: prepared.path, type: type, copyPath: copyPath))
            settle(prepared, as: copy ?? prepared.local?.id ?? prepared.step.node, version: kept, &changes)
        case .contentMissing:
            report.isUnfinished = true
            hold(prepared.step.node, prepared.path, "the server lost content that was just sent; it is tried again")
        case .rejected(let code, _) where [.notFound, .gone].contains(code) && forgetLost(prepared, &changes):
            needsFullScan = true
        case .rejected(let code, let detail):
            logger.warning("A change was refused.", metadata: ["path": "\(prepared.path)", "code": "\(code.rawValue)"])
            hold(prepared.step.node, prepared.path, detail)
        }
    }

    /// The server has no memory of the thing, or of a folder that it is to be in, or has no content for it any more: they
    /// were deleted long ago. What is on disk counts as new then. False when nothing of it was agreed.
    private func forgetLost(_ prepared: PreparedPush, _ changes: inout StateChanges) -> Bool {
        var lost: [NodeID] = []
        var next = prepared.local?.id ?? prepared.step.node
        var above = prepared.local?.place.parent
        for _ in 0...Limits.depthMax {
            if base[next] != nil, remote.node(next, base: base) == nil { lost.append(next) }
            guard let folder = above else { break }
            next = folder
            above = localTree.node(folder)?.place.parent
        }
        for id in lost {
            for gone in [id] + base.descendants(of: id) {
                _ = keepingRemote(of: gone, &changes) { setBase(gone, nil, &$0) }
            }
        }
        return !lost.isEmpty
    }

    private func count(_ step: PushStep) {
        switch step {
        case .createFile, .update: report.uploaded += 1
        case .move: report.moved += 1
        case .delete: report.deleted += 1
        case .createFolder: break
        }
    }

    /// - Parameter owner: the node that holds what was sent: another one when it was merged, or became a copy.
    private func settle(
        _ prepared: PreparedPush, as owner: NodeID, version: VersionID?, _ changes: inout StateChanges
    ) {
        let id = prepared.step.node
        switch prepared.step {
        case .createFolder, .createFile, .update:
            guard let local = prepared.local else { return }
            guard keepingRemote(of: owner, &changes, { own(prepared, as: owner, local: local, version: version, &$0) })
            else {
                hold(id, prepared.path, "the server kept its own; this device's content is still here, unsent")
                return
            }
            if owner != id, base[id] != nil { _ = keepingRemote(of: id, &changes) { setBase(id, nil, &$0) } }
            if owner != local.id { aliases[local.id] = owner }
            differences.present[id] = nil
        case .move(_, _, let to): _ = keepingRemote(of: id, &changes) { moveBase(id, to: to, &$0) }
        case .delete:
            for gone in [id] + base.descendants(of: id) {
                _ = keepingRemote(of: gone, &changes) { setBase(gone, nil, &$0) }
            }
        }
    }

    /// Changes the base of a thing while what is known of the server's side stays as it is. False without a base after it.
    private func keepingRemote(
        of id: NodeID, _ changes: inout StateChanges, _ body: (inout StateChanges) -> Void
    ) -> Bool {
        let there = remote.node(id, base: base)
        body(&changes)
        remote.settle(id, there.map { .live($0) } ?? .deleted, base: base, saving: &changes)
        return base[id] != nil
    }

    /// What was sent is what both sides have now, under this id.
    private func own(
        _ prepared: PreparedPush, as id: NodeID, local: LocalNode, version: VersionID?, _ changes: inout StateChanges
    ) {
        var file: BaseFile?
        if let read = prepared.read {
            guard let version = version ?? base[id]?.file?.version else { return }
            file = BaseFile(version: version, content: read.content)
        }
        var place = Place(parent: local.place.parent.map { aliases[$0] ?? $0 }, name: local.place.name)
        if case .update = prepared.step, id == local.id { place = base[id]?.place ?? place }
        setBase(
            id, BaseNode(id: id, place: place, diskName: local.diskName, file: file, fingerprint: local.fingerprint),
            &changes)
        keepManifest(prepared, of: id, &changes)
    }

    private func keepManifest(_ prepared: PreparedPush, of id: NodeID, _ changes: inout StateChanges) {
        guard let read = prepared.read else { return }
        changes.manifests[id] = read.chunks.count > 1 ? .some(read.chunks) : .some(nil)
    }

    private func moveBase(_ id: NodeID, to place: Place, _ changes: inout StateChanges) {
        guard var node = base[id] else { return }
        node.place = Place(parent: place.parent.map { aliases[$0] ?? $0 }, name: place.name)
        if let local = differences.present[id] {
            node.diskName = local.diskName
            if local.id.kind == .folder { node.fingerprint = local.fingerprint }
            if local.id.kind == .file, local.fingerprint.sameContent(as: node.fingerprint) {
                node.fingerprint = local.fingerprint
            }
        }
        setBase(id, node, &changes)
    }

    // MARK: Ids that changed under way

    /// Things that took another id in this round: folders merged with one of the same name, files that became copies.
    private func renamed(_ change: PushChange) -> PushChange {
        guard !aliases.isEmpty else { return change }
        func renamed(_ place: Place) -> Place {
            Place(parent: place.parent.map { aliases[$0] ?? $0 }, name: place.name)
        }
        var change = change
        switch change.action {
        case .createFolder(let place): change.action = .createFolder(renamed(place))
        case .createFile(let place, let content): change.action = .createFile(renamed(place), content)
        case .move(let from, let to): change.action = .move(from: renamed(from), to: renamed(to))
        case .update, .delete: break
        }
        return change
    }

    private func remapAliases() {
        guard !aliases.isEmpty else { return }
        for (id, node) in differences.present {
            if let parent = node.place.parent, let other = aliases[parent] {
                differences.present[id]?.place.parent = other
            }
        }
    }

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

extension Fingerprint {
    /// Equal but for what a rename or a change of mode touches.
    fileprivate func sameContent(as other: Fingerprint) -> Bool {
        inode == other.inode && birth == other.birth && size == other.size && modified == other.modified
            && executable == other.executable
    }
}
