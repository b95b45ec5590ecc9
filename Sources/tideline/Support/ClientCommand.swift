import ArgumentParser
import Dispatch
import Glibc

/// A command that Ctrl-C and SIGTERM cancel: it ends with 130, at the second signal at once.
protocol ClientCommand: AsyncParsableCommand, Sendable {
    func execute() async throws
}

extension ClientCommand {
    mutating func run() async throws {
        let command = self
        let task = Task { try await command.execute() }
        let signals = [SIGINT, SIGTERM].map { (number: Int32) -> any DispatchSourceSignal in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler {
                if task.isCancelled { Glibc.exit(ExitStatus.cancelled.rawValue) }
                task.cancel()
            }
            source.resume()
            return source
        }
        defer { signals.forEach { $0.cancel() } }
        do {
            try await task.value
        } catch {
            throw task.isCancelled ? CancellationError() : error
        }
    }
}
