import ArgumentParser
import Foundation
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

/// What to do when the server does not take the token any more.
var loginAdvice: String {
    usesToken
        ? " Put a new token into TIDELINE_TOKEN, or unset it and run `tideline login URL USER`."
        : " Run `tideline login URL USER`."
}

/// Whether the login comes from outside: nobody here renews it.
var usesToken: Bool { !(ProcessInfo.processInfo.environment["TIDELINE_TOKEN"] ?? "").isEmpty }

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
    case .unauthenticated: loginAdvice
    case .rateLimited: error.retryAfter.map { " Try again in \($0) seconds." } ?? " Try again later."
    case .internalError: error.requestID.map { " The server's log knows more about request \($0)." } ?? ""
    default: ""
    }
}
