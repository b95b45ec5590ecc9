import NIOWebSocket
import TidelineCore
import TidelineService

/// Why the server ends a device socket; the number is what the client sees.
enum SocketClose: UInt16, Sendable {
    case shuttingDown = 1001
    case protocolError = 1002
    case frameTooLarge = 1009
    case internalError = 1011
    /// No token, a bad one, or one that has expired meanwhile; or its user is gone, or was taken out of a share and must be
    /// looked at anew.
    case unauthenticated = 4401
    case deviceInactive = 4403
    case deviceUnknown = 4404
    case noPong = 4408
    case tooManySockets = 4429

    var code: WebSocketErrorCode { WebSocketErrorCode(codeNumber: Int(rawValue)) }

    /// What refusing a device's socket for this error is called.
    init(_ error: any Error) {
        self =
            switch (error as? ServiceError)?.code {
            case .unauthenticated: .unauthenticated
            case .deviceInactive: .deviceInactive
            case .notFound: .deviceUnknown
            case .rateLimited: .tooManySockets
            default: .internalError
            }
    }
}
