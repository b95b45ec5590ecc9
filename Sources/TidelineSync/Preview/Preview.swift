package import TidelineCore

/// What a pass would do, in its order.
package struct Preview: Sendable {
    package var acts: [PreviewAct] = []
    package var cursor: Position?
    /// What became of a batch of an earlier run is not known: it would be sent again first, and may change the rest.
    package var repeatsUnanswered = false

    package init() {}
}

package enum PreviewAct: Hashable, Sendable {
    package enum Side: String, Hashable, Sendable { case here, server }

    case makeFolder(String, Side)
    case upload(String, bytes: Int64)
    case download(String, bytes: Int64)
    case move(String, to: String, Side)
    case delete(String, Side)
    /// Both sides changed it; what comes of it is for the strategy to decide, on the server.
    case conflict(String, ConflictType)
    case skip(String, reason: String)
}

extension SyncEngine {
    /// Reads, scans and plans as ``pass(_:allowing:yieldingIf:)`` would, and tells what that would carry out. Everything
    /// learnt goes into the state this engine was made with, so give it a copy, a ``PreviewFolder`` and a
    /// ``PreviewShare``.
    ///
    /// - Throws: as ``pass(_:allowing:yieldingIf:)``; ``PreviewRefused``.
    package func preview(allowing allowance: DeleteAllowance = .standard) async throws -> Preview {
        defer { observer?.tell(.passEnded) }
        try await learnSelection(.everything)
        guard selection.isEnabled else { return Preview() }
        try load()
        try checkRoot()
        begin()
        let total = base.count
        var preview = Preview()
        preview.repeatsUnanswered = unanswered != nil
        askAnewWhereGarbled(.everything)
        do { try await fetchRemote() } catch is Resting { return Preview() }
        try scan(.everything)
        var read: [NodeID: PushGroup] = [:]
        for _ in 0..<Limits.roundsPerPassMax {
            let plan = Planner.plan(local: localTree, remote: remote, ids: ids, selection: selectionView)
            try check(plan, allowance, atStart: total)
            try learn(plan.agreed)
            let hasLearnt = try await readWhatMayBeEqual(plan.pushes, &read)
            guard !hasLearnt else { continue }
            preview.acts = acts(of: plan, read)
            break
        }
        preview.acts += skips().map { .skip($0.path, reason: $0.reason) }
        preview.cursor = cursor
        return preview
    }

    /// Content that was touched, or made on both sides, may be the same as before: then only the base has to learn it, and
    /// the plan is another. True when that was so.
    private func readWhatMayBeEqual(_ steps: [PushStep], _ read: inout [NodeID: PushGroup]) async throws -> Bool {
        let preparation = Preparation(disk: disk, folderID: folderID, ids: ids, halfSent: nil, observer: nil)
        var changes = StateChanges()
        for step in steps where read[step.node] == nil && problems[step.node] == nil {
            guard isAboutKnownContent(step) else { continue }
            let group = try await preparation.group([facts(step)])
            guard let prepared = group.ready.first, case .agreed(let file) = prepared.work else {
                read[step.node] = group
                continue
            }
            settleAgreed(prepared, file, &changes)
        }
        try save(changes)
        return !changes.isEmpty
    }

    private func isAboutKnownContent(_ step: PushStep) -> Bool {
        switch step {
        case .update: true
        case .createFile(let id): remote.node(id, base: base)?.file != nil
        case .createFolder, .move, .delete: false
        }
    }

    // MARK: Steps as acts

    private func acts(of plan: Plan, _ read: [NodeID: PushGroup]) -> [PreviewAct] {
        var acts: [PreviewAct] = []
        var moved: Set<NodeID> = []
        for step in plan.pushes where problems[step.node] == nil {
            if case .move(let id, _, _) = step, !moved.insert(id).inserted { continue }
            if let failure = read[step.node]?.failed.first {
                acts.append(.skip(failure.path, reason: failure.error.explanation))
            } else if let conflict = conflict(in: step, plan, read[step.node]?.ready.first?.read) {
                acts.append(.conflict(path(of: step), conflict))
            } else {
                acts.append(act(of: step))
                if let next = followUp(step, plan) { acts.append(next) }
            }
        }
        moved = []
        for step in plan.pulls where step.node.map({ problems[$0] == nil }) ?? true {
            if case .move(let id, _) = step, !moved.insert(id).inserted { continue }
            if let act = act(of: step) { acts.append(act) }
        }
        return acts
    }

    private func path(of step: PushStep) -> String {
        localTree.path(of: step.node) ?? remotePath(of: step.node) ?? step.node.description
    }

    private func act(of step: PushStep) -> PreviewAct {
        let path = path(of: step)
        switch step {
        case .createFolder: return .makeFolder(path, .server)
        case .createFile(let id), .update(let id):
            let isLink = localTree.node(id)?.fingerprint.isLink ?? false
            do { if !isLink { try disk.open(path).close() } } catch {
                return .skip(path, reason: (error as? LocalError ?? .io(path, errno: 0)).explanation)
            }
            return .upload(path, bytes: localTree.node(id)?.fingerprint.size ?? 0)
        case .move(let id, _, _): return .move(remotePath(of: id) ?? path, to: path, .server)
        case .delete(let id): return .delete(remotePath(of: id) ?? path, .server)
        }
    }

    /// The other side changed another trait of the thing; that comes over once this one is sent.
    private func followUp(_ step: PushStep, _ plan: Plan) -> PreviewAct? {
        let id = step.node
        guard let agreed = base[id], let there = remote.node(id, base: base) else { return nil }
        let alone = plan.pushes.count { $0.node == id } == 1
        switch step {
        case .update where alone && there.place != agreed.place:
            return .move(path(of: step), to: remotePath(of: id) ?? there.place.name.text, .here)
        case .move where alone && there.file?.content != agreed.file?.content:
            return .download(path(of: step), bytes: there.file?.content.size ?? 0)
        default: return nil
        }
    }

    private func act(of step: PullStep) -> PreviewAct? {
        switch step {
        case .makeFolder(let node): return .makeFolder(remotePath(of: node.id) ?? node.place.name.text, .here)
        case .fetch(let node): return fetching(node)
        case .move(let id, _): return .move(localTree.path(of: id) ?? "", to: remotePath(of: id) ?? "", .here)
        case .delete(let id): return .delete(localTree.path(of: id) ?? id.description, .here)
        case .park: return nil
        }
    }

    private func fetching(_ node: RemoteNode) -> PreviewAct? {
        guard let file = node.file, base[node.id]?.file?.content != file.content else { return nil }
        let path = remotePath(of: node.id) ?? node.place.name.text
        if base[node.id] == nil, let target = localPath(of: node.place), !isHeld(node.place),
            let entry = try? disk.entry(target), entry.name != nil
        {
            return .skip(path, reason: LocalError.exists(path).explanation)
        }
        return .download(path, bytes: file.content.size)
    }

    /// By something that syncs, and so is dealt with by another step.
    private func isHeld(_ place: Place) -> Bool {
        if differences.present.values.contains(where: { $0.place.excludes(place) }) { return true }
        var isHeld = false
        base.forEachChild(of: place.parent) { if $0.place.excludes(place) { isHeld = true } }
        return isHeld
    }

    private func remotePath(of id: NodeID) -> String? {
        var names: [String] = []
        var next: NodeID? = id
        while let id = next {
            guard let node = remote.node(id, base: base), names.count <= Limits.depthMax else {
                return base[id] == nil ? nil : basePath(of: id)
            }
            names.append(node.place.name.text)
            next = node.place.parent
        }
        return names.reversed().joined(separator: "/")
    }

    private func basePath(of id: NodeID) -> String? {
        LocalTree(base: base, differences: LocalDifferences()).path(of: id)
    }
}
