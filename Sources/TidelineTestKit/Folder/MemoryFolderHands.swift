import Synchronization
package import TidelineCore
package import TidelineSync

/// What a user, or a test, does to a ``MemoryFolder`` behind the engine's back. No fault is asked for.
extension MemoryFolder {
    package enum Item: Hashable, Sendable {
        case file([UInt8], executable: Bool)
        case folder
        case link(String)
        case other(String)

        package static func file(_ text: String) -> Item { .file(Array(text.utf8), executable: false) }
    }

    /// Writes in place as most programs do: the inode stays. Makes the file and the folders above it where they are missing.
    package func write(_ path: String, _ bytes: [UInt8]) throws {
        try tree.withLock { tree in
            let inode = try tree.find(path) ?? tree.plant(.file, at: path)
            guard tree[inode].kind == .file else { throw LocalError.exists(path) }
            tree[inode].content = bytes
            tree.touch(inode)
        }
    }

    package func write(_ path: String, _ text: String) throws { try write(path, Array(text.utf8)) }

    /// Writes as careful editors do: a new file takes the name of the old one.
    package func replace(_ path: String, _ bytes: [UInt8]) throws {
        if try entry(path) != nil { try remove(path) }
        try write(path, bytes)
    }

    /// nil unless a file is there.
    package func read(_ path: String) throws -> [UInt8]? {
        try tree.withLock { tree in
            guard let inode = try tree.find(path), tree[inode].kind == .file else { return nil }
            return tree[inode].content
        }
    }

    /// Makes the folder and those above it where they are missing.
    package func mkdir(_ path: String) throws {
        try tree.withLock { tree in if try tree.find(path) == nil { _ = try tree.plant(.folder, at: path) } }
    }

    /// A symbolic link; makes the folders above it where they are missing.
    package func link(_ path: String, to target: String) throws {
        try tree.withLock { tree in _ = try tree.plant(.link(target), at: path) }
    }

    /// A thing of a kind that is not synced.
    package func plant(_ path: String, other kind: String) throws {
        try tree.withLock { tree in _ = try tree.plant(.other(kind), at: path) }
    }

    /// A file in the root whose name is not UTF-8.
    package func plant(rawName: [UInt8], _ bytes: [UInt8]) {
        tree.withLock { tree in
            let inode = tree.make(.file)
            tree[inode].content = bytes
            tree.attach(inode, to: MemoryTree.Slot(parent: MemoryTree.root, name: rawName, path: ""))
        }
    }

    /// As rename(2), but nothing is replaced.
    package func rename(_ path: String, to target: String) throws {
        try tree.withLock { tree in
            let inode = try tree.existing(path)
            let slot = try tree.slot(target)
            guard tree[slot.parent].children[slot.name] == nil else { throw LocalError.exists(target) }
            guard !tree.isInside(slot.parent, inode) else { throw LocalError.io(path, errno: 22) }
            tree.detach(inode)
            tree.attach(inode, to: slot)
        }
    }

    /// To a name in the root that no path may have.
    package func rename(_ path: String, toRawName name: [UInt8]) throws {
        try tree.withLock { tree in
            let inode = try tree.existing(path)
            tree.detach(inode)
            tree.attach(inode, to: MemoryTree.Slot(parent: MemoryTree.root, name: name, path: ""))
        }
    }

    /// With all that is below it.
    package func remove(_ path: String) throws {
        try tree.withLock { tree in tree.remove(try tree.existing(path)) }
    }

    package func setExecutable(_ path: String, _ executable: Bool) throws {
        try tree.withLock { tree in
            let inode = try tree.existing(path)
            tree[inode].executable = executable
            tree[inode].changed = tree.tick()
        }
    }

    package func setModified(_ path: String, _ time: Timestamp) throws {
        try tree.withLock { tree in
            let inode = try tree.existing(path)
            tree[inode].modified = time.nanoseconds
            tree[inode].changed = tree.tick()
        }
    }

    /// Lays another folder over one, as mounting a disk does. Answers what ``unmount(_:)`` and a later mount of the same
    /// disk want.
    package func mount(_ path: String, _ volume: Volume? = nil) throws -> Volume {
        try tree.withLock { tree in
            let under = try tree.existing(path)
            let slot = try tree.slot(path)
            let over = volume?.inode ?? tree.make(.folder)
            tree[over].isMount = true
            tree.overlay(over, at: slot)
            return Volume(inode: over, under: under)
        }
    }

    /// What lay under it shows again.
    package func unmount(_ path: String, _ volume: Volume) throws {
        try tree.withLock { tree in tree.overlay(volume.under, at: try tree.slot(path)) }
    }

    package struct Volume: Sendable {
        let inode: UInt64
        let under: UInt64
    }

    /// Takes the root away, as an unmounted disk does, or brings it back.
    package func setRootThere(_ isThere: Bool) { tree.withLock { $0.hasRoot = isThere } }

    /// As if a copy of the folder, made before, stood in its place now: nothing in it is the thing it was.
    package func putBack(_ copy: [String: Item]) throws {
        tree.withLock { tree in
            for inode in tree.children(MemoryTree.root) { tree.remove(inode) }
            tree.marker = tree.marker.map { RootMarker(folderID: $0.folderID, isCopy: true) }
        }
        for (path, item) in copy.sorted(by: { $0.key < $1.key }) {
            if let bytes = item.bytes { try write(path, bytes) } else { try mkdir(path) }
        }
    }

    /// Removes everything, the marker too, as an empty mount in its place would look.
    package func wipe() {
        tree.withLock { tree in
            for inode in tree.children(MemoryTree.root) { tree.remove(inode) }
            tree.marker = nil
        }
    }

    /// Everything a user sees, by path. A name that is not UTF-8 shows repaired; of two spellings of one path the second
    /// carries a mark.
    package func contents() -> [String: Item] {
        tree.withLock { tree in
            var result: [String: Item] = [:]
            tree.forEach(MemoryTree.root, "") { path, inode in
                let key = result[path] == nil ? path : path + " [other spelling]"
                switch tree[inode].kind {
                case .file: result[key] = .file(tree[inode].content, executable: tree[inode].executable)
                case .folder: result[key] = .folder
                case .link(let target): result[key] = .link(target)
                case .other(let kind): result[key] = .other(kind)
                }
            }
            return result
        }
    }

    /// What is there; nil when nothing is. The root is "".
    package func look(at path: String) -> LocalEntry? {
        tree.withLock { tree in (try? tree.find(path)).flatMap { $0 }.map { tree.entry($0) } }
    }

    /// nil when it is not in the visible tree.
    package func path(of inode: UInt64) -> String? { tree.withLock { $0.path(of: inode) } }

    /// What lies in the local trash, oldest first.
    package func trashed() -> [(path: String, bytes: [UInt8])] {
        tree.withLock { tree in tree.trash.map { ($0.path, tree[$0.inode].content) } }
    }

    /// Names of the staged files.
    package func stagedNames() -> Set<String> { tree.withLock { Set($0.staged.keys) } }

    package func parkedCount() -> Int { tree.withLock { $0.parked.count } }
}

extension MemoryTree {
    /// Shows another thing at a place; neither is touched, as a mount touches none.
    mutating func overlay(_ inode: UInt64, at slot: Slot) {
        if let shown = self[slot.parent].children[slot.name] { self[shown].parent = nil }
        self[slot.parent].children[slot.name] = inode
        self[inode].parent = slot.parent
        self[inode].name = slot.name
    }

    /// Makes a thing, and the folders above it where they are missing.
    mutating func plant(_ kind: LocalKind, at path: String) throws -> UInt64 {
        let names = try LocalPath.names(of: path)
        var parent = Self.root
        for (index, name) in names.enumerated() {
            guard self[parent].kind == .folder else { throw LocalError.exists(path) }
            if let child = self[parent].children[name] {
                guard index < names.count - 1 else { throw LocalError.exists(path) }
                parent = child
                continue
            }
            let made = make(index < names.count - 1 ? .folder : kind)
            attach(made, to: Slot(parent: parent, name: name, path: path))
            parent = made
        }
        return parent
    }

    mutating func remove(_ inode: UInt64) {
        for child in children(inode) { remove(child) }
        detach(inode)
        forget(inode)
    }

    func forEach(_ folder: UInt64, _ prefix: String, _ body: (String, UInt64) -> Void) {
        for inode in children(folder) {
            let path = prefix + String(decoding: self[inode].name, as: UTF8.self)
            body(path, inode)
            forEach(inode, path + "/", body)
        }
    }
}
