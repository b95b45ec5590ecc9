import Logging
import NIOCore
import TidelineCore

extension SyncEngine {
    /// Does on disk what the server has: folders and moves first, then content, deletes last.
    func pull(_ steps: [PullStep]) async throws {
        var parked: [NodeID: ParkedEntry] = [:]
        do {
            try await pull(steps, &parked)
            if !parked.isEmpty { try bringBackParked() }
        } catch {
            // Nothing may look at the disk before parked things are back: they would count as deleted.
            if !parked.isEmpty { isLoaded = false }
            throw error
        }
    }

    private func pull(_ steps: [PullStep], _ parked: inout [NodeID: ParkedEntry]) async throws {
        var changes = StateChanges()
        // Deletes at the end wait for the downloads, which may use what is there; those before make way.
        let last = steps.lastIndex { if case .delete = $0 { false } else { true } } ?? -1
        for step in steps[...last] {
            do {
                switch step {
                case .makeFolder(let node): try makeFolder(node, &changes)
                case .move(let id, let to): try move(id, to: to, parked: &parked, &changes)
                case .park(let id): try park(id, &parked)
                case .delete(let id): try delete(id, parked: &parked, &changes)
                case .fetch: continue
                }
            } catch {
                fail(step, error)
            }
        }
        try save(changes)
        var wanted: [RemoteNode] = []
        for case .fetch(let node) in steps { wanted.append(node) }
        try await fetch(wanted)
        guard !report.isPaused else { return }
        changes = StateChanges()
        for case .delete(let id) in steps[(last + 1)...] {
            do { try delete(id, parked: &parked, &changes) } catch { fail(.delete(id), error) }
        }
        try save(changes)
    }

    private func makeFolder(_ node: RemoteNode, _ changes: inout StateChanges) throws {
        guard let path = localPath(of: node.place) else { throw LocalError.notFound(node.place.name.text) }
        let fingerprint = try disk.makeFolder(path)
        pulled(
            BaseNode(id: node.id, place: node.place, diskName: nil, file: nil, fingerprint: fingerprint), &changes)
    }

    private func park(_ id: NodeID, _ parked: inout [NodeID: ParkedEntry]) throws {
        guard let path = localTree.path(of: id) else { return }
        try checkUntouched(id, path)
        var changes = StateChanges()
        try takeAwayLinksOut(of: id, &changes)
        try save(changes)
        parked[id] = try disk.park(path)
    }

    private func move(
        _ id: NodeID, to place: Place, parked: inout [NodeID: ParkedEntry], _ changes: inout StateChanges
    ) throws {
        guard var node = base[id], let target = localPath(of: place) else { throw LocalError.notFound(place.name.text) }
        let there = remote.state(of: id, base: base)
        try takeAwayLinksOut(of: id, &changes)
        let now: Fingerprint
        if let entry = parked[id] {
            now = try disk.unpark(entry, to: target)
            parked[id] = nil
        } else {
            guard let path = localTree.path(of: id) else { throw LocalError.notFound(place.name.text) }
            try checkUntouched(id, path)
            now = try disk.move(path, to: target)
        }
        // Written to while it moved, it stays as it was known, and so looks touched.
        if id.kind == .folder || now.isSameContent(as: node.fingerprint) { node.fingerprint = now }
        node.place = place
        node.diskName = nil
        report.moved += 1
        setBase(id, node, &changes)
        follow(node, now)
        remote.settle(id, there, base: base, saving: &changes)
        if place.name.text == IgnoreFile.name { needsFullScan = true }
        // Rules are about paths: here they may be others.
        if ignores.rules.match(target, isFolder: id.kind == .folder) != nil { needsFullScan = true }
        if id.kind == .folder, ignores.hasNestedRules { needsFullScan = true }
    }

    /// What the scan saw of it besides stands there now too.
    private func follow(_ node: BaseNode, _ now: Fingerprint) {
        guard var here = differences.present[node.id] else { return }
        here.place = node.place
        here.diskName = node.diskName
        here.fingerprint = now
        differences.present[node.id] = here == LocalNode(agreed: node) ? nil : here
    }

    /// A file that was written to since the scan is not moved under its writer; folders move with all they hold.
    private func checkUntouched(_ id: NodeID, _ path: String) throws {
        guard id.kind == .file, let expected = base[id]?.fingerprint else { return }
        guard try disk.entry(path)?.fingerprint == expected else { throw LocalError.changed(path) }
    }

    private func delete(_ id: NodeID, parked: inout [NodeID: ParkedEntry], _ changes: inout StateChanges) throws {
        guard let node = base[id] else { return }
        if let entry = parked[id] {
            try unpark(entry, id)
            parked[id] = nil
        }
        guard let path = localTree.path(of: id) else { return }
        if id.kind == .file {
            if node.place.name.text == IgnoreFile.name { needsFullScan = true }
            if try !staysForIgnored(node, path) { try disk.trash(path, expecting: node.fingerprint) }
        } else if try !disk.removeFolder(path) {
            // What is still in it was not proven to be the server's, and stays.
            if remote.differences[id] == .left { return forgetLeaving(id, &changes) }
            guard try holdsOnlyIgnored(path) else { return stillFull(id, path) }
            report.notes.append(
                SkippedPath(path: path, reason: "it was deleted elsewhere; what is ignored in it stays here"))
        }
        report.deleted += 1
        setBase(id, nil, &changes)
        remote.settle(id, .deleted, base: base, saving: &changes)
    }

    /// What is new in it goes up first; if only unsynced things are left, a person has to decide.
    private func stillFull(_ id: NodeID, _ path: String) {
        staleFolders.insert(id)
        changedOften[id, default: 0] += 1
        if changedOften[id, default: 0] > 1 {
            hold(id, path, "it was deleted elsewhere, but holds things that do not sync; remove them")
        }
    }

    /// A parked thing that is to be deleted comes back beside its successor first, so that the trash knows it by a name.
    private func unpark(_ entry: ParkedEntry, _ id: NodeID) throws {
        guard var node = base[id] else { return }
        node.place.name = .passing(ids.next())
        node.diskName = nil
        guard let path = localPath(of: node.place) else { throw LocalError.notFound(node.place.name.text) }
        let now = try disk.unpark(entry, to: path)
        if id.kind == .folder || now.isSameContent(as: node.fingerprint) { node.fingerprint = now }
        base.put(node)
    }

    // MARK: Shared by all ways of pulling

    var localTree: LocalTree { LocalTree(base: base, differences: differences) }

    func localPath(of place: Place) -> String? { localTree.path(of: place) }

    /// The disk has what the server has: both trees learn it.
    func pulled(_ node: BaseNode, _ changes: inout StateChanges) {
        let there = remote.state(of: node.id, base: base)
        setBase(node.id, node, &changes)
        remote.settle(node.id, there, base: base, saving: &changes)
    }

    /// Where it lies, or is to lie.
    func pathForPeople(_ node: RemoteNode) -> String {
        (base[node.id] == nil ? nil : localTree.path(of: node.id)) ?? localPath(of: node.place)
            ?? remote.path(of: node.id, base: base) ?? node.place.name.text
    }

    func fail(_ step: PullStep, _ error: any Error) {
        guard let id = step.node else { return }
        let path: String
        switch step {
        case .makeFolder(let node), .fetch(let node): path = pathForPeople(node)
        case .move(_, let place): path = localPath(of: place) ?? remote.path(of: id, base: base) ?? place.name.text
        case .park, .delete: path = localTree.path(of: id) ?? id.description
        }
        logger.debug("A step could not be carried out.", metadata: ["path": "\(path)", "error": "\(error)"])
        if case .live(let node) = remote.differences[id] { staleFolders.insert(node.place.parent) }
        note(error as? LocalError ?? .io(path, errno: 0), about: id, path: path)
    }
}
