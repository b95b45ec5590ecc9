import Glibc
import Testing
import TidelineCore
import TidelineSync

@testable import TidelineFolder

/// What can't be brought about on a healthy system.
@Suite struct `The tree of watches` {
    private var tree = WatchTree()

    init() {
        tree.setRoot(1)
        tree.attach(2, to: 1, "a")
    }

    private func event(_ watch: Int32, _ bits: Int, _ name: DiskName? = nil, cookie: UInt32 = 0) -> Inotify.Event {
        Inotify.Event(watch: watch, mask: UInt32(truncatingIfNeeded: bits), cookie: cookie, name: name)
    }

    @Test mutating func `an overflow asks for a rebuild and reports everything once`() {
        _ = tree.take(event(2, Int(IN_MODIFY), "f"))
        guard case .rebuild = tree.take(event(-1, Int(IN_Q_OVERFLOW))) else {
            Issue.record("no rebuild")
            return
        }
        #expect(tree.takeReport() == .everything)
        #expect(tree.takeReport() == nil)
    }

    @Test mutating func `too many reports become everything`() {
        for watch in 3..<Int32(Limits.watchedFoldersPendingMax + 4) {
            tree.attach(watch, to: 1, DiskName(String(watch)))
            _ = tree.take(event(watch, Int(IN_MODIFY), "f"))
        }
        #expect(tree.takeReport() == .everything)
    }

    @Test mutating func `running out of watches is reported once, before the rest`() {
        _ = tree.take(event(2, Int(IN_MODIFY), "f"))
        tree.reportExhausted()
        #expect(tree.takeReport() == .exhausted(watched: 2))
        tree.reportExhausted()
        #expect(tree.takeReport() == .changed(["a"], deep: []))
        #expect(tree.takeReport() == nil)
    }

    @Test mutating func `running out of watches is reported anew once it was hoped to be over`() {
        tree.reportExhausted()
        #expect(tree.takeReport() == .exhausted(watched: 2))
        tree.forgetExhaustion()
        #expect(tree.takeReport() == nil)
        tree.reportExhausted()
        #expect(tree.takeReport() == .exhausted(watched: 2))
    }

    @Test mutating func `a folder that leaves and comes back under another cookie is not dropped`() {
        _ = tree.take(event(1, Int(IN_MOVED_FROM) | Int(IN_ISDIR), "a", cookie: 7))
        guard case .enter(let parent, let name) = tree.take(event(1, Int(IN_MOVED_TO) | Int(IN_ISDIR), "b", cookie: 8)),
            parent == 1, name == "b"
        else {
            Issue.record("not entered")
            return
        }
        tree.attach(2, to: 1, "b")
        #expect(tree.takeDeparted().isEmpty)
        #expect(tree.names(of: 2) == ["b"])
    }
}
