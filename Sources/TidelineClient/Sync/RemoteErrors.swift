import TidelineCore
package import TidelineSync

extension RemoteError {
    /// What an error of a call, or of a `receive` closure within it, means to the engine.
    package init(_ error: any Error) {
        switch error {
        case let error as RemoteError: self = error
        case let error as LocalError: self = .local(error)
        case let error as TidelineError: self.init(call: error)
        case is CancellationError: self = .cancelled
        default: self = .garbage("An unexpected error: \(error).")
        }
    }

    private init(call error: TidelineError) {
        switch error.kind {
        case .cancelled: self = .cancelled
        case .notLoggedIn, .storage, .problem(.unauthenticated): self = .unauthenticated(error.detail)
        case .unreachable, .disconnected, .timedOut: self = .unreachable(error.detail)
        case .problem(.syncCursorInvalid): self = .cursorInvalid
        case .problem(.quotaExceeded): self = .refused(.quotaExceeded, error.detail)
        case .problem where mayPass(error): self = .unreachable(error.detail)
        case .problem(let code): self = .refused(code, error.detail)
        case .unknownProblem, .garbage:
            if mayPass(error) {
                self = .unreachable(error.detail)
            } else if case .unknownProblem(let code) = error.kind {
                self = .refused(.badRequest, "\(code): \(error.detail)")
            } else {
                self = .garbage(error.detail)
            }
        }
    }
}

/// The server, or something before it, may answer otherwise later.
private func mayPass(_ error: TidelineError) -> Bool {
    guard let status = error.status else { return false }
    return status >= 500 || status == 429
}
