public import TidelineAPI
public import TidelineCore

/// Why a call to the server did not work. `detail` says it in one sentence that people can read.
public struct TidelineError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What happened, for programs.
    public enum Kind: Sendable, Hashable {
        /// The server answered with this code.
        case problem(ErrorCode)
        /// The server answered with a code that this client does not know.
        case unknownProblem(String)
        /// No connection was made: the request never left.
        case unreachable
        /// The connection broke: the server may have done what was asked.
        case disconnected
        /// No answer in time: the server may have done what was asked.
        case timedOut
        /// An answer that makes no sense.
        case garbage
        /// This client has no token that works.
        case notLoggedIn
        /// The credentials could not be read or saved.
        case storage
        case cancelled
    }

    /// What happened.
    public var kind: Kind
    /// One sentence for people: what is wrong and, where that is known, what to do.
    public var detail: String
    /// The HTTP status, when there was an answer.
    public var status: Int?
    /// Finds the request in the server's log.
    public var requestID: String?
    /// Seconds that the server asks to wait before the next try.
    public var retryAfter: Int?
    /// Chunk hashes, with `CONTENT_MISSING`.
    public var missing: [String]
    /// With a refused strict `apply`.
    public var conflicts: [ConflictBody]

    /// For stores and tests that throw errors of their own.
    public init(
        _ kind: Kind, _ detail: String, status: Int? = nil, requestID: String? = nil, retryAfter: Int? = nil,
        missing: [String] = [], conflicts: [ConflictBody] = []
    ) {
        self.kind = kind
        self.detail = detail
        self.status = status
        self.requestID = requestID
        self.retryAfter = retryAfter
        self.missing = missing
        self.conflicts = conflicts
    }

    /// The server's code; nil when the error is not an answer, or its code is a newer one.
    public var code: ErrorCode? {
        if case .problem(let code) = kind { code } else { nil }
    }

    /// The same as ``detail``.
    public var description: String { detail }
}
