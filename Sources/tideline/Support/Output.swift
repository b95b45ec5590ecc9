import ArgumentParser
import Foundation
import Glibc
import Synchronization
import TidelineSync

/// Results go to stdout, everything else to stderr.
func complain(_ line: String) {
    statusLine.withLock { status in
        erase(&status)
        _ = write(line + "\n", to: STDERR_FILENO)
    }
}

/// Written at once, so that a reader of a pipe sees each line when it happens. A reader that has gone away ends the
/// process like SIGPIPE does, which NIO switches off.
func output(_ text: String) {
    statusLine.withLock { status in
        erase(&status)
        if write(text + "\n", to: STDOUT_FILENO) == EPIPE { exit(128 + SIGPIPE) }
    }
}

/// Puts one line on the terminal that the next call replaces, and everything else that is said; the empty line erases.
func showStatus(_ line: String, columns: Int) {
    statusLine.withLock { status in
        guard !line.isEmpty else { return erase(&status) }
        let rest = String(repeating: " ", count: max(0, status - columns))
        _ = write(
            "\r" + line + rest + (rest.isEmpty ? "" : String(repeating: "\u{8}", count: rest.count)), to: STDERR_FILENO)
        status = columns
    }
}

/// How many columns of the terminal's last line are the status.
private let statusLine = Mutex(0)

private func erase(_ status: inout Int) {
    guard status > 0 else { return }
    _ = write("\r" + String(repeating: " ", count: status) + "\r", to: STDERR_FILENO)
    status = 0
}

/// 0, or the error that kept the rest from being written.
private func write(_ text: String, to file: CInt) -> CInt {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
        let written = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
        if written > 0 {
            rest = rest.dropFirst(written)
        } else if errno != EINTR {
            return errno
        }
    }
    return 0
}

struct OutputOptions: ParsableArguments, Sendable {
    @Flag(help: "Print JSON.")
    var json = false

    /// Prints the value as JSON, or its text for people.
    func show(_ value: some Encodable, _ text: @autoclosure () -> String) throws {
        output(json ? try jsonText(value) : text())
    }
}

/// One line with sorted members.
func jsonText(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}

/// Rows below a heading, in columns as wide as their widest cell.
func table(_ heading: [String], _ rows: [[String]]) -> String {
    let lines = [heading] + rows.map { $0.map(printable) }
    let widths = heading.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { line in
        let cells = zip(line, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
        let text = cells.joined(separator: "  ")
        return String(text[..<(text.lastIndex { $0 != " " }.map { text.index(after: $0) } ?? text.startIndex)])
    }.joined(separator: "\n")
}

/// A name that cannot move the cursor or start a line.
func printable(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
        if scalar.isVisible {
            result.unicodeScalars.append(scalar)
        } else {
            result += "\\u{\(String(scalar.value, radix: 16))}"
        }
    }
    return result
}
