import ArgumentParser
import TidelineClient
import TidelineCore

/// What the process ends with; docs/cli.md tells users.
enum ExitStatus: Int32 {
    case done = 0
    case failed = 1
    case usage = 2
    case attention = 3
    case halted = 4
    case notLoggedIn = 5
    case unreachable = 6
    case cancelled = 130
}

/// Ends a command: one line that says what is wrong and what to do.
struct Failure: Error {
    let status: ExitStatus
    let message: String

    init(_ message: String, _ status: ExitStatus = .failed) {
        self.status = status
        self.message = message
    }

    /// As it stands on stderr.
    var line: String { status == .cancelled ? message : "Error: \(message)" }

    /// nil for errors of the argument parser and unknown ones.
    init?(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as TidelineError: self.init(error.detail + hint(error), exitStatus(error))
        case is CancellationError: self.init("Cancelled.", .cancelled)
        default: return nil
        }
    }
}

private func exitStatus(_ error: TidelineError) -> ExitStatus {
    switch error.kind {
    case .problem(let code): ExitStatus(rawValue: code.exitCode) ?? .failed
    case .unreachable, .disconnected, .timedOut: .unreachable
    case .notLoggedIn: .notLoggedIn
    case .cancelled: .cancelled
    case .unknownProblem, .garbage, .storage: .failed
    }
}

private func hint(_ error: TidelineError) -> String {
    switch error.code {
    case .unauthenticated: " Run `tideline login URL USER` (and unset TIDELINE_TOKEN if it is set)."
    case .rateLimited: error.retryAfter.map { " Try again in \($0) seconds." } ?? " Try again later."
    case .internalError: error.requestID.map { " The server's log knows more about request \($0)." } ?? ""
    default: ""
    }
}
