/// The body of every error, `application/problem+json` (RFC 9457).
public struct ProblemBody: Codable, Sendable, Hashable {
    public var type: String
    public var title: String
    public var status: Int
    /// An ``ErrorCode``; a newer server may send one this client does not know.
    public var code: String
    public var detail: String
    public var requestID: String?
    /// With `VALIDATION_FAILED`.
    public var errors: [FieldProblem]?
    /// With `CONTENT_MISSING`.
    public var missing: [MissingContent]?
    /// With a refused strict `apply`.
    public var conflicts: [ConflictBody]?
    /// OAuth 2 members of a refused login.
    public var error: String?
    public var errorDescription: String?

    public init(
        type: String, title: String, status: Int, code: String, detail: String, requestID: String? = nil,
        errors: [FieldProblem]? = nil, missing: [MissingContent]? = nil, conflicts: [ConflictBody]? = nil,
        error: String? = nil,
        errorDescription: String? = nil
    ) {
        self.type = type
        self.title = title
        self.status = status
        self.code = code
        self.detail = detail
        self.requestID = requestID
        self.errors = errors
        self.missing = missing
        self.conflicts = conflicts
        self.error = error
        self.errorDescription = errorDescription
    }

    enum CodingKeys: String, CodingKey {
        case type
        case title
        case status
        case code
        case detail
        case requestID = "request_id"
        case errors
        case missing
        case conflicts
        case error
        case errorDescription = "error_description"
    }
}

/// What must be sent first: the hash of a chunk, or of an upload session a chunk's index.
public enum MissingContent: Codable, Sendable, Hashable {
    case hash(String)
    case index(Int)

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let index = try? container.decode(Int.self) {
            self = .index(index)
        } else {
            self = .hash(try container.decode(String.self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .hash(let hash): try container.encode(hash)
        case .index(let index): try container.encode(index)
        }
    }
}

/// One wrong field: where it stands and what is wrong.
public struct FieldProblem: Codable, Sendable, Hashable {
    public var loc: [String]
    public var msg: String

    public init(loc: [String], msg: String) {
        self.loc = loc
        self.msg = msg
    }

    enum CodingKeys: String, CodingKey {
        case loc
        case msg
    }
}
