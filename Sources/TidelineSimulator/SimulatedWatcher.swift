import Synchronization
import TidelineSync
import TidelineTestKit

/// Hints from a folder in memory, as inotify gives them: late, merged, by the paths of the moment they are taken, and now
/// and then only that some were lost.
final class SimulatedWatcher: FolderWatcher {
    private struct State {
        var flat: Set<UInt64> = []
        var deep: Set<UInt64> = []
        var overflowed = false
        var isOver = false
        var waiter: CheckedContinuation<Void, Never>?

        var hasHints: Bool { overflowed || !flat.isEmpty || !deep.isEmpty }
    }

    private let folder: MemoryFolder
    private let scheduler: Scheduler
    private let weather: Weather
    private let state = Mutex(State())
    private static let quiet = Int64.milliseconds(40)

    init(_ folder: MemoryFolder, _ scheduler: Scheduler, _ weather: Weather) {
        self.folder = folder
        self.scheduler = scheduler
        self.weather = weather
    }

    var isQuiet: Bool { state.withLock { !$0.hasHints } }

    /// Something at this path was made, changed, moved or removed.
    func saw(_ path: String, in folder: MemoryFolder) {
        let above = path.split(separator: "/").dropLast().joined(separator: "/")
        let (parent, thing) = (folder.look(at: above)?.fingerprint.inode, folder.look(at: path))
        let isLost = weather.losesHint
        let waiter = state.withLock { state in
            if isLost { state.overflowed = true }
            if let parent { state.flat.insert(parent) }
            if let thing, thing.kind == .folder { state.deep.insert(thing.fingerprint.inode) }
            return state.waiter.take()
        }
        waiter?.resume()
    }

    func next() async -> WatchEvent? {
        while true {
            await waitForHints()
            await scheduler.pause(Self.quiet)
            let (flat, deep, overflowed, isOver) = state.withLock { state in
                defer { (state.flat, state.deep, state.overflowed) = ([], [], false) }
                return (state.flat, state.deep, state.overflowed, state.isOver)
            }
            if isOver || Task.isCancelled { return nil }
            if overflowed { return .everything }
            let flatPaths = flat.compactMap { folder.path(of: $0) }.sorted()
            let deepPaths = deep.compactMap { folder.path(of: $0) }.sorted()
            if !flatPaths.isEmpty || !deepPaths.isEmpty { return .changed(flatPaths, deep: deepPaths) }
        }
    }

    private func waitForHints() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if state.isOver || state.hasHints || Task.isCancelled { return true }
                    state.waiter = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        } onCancel: {
            stop()
        }
    }

    /// Nothing is ignored here.
    func ignoreAnew() {}

    func stop() {
        let waiter = state.withLock { state in
            state.isOver = true
            return state.waiter.take()
        }
        waiter?.resume()
    }
}
