import Testing
import TidelineCore

@testable import TidelineSync

/// What is shown of work under way, as a function of what was told.
@Suite struct ProgressTests {
    private static let start = Timestamp(seconds: 1_767_225_600)

    private func at(_ seconds: Double) -> Timestamp { Self.start.adding(nanoseconds: Int64(seconds * 1e9)) }

    /// One file of 100 MB going up, a fourth of it there after five seconds.
    private func quarter(path: String = "Photos/2025/harbour.jpg") -> TransferProgress {
        var progress = TransferProgress()
        progress.take(
            .planned(TransferTotals(filesUp: 1, filesDown: 0, bytesUp: 100_000_000, bytesDown: 0)), at: at(0))
        progress.take(.started(.up, path: path, bytes: 100_000_000), at: at(0))
        progress.take(.advanced(.up, path: path, bytes: 0), at: at(0))
        for second in 1...5 { progress.take(.advanced(.up, path: path, bytes: 5_000_000), at: at(Double(second))) }
        return progress
    }

    @Test func `a bar has percent, bytes, rate, time left and what is under way`() {
        #expect(
            ProgressLine.bar(quarter(), width: 120)
                == "[######------------------]  25%  25.0 MB of 100.0 MB  5.0 MB/s  15 s left  up Photos/2025/harbour.jpg"
        )
    }

    @Test(arguments: [0, 1, 10, 20, 40, 60, 79, 80, 100, 132, 200])
    func `a line is never wider than the terminal`(width: Int) {
        let long = quarter(path: String(repeating: "深い フォルダ/", count: 40) + "🏔️ mountain.jpg")
        #expect(ProgressLine.columnCount(ProgressLine.bar(long, width: width)) <= width)
    }

    @Test func `a long path is cut at its beginning`() {
        #expect(ProgressLine.shortened("a/very/long/way/to/file.txt", 14) == "...to/file.txt")
        #expect(ProgressLine.shortened("short", 14) == "short")
    }

    @Test func `a name cannot move the cursor, start a line or hide itself`() {
        let line = ProgressLine.bar(quarter(path: "a\u{1B}[2Jb\nc\u{202E}d"), width: 200)
        #expect(line.hasSuffix("up a?[2Jb?c?d"))
    }

    @Test func `without a terminal a line says how many files are done`() {
        var progress = quarter()
        progress.take(
            .planned(TransferTotals(filesUp: 1, filesDown: 2, bytesUp: 75_000_000, bytesDown: 0)), at: at(6))
        #expect(
            ProgressLine.plain(progress)
                == "25%, 0 of 3 files, 25.0 MB of 100.0 MB, 5.0 MB/s, 15 s left, up Photos/2025/harbour.jpg")
    }

    @Test func `before anything is planned the line says what is looked at`() {
        var progress = TransferProgress()
        #expect(ProgressLine.bar(progress, width: 80).isEmpty)
        progress.take(.readingChanges(5_000), at: at(0))
        #expect(ProgressLine.bar(progress, width: 80) == "Reading changes: 5000")
        progress.take(.scanning, at: at(1))
        #expect(ProgressLine.bar(progress, width: 80) == "Looking at the folder")
        progress.take(.planned(TransferTotals()), at: at(2))
        #expect(progress.stage == .scanning)
    }

    @Test func `what was left for later is not counted as done, and planned again`() {
        var progress = quarter()
        progress.take(.ended(.up, path: "Photos/2025/harbour.jpg", isWhole: false), at: at(6))
        #expect(progress.done == 0 && progress.current == nil)
        progress.take(
            .planned(TransferTotals(filesUp: 1, filesDown: 0, bytesUp: 100_000_000, bytesDown: 0)), at: at(6))
        #expect(progress.total == 100_000_000 && progress.percent == 0)
    }

    @Test func `only all of it is a hundred percent`() {
        var progress = TransferProgress()
        progress.take(.planned(TransferTotals(filesUp: 1, filesDown: 0, bytesUp: 10_000, bytesDown: 0)), at: at(0))
        progress.take(.advanced(.up, path: "a", bytes: 9_999), at: at(0))
        #expect(progress.percent == 99)
        progress.take(.advanced(.up, path: "a", bytes: 1), at: at(0))
        #expect(progress.percent == 100)
    }

    @Test func `the rate follows a change within seconds, and a clock set back does no harm`() {
        var progress = quarter()
        for second in 6...20 {
            progress.take(.advanced(.up, path: "a", bytes: 1_000_000), at: at(Double(second)))
        }
        let rate = progress.bytesPerSecond ?? 0
        #expect(rate > 1_000_000 && rate < 1_300_000)
        progress.take(.advanced(.up, path: "a", bytes: 1_000_000), at: at(-3_600))
        #expect(progress.bytesPerSecond == rate)
    }

    @Test func `times left are told in the unit that matters`() {
        #expect(
            [0.2, 89, 90, 600, 5_400, 7_500, 200_000].map { durationText(seconds: $0) }
                == ["1 s", "89 s", "2 min", "10 min", "1 h 30 min", "2 h 05 min", "2 d"])
    }
}
