/// What people see of work under way. Pure: a state and a width in, a line out, without any control character.
package enum ProgressLine {
    /// A bar of at most so many columns; empty when there is nothing to show.
    package static func bar(_ progress: TransferProgress, width: Int) -> String {
        switch progress.stage {
        case .idle: return ""
        case .readingChanges(let count):
            return fitted(count > 0 ? "Reading changes: \(count)" : "Reading changes", width)
        case .scanning: return fitted("Looking at the folder", width)
        case .carrying: break
        }
        let facts = facts(of: progress)
        let percent = String(repeating: " ", count: 3 - "\(progress.percent)".count) + "\(progress.percent)%"
        let room = width - facts.count - percent.count - 4
        guard room >= barColumnsMin else { return fitted("\(percent)  \(facts)", width) }
        let columns = min(barColumnsMax, room)
        let filled = progress.total > 0 ? Int(Double(columns) * fraction(progress)) : 0
        let bar = "[" + String(repeating: "#", count: filled) + String(repeating: "-", count: columns - filled) + "]"
        let line = "\(bar) \(percent)  \(facts)"
        guard let item = progress.current else { return fitted(line, width) }
        let left = width - line.count - arrow(item.direction).count - 3
        guard left >= pathColumnsMin else { return fitted(line, width) }
        return "\(line)  \(arrow(item.direction)) \(shortened(visible(item.path), left))"
    }

    /// The same for a file or a pipe, where each line stays.
    package static func plain(_ progress: TransferProgress) -> String {
        switch progress.stage {
        case .idle: return ""
        case .readingChanges(let count): return "Reading changes: \(count)"
        case .scanning: return "Looking at the folder"
        case .carrying:
            let item = progress.current.map { ", \(arrow($0.direction)) \(visible($0.path))" } ?? ""
            return "\(progress.percent)%, \(progress.filesDone) of \(progress.filesTotal) files, "
                + facts(of: progress).replacing("  ", with: ", ") + item
        }
    }

    private static func facts(of progress: TransferProgress) -> String {
        var facts = "\(bytesText(progress.done)) of \(bytesText(progress.total))"
        if let rate = progress.bytesPerSecond { facts += "  \(bytesText(Int64(rate)))/s" }
        if let seconds = progress.secondsLeft { facts += "  \(durationText(seconds: seconds)) left" }
        return facts
    }

    private static func fraction(_ progress: TransferProgress) -> Double {
        min(1, max(0, Double(progress.done) / Double(progress.total)))
    }

    private static func arrow(_ direction: TransferDirection) -> String { direction == .up ? "up" : "down" }

    private static func fitted(_ line: String, _ width: Int) -> String { String(line.prefix(max(0, width))) }

    /// The end of a path tells most.
    static func shortened(_ path: String, _ columns: Int) -> String {
        guard columnCount(path) > columns else { return path }
        guard columns > 3 else { return String(repeating: ".", count: max(0, columns)) }
        var kept: [Character] = []
        var used = 0
        for character in path.reversed() {
            let next = columnCount(of: character)
            guard used + next <= columns - 3 else { break }
            used += next
            kept.append(character)
        }
        return "..." + String(kept.reversed())
    }

    static func visible(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar.isVisible { result.unicodeScalars.append(scalar) } else { result += "?" }
        }
        return result
    }

    package static func columnCount(_ text: String) -> Int { text.reduce(0) { $0 + columnCount(of: $1) } }

    /// Two for what terminals draw wide: East Asian scripts and emoji.
    private static func columnCount(of character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        switch first.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }

    private static let barColumnsMax = 24
    private static let barColumnsMin = 6
    private static let pathColumnsMin = 8
}

extension Unicode.Scalar {
    /// False for what moves the cursor of a terminal, hides text or turns its direction.
    package var isVisible: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: false
        default: true
        }
    }
}

/// `1.5 MB`; exact below 1,000 bytes.
package func bytesText(_ bytes: Int64) -> String {
    guard bytes >= 1_000 else { return "\(bytes) B" }
    var tenths = bytes / 100
    var unit = 0
    while tenths >= 10_000 {
        tenths /= 1_000
        unit += 1
    }
    return "\(tenths / 10).\(tenths % 10) \(["kB", "MB", "GB", "TB", "PB", "EB"][unit])"
}

/// `45 s`, `3 min`, `2 h 05 min`, `3 d`.
package func durationText(seconds: Double) -> String {
    let whole = Int(min(max(seconds, 0), 1e9).rounded(.up))
    switch whole {
    case ..<90: return "\(whole) s"
    case ..<5_400: return "\((whole + 59) / 60) min"
    case ..<172_800:
        let minutes = whole % 3_600 / 60
        return "\(whole / 3_600) h \(minutes < 10 ? "0" : "")\(minutes) min"
    default: return "\(whole / 86_400) d"
    }
}
