import AsyncHTTPClient
import Foundation
import Glibc
import NIOCore
import NIOPosix

/// What a failure below HTTP means to the caller. Errors that are ours already pass.
func transportError(_ error: any Error, _ server: ServerAddress) -> TidelineError {
    switch error {
    case let error as TidelineError: error
    case is CancellationError: TidelineError(.cancelled, "Cancelled.")
    case is NIOTooManyBytesError:
        TidelineError(.garbage, "The answer of \(server) is larger than this client accepts (answerBytesMax).")
    case let error as NIOConnectionError: unreachable(server, reason(error))
    case let error as HTTPClientError: meaning(error, server)
    case let error as IOError: meaning(error, server)
    case is ChannelError: TidelineError(.disconnected, "The connection to \(server) broke.")
    default: TidelineError(.disconnected, "The connection to \(server) failed: \(error).")
    }
}

/// An address without a name to look up fails with the system's own error.
private func meaning(_ error: IOError, _ server: ServerAddress) -> TidelineError {
    switch error.errnoCode {
    case ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL, EHOSTDOWN, ENETDOWN:
        unreachable(server, text(error.errnoCode))
    default: TidelineError(.disconnected, "\(server) closed the connection (\(text(error.errnoCode))).")
    }
}

private func meaning(_ error: HTTPClientError, _ server: ServerAddress) -> TidelineError {
    switch error {
    case .cancelled: TidelineError(.cancelled, "Cancelled.")
    case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout:
        unreachable(server, "no connection in time")
    case .deadlineExceeded, .readTimeout, .writeTimeout:
        TidelineError(.timedOut, "\(server) did not answer in time. Try again.")
    case .invalidURL, .emptyHost, .emptyScheme: unreachable(server, "not an address")
    default: TidelineError(.disconnected, "\(server) closed the connection (\(error.shortDescription)).")
    }
}

func unreachable(_ server: ServerAddress, _ reason: String) -> TidelineError {
    TidelineError(.unreachable, "Cannot reach \(server) (\(reason)). Is the server running?")
}

private func reason(_ error: NIOConnectionError) -> String {
    if let failure = error.connectionErrors.last?.error {
        switch failure {
        case let failure as IOError: return text(failure.errnoCode)
        case ChannelError.connectTimeout: return "no connection in time"
        default: return "no connection"
        }
    }
    return error.dnsAError != nil || error.dnsAAAAError != nil ? "unknown host" : "no connection"
}

private func text(_ errno: CInt) -> String {
    String(cString: strerror(errno)).lowercased()
}
