import TidelineCore

extension SyncEngine {
    /// Recognises what an earlier run did on disk for the server's changes and did not live to remember: folders that were
    /// made and things that were moved, outermost first. Runs before the server tells of newer ones: after that it would
    /// look like work of this device's user, done with knowledge of all before.
    func adoptPlaces() throws {
        guard !remote.differences.isEmpty else { return }
        var changes = StateChanges()
        var known: Set<[Int64]> = []
        base.forEach { known.insert($0.fingerprint.inodeKey) }
        for id in topDown(remote.differences.keys, path: { remote.path(of: $0, base: base) }) {
            guard case .live(let node) = remote.differences[id], base[id]?.place != node.place,
                let path = localPath(of: node.place), let entry = try? disk.entry(path),
                (entry.kind == .folder) == (id.kind == .folder)
            else { continue }
            if var agreed = base[id] {
                guard agreed.fingerprint.isSameThing(as: entry.fingerprint) else { continue }
                if agreed.fingerprint.isSameContent(as: entry.fingerprint) { agreed.fingerprint = entry.fingerprint }
                agreed.place = node.place
                agreed.diskName = nil
                _ = keepingRemote(of: id, &changes) { setBase(id, agreed, &$0) }
            } else if id.kind == .folder, !known.contains(entry.fingerprint.inodeKey) {
                let made = BaseNode(
                    id: id, place: node.place, diskName: nil, file: nil, fingerprint: entry.fingerprint,
                    isMount: entry.isMount)
                pulled(made, &changes)
            }
        }
        try save(changes)
    }

    /// The same for files that were put in place.
    func adoptInstalled() throws {
        unadopted = []
        try adoptInstalled(
            remote.differences.sorted { $0.key < $1.key }.compactMap { _, state in
                if case .live(let node) = state { node } else { nil }
            })
    }

    /// What could not be read then may be what that run put in place, whatever the server told of it since. It waits.
    func adoptRest() throws {
        let rest = unadopted
        unadopted = []
        try adoptInstalled(rest)
        for node in unadopted {
            hold(node.id, pathForPeople(node), "it waits, because what is in its place cannot be read")
        }
    }

    private func adoptInstalled(_ nodes: [RemoteNode]) throws {
        var changes = StateChanges()
        var taken: [NodeID?: Set<String>] = [:]
        for node in nodes {
            guard let file = node.file, let path = placeOfInstall(node, &taken) else { continue }
            let read: ReadFile
            do {
                guard let entry = try disk.entry(path), entry.kind == .file, entry.fingerprint.looksLike(file),
                    entry.fingerprint != base[node.id]?.fingerprint
                else { continue }
                read = try readForSending(path, on: disk, expecting: entry.fingerprint)
            } catch LocalError.permissionDenied, LocalError.io {
                unadopted.append(node)
                continue
            } catch { continue }
            guard read.content == file.content else { continue }
            let agreed = base[node.id]
            pulled(
                BaseNode(
                    id: node.id, place: agreed?.place ?? node.place, diskName: agreed?.diskName,
                    file: BaseFile(version: file.version, content: file.content), fingerprint: read.fingerprint),
                &changes)
            changes.manifests[node.id] = read.chunks.count > 1 ? .some(read.chunks) : .some(nil)
            needsFullScan = true
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
    /// Names a thing on disk.
    fileprivate var inodeKey: [Int64] { [Int64(bitPattern: inode), birth] }

    /// As a download leaves it. Content decides; this spares reading all others.
    fileprivate func looksLike(_ file: RemoteFile) -> Bool {
        size == file.content.size && modified == file.modifiedAt.nanoseconds && executable == file.content.executable
    }
}
