import TidelineCore

/// What the server's answer to a batch means.
extension SyncEngine {
    /// The base learns what this device holds and sent; what the server made of it is in the log, which is read next.
    /// So an answer that is repeated, long after the server moved on, teaches nothing wrong.
    func settle(_ sent: SentChange, _ result: PushResult, _ changes: inout StateChanges) {
        switch result {
        case .done(let node, let version):
            count(sent.change.action)
            noteName(sent)
            settle(sent, as: node, version: version, &changes)
        case .conflict(let type, let kept, let copy, let copyPath):
            report.conflicts.append(ReportedConflict(path: sent.path, type: type, copyPath: copyPath))
            settle(sent, as: copy ?? sent.change.node, version: kept, &changes)
        case .contentMissing:
            report.isUnfinished = true
            hold(sent.thing, sent.path, "the server lost content that was just sent; it is tried again")
        case .rejected(let code, _) where [.notFound, .gone].contains(code) && forgetLost(sent, &changes):
            needsFullScan = true
        case .rejected(let code, let detail): refuse(sent, code, detail)
        }
    }

    /// The server has no memory of the thing, or of a folder that it is to be in, or has no content for it any more: they
    /// were deleted long ago. What is on disk counts as new then. False when nothing of it was agreed.
    private func forgetLost(_ sent: SentChange, _ changes: inout StateChanges) -> Bool {
        var lost: [NodeID] = []
        var next = sent.thing
        var above = sent.local?.place.parent
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

    private func count(_ action: PushChange.Action) {
        switch action {
        case .createFile, .update: report.uploaded += 1
        case .move: report.moved += 1
        case .delete: report.deleted += 1
        case .createFolder: break
        }
    }

    /// Names sync as they are; other systems may not be able to have them.
    private func noteName(_ sent: SentChange) {
        let place: Place
        switch sent.change.action {
        case .createFolder(let at), .createFile(let at, _), .move(_, let at): place = at
        case .update, .delete: return
        }
        guard let problem = place.name.portabilityProblem else { return }
        report.notes.append(
            SkippedPath(path: sent.path, reason: "it is synced, but Windows cannot have it: its name \(problem)"))
    }

    /// - Parameter owner: the node that holds what was sent: another one when it was merged, or became a copy.
    private func settle(_ sent: SentChange, as owner: NodeID, version: VersionID?, _ changes: inout StateChanges) {
        let id = sent.thing
        switch sent.change.action {
        case .createFolder where owner != id && stands(owner, elsewhereThan: sent.local):
            // The next look tells that the two are to be merged here too.
            aliases[id] = owner
            needsFullScan = true
        case .createFolder, .createFile, .update:
            guard let local = sent.local else { return }
            guard keepingRemote(of: owner, &changes, { own(sent, as: owner, local: local, version: version, &$0) })
            else {
                hold(id, sent.path, "the server kept its own; this device's content is still here, unsent")
                return
            }
            if owner != id, base[id] != nil { _ = keepingRemote(of: id, &changes) { setBase(id, nil, &$0) } }
            if owner != local.id { aliases[local.id] = owner }
            differences.present[id] = nil
        case .move(_, let to): _ = keepingRemote(of: id, &changes) { moveBase(id, to: to, sent.local, &$0) }
        case .delete:
            for gone in [id] + base.descendants(of: id) {
                _ = keepingRemote(of: gone, &changes) { setBase(gone, nil, &$0) }
            }
        }
    }

    /// Whether the disk has a known folder besides this one.
    private func stands(_ folder: NodeID, elsewhereThan other: LocalNode?) -> Bool {
        guard let agreed = base[folder], let other, !differences.gone.contains(folder) else { return false }
        return !agreed.fingerprint.isSameThing(as: other.fingerprint)
    }

    /// Changes the base of a thing while what is known of the server's side stays as it is. False without a base after it.
    func keepingRemote(of id: NodeID, _ changes: inout StateChanges, _ body: (inout StateChanges) -> Void) -> Bool {
        let there = remote.node(id, base: base)
        body(&changes)
        remote.settle(id, there.map { .live($0) } ?? .deleted, base: base, saving: &changes)
        return base[id] != nil
    }

    /// What was sent is what both sides have now, under this id.
    private func own(
        _ sent: SentChange, as id: NodeID, local: LocalNode, version: VersionID?, _ changes: inout StateChanges
    ) {
        var file: BaseFile?
        if let content = sent.change.action.content {
            guard let version = version ?? base[id]?.file?.version else { return }
            file = BaseFile(version: version, content: content.content)
        }
        var place = Place(parent: local.place.parent.map { aliases[$0] ?? $0 }, name: local.place.name)
        if case .update = sent.change.action, id == local.id { place = base[id]?.place ?? place }
        setBase(
            id,
            BaseNode(
                id: id, place: place, diskName: local.diskName, file: file, fingerprint: local.fingerprint,
                isMount: local.isMount), &changes)
        if let content = sent.change.action.content { keepManifest(content.chunks, of: id, &changes) }
    }

    func keepManifest(_ chunks: [ChunkRef], of id: NodeID, _ changes: inout StateChanges) {
        changes.manifests[id] = chunks.count > 1 ? .some(chunks) : .some(nil)
    }

    private func moveBase(_ id: NodeID, to place: Place, _ local: LocalNode?, _ changes: inout StateChanges) {
        guard var node = base[id] else { return }
        node.place = Place(parent: place.parent.map { aliases[$0] ?? $0 }, name: place.name)
        if let local {
            node.diskName = local.diskName
            node.isMount = local.isMount
            if id.kind == .folder || local.fingerprint.isSameContent(as: node.fingerprint) {
                node.fingerprint = local.fingerprint
            }
        }
        setBase(id, node, &changes)
    }
}

extension PushChange.Action {
    var content: PushContent? {
        switch self {
        case .createFile(_, let content), .update(let content): content
        case .createFolder, .move, .delete: nil
        }
    }
}
