import TidelineCore

extension SyncEngine {
    /// What a pass that did not come to its end left parked goes back to where the base has it, so that it is known there
    /// and the plan's fate for it still holds. Where its successor has that name already, it first gets a passing one in
    /// the base: brought back under another name alone, it would look renamed by the user.
    ///
    /// Before every look at the disk: a mounted one may be back since the last. One that it cannot be done on is left out.
    ///
    /// - Parameter tidies: at the start of a run there is more to tidy up than parked things.
    func bringBackParked(tidies: Bool = false) throws {
        let parked = try disk.parked()
        unsafeDisks = parked.unreadable
        for (node, thing) in known(parked.things) where unsafeDisks[thing.top] == nil {
            do { try bringBack(node, thing) } catch let error as LocalError {
                guard !thing.top.isEmpty else { throw error }
                unsafeDisks[thing.top] = error
            }
        }
        guard tidies || !parked.things.isEmpty else { return }
        unsafeDisks.merge(try disk.recover(leaving: Set(unsafeDisks.keys))) { first, _ in first }
    }

    private func bringBack(_ node: BaseNode, _ thing: ParkedThing) throws {
        if let path = localPath(of: node.place), try isFree(path, node) { return try unpark(thing, node, to: path) }
        try bringBackAside(node, thing)
    }

    /// Outermost first. Things that the base does not know are left to ``LocalFolder/recover()``.
    private func known(_ parked: [ParkedThing]) -> [(BaseNode, ParkedThing)] {
        var found: [(node: BaseNode, thing: ParkedThing, depth: Int)] = []
        base.forEach { node in
            guard let thing = parked.first(where: { node.isSeen(as: $0) }) else { return }
            let path = localTree.path(of: node.id) ?? node.nameOnDisk
            found.append((node, thing, path.utf8.count { $0 == UInt8(ascii: "/") }))
        }
        return found.sorted { ($0.depth, $0.node.id) < ($1.depth, $1.node.id) }.map { ($0.node, $0.thing) }
    }

    private func isFree(_ path: String, _ node: BaseNode) throws -> Bool {
        try hasFolder(node.place.parent) && disk.entry(path) == nil
    }

    private func hasFolder(_ id: NodeID?) throws -> Bool {
        guard let id else { return true }
        guard let path = localTree.path(of: id), let agreed = base[id], let entry = try disk.entry(path) else {
            return false
        }
        return entry.kind == .folder && agreed.fingerprint.isSameInode(as: entry.fingerprint)
    }

    private func bringBackAside(_ node: BaseNode, _ thing: ParkedThing) throws {
        guard try hasFolder(node.place.parent) else { return }
        var aside = node
        aside.place.name = .passing(ids.next())
        aside.diskName = nil
        guard let path = localPath(of: aside.place) else { return }
        var changes = StateChanges()
        _ = keepingRemote(of: node.id, &changes) { setBase(node.id, aside, &$0) }
        // Before it appears there: else a crash in between would make it a rename after all.
        try save(changes)
        try unpark(thing, aside, to: path)
    }

    private func unpark(_ thing: ParkedThing, _ node: BaseNode, to path: String) throws {
        let now = try disk.unpark(thing.entry, to: path)
        guard now.isSameContent(as: node.fingerprint) else { return }
        var node = node
        node.fingerprint = now
        var changes = StateChanges()
        _ = keepingRemote(of: node.id, &changes) { setBase(node.id, node, &$0) }
        try save(changes)
    }
}

extension BaseNode {
    fileprivate func isSeen(as thing: ParkedThing) -> Bool {
        (id.kind == .folder) == (thing.kind == .folder) && fingerprint.isSameThing(as: thing.fingerprint)
    }
}
