import TidelineCore
import TidelineSync

/// The things of a ``MemoryFolder``, by inode.
struct MemoryTree: Sendable {
    struct Thing: Sendable {
        let birth: Int64
        let kind: LocalKind
        var content: [UInt8] = []
        var children: [[UInt8]: UInt64] = [:]
        /// nil outside the visible tree.
        var parent: UInt64?
        var name: [UInt8] = []
        var modified: Int64
        var changed: Int64
        var executable = false
        var isMount = false
        /// Open files; what is removed stays readable for them.
        var holders = 0

        var isLink: Bool { if case .link = kind { true } else { false } }
        var isFileOrLink: Bool { kind == .file || isLink }
    }

    struct Slot {
        let parent: UInt64
        let name: [UInt8]
        let path: String
    }

    struct Parked: Sendable {
        let inode: UInt64
        let path: String
        /// The top of the mounted disk that it lies on, or the root: with that it goes and comes.
        let volume: UInt64

        var depth: Int { path.utf8.count { $0 == UInt8(ascii: "/") } }
    }

    struct Trashed: Sendable {
        let inode: UInt64
        let path: String
        let at: Timestamp
    }

    static let root: UInt64 = 1

    let now: @Sendable () -> Timestamp
    var hasRoot = true
    var marker: RootMarker?
    var staged: [String: UInt64] = [:]
    var parked: [String: Parked] = [:]
    var trash: [Trashed] = []
    private var things: [UInt64: Thing] = [:]
    private var lastInode = Self.root
    private var lastTick = Int64.min

    init(now: @escaping @Sendable () -> Timestamp) {
        self.now = now
        let time = tick()
        things[Self.root] = Thing(birth: time, kind: .folder, modified: time, changed: time)
    }

    subscript(inode: UInt64) -> Thing {
        get {
            guard let thing = things[inode] else { preconditionFailure("no inode \(inode)") }
            return thing
        }
        _modify {
            guard things[inode] != nil else { preconditionFailure("no inode \(inode)") }
            yield &things[inode]!
        }
    }

    /// Later than every tick before.
    mutating func tick() -> Int64 {
        lastTick = max(now().nanoseconds, lastTick == .min ? .min : lastTick + 1)
        return lastTick
    }

    mutating func make(_ kind: LocalKind) -> UInt64 {
        lastInode += 1
        let time = tick()
        things[lastInode] = Thing(birth: time, kind: kind, modified: time, changed: time)
        return lastInode
    }

    /// Drops a thing outside the tree, unless it is still open.
    mutating func forget(_ inode: UInt64) {
        if let thing = things[inode], thing.parent == nil, thing.holders == 0 { things[inode] = nil }
    }

    mutating func release(_ inode: UInt64) {
        self[inode].holders -= 1
        let isKept = staged.values.contains(inode) || trash.contains { $0.inode == inode }
        if !isKept && !parked.values.contains(where: { $0.inode == inode }) { forget(inode) }
    }

    func find(_ path: String) throws -> UInt64? { find(try LocalPath.names(of: path)) }

    func find(_ names: some Sequence<[UInt8]>) -> UInt64? {
        var inode = Self.root
        for name in names {
            guard let child = self[inode].children[name] else { return nil }
            inode = child
        }
        return inode
    }

    func existing(_ path: String) throws -> UInt64 {
        guard let inode = try find(path) else { throw LocalError.notFound(path) }
        return inode
    }

    /// Where a thing of this path hangs; its parent must be there.
    func slot(_ path: String) throws -> Slot {
        let names = try LocalPath.names(of: path)
        guard let name = names.last else { throw LocalError.nameImpossible(path) }
        guard let parent = find(names.dropLast()) else { throw LocalError.notFound(path) }
        guard self[parent].kind == .folder else { throw LocalError.changed(path) }
        return Slot(parent: parent, name: name, path: path)
    }

    func path(of inode: UInt64) -> String? {
        var names: [String] = []
        var next = inode
        while next != Self.root {
            guard let thing = things[next], let parent = thing.parent else { return nil }
            names.append(String(decoding: thing.name, as: UTF8.self))
            next = parent
        }
        return names.reversed().joined(separator: "/")
    }

    /// The top of the mounted disk that a folder lies on; the root where none is.
    func volume(of folder: UInt64) -> UInt64 {
        var inode = folder
        while !self[inode].isMount, let parent = self[inode].parent { inode = parent }
        return inode
    }

    /// What is parked on disks that are mounted now.
    var parkedHere: [String: Parked] { parked.filter { path(of: $0.value.volume) != nil } }

    func isInside(_ inode: UInt64, _ folder: UInt64) -> Bool {
        var current: UInt64? = inode
        while let here = current {
            if here == folder { return true }
            current = self[here].parent
        }
        return false
    }

    mutating func attach(_ inode: UInt64, at path: String) throws {
        let slot = try slot(path)
        guard self[slot.parent].children[slot.name] == nil else { throw LocalError.exists(path) }
        attach(inode, to: slot)
    }

    mutating func attach(_ inode: UInt64, to slot: Slot) {
        self[slot.parent].children[slot.name] = inode
        self[inode].parent = slot.parent
        self[inode].name = slot.name
        self[inode].changed = tick()
        touch(slot.parent)
    }

    mutating func detach(_ inode: UInt64) {
        guard let parent = self[inode].parent else { return }
        self[parent].children[self[inode].name] = nil
        self[inode].parent = nil
        self[inode].changed = tick()
        touch(parent)
    }

    mutating func touch(_ inode: UInt64) {
        let time = tick()
        self[inode].modified = time
        self[inode].changed = time
    }

    func fingerprint(_ inode: UInt64) -> Fingerprint {
        let thing = self[inode]
        let size =
            switch thing.kind {
            case .folder: 4096
            case .link(let target): target.utf8.count
            case .file, .other: thing.content.count
            }
        return Fingerprint(
            inode: inode, birth: thing.birth, size: Int64(size), modified: thing.modified, changed: thing.changed,
            executable: thing.executable, isLink: thing.isLink)
    }

    func entry(_ inode: UInt64) -> LocalEntry {
        let thing = self[inode]
        return LocalEntry(
            name: String(validating: thing.name, as: UTF8.self),
            readableName: String(decoding: thing.name, as: UTF8.self), kind: thing.kind,
            fingerprint: fingerprint(inode), isMount: thing.isMount)
    }

    /// Sorted by the bytes of the names, so that equal runs stay equal.
    func children(_ inode: UInt64) -> [UInt64] {
        self[inode].children.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
    }

    func list(_ folder: String) throws -> [LocalEntry] {
        let inode = try existing(folder)
        guard self[inode].kind == .folder else { throw LocalError.changed(folder) }
        return children(inode).map { entry($0) }
    }

    mutating func recover(leaving tops: Set<String>) {
        let outerFirst = parkedHere.sorted { ($0.value.depth, $0.value.inode) < ($1.value.depth, $1.value.inode) }
        for (token, entry) in outerFirst where !tops.contains(path(of: entry.volume) ?? "") {
            bringBack(entry)
            parked[token] = nil
        }
        let time = now()
        for (name, inode) in staged where isOver(self[inode].modified, Limits.stagedSecondsKept, at: time) {
            staged[name] = nil
            forget(inode)
        }
        let old = trash.filter { isOver($0.at.nanoseconds, Limits.localTrashSecondsKept, at: time) }
        trash = trash.filter { !isOver($0.at.nanoseconds, Limits.localTrashSecondsKept, at: time) }
        for entry in old { forget(entry.inode) }
    }

    private func isOver(_ start: Int64, _ seconds: Int, at time: Timestamp) -> Bool {
        Timestamp(nanoseconds: start).adding(seconds: seconds) < time
    }

    /// To its old place, or beside it when that is taken; to the nearest folder above when its folder is gone.
    private mutating func bringBack(_ entry: Parked) {
        var names = entry.path.utf8.split(separator: UInt8(ascii: "/")).map { Array($0) }
        let name = names.removeLast()
        while find(names).map({ self[$0].kind != .folder }) ?? true { names.removeLast() }
        guard let parent = find(names) else { return }
        var free = name
        var attempt = 0
        while self[parent].children[free] != nil {
            attempt += 1
            let variant = LocalPath.variant(of: String(decoding: name, as: UTF8.self), "recovered", attempt: attempt)
            free = Array(variant.utf8)
        }
        attach(entry.inode, to: Slot(parent: parent, name: free, path: entry.path))
    }
}
