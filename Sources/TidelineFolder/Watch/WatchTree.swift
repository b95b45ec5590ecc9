import Glibc
import TidelineCore
import TidelineSync

/// Which folders are watched, where they are now, and what is to be reported of them. Reports are kept by watch and get
/// their paths when they are taken, so a folder that moves meanwhile is named as it is then.
struct WatchTree {
    /// What the caller has to do about an event.
    enum Action {
        case nothing
        /// Watch this new folder and all below it.
        case enter(parent: Int32, DiskName)
        /// Events were lost: look for all folders again.
        case rebuild
    }

    private struct Folder {
        var parent: Int32?
        var name: DiskName
        var children: [DiskName: Int32] = [:]
    }

    /// By the path and whether it is a folder: nothing is reported about what it fits.
    private let isIgnored: @Sendable (String, Bool) -> Bool
    private var folders: [Int32: Folder] = [:]
    private var root: Int32?
    /// Folders of which only the first half of a move was seen, by cookie.
    private var moving: [UInt32: Int32] = [:]

    private var changed: Set<Int32> = []
    private var deep: Set<Int32> = []
    private var everything = false
    private var exhausted = false
    private var reportedExhausted = false
    private var rootGone = false
    private var reportedRootGone = false

    init(ignoring isIgnored: @escaping @Sendable (String, Bool) -> Bool = { _, _ in false }) {
        self.isIgnored = isIgnored
    }

    var count: Int { folders.count }
    var isRootGone: Bool { rootGone }
    var hasReports: Bool {
        !changed.isEmpty || !deep.isEmpty || everything || rootGone || (exhausted && !reportedExhausted)
    }

    /// A folder that has left may still come back by the second half of its move.
    var isWaitingForMoves: Bool { !moving.isEmpty }

    // MARK: - Events

    mutating func take(_ event: Inotify.Event) -> Action {
        if event.has(IN_Q_OVERFLOW) {
            everything = true
            return .rebuild
        }
        if event.has(IN_IGNORED) {
            forget(event.watch)
            return .nothing
        }
        if event.watch == root, event.has(IN_DELETE_SELF) || event.has(IN_MOVE_SELF) || event.has(IN_UNMOUNT) {
            rootGone = true
            return .nothing
        }
        guard folders[event.watch] != nil, let name = event.name, !isOwn(name) else { return .nothing }
        guard !isIgnored(event.watch, name, isFolder: event.has(IN_ISDIR)) else { return .nothing }
        report(event.watch)
        return event.has(IN_ISDIR) ? takeFolderEvent(event, name) : .nothing
    }

    private mutating func takeFolderEvent(_ event: Inotify.Event, _ name: DiskName) -> Action {
        let known = folders[event.watch]?.children[name]
        if event.has(IN_MOVED_FROM) {
            if let known {
                detach(known)
                moving[event.cookie] = known
            }
            return .nothing
        }
        if event.has(IN_MOVED_TO), let moved = moving.removeValue(forKey: event.cookie) {
            attach(moved, to: event.watch, name)
            reportDeep(moved)
            return .nothing
        }
        // A change of attributes may have made a folder readable.
        let mayBeNew = event.has(IN_CREATE) || event.has(IN_MOVED_TO) || (event.has(IN_ATTRIB) && known == nil)
        return mayBeNew ? .enter(parent: event.watch, name) : .nothing
    }

    func isOwn(_ name: DiskName) -> Bool { LocalPath.isOwn(Array(name.text.utf8)) }

    func isIgnored(_ parent: Int32, _ name: DiskName, isFolder: Bool) -> Bool {
        guard let above = names(of: parent) else { return false }
        return isIgnored((above + [name]).map(\.text).joined(separator: "/"), isFolder)
    }

    // MARK: - Folders

    mutating func setRoot(_ watch: Int32) {
        root = watch
        folders[watch] = Folder(parent: nil, name: DiskName(""))
    }

    /// A watch that is known elsewhere moves here with all below it.
    mutating func attach(_ watch: Int32, to parent: Int32, _ name: DiskName) {
        if let folder = folders[watch], folder.parent == parent, folder.name == name { return }
        detach(watch)
        // It may have left and come back under another cookie.
        moving = moving.filter { $0.value != watch }
        folders[watch, default: Folder(parent: nil, name: name)].parent = parent
        folders[watch]?.name = name
        folders[parent]?.children[name] = watch
    }

    private mutating func detach(_ watch: Int32) {
        guard let folder = folders[watch], let parent = folder.parent else { return }
        if folders[parent]?.children[folder.name] == watch { folders[parent]?.children[folder.name] = nil }
        folders[watch]?.parent = nil
    }

    private mutating func forget(_ watch: Int32) {
        detach(watch)
        for child in folders[watch]?.children.values ?? [:].values { folders[child]?.parent = nil }
        folders[watch] = nil
        changed.remove(watch)
        deep.remove(watch)
    }

    /// Folders that left the tree and did not come back: the caller must stop watching them.
    mutating func takeDeparted() -> [Int32] {
        let departed = moving.values.flatMap { subtree($0) }
        moving = [:]
        for watch in departed { forget(watch) }
        return departed
    }

    private func subtree(_ watch: Int32) -> [Int32] {
        var found = [watch]
        var next = 0
        while next < found.count {
            found += folders[found[next]]?.children.values ?? [:].values
            next += 1
        }
        return found
    }

    /// Starts anew; answers all watches there were.
    mutating func clear() -> Set<Int32> {
        let all = Set(folders.keys)
        (folders, moving, changed, deep) = ([:], [:], [], [])
        return all
    }

    var watches: Set<Int32> { Set(folders.keys) }

    /// Bytes of the names from the root down; nil for what is not in the tree.
    func names(of watch: Int32) -> [DiskName]? {
        var names: [DiskName] = []
        var current = watch
        while current != root {
            guard let folder = folders[current], let parent = folder.parent else { return nil }
            names.append(folder.name)
            current = parent
        }
        return names.reversed()
    }

    // MARK: - Reports

    private mutating func report(_ watch: Int32) {
        changed.insert(watch)
        limitReports()
    }

    mutating func reportDeep(_ watch: Int32) {
        deep.insert(watch)
        limitReports()
    }

    mutating func reportExhausted() { exhausted = true }

    /// Fewer folders may be to watch from now on; should that fail too, it is reported again.
    mutating func forgetExhaustion() { (exhausted, reportedExhausted) = (false, false) }

    mutating func reportRootGone() { rootGone = true }

    private mutating func limitReports() {
        if changed.count + deep.count > Limits.watchedFoldersPendingMax { everything = true }
    }

    /// The most important report; nil when there is none.
    mutating func takeReport() -> WatchEvent? {
        if rootGone {
            defer { reportedRootGone = true }
            return reportedRootGone ? nil : .rootGone
        }
        if exhausted, !reportedExhausted {
            reportedExhausted = true
            return .exhausted(watched: folders.count)
        }
        defer { (changed, deep, everything) = ([], [], false) }
        if everything { return .everything }
        let deepPaths = paths(deep)
        let changedPaths = paths(changed.subtracting(deep))
        return changedPaths.isEmpty && deepPaths.isEmpty ? nil : .changed(changedPaths, deep: deepPaths)
    }

    private func paths(_ watches: Set<Int32>) -> [String] {
        watches.compactMap { names(of: $0)?.map(\.text).joined(separator: "/") }.sorted()
    }
}
