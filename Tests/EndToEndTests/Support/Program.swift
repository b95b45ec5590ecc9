import Foundation
import Synchronization

/// How a program ended, and what it said.
struct Ended: Sendable {
    let status: Int32
    let output: String
    let complaint: String

    var json: [String: Any] {
        get throws { try object(output) }
    }
}

struct Trouble: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// A process of ours. What it prints goes to files, so that it never waits for a reader.
final class Program: Sendable {
    private let process: Process
    private let outputPath: String
    private let complaintPath: String
    private let exit = Mutex(Exit())

    private struct Exit {
        var hasCome = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    /// Starts it at once. `outputPath` must be free; what goes to stderr is beside it.
    init(_ command: [String], environment: [String: String], outputPath: String) throws {
        self.outputPath = outputPath
        complaintPath = outputPath + ".err"
        process = Process()
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/nonexistent"].merging(environment) {
            $1
        }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try Self.newFile(outputPath)
        process.standardError = try Self.newFile(complaintPath)
        process.terminationHandler = { [weak self] _ in self?.ended() }
        try process.run()
    }

    var pid: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }
    var output: String { text(outputPath) }
    var complaint: String { text(complaintPath) }

    /// Lines of JSON so far; a line that is still being written does not count.
    var events: [[String: Any]] {
        output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().compactMap {
            try? object(String($0))
        }
    }

    /// kill -9, when it still runs.
    func kill() { if process.isRunning { signal(SIGKILL) } }

    func signal(_ number: Int32) { Foundation.kill(pid, number) }

    /// Waits for its end; a program that takes longer than the deadline is killed, which is an error.
    func end(within seconds: Int = 240) async throws -> Ended {
        let late = Task.detached { [weak self] in
            try await pause(milliseconds: seconds * 1_000)
            self?.kill()
            throw Trouble("did not end within \(seconds) seconds")
        }
        await withCheckedContinuation { continuation in
            let isOver = exit.withLock { exit in
                if !exit.hasCome { exit.waiters.append(continuation) }
                return exit.hasCome
            }
            if isOver { continuation.resume() }
        }
        late.cancel()
        return Ended(status: process.terminationStatus, output: output, complaint: complaint)
    }

    private func ended() {
        let waiters = exit.withLock { exit in
            exit.hasCome = true
            defer { exit.waiters = [] }
            return exit.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    private func text(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }

    private static func newFile(_ path: String) throws -> FileHandle {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let file = FileHandle(forWritingAtPath: path)
        else { throw Trouble("cannot write \(path)") }
        return file
    }
}

private func object(_ text: String) throws -> [String: Any] {
    guard let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else {
        throw Trouble("no JSON object: \(text)")
    }
    return object
}
