import TidelineCore

/// Compares the disk with the base and finds out what each thing there is.
///
/// A thing keeps its id when it is the same inode, wherever it stands now; else when it stands where it stood (editors
/// save by renaming a new file over the old one). What stands where the server has something new takes the server's id:
/// folders at once, files once their content proves equal. The rest is new. Things of the base that are nowhere are
/// gone, unless the folder they lay in could not be read. What is ignored is not there.
struct Scanner {
    enum Scope {
        case everything
        /// These folders; `deep` ones with all below them.
        case folders([NodeID?], deep: [NodeID?])
    }

    struct Found {
        let parent: NodeID?
        let parentPath: String
        let name: NodeName
        let entry: LocalEntry
        /// What the base has at this place, though it is another inode.
        let stoodHere: NodeID?

        var kind: NodeKind { entry.kind == .folder ? .folder : .file }
        var path: String { join(parentPath, entry.readableName) }
    }

    struct Inode: Hashable {
        let number: UInt64
        let birth: Int64
        let kind: NodeKind
    }

    let disk: any LocalFolder
    let base: BaseTree
    let remote: RemoteTree
    let ids: any ULIDSource
    var tree: LocalTree { LocalTree(base: base, differences: LocalDifferences()) }

    var result = LocalDifferences()
    let earlier: IgnoreBook
    let selection: SelectionView?
    /// New folders that this device does not sync, with the topmost path of each.
    var leftOut: [NodeID: String] = [:]
    let unsafeDisks: [String: LocalError]
    /// Folders in which something is ignored.
    var foldersWithIgnored: Set<NodeID?> = []
    var seen: Set<NodeID> = []
    var listed: Set<NodeID?> = []
    var unresolved: [Found] = []
    var queue: [(id: NodeID?, path: String)] = []
    var descends = true
    var baseByInode: [Inode: NodeID]?
    /// Tops of mounted disks, as they were found.
    var mounts: [NodeID: Fingerprint] = [:]
    var otherVolumes: Set<NodeID> = []
    static let unmounted =
        "the disk that was synced here is not mounted, or another is; mount it and sync again, or take the folder as it "
        + "is with --relink"

    init(
        disk: any LocalFolder, base: BaseTree, remote: RemoteTree, ids: any ULIDSource, earlier: IgnoreBook,
        selection: SelectionView?, unsafeDisks: [String: LocalError]
    ) {
        self.disk = disk
        self.base = base
        self.remote = remote
        self.ids = ids
        self.earlier = earlier
        self.selection = selection
        self.unsafeDisks = unsafeDisks
    }

    /// - Parameter ignores: what earlier scans know of the rules; a look at parts goes by it where it does not look.
    /// - Parameter unsafeDisks: mounted ones whose tops, by path, are not to be looked at, and why.
    /// - Throws: ``LocalError`` only about the root; all else becomes part of the result.
    static func scan(
        _ disk: any LocalFolder, base: BaseTree, remote: RemoteTree, ids: any ULIDSource, scope: Scope,
        ignores: IgnoreBook = IgnoreBook(), selection: SelectionView? = nil, unsafeDisks: [String: LocalError] = [:]
    ) throws -> LocalDifferences {
        var scanner = Scanner(
            disk: disk, base: base, remote: remote, ids: ids, earlier: ignores, selection: selection,
            unsafeDisks: unsafeDisks)
        switch scope {
        case .everything:
            try scanner.list(nil, "")
        case .folders(let flat, let deep):
            scanner.result.ignores = ignores
            let (deep, above) = scanner.standing(deep)
            let (flat, higher) = scanner.standing(flat)
            for (id, path) in deep { try scanner.list(id, path) }
            try scanner.listQueued()
            scanner.descends = false
            for (id, path) in flat + above + higher { try scanner.list(id, path) }
            scanner.descends = true
        }
        try scanner.walk()
        scanner.result.listed = scanner.listed
        scanner.leaveOutIgnoredAlone()
        scanner.findGone(everything: { if case .everything = scope { true } else { false } }())
        return scanner.result
    }

    mutating func walk() throws {
        repeat {
            try listQueued()
            resolveByInode()
            if queue.isEmpty, !unresolved.isEmpty { resolveByPlace() }
        } while !queue.isEmpty || !unresolved.isEmpty
    }

    // MARK: Listing

    mutating func listQueued() throws {
        while let next = queue.popLast() { try list(next.id, next.path) }
    }

    mutating func list(_ id: NodeID?, _ path: String) throws {
        guard listed.insert(id).inserted else { return }
        if let id, let (top, error) = unsafeDisk(of: path) {
            listed.remove(id)
            result.unknown.insert(id)
            return skip(top, "what a broken run left hidden on this disk cannot be put back: \(error.explanation)")
        }
        let entries: [LocalEntry]
        let folder = IgnoreName.names(of: path)
        do {
            entries = try disk.list(path)
            let problem = try result.ignores.learn(path, entries, on: disk, earlier: earlier)
            if let problem { skip(join(path, IgnoreFile.name), problem) }
        } catch {
            guard let id else { throw error }
            listed.remove(id)
            result.unknown.insert(id)
            skip(path, error.explanation)
            return
        }
        if let id, !isStillMounted(id, path) {
            listed.remove(id)
            result.unknown.insert(id)
            skip(path, Self.unmounted)
            return
        }
        var known: [String: BaseNode] = [:]
        base.forEachChild(of: id) { known[$0.nameOnDisk.exactKey] = $0 }
        var fresh: [Found] = []
        let rules = result.ignores.rules.scope(of: folder)
        for entry in entries {
            if rules.match(IgnoreName(entry.readableName), isFolder: entry.kind == .folder) != nil {
                foldersWithIgnored.insert(id)
                continue
            }
            guard let name = entry.name else {
                skip(join(path, entry.readableName), "its name is not valid UTF-8; rename it")
                continue
            }
            examine(entry, name: name, folder: id, path: path, known: known[name.exactKey], fresh: &fresh)
        }
        keepOldestOfEqualNames(&fresh, folder: id, known: known)
        unresolved += fresh
    }

    mutating func examine(
        _ entry: LocalEntry, name: String, folder: NodeID?, path: String, known: BaseNode?, fresh: inout [Found]
    ) {
        let entryPath = join(path, name)
        if let known, isOtherVolume(entry, known) {
            otherVolumes.insert(known.id)
            return
        }
        if LocalPath.isOwn(Array(name.utf8)) {
            return leaveOut(entry, known, entryPath, "Tideline keeps its own things under this name; rename it")
        }
        if case .other(let what) = entry.kind {
            if let known { result.unknown.insert(known.id) }
            skip(entryPath, "it is a \(what); only files, folders and links are synced")
            return
        }
        if case .link(let target) = entry.kind,
            let problem = LinkTarget.problem(target, at: entryPath, ownFolder: LocalPath.ownFolder)
        {
            if let known { result.unknown.insert(known.id) }
            skip(entryPath, problem)
            return
        }
        let nodeName: NodeName
        do { nodeName = try NodeName(name) } catch {
            skip(entryPath, error.explanation)
            return
        }
        // A link in the place of a file, or the reverse, is another thing, as a folder is.
        guard let known, known.id.kind == (entry.kind == .folder ? .folder : .file),
            known.fingerprint.isLink == entry.fingerprint.isLink
        else {
            fresh.append(Found(parent: folder, parentPath: path, name: nodeName, entry: entry, stoodHere: nil))
            return
        }
        if known.fingerprint.isSameThing(as: entry.fingerprint) {
            claim(known.id, at: known.place, entry: entry, path: entryPath)
        } else {
            fresh.append(Found(parent: folder, parentPath: path, name: nodeName, entry: entry, stoodHere: known.id))
        }
    }

    /// Neither it nor what it was before it got this name is gone.
    private mutating func leaveOut(_ entry: LocalEntry, _ known: BaseNode?, _ path: String, _ reason: String) {
        skip(path, reason)
        if let known { result.unknown.insert(known.id) }
        guard entry.kind == .folder, base.count > 0 else { return }
        let inodes = baseByInode ?? indexInodes()
        baseByInode = inodes
        let inode = Inode(number: entry.fingerprint.inode, birth: entry.fingerprint.birth, kind: .folder)
        if let id = inodes[inode] { result.unknown.insert(id) }
    }

    /// Where something is or was mounted, another folder than the synced one is another disk, or the bare place of one.
    /// What it holds says nothing about what was synced there.
    func isOtherVolume(_ entry: LocalEntry, _ known: BaseNode) -> Bool {
        guard known.id.kind == .folder, entry.kind == .folder, known.isMount || entry.isMount else { return false }
        return !known.fingerprint.isSameInode(as: entry.fingerprint)
    }

    /// A disk may go while its top is read: then what came is not what it holds.
    func isStillMounted(_ id: NodeID, _ path: String) -> Bool {
        guard let mount = mounts[id] ?? base[id].flatMap({ $0.isMount ? $0.fingerprint : nil }) else { return true }
        guard let entry = try? disk.entry(path) else { return false }
        return entry.isMount && entry.fingerprint.isSameInode(as: mount)
    }

    /// Of names that differ only in case or normal form, one syncs: the one synced before, else the older.
    mutating func keepOldestOfEqualNames(_ fresh: inout [Found], folder: NodeID?, known: [String: BaseNode]) {
        guard !fresh.isEmpty else { return }
        var holders: [String: String] = [:]
        for node in known.values
        where seen.contains(node.id) && result.present[node.id].map({ $0.place.parent == folder }) ?? true {
            holders[node.place.name.key] = node.nameOnDisk
        }
        fresh.sort {
            ($0.stoodHere == nil ? 1 : 0, $0.entry.fingerprint.modified) < (
                $1.stoodHere == nil ? 1 : 0, $1.entry.fingerprint.modified
            )
        }
        fresh = fresh.filter { found in
            let key = found.name.key
            guard let holder = holders[key] else {
                holders[key] = found.entry.readableName
                return true
            }
            if let id = found.stoodHere { result.unknown.insert(id) }
            result.skipped.append(
                SkippedPath(
                    path: found.path, reason: "its name equals \"\(holder)\" but for case or accents; rename it"))
            return false
        }
    }

    // MARK: Finding out what is what

    mutating func resolveByInode() {
        guard !unresolved.isEmpty, base.count > 0 else { return }
        let inodes = baseByInode ?? indexInodes()
        baseByInode = inodes
        var rest: [Found] = []
        for found in unresolved {
            let inode = Inode(
                number: found.entry.fingerprint.inode, birth: found.entry.fingerprint.birth, kind: found.kind)
            if let id = inodes[inode], !seen.contains(id), let node = base[id],
                node.fingerprint.isSameThing(as: found.entry.fingerprint), !stillStands(node),
                !isSetAside(id, found)
            {
                claim(id, at: Place(parent: found.parent, name: found.name), entry: found.entry, path: found.path)
            } else {
                rest.append(found)
            }
        }
        unresolved = rest
    }

    /// Whether it went where nothing is synced, and something else has its place: that is it then, saved anew.
    func isSetAside(_ id: NodeID, _ found: Found) -> Bool {
        isLeftOut(id, at: Place(parent: found.parent, name: found.name), found.path)
            && unresolved.contains { $0.stoodHere == id }
    }

    /// Whether a file is where it was, in a folder that this scan does not list: then what was found is a hard link to it.
    func stillStands(_ node: BaseNode) -> Bool {
        guard node.id.kind == .file, !listed.contains(node.place.parent), let path = tree.path(of: node.id) else {
            return false
        }
        return (try? disk.entry(path))?.fingerprint.isSameThing(as: node.fingerprint) ?? false
    }

    /// Settles folders one by one, new ones first, and files when there are none left: what stood where another stands now
    /// may lie in a folder, and be found there by inode.
    mutating func resolveByPlace() {
        let isFolder = { (found: Found) in found.kind == .folder }
        if let next = unresolved.firstIndex(where: { isFolder($0) && $0.stoodHere == nil })
            ?? unresolved.firstIndex(where: isFolder)
        {
            return claimByPlace(unresolved.remove(at: next))
        }
        let order = unresolved.filter { $0.stoodHere != nil } + unresolved.filter { $0.stoodHere == nil }
        unresolved = []
        order.forEach { claimByPlace($0) }
    }

    private mutating func claimByPlace(_ found: Found) {
        claim(
            identity(of: found), at: Place(parent: found.parent, name: found.name), entry: found.entry,
            path: found.path)
    }

    mutating func identity(of found: Found) -> NodeID {
        if let id = found.stoodHere, !seen.contains(id) { return id }
        let key = found.name.key
        for id in remote.differingChildren(of: found.parent) where id.kind == found.kind && !seen.contains(id) {
            guard base[id] == nil, case .live(let node) = remote.differences[id], node.place.name.key == key,
                node.file?.content.isLink ?? false == found.entry.fingerprint.isLink
            else { continue }
            if id.kind == .file { result.candidates.insert(id) }
            return id
        }
        return NodeID(found.kind, ids.next())
    }

    mutating func claim(_ id: NodeID, at place: Place, entry: LocalEntry, path: String) {
        seen.insert(id)
        if isLeftOut(id, at: place, path) { return leaveOut(id, at: place, path) }
        if entry.isMount { mounts[id] = entry.fingerprint }
        let diskName = entry.name.flatMap { $0.exactKey == place.name.text.exactKey ? nil : $0 }
        if id.kind == .folder {
            // Another folder under a known name has been seen by nobody.
            let isKnownHere =
                base[id].map { $0.place == place && $0.fingerprint.isSameThing(as: entry.fingerprint) } ?? false
            if descends || !isKnownHere { queue.append((id, path)) }
        }
        let here = LocalNode(
            id: id, place: place, diskName: diskName, fingerprint: entry.fingerprint, isMount: entry.isMount)
        guard let agreed = base[id] else {
            result.present[id] = here
            return
        }
        let looksSame =
            id.kind == .folder
            ? agreed.fingerprint.isSameThing(as: entry.fingerprint) && agreed.isMount == entry.isMount
            : agreed.fingerprint == entry.fingerprint
        if agreed.place != place || agreed.diskName != diskName || !looksSame {
            result.present[id] = here
        }
    }

    /// What the base or the server has where it is now is known to be synced, or to be on its way out.
    func isLeftOut(_ id: NodeID, at place: Place, _ path: String) -> Bool {
        guard let selection else { return false }
        if let parent = place.parent, leftOut[parent] != nil { return true }
        // By the base first: what others moved is not moved here yet.
        let known = base[id]?.place ?? remote.node(id, base: base)?.place
        if let known, selection.isShownLike(id, at: known, as: place) { return false }
        let isNewFolder = place.parent.map { remote.node($0, base: base) == nil && base[$0] == nil } ?? false
        let isShown = selection.isInside(place.parent) || (id.kind == .file && selection.shows(id, at: place))
        if !isNewFolder, !isShown { return true }
        return id.kind == .folder && base[id] == nil && selection.isExcluded(path)
    }

    /// It is looked into all the same: what was synced and now lies there was not deleted. Folders are reported for what
    /// they hold.
    mutating func leaveOut(_ id: NodeID, at place: Place, _ path: String) {
        let top = place.parent.flatMap { leftOut[$0] } ?? path
        let isKnown = base[id] != nil
        if isKnown { result.unknown.insert(id) }
        if id.kind == .folder {
            if !isKnown { leftOut[id] = top }
            queue.append((id, path))
        }
        let skipped = SkippedPath(path: top, reason: Selection.leftOut)
        if isKnown || id.kind == .file, !result.skipped.contains(skipped) { result.skipped.append(skipped) }
    }

    func indexInodes() -> [Inode: NodeID] {
        var index: [Inode: NodeID] = [:]
        index.reserveCapacity(base.count)
        base.forEach { node in
            index[Inode(number: node.fingerprint.inode, birth: node.fingerprint.birth, kind: node.id.kind)] = node.id
        }
        return index
    }

    mutating func skip(_ path: String, _ reason: String) {
        result.skipped.append(SkippedPath(path: path, reason: reason))
    }
}
