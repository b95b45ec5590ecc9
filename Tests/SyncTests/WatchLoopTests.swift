import Synchronization
import Testing
import TidelineCore
import TidelineSync
import TidelineTestKit

/// When a watched folder is looked at, by a clock that the test moves.
@Suite struct WatchLoopTests {
    /// Says what it is told to, then nothing until it is stopped.
    private final class ScriptedWatcher: FolderWatcher {
        private let events: AsyncStream<WatchEvent>
        private let source: AsyncStream<WatchEvent>.Continuation

        private let count: Int

        init(_ script: [WatchEvent]) {
            count = script.count
            (events, source) = AsyncStream.makeStream()
            for event in script { source.yield(event) }
        }

        func next() async -> WatchEvent? {
            asked.withLock { $0 += 1 }
            var iterator = events.makeAsyncIterator()
            return await iterator.next()
        }

        private let asked = Mutex(0)
        /// Whether all of the script was taken in.
        var isThrough: Bool { asked.withLock { $0 > count } }

        func ignoreAnew() {}

        func stop() { source.finish() }
    }

    /// Minutes pass when the test says so; all other waiting has no end.
    private final class Minutes: Sleeper {
        private let ticks: AsyncStream<Void>
        private let source: AsyncStream<Void>.Continuation

        init() { (ticks, source) = AsyncStream.makeStream() }

        func pass() { source.yield() }

        func sleep(seconds: Double, jitter: Double) async throws {
            if seconds == 60 {
                var iterator = ticks.makeAsyncIterator()
                _ = await iterator.next()
            } else {
                for await _ in AsyncStream<Void>.makeStream().stream { continue }
            }
            try Task.checkCancellation()
        }
    }

    private func watching(
        _ boat: Boat, _ script: [WatchEvent], _ minutes: Minutes,
        _ body: (inout AsyncStream<WatchNotice>.Iterator) async throws -> Void
    ) async throws {
        try await watching(boat, ScriptedWatcher(script), minutes, body)
    }

    private func watching(
        _ boat: Boat, _ watcher: ScriptedWatcher, _ minutes: Minutes,
        _ body: (inout AsyncStream<WatchNotice>.Iterator) async throws -> Void
    ) async throws {
        let loop = WatchLoop(engine: boat.engine, watcher: watcher, nudges: AsyncStream { _ in }, sleeper: minutes)
        let (notices, source) = AsyncStream<WatchNotice>.makeStream()
        let task = Task { try await loop.run { source.yield($0) } }
        var iterator = notices.makeAsyncIterator()
        try await body(&iterator)
        task.cancel()
        _ = await task.result
    }

    private func uploaded(_ notices: inout AsyncStream<WatchNotice>.Iterator) async -> Int? {
        while let notice = await notices.next() {
            if case .idle(let report) = notice { return report.uploaded }
        }
        return nil
    }

    @Test func `a folder that cannot be watched in full is scanned every minute`() async throws {
        let boat = try await Sea().boats[0]
        try boat.disk.write("old", "1")
        let minutes = Minutes()
        try await watching(boat, [.exhausted(watched: 3)], minutes) { notices in
            while await uploaded(&notices) != 1 { continue }
            try boat.disk.write("deep/new", "2")
            minutes.pass()
            var count = await uploaded(&notices)
            if count == 0 { count = await uploaded(&notices) }
            #expect(count == 1)
        }
    }

    @Test func `rules that leave less to watch end the scans by the minute`() async throws {
        let boat = try await Sea().boats[0]
        try boat.disk.write("old", "1")
        let (minutes, watcher) = (Minutes(), ScriptedWatcher([.exhausted(watched: 3)]))
        try await watching(boat, watcher, minutes) { notices in
            while await uploaded(&notices) != 1 { continue }
            while !watcher.isThrough {
                minutes.pass()
                _ = await uploaded(&notices)
            }
            try boat.disk.write(".tidelineignore", "build/")
            minutes.pass()
            while await uploaded(&notices) != 1 { minutes.pass() }
            // Looks that were due before may find the first of these.
            var found: [Int?] = []
            for turn in 0..<12 {
                try boat.disk.write("unseen \(turn)", "2")
                minutes.pass()
                found.append(await uploaded(&notices))
            }
            #expect(found.last == 0, "\(found)")
        }
    }

    @Test func `a folder that is watched is not scanned by the minute`() async throws {
        let boat = try await Sea().boats[0]
        try boat.disk.write("old", "1")
        let minutes = Minutes()
        try await watching(boat, [], minutes) { notices in
            #expect(await uploaded(&notices) == 1)
            try boat.disk.write("unseen", "2")
            minutes.pass()
            #expect(await uploaded(&notices) == 0)
        }
    }

    @Test func `what nothing can mend ends it`() async throws {
        let boat = try await Sea().boats[0]
        boat.server.setFault(before: { _ throws(RemoteError) in throw .unauthenticated("expired") })
        let loop = WatchLoop(
            engine: boat.engine, watcher: ScriptedWatcher([]), nudges: AsyncStream { _ in }, sleeper: Minutes())
        await #expect(throws: RemoteError.unauthenticated("expired")) {
            try await loop.run(endingOn: { $0 is RemoteError }) { _ in }
        }
    }
}
