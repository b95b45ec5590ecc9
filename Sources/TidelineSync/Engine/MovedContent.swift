import TidelineCore

extension SyncEngine {
    /// A file that is gone and a new one with its content are one that moved, where no other could be meant: copied to
    /// another disk and back, or by a program that saves under a new name. It keeps its versions, and no delete is sent.
    ///
    /// What the server deleted, moved, or tells nothing sensible of, is left out: a new file stays new then.
    func findMovedContent() throws {
        let gone = goneBySize()
        guard !gone.isEmpty else { return }
        var found: [Content: [(node: LocalNode, fingerprint: Fingerprint)]] = [:]
        let tree = localTree
        let new = newFiles(ofSizes: gone).sorted { $0.key < $1.key }
        for (size, nodes) in new where nodes.count <= Limits.movedGuessesMax * gone[size, default: 0] {
            for node in nodes.sorted(by: { $0.id < $1.id }) {
                try Task.checkCancellation()
                guard let path = tree.path(of: node.id),
                    let read = try? readForSending(path, on: disk, expecting: node.fingerprint)
                else { continue }
                found[read.content, default: []].append((node, read.fingerprint))
            }
        }
        try take(found)
    }

    private func mayHaveMoved(_ id: NodeID) -> BaseFile? {
        guard let agreed = base[id], let file = agreed.file, file.content.size > 0, !file.content.isLink else {
            return nil
        }
        switch remote.differences[id] {
        case nil: return file
        case .live(let there): return there.place == agreed.place ? file : nil
        case .deleted, .left, .garbled: return nil
        }
    }

    private func goneBySize() -> [Int64: Int] {
        var sizes: [Int64: Int] = [:]
        for id in differences.gone { if let file = mayHaveMoved(id) { sizes[file.content.size, default: 0] += 1 } }
        return sizes
    }

    private func newFiles(ofSizes sizes: [Int64: Int]) -> [Int64: [LocalNode]] {
        var files: [Int64: [LocalNode]] = [:]
        for (id, node) in differences.present
        where id.kind == .file && base[id] == nil && remote.differences[id] == nil && !node.fingerprint.isLink
            && sizes[node.fingerprint.size] != nil
        {
            files[node.fingerprint.size, default: []].append(node)
        }
        return files
    }

    private func take(_ found: [Content: [(node: LocalNode, fingerprint: Fingerprint)]]) throws {
        var lost: [Content: [NodeID]] = [:]
        for id in differences.gone {
            if let file = mayHaveMoved(id), found[file.content] != nil { lost[file.content, default: []].append(id) }
        }
        var changes = StateChanges()
        for (content, ids) in lost {
            guard ids.count == 1, let id = ids.first, let files = found[content], files.count == 1,
                let new = files.first,
                var agreed = base[id]
            else { continue }
            agreed.fingerprint = new.fingerprint
            _ = keepingRemote(of: id, &changes) { setBase(id, agreed, &$0) }
            differences.present[new.node.id] = nil
            differences.present[id] = LocalNode(
                id: id, place: new.node.place, diskName: new.node.diskName, fingerprint: new.fingerprint)
        }
        // From now on it is known by its inode, whatever becomes of this pass.
        try save(changes)
    }
}
