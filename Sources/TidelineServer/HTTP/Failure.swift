import HTTPTypes
import NIOHTTP1
import TidelineCore
import TidelineService

/// An error as it is answered: what the client reads, and header fields that go with it.
struct Failure: Error {
    var error: ServiceError
    var headers: HTTPFields = [:]
    /// OAuth 2's words for a refused login.
    var oauth: (error: String, description: String)?

    init(_ error: ServiceError, headers: HTTPFields = [:], oauth: (error: String, description: String)? = nil) {
        self.error = error
        self.headers = headers
        self.oauth = oauth
    }

    init(_ code: ErrorCode, _ detail: String, headers: HTTPFields = [:]) {
        self.init(ServiceError(code, detail), headers: headers)
    }

    /// What a client may hear of any error. Whatever is not foreseen here is `INTERNAL` and tells nothing of the inside.
    init(describing error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as ServiceError: self.init(error)
        case let error as DecodingError: self.init(ServiceError(decoding: error))
        case let error as ChunkError: self.init(ServiceError(chunk: error))
        case let error as StoreUnavailable:
            self.init(
                error.isFull
                    ? ServiceError(.quotaExceeded, "The server's disk is full; nothing was stored. Try again later.")
                    : ServiceError(.unavailable, "The server's store does not answer; try again later."))
        case ConstraintError.nameTaken:
            self.init(.nameConflict, "That name is taken; choose another one.")
        case is HTTPParserError:
            self.init(.badRequest, "The request's body is not valid HTTP/1.1.")
        case is CancellationError:
            self.init(.unavailable, "The server is shutting down; try again later.")
        default:
            self.init(
                .internalError, "Something went wrong inside the server; its log has more under this request id.")
        }
        addStandardHeaders()
    }

    private mutating func addStandardHeaders() {
        if error.code == .unauthenticated, headers[.wwwAuthenticate] == nil { headers[.wwwAuthenticate] = "Bearer" }
        if let seconds = error.retryAfter { headers[.retryAfter] = String(seconds) }
    }
}

extension ServiceError {
    fileprivate init(chunk error: ChunkError) {
        switch error {
        case .mismatch(let hash):
            self.init(.checksumMismatch, "The bytes sent as chunk \(hash) do not have that SHA-256; send them again.")
        case .missing, .damaged:
            self.init(.unavailable, "The server cannot read this content at present; try again later.")
        }
    }

    fileprivate init(decoding error: DecodingError) {
        let context: DecodingError.Context
        let message: String
        switch error {
        case .keyNotFound(let key, let found):
            self = .invalid(["body"] + found.codingPath.map(\.stringValue) + [key.stringValue], "is required")
            return
        case .typeMismatch(_, let found):
            (context, message) = (found, "has the wrong type")
        case .valueNotFound(_, let found):
            (context, message) = (found, "may not be null")
        case .dataCorrupted(let found):
            if found.codingPath.isEmpty {
                self.init(.badRequest, "The body is not valid JSON.")
                return
            }
            (context, message) = (found, "is not a value that is allowed here")
        @unknown default:
            self.init(.badRequest, "The body could not be read.")
            return
        }
        self = .invalid(["body"] + context.codingPath.map(\.location), message)
    }
}

extension CodingKey {
    fileprivate var location: String { intValue.map(String.init) ?? stringValue }
}
