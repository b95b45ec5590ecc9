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
    let pid: pid_t
    private let outputPath: String
    private let complaintPath: String
    private let exit = Mutex(Exit())

    private struct Exit {
        var status: Int32?
        var waiters: [CheckedContinuation<Int32, Never>] = []
    }

    /// Starts it at once. `outputPath` must be free; what goes to stderr is beside it.
    init(_ command: [String], environment: [String: String], outputPath: String) throws {
        self.outputPath = outputPath
        complaintPath = outputPath + ".err"
        pid = try spawn(
            command,
            environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/nonexistent"].merging(environment) { $1 },
            output: outputPath, complaint: complaintPath)
        Thread.detachNewThread { self.awaitEnd() }
    }

    var isRunning: Bool { exit.withLock { $0.status == nil } }
    var output: String { text(outputPath) }
    var complaint: String { text(complaintPath) }

    /// Lines of JSON so far; a line that is still being written does not count.
    var events: [[String: Any]] {
        output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().compactMap {
            try? object(String($0))
        }
    }

    /// kill -9, when it still runs.
    func kill() { signal(SIGKILL) }

    /// Nothing when it has ended: its pid may be another's by now.
    func signal(_ number: Int32) { exit.withLock { if $0.status == nil { Foundation.kill(pid, number) } } }

    /// Waits for its end; a program that takes longer than the deadline is killed, which is an error.
    func end(within seconds: Int = 240) async throws -> Ended {
        let late = Task.detached { [weak self] in
            try await pause(milliseconds: seconds * 1_000)
            self?.kill()
            throw Trouble("did not end within \(seconds) seconds")
        }
        let status = await withCheckedContinuation { continuation in
            let status = exit.withLock { exit in
                if exit.status == nil { exit.waiters.append(continuation) }
                return exit.status
            }
            if let status { continuation.resume(returning: status) }
        }
        late.cancel()
        return Ended(status: status, output: output, complaint: complaint)
    }

    private func awaitEnd() {
        waitForEnd(of: pid)
        let (status, waiters) = exit.withLock { exit in
            let status = reap(pid)
            exit.status = status
            defer { exit.waiters = [] }
            return (status, exit.waiters)
        }
        for waiter in waiters { waiter.resume(returning: status) }
    }

    private func text(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
}

private func object(_ text: String) throws -> [String: Any] {
    guard let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else {
        throw Trouble("no JSON object: \(text)")
    }
    return object
}
