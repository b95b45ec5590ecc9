import CTidelineOS
import Foundation
import Glibc
import Synchronization
import TidelineCore
package import TidelineSync

/// Watches a folder and all below it by inotify, on a thread of its own that sleeps until something happens.
package final class Watcher: FolderWatcher {
    private let loop: WatchLoop

    /// All folders are watched when it returns: a scan that starts then misses nothing.
    ///
    /// - Parameters:
    ///   - root: an absolute path.
    ///   - quietMilliseconds: how long nothing may happen before ``next()`` answers; under constant change it answers
    ///     after ten times that.
    ///   - ignoring: by a path relative to the root and whether it is a folder: nothing is told about what it fits, and
    ///     such folders are not watched.
    package init(
        root: String, quietMilliseconds: Int32 = 40,
        ignoring: @escaping @Sendable (_ path: String, _ isFolder: Bool) -> Bool = { _, _ in false }
    ) throws {
        let loop = try about("") { try WatchLoop(root: root, quietMilliseconds: quietMilliseconds, ignoring) }
        loop.enterRoot()
        self.loop = loop
        Thread.detachNewThread { loop.run() }
    }

    deinit { stop() }

    package func stop() { loop.wakeUp() }

    package func ignoreAnew() { loop.lookAgain() }

    package func next() async -> WatchEvent? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { loop.wait($0) }
        } onCancel: {
            loop.cancelWaiting()
        }
    }

    /// How many folders are watched now.
    package var watchedCount: Int { loop.watchedCount }
}

/// The thread's side: lock, change the tree, unlock, answer who waits.
private final class WatchLoop: Sendable {
    private struct State {
        var tree: WatchTree
        /// Reports have rested long enough to be taken.
        var isSettled = false
        var isOver = false
        var waiter: CheckedContinuation<WatchEvent?, Never>?

        var isUnsettled: Bool { (tree.hasReports && !isSettled) || tree.isWaitingForMoves }

        mutating func takeAnswer() -> Answer? {
            guard let waiter else { return nil }
            let report = isSettled ? tree.takeReport() : nil
            isSettled = isSettled && tree.hasReports
            guard report != nil || isOver else { return nil }
            self.waiter = nil
            return Answer(waiter: waiter, report: report)
        }
    }

    private struct Answer {
        let waiter: CheckedContinuation<WatchEvent?, Never>
        let report: WatchEvent?
    }

    private static let bufferBytes = 64 << 10

    private let root: String
    private let quietMilliseconds: Int32
    private let inotify: Inotify
    private let wakeUpCall: Int32
    private let state: Mutex<State>

    init(
        root: String, quietMilliseconds: Int32, _ isIgnored: @escaping @Sendable (String, Bool) -> Bool
    ) throws(SystemError) {
        state = Mutex(State(tree: WatchTree(ignoring: isIgnored)))
        self.root = root
        self.quietMilliseconds = quietMilliseconds
        inotify = try Inotify()
        wakeUpCall = try SystemError.retry { tideline_make_wakeup() }
    }

    deinit { close(wakeUpCall) }

    var watchedCount: Int { state.withLock { $0.tree.count } }

    func wakeUp() {
        var one: UInt64 = 1
        // It can only fail when the thread is already called.
        _ = write(wakeUpCall, &one, MemoryLayout<UInt64>.size)
    }

    // MARK: - The waiting side

    func wait(_ continuation: CheckedContinuation<WatchEvent?, Never>) {
        let previous = state.withLock { state in
            let previous = state.waiter
            state.waiter = continuation
            return previous
        }
        previous?.resume(returning: nil)
        if Task.isCancelled { cancelWaiting() } else { answer() }
    }

    func cancelWaiting() {
        let waiter = state.withLock { $0.waiter.take() }
        waiter?.resume(returning: nil)
    }

    /// Hands a settled report to who waits, or tells that there will be none.
    private func answer() {
        let answer = state.withLock { $0.takeAnswer() }
        answer?.waiter.resume(returning: answer?.report)
    }

    // MARK: - The thread

    func run() {
        var buffer = [UInt8](repeating: 0, count: Self.bufferBytes)
        var firstUnsettled: ContinuousClock.Instant?
        let patience = Duration.milliseconds(10 * Int64(quietMilliseconds))
        while true {
            let isUnsettled = state.withLock { $0.isUnsettled }
            if !isUnsettled { firstUnsettled = nil } else if firstUnsettled == nil { firstUnsettled = .now }
            guard let hasEvents = pollOnce(timeout: isUnsettled ? quietMilliseconds : -1) else { break }
            if hasEvents, !takeEvents(&buffer) { break }
            let isLate = firstUnsettled.map { .now - $0 > patience } ?? false
            if !hasEvents || isLate { settle() }
            if state.withLock({ $0.tree.isRootGone }) {
                settle()
                break
            }
        }
        state.withLock { $0.isOver = true }
        answer()
    }

    /// Whether events came before the time ran out; nil when watching ends.
    private func pollOnce(timeout: Int32) -> Bool? {
        var polled = [
            pollfd(fd: inotify.number, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wakeUpCall, events: Int16(POLLIN), revents: 0),
        ]
        let count = poll(&polled, nfds_t(polled.count), timeout)
        if count < 0 { return errno == EINTR ? true : nil }
        return polled[1].revents != 0 ? nil : polled[0].revents != 0
    }

    private func takeEvents(_ buffer: inout [UInt8]) -> Bool {
        guard let events = try? inotify.read(into: &buffer) else { return false }
        for event in events {
            state.withLock { state in
                switch state.tree.take(event) {
                case .nothing: break
                case .enter(let parent, let name): enter(parent, name, &state.tree)
                case .rebuild: rebuild(&state.tree)
                }
            }
        }
        return true
    }

    private func settle() {
        state.withLock { state in
            for watch in state.tree.takeDeparted() { inotify.unwatch(watch) }
            state.isSettled = state.tree.hasReports
        }
        answer()
    }

    // MARK: - Folders

    func enterRoot() { state.withLock { enterRoot(&$0.tree) } }

    func lookAgain() {
        state.withLock { state in
            state.tree.forgetExhaustion()
            rebuild(&state.tree)
        }
    }

    private func enterRoot(_ tree: inout WatchTree) {
        do {
            let folder = try Descriptor.openRoot(root)
            let watch = try inotify.watch(folder)
            tree.setRoot(watch)
            try enterChildren(of: folder, watch, depth: 0, &tree)
        } catch {
            if tree.count == 0 { tree.reportRootGone() } else { tree.reportExhausted() }
        }
    }

    private func enter(_ parent: Int32, _ name: DiskName, _ tree: inout WatchTree) {
        guard let names = tree.names(of: parent) else { return }
        do {
            var folder = try Descriptor.openRoot(root)
            for name in names { folder = try folder.openFolder(name) }
            if let watch = try enter(name, in: folder, parent, depth: names.count, &tree) { tree.reportDeep(watch) }
        } catch {
            if !Self.isHarmless(error) { tree.reportExhausted() }
        }
    }

    /// Watches first and looks for subfolders then: what is made in between is seen by one or the other.
    private func enter(
        _ name: DiskName, in parentFolder: Descriptor, _ parent: Int32, depth: Int, _ tree: inout WatchTree
    ) throws -> Int32? {
        guard depth < Limits.depthMax, !tree.isOwn(name), !tree.isIgnored(parent, name, isFolder: true) else {
            return nil
        }
        do {
            let folder = try parentFolder.openFolder(name)
            let watch = try inotify.watch(folder)
            tree.attach(watch, to: parent, name)
            try enterChildren(of: folder, watch, depth: depth + 1, &tree)
            return watch
        } catch {
            guard Self.isHarmless(error) else { throw error }
            return nil
        }
    }

    private func enterChildren(of folder: Descriptor, _ watch: Int32, depth: Int, _ tree: inout WatchTree) throws {
        for name in try folder.folderNames() { _ = try enter(name, in: folder, watch, depth: depth, &tree) }
    }

    /// Gone meanwhile, or closed to us: a scan will tell.
    private static func isHarmless(_ error: any Error) -> Bool {
        let code = (error as? SystemError)?.code
        return code == ENOENT || code == ENOTDIR || code == ELOOP || code == EACCES
    }

    private func rebuild(_ tree: inout WatchTree) {
        let before = tree.clear()
        enterRoot(&tree)
        for watch in before.subtracting(tree.watches) { inotify.unwatch(watch) }
    }
}
