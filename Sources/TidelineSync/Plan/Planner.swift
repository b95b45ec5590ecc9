package import TidelineCore

/// Base, local and remote trees → a plan. Pure: the same trees give the same plan.
package struct Planner {
    private let local: LocalTree
    private let remote: RemoteTree
    private var base: BaseTree { local.base }
    private let ids: any ULIDSource
    private var unwanted: Unwanted

    private var plan = Plan()
    private var pushes: [NodeID: Verdict.Push] = [:]
    private var pulls: [NodeID: Verdict.Pull] = [:]

    /// - Parameter ids: for passing names only.
    package static func plan(local: LocalTree, remote: RemoteTree, ids: any ULIDSource) -> Plan {
        plan(local: local, remote: remote, ids: ids, selection: nil)
    }

    static func plan(
        local: LocalTree, remote: RemoteTree, ids: any ULIDSource, selection: SelectionView?
    ) -> Plan {
        var planner = Planner(local: local, remote: remote, ids: ids)
        planner.judge()
        planner.keepFoldersWithNews()
        planner.keepFoldersWithUnknown()
        if let selection { planner.keepFoldersWithOthers(selection) }
        planner.mergeFolders()
        planner.plan.pushes = PushOrder(
            local: local, remote: remote, ids: ids, verdicts: planner.pushes, keepsFolders: planner.revivesFolders
        ).steps()
        planner.plan.pulls = PullOrder(local: local, remote: remote, verdicts: planner.pulls).steps()
        return planner.plan
    }

    private init(local: LocalTree, remote: RemoteTree, ids: any ULIDSource) {
        self.local = local
        self.remote = remote
        self.ids = ids
        unwanted = Unwanted(local: local, remote: remote)
    }

    private mutating func judge() {
        let differing = Set(local.differences.present.keys).union(local.differences.gone).union(remote.differences.keys)
        for id in differing where !local.isUnknown(id) && !waits(id) && !unwanted.contains(id) {
            let verdict = remote.differences[id] == .left ? verdictOnLeaving(id) : verdict(on: id)
            if verdict.push != .none { pushes[id] = verdict.push }
            if verdict.pull != .none, !goesIntoUnknown(id) { pulls[id] = verdict.pull }
            if verdict.agrees || (verdict == Verdict() && looksOther(id) && plan.agreed[id] == nil) { agree(on: id) }
        }
    }

    /// What the server tells of it, or of a folder above it on either side, makes no sense.
    private func waits(_ id: NodeID) -> Bool {
        guard !remote.garbled.isEmpty else { return false }
        if remote.isGarbled(id, base: base) { return true }
        var next: NodeID? = id
        var steps = 0
        while let at = next, steps <= Limits.depthMax {
            if remote.garbled.contains(at) { return true }
            steps += 1
            next = local.node(at)?.place.parent
        }
        return false
    }

    /// Nothing is put where it is not known what is there: what lies under a mount now would hide with the next one.
    private func goesIntoUnknown(_ id: NodeID) -> Bool {
        guard !local.differences.unknown.isEmpty else { return false }
        var next = remote.node(id, base: base)?.place.parent
        var steps = 0
        while let folder = next, steps <= Limits.depthMax {
            steps += 1
            if local.isUnknown(folder) { return true }
            next = remote.node(folder, base: base)?.place.parent
        }
        return false
    }

    private func verdict(on id: NodeID) -> Verdict {
        let agreed = base[id]
        let here = local.node(id)
        let there = remote.node(id, base: base)
        let isCandidate = local.differences.candidates.contains(id)
        return reconcile(
            inBase: agreed != nil,
            local: here.map { here in
                Standing(
                    exists: true,
                    contentChanged: id.kind == .file && agreed.map { $0.fingerprint != here.fingerprint } ?? true,
                    placeChanged: agreed.map { $0.place != here.place } ?? true)
            } ?? .gone,
            remote: there.map { there in
                Standing(
                    exists: true, contentChanged: agreed.map { $0.file?.version != there.file?.version } ?? true,
                    placeChanged: agreed.map { $0.place != there.place } ?? true)
            } ?? .gone,
            samePlace: here?.place == there?.place || (agreed == nil && !isCandidate && id.kind == .folder),
            sameContent: id.kind == .folder)
    }

    /// Out of the selection. What is here goes if nobody touched it, follows to where it was moved if that is synced, and
    /// stays otherwise; what is gone here was not deleted.
    private mutating func verdictOnLeaving(_ id: NodeID) -> Verdict {
        guard let agreed = base[id], let here = local.node(id) else { return Verdict(agrees: true) }
        let isTouched = id.kind == .file && here.fingerprint != agreed.fingerprint
        if here.place != agreed.place, here.place.parent.map({ remote.differences[$0] != .left }) ?? true {
            return Verdict(push: isTouched ? .updateAndMove : .move)
        }
        guard isTouched || here.place != agreed.place else { return Verdict(pull: .delete) }
        plan.agreed[id] = .some(nil)
        plan.kept.append(id)
        return Verdict()
    }

    /// The same in all that syncs, but spelled anew on disk or made anew: the base has to know how to find it.
    private func looksOther(_ id: NodeID) -> Bool {
        guard let here = local.differences.present[id], let agreed = base[id] else { return false }
        return here != LocalNode(agreed: agreed)
    }

    private mutating func agree(on id: NodeID) {
        guard let here = local.node(id) else {
            plan.agreed[id] = .some(nil)
            return
        }
        let there = remote.node(id, base: base)
        plan.agreed[id] = BaseNode(
            id: id, place: there?.place ?? here.place, diskName: here.diskName,
            file: there?.file.map { BaseFile(version: $0.version, content: $0.content) } ?? base[id]?.file,
            fingerprint: here.fingerprint, isMount: here.isMount)
    }

    /// A folder that is gone here may hold things there that this device never had, or that were changed since. It is
    /// not deleted with them: the folder is forgotten, so that it comes back with its news, and only what was known and
    /// is gone is deleted, thing by thing.
    private mutating func keepFoldersWithNews() {
        for (id, state) in remote.differences {
            switch state {
            case .live(let node) where pushes[id] != .delete || hasNews(node): keepFolders(from: node.place.parent)
            case .garbled(let garbled): keepFolders(from: garbled.parent)
            case .live, .deleted, .left: continue
            }
        }
    }

    private mutating func keepFolders(from lowest: NodeID?) {
        var next = lowest
        while let folder = next, pushes[folder] == .delete {
            forget(folder)
            next = remote.node(folder, base: base)?.place.parent
        }
    }

    /// A folder that is gone is not deleted with something in it whose state could not be learnt: that left the folder, but
    /// stays below it on the server until it is read.
    private mutating func keepFoldersWithUnknown() {
        for id in local.differences.unknown {
            var next: NodeID? = id
            var steps = 0
            while steps <= Limits.depthMax, let folder = next.flatMap({ remote.node($0, base: base)?.place.parent }) {
                steps += 1
                if pushes[folder] == .delete { pushes[folder] = nil }
                next = folder
            }
        }
    }

    /// A folder that also holds what this device does not sync is not deleted with that: it is forgotten, and what was known
    /// in it is deleted thing by thing, but for the rules about what stays.
    private mutating func keepFoldersWithOthers(_ selection: SelectionView) {
        let folders = pushes.keys.filter { $0.kind == .folder && pushes[$0] == .delete }
        guard !folders.isEmpty else { return }
        let others = selection.foldersWithOthers(remote: remote, base: base)
        for id in folders where !selection.isInside(id) || others?.contains(id) ?? true {
            forget(id)
            base.forEachChild(of: id) { child in
                if child.place.name.text == IgnoreFile.name, pushes[child.id] == .delete { forget(child.id) }
            }
        }
    }

    private mutating func forget(_ id: NodeID) {
        pushes[id] = nil
        plan.agreed[id] = .some(nil)
    }

    /// Whether something goes into a folder that the server has deleted, and so brings that back, nobody here knows where,
    /// or lies nobody knows where: perhaps in one that is deleted here. Then folders are deleted when it is known.
    private var revivesFolders: Bool {
        remote.hasAdrift
            || pushes.contains { id, push in
                guard push != .delete, let parent = local.node(id)?.place.parent else { return false }
                return remote.differences[parent] == .deleted
            }
    }

    /// A new folder here, and one that stood elsewhere and that the server has at this place, are one for the server.
    private mutating func mergeFolders() {
        for (id, here) in local.differences.present where id.kind == .folder && pushes[id] == .create {
            for other in remote.differingChildren(of: here.place.parent).sorted() where pulls[other] == .move {
                guard other.kind == .folder, remote.node(other, base: base)?.place.name.key == here.place.name.key
                else {
                    continue
                }
                plan.merges.append(FolderMerge(folder: id, target: other))
            }
        }
        plan.merges.sort { $0.folder < $1.folder }
    }

    private func hasNews(_ node: RemoteNode) -> Bool {
        node.id.kind == .file && base[node.id]?.file?.version != node.file?.version
    }
}
