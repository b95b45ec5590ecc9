import Foundation
import Synchronization
import Testing
import TidelineFolder
import TidelineSync

/// Waits until all that is wanted was reported, however it is spread over the answers.
private struct Reports {
    var changed: Set<String> = []
    var deep: Set<String> = []
    var others: [WatchEvent] = []

    /// Whether a caller who follows the reports looks into this folder.
    func covers(_ folder: String) -> Bool {
        others.contains(.everything) || changed.contains(folder)
            || deep.contains { $0 == folder || $0.isEmpty || folder.hasPrefix($0 + "/") }
    }
}

@Suite(.timeLimit(.minutes(5))) struct `The watcher` {
    private let disk: TemporaryDirectory
    private let watcher: Watcher

    init() throws {
        disk = try TemporaryDirectory()
        try disk.write("a/b/f", "x")
        try disk.write("c/f", "x")
        watcher = try Watcher(root: disk.path, quietMilliseconds: 5)
    }

    /// The suite's time limit is the deadline.
    private func reports(until isEnough: (Reports) -> Bool) async throws -> Reports {
        var reports = Reports()
        while !isEnough(reports) {
            switch try #require(await watcher.next(), "the watcher ended") {
            case .changed(let folders, let deep):
                reports.changed.formUnion(folders)
                reports.deep.formUnion(deep)
            case let other: reports.others.append(other)
            }
        }
        return reports
    }

    /// Goes on changing something, so that there is always an answer to wait for.
    private func waitForWatches(_ count: Int) async throws {
        while watcher.watchedCount != count {
            try disk.write("tick", "x")
            _ = try #require(await watcher.next(), "the watcher ended")
        }
    }

    @Test func `a new, an edited and a removed file report their folder only`() async throws {
        try disk.write("a/b/new", "x")
        var seen = try await reports { $0.covers("a/b") }
        #expect(seen.changed == ["a/b"])
        #expect(seen.deep.isEmpty)
        try disk.write("c/f", "edited")
        seen = try await reports { $0.covers("c") }
        #expect(seen.changed.isSubset(of: ["a/b", "c"]))
        try disk.remove("a/b/new")
        seen = try await reports { $0.covers("a/b") }
        #expect(seen.changed.isSubset(of: ["a/b", "c"]))
        #expect(seen.deep.isEmpty)
    }

    @Test func `what happens before anybody waits is kept`() async throws {
        try disk.write("a/b/f", "1")
        try disk.write("c/f", "2")
        try disk.write("root file", "3")
        _ = try await reports { $0.covers("a/b") && $0.covers("c") && $0.covers("") }
    }

    @Test func `an edit inside a renamed folder is reported under its new path`() async throws {
        try disk.move("a", "c/moved")
        _ = try await reports { $0.covers("") && $0.covers("c/moved/b") }
        try disk.write("c/moved/b/f", "edited")
        let seen = try await reports { $0.changed.contains("c/moved/b") }
        #expect(!seen.covers("a/b"))
        try await waitForWatches(4)
    }

    @Test func `an edit right before a rename is not lost`() async throws {
        try disk.write("a/b/f", "edited")
        try disk.move("a", "z")
        _ = try await reports { $0.covers("z/b") }
    }

    @Test func `a tree made in one go is reported whole`() async throws {
        for number in 0..<40 { try disk.write("new/\(number)/x/y/f", "x") }
        _ = try await reports { seen in (0..<40).allSatisfy { seen.covers("new/\($0)/x/y") } && seen.covers("") }
        try disk.write("new/39/x/y/f", "edited")
        _ = try await reports { $0.covers("new/39/x/y") }
        try await waitForWatches(4 + 1 + 40 * 3)
    }

    @Test func `removed and departed folders are watched no more`() async throws {
        let elsewhere = try TemporaryDirectory()
        try disk.remove("a")
        try FileManager.default.moveItem(atPath: disk.full("c"), toPath: elsewhere.full("c"))
        try await waitForWatches(1)
        try elsewhere.write("c/f", "edited outside")
        try disk.write("seen", "x")
        let seen = try await reports { $0.covers("") }
        #expect(!seen.covers("c"))
    }

    @Test func `a folder that leaves and comes back at once stays watched`() async throws {
        let elsewhere = try TemporaryDirectory()
        try FileManager.default.moveItem(atPath: disk.full("a"), toPath: elsewhere.full("a"))
        try FileManager.default.moveItem(atPath: elsewhere.full("a"), toPath: disk.full("a"))
        _ = try await reports { $0.covers("a/b") }
        try disk.write("a/b/f", "edited")
        _ = try await reports { $0.changed.contains("a/b") }
        try await waitForWatches(4)
    }

    @Test func `our own folder is not reported`() async throws {
        try disk.write(".tideline/staging/part", "x")
        try disk.write("a/f", "x")
        let seen = try await reports { $0.covers("a") }
        #expect(seen.changed == ["a"])
        #expect(seen.deep.isEmpty)
        #expect(watcher.watchedCount == 4)
    }

    @Test func `a link to a folder is not followed`() async throws {
        let outside = try TemporaryDirectory()
        try outside.makeFolder("inside")
        try disk.link("link", to: outside.path)
        _ = try await reports { $0.covers("") }
        #expect(watcher.watchedCount == 4)
    }

    @Test func `a root that is moved away is reported, and nothing after it`() async throws {
        let elsewhere = try TemporaryDirectory()
        try FileManager.default.moveItem(atPath: disk.path, toPath: elsewhere.full("root"))
        _ = try await reports { $0.others.contains(.rootGone) }
        #expect(await watcher.next() == nil)
    }

    @Test func `stopping and cancelling end the wait`() async throws {
        let waiting = Task { [watcher] in await watcher.next() }
        waiting.cancel()
        #expect(await waiting.value == nil)
        let other = Task { [watcher] in await watcher.next() }
        watcher.stop()
        #expect(await other.value == nil)
        #expect(await watcher.next() == nil)
    }

    @Test func `what is ignored is not told, and its folders are not watched`() async throws {
        let ignored = Mutex<Set<String>>(["a", "c/f"])
        let deaf = try Watcher(root: disk.path, quietMilliseconds: 5) { path, _ in
            ignored.withLock { all in all.contains { path == $0 || path.hasPrefix($0 + "/") } }
        }
        #expect(deaf.watchedCount == 2)
        try disk.write("a/b/f", "y")
        try disk.write("c/f", "y")
        try disk.write("tick", "y")
        guard case .changed(let folders, let deep) = await deaf.next() else { throw CancellationError() }
        #expect(folders == [""] && deep.isEmpty)
        ignored.withLock { $0 = [] }
        deaf.ignoreAnew()
        #expect(deaf.watchedCount == 4)
        try disk.write("a/b/f", "z")
        // What was written before may still be told first.
        var told: Set<String> = []
        while !told.contains("a/b") {
            guard case .changed(let now, _) = await deaf.next() else { throw CancellationError() }
            told.formUnion(now)
        }
        #expect(told.isSubset(of: ["", "a/b"]))
        deaf.stop()
    }
}
