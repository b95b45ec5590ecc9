import TidelineCore

/// Symbolic links are made and kept only where they cannot lead out of the folder, whoever sent them.
extension SyncEngine {
    /// Whether what is announced can be a link at all; what is no link always passes.
    func mayBeLink(_ node: RemoteNode) -> Bool {
        guard let content = node.file?.content, content.isLink else { return true }
        guard (1...Int64(Limits.linkTargetBytesMax)).contains(content.size) else {
            fail(.fetch(node), LocalError.linkLeadsOut(node.place.name.text))
            return false
        }
        return true
    }

    func installLink(_ arrived: Arrived, at path: String, expecting: Fingerprint?) throws -> Fingerprint {
        guard let target = arrived.link,
            LinkTarget.problem(target, at: path, ownFolder: LocalPath.ownFolder) == nil
        else { throw LocalError.linkLeadsOut(path) }
        arrived.staged.discard()
        return try disk.installLink(
            target, staged: stagingName(arrived.node) + ".link", at: path, expecting: expecting)
    }

    /// A file that became a link elsewhere, or the reverse, is another thing: what is here goes to the trash, and the new
    /// comes as if it had never been here. False when what is here was touched.
    func makeWay(for node: RemoteNode) throws -> Bool {
        guard let agreed = base[node.id], let old = agreed.file, let new = node.file,
            old.content.isLink != new.content.isLink, let path = localTree.path(of: node.id)
        else { return true }
        do {
            guard try disk.entry(path)?.fingerprint == agreed.fingerprint else { throw LocalError.changed(path) }
            var changes = StateChanges()
            _ = keepingRemote(of: node.id, &changes) { setBase(node.id, nil, &$0) }
            // Before the file goes: else a crash in between would make it a delete.
            try save(changes)
            try disk.trash(path, expecting: agreed.fingerprint)
            return true
        } catch let error as LocalError {
            fail(.fetch(node), error)
            return false
        }
    }

    /// Before a move: links that would lead out from the new place go to the trash. The server still has them.
    func takeAwayLinksOut(of id: NodeID, _ changes: inout StateChanges) throws {
        let links = ([id] + (id.kind == .folder ? base.descendants(of: id) : [])).filter {
            base[$0]?.file?.content.isLink ?? false
        }
        for link in links {
            guard let agreed = base[link], let path = localTree.path(of: link), let goal = pathAfterMove(of: link),
                let entry = try disk.entry(path), case .link(let target) = entry.kind,
                LinkTarget.problem(target, at: goal, ownFolder: LocalPath.ownFolder) != nil
            else { continue }
            guard entry.fingerprint == agreed.fingerprint else { throw LocalError.changed(path) }
            _ = keepingRemote(of: link, &changes) { setBase(link, nil, &$0) }
            // Before the link goes: else a crash in between would make it a delete.
            try save(changes)
            changes = StateChanges()
            try disk.trash(path, expecting: agreed.fingerprint)
            if link == id { throw LocalError.linkLeadsOut(path) }
        }
    }

    /// As the server has it.
    private func pathAfterMove(of id: NodeID) -> String? {
        var names: [String] = []
        var next: NodeID? = id
        while let id = next {
            guard let node = remote.node(id, base: base), names.count <= Limits.depthMax else { return nil }
            names.append(node.place.name.text)
            next = node.place.parent
        }
        return names.reversed().joined(separator: "/")
    }
}
