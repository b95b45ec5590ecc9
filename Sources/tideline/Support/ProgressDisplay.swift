import Glibc
import Synchronization
import TidelineClient
import TidelineCore
import TidelineSync

/// Shows on stderr how far work is: a line that is drawn over on a terminal, else one now and then.
final class ProgressDisplay: SyncObserver {
    private struct State {
        var progress = TransferProgress()
        var shownAt: Timestamp
        var isShown = false
    }

    private let time: any TimeSource
    private let isTerminal: Bool
    /// Goes before the lines that stay, where there are several folders.
    private let name: String
    private let state: Mutex<State>

    /// nil where nothing is to be shown.
    static func made(quiet: Bool, name: String = "") -> ProgressDisplay? {
        quiet ? nil : ProgressDisplay(time: SystemTime(), isTerminal: isatty(STDERR_FILENO) == 1, name: name)
    }

    private init(time: any TimeSource, isTerminal: Bool, name: String) {
        self.time = time
        self.isTerminal = isTerminal
        self.name = name
        state = Mutex(State(shownAt: time.now()))
    }

    func tell(_ event: SyncEvent) {
        state.withLock { state in
            let now = time.now()
            if state.progress.stage == .idle, !state.isShown { state.shownAt = now }
            state.progress.take(event, at: now)
            if event == .passEnded { return end(&state) }
            let waited = now.nanoseconds - state.shownAt.nanoseconds
            guard waited < 0 || waited >= (isTerminal ? Self.redrawNanoseconds : Self.lineNanoseconds) else { return }
            state.shownAt = now
            state.isShown = true
            show(state.progress)
        }
    }

    private func show(_ progress: TransferProgress) {
        guard isTerminal else { return complain(name + ProgressLine.plain(progress)) }
        let line = ProgressLine.bar(progress, width: terminalColumns() - 1)
        showStatus(line, columns: ProgressLine.columnCount(line))
    }

    private func end(_ state: inout State) {
        if state.isShown, isTerminal { showStatus("", columns: 0) }
        state.isShown = false
    }

    private static let redrawNanoseconds: Int64 = 100_000_000
    private static let lineNanoseconds: Int64 = 10_000_000_000
}

private func terminalColumns() -> Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
}
