import TidelineCore

extension SyncEngine {
    /// Recognises files that an earlier run put in place and did not live to remember. Runs before the server tells of
    /// newer versions: after that such a file would look like an edit of this device, in conflict with the next version.
    func adoptInstalled() throws {
        var changes = StateChanges()
        var taken: [NodeID?: Set<String>] = [:]
        for (_, state) in remote.differences.sorted(by: { $0.key < $1.key }) {
            guard case .live(let node) = state, let file = node.file, let path = placeOfInstall(node, &taken),
                let entry = try? disk.entry(path), entry.kind == .file, entry.fingerprint.looksLike(file),
                entry.fingerprint != base[node.id]?.fingerprint,
                let read = try? readForSending(path, on: disk, expecting: entry.fingerprint),
                read.content == file.content
            else { continue }
            let agreed = base[node.id]
            pulled(
                BaseNode(
                    id: node.id, place: agreed?.place ?? node.place, diskName: agreed?.diskName,
                    file: BaseFile(version: file.version, content: file.content), fingerprint: read.fingerprint),
                &changes)
            changes.manifests[node.id] = read.chunks.count > 1 ? .some(read.chunks) : .some(nil)
        }
        try save(changes)
    }

    /// Where a download would have put it. nil for a new file at a place that the base knows something else in.
    private func placeOfInstall(_ node: RemoteNode, _ taken: inout [NodeID?: Set<String>]) -> String? {
        if base[node.id] != nil { return localTree.path(of: node.id) }
        let parent = node.place.parent
        if taken[parent] == nil {
            var names: Set<String> = []
            base.forEachChild(of: parent) { names.insert($0.nameOnDisk) }
            taken[parent] = names
        }
        return taken[parent]?.contains(node.place.name.text) == true ? nil : localPath(of: node.place)
    }
}

extension Fingerprint {
    /// As a download leaves it. Content decides; this spares reading all others.
    fileprivate func looksLike(_ file: RemoteFile) -> Bool {
        size == file.content.size && modified == file.modifiedAt.nanoseconds && executable == file.content.executable
    }
}
