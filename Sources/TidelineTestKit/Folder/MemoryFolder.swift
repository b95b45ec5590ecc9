import Synchronization
package import TidelineCore
package import TidelineSync

/// A synced folder in memory that behaves as a disk does: inodes, births, times that never stand still, trash, staging and
/// parking. Names are bytes, so NFC and NFD spellings stand side by side.
///
/// It outlives the engine that uses it: a new engine on the same folder finds what a crash left.
package final class MemoryFolder: LocalFolder {
    package enum Operation: String, Sendable, CaseIterable {
        case marker, setMarker, list, entry, open, read, makeFolder, move, park, unpark, trash, removeFolder
        case stage, writeStaged, flushStaged, install, recover
    }

    /// Called before an operation, with its path or staged name, and outside any lock: it may throw a ``LocalError``, or
    /// act as a user who comes in between.
    package typealias Fault = @Sendable (Operation, String) throws -> Void

    let tree: Mutex<MemoryTree>
    private let fault = Hook<Fault>()

    /// - Parameter now: where times come from. Each change still gets a time of its own.
    package init(now: @escaping @Sendable () -> Timestamp = { Timestamp(seconds: 1_767_225_600) }) {
        tree = Mutex(MemoryTree(now: now))
    }

    package func setFault(_ hook: Fault?) { fault.set(hook) }

    func perform<Result: Sendable>(
        _ operation: Operation, _ path: String, _ body: (inout MemoryTree) throws -> Result
    ) throws -> Result {
        try fault.body?(operation, path)
        return try tree.withLock { tree in
            guard tree.hasRoot else { throw LocalError.rootMissing }
            return try body(&tree)
        }
    }

    package func marker() throws -> RootMarker? { try perform(.marker, "") { $0.marker } }

    package func setMarker(_ marker: RootMarker) throws { try perform(.setMarker, "") { $0.marker = marker } }

    package func list(_ folder: String) throws -> [LocalEntry] {
        try perform(.list, folder) { try $0.list(folder) }
    }

    package func entry(_ path: String) throws -> LocalEntry? {
        try perform(.entry, path) { tree in try tree.find(path).map { tree.entry($0) } }
    }

    package func open(_ path: String) throws -> any LocalFile {
        let inode = try perform(.open, path) { tree in
            guard let inode = try tree.find(path) else { throw LocalError.notFound(path) }
            guard tree[inode].kind == .file else { throw LocalError.changed(path) }
            tree[inode].holders += 1
            return inode
        }
        return MemoryFile(folder: self, path: path, inode: inode)
    }

    package func makeFolder(_ path: String) throws -> Fingerprint {
        try perform(.makeFolder, path) { tree in
            let inode = tree.make(.folder)
            do {
                try tree.attach(inode, at: path)
            } catch {
                tree.forget(inode)
                throw error
            }
            return tree.fingerprint(inode)
        }
    }

    package func move(_ path: String, to target: String) throws -> Fingerprint {
        try perform(.move, path) { tree in
            let inode = try tree.existing(path)
            let slot = try tree.slot(target)
            guard !tree.isInside(slot.parent, inode) else { throw LocalError.io(target, errno: 22) }
            if let there = tree[slot.parent].children[slot.name] {
                guard there == inode else { throw LocalError.exists(target) }
                return tree.fingerprint(inode)
            }
            tree.detach(inode)
            tree.attach(inode, to: slot)
            return tree.fingerprint(inode)
        }
    }

    package func park(_ path: String) throws -> ParkedEntry {
        try perform(.park, path) { tree in
            let inode = try tree.existing(path)
            let volume = tree.volume(of: try tree.slot(path).parent)
            tree.detach(inode)
            let token = String(inode)
            tree.parked[token] = MemoryTree.Parked(inode: inode, path: path, volume: volume)
            return ParkedEntry(token: token)
        }
    }

    package func unpark(_ parked: ParkedEntry, to path: String) throws -> Fingerprint {
        try perform(.unpark, path) { tree in
            guard let entry = tree.parkedHere[parked.token] else { throw LocalError.notFound(path) }
            try tree.attach(entry.inode, at: path)
            tree.parked[parked.token] = nil
            return tree.fingerprint(entry.inode)
        }
    }

    package func parked() throws -> ParkedThings {
        try perform(.recover, "") { tree in
            var parked = ParkedThings()
            for (token, thing) in tree.parkedHere.sorted(by: { $0.key < $1.key }) {
                parked.things.append(
                    ParkedThing(
                        entry: ParkedEntry(token: token), kind: tree[thing.inode].kind,
                        fingerprint: tree.fingerprint(thing.inode), top: tree.path(of: thing.volume) ?? ""))
            }
            return parked
        }
    }

    package func trash(_ path: String, expecting: Fingerprint) throws {
        try perform(.trash, path) { tree in
            let inode = try tree.existing(path)
            guard tree[inode].isFileOrLink, tree.fingerprint(inode) == expecting else {
                throw LocalError.changed(path)
            }
            tree.detach(inode)
            tree.trash.append(MemoryTree.Trashed(inode: inode, path: path, at: tree.now()))
        }
    }

    package func removeFolder(_ path: String) throws -> Bool {
        try perform(.removeFolder, path) { tree in
            let inode = try tree.existing(path)
            guard tree[inode].kind == .folder, inode != MemoryTree.root else { throw LocalError.changed(path) }
            guard tree[inode].children.isEmpty else { return false }
            tree.detach(inode)
            tree.forget(inode)
            return true
        }
    }

    package func stage(_ name: String) throws -> any StagedFile {
        precondition(LocalPath.isPossible(Array(name.utf8)), "not a name for a staged file: \(name)")
        return try perform(.stage, name) { tree in
            let inode = tree.staged[name] ?? tree.make(.file)
            tree.staged[name] = inode
            return MemoryStagedFile(folder: self, name: name, inode: inode)
        }
    }

    package func flushStaged() throws { try perform(.flushStaged, "") { _ in } }

    package func install(
        _ staged: any StagedFile, at path: String, expecting: Fingerprint?, modifiedAt: Timestamp, executable: Bool
    ) throws -> Fingerprint {
        try perform(.install, path) { tree in
            guard let inode = tree.staged[staged.name] else { throw LocalError.notFound(path) }
            let slot = try tree.slot(path)
            let target = tree[slot.parent].children[slot.name]
            if let expecting {
                guard let target, tree[target].kind == .file, tree.fingerprint(target) == expecting else {
                    throw LocalError.changed(path)
                }
                tree.detach(target)
                tree.forget(target)
            } else if target != nil {
                throw LocalError.exists(path)
            }
            tree.staged[staged.name] = nil
            tree[inode].executable = executable
            tree.attach(inode, to: slot)
            tree[inode].modified = modifiedAt.nanoseconds
            return tree.fingerprint(inode)
        }
    }

    package func installLink(_ target: String, staged name: String, at path: String, expecting: Fingerprint?) throws
        -> Fingerprint
    {
        try perform(.install, path) { tree in
            let slot = try tree.slot(path)
            let old = tree[slot.parent].children[slot.name]
            if let expecting {
                guard let old, expecting.isLink, tree.fingerprint(old) == expecting else {
                    throw LocalError.changed(path)
                }
                tree.detach(old)
                tree.forget(old)
            } else if old != nil {
                throw LocalError.exists(path)
            }
            let inode = tree.make(.link(target))
            tree.attach(inode, to: slot)
            return tree.fingerprint(inode)
        }
    }

    package func recover(leaving tops: Set<String>) throws -> [String: LocalError] {
        try perform(.recover, "") { $0.recover(leaving: tops) }
        return [:]
    }
}
