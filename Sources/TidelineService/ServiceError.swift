package import TidelineAPI
package import TidelineCore

/// An error that a client hears: a code of the contract and a sentence that says what is wrong and what to do.
///
/// `detail` never holds a token, SQL or another user's data.
package struct ServiceError: Error, Sendable {
    package var code: ErrorCode
    package var detail: String
    package var fields: [FieldProblem]?
    package var missing: [Digest]?
    /// Indexes, of an upload.
    package var missingChunks: [Int]?
    package var conflicts: [ConflictBody]?
    /// Seconds, with `RATE_LIMITED`.
    package var retryAfter: Int?

    package init(
        _ code: ErrorCode, _ detail: String, fields: [FieldProblem]? = nil, missing: [Digest]? = nil,
        conflicts: [ConflictBody]? = nil, retryAfter: Int? = nil
    ) {
        self.code = code
        self.detail = detail
        self.fields = fields
        self.missing = missing
        self.conflicts = conflicts
        self.retryAfter = retryAfter
    }

    /// 422 about one field.
    package static func invalid(_ location: [String], _ message: String) -> ServiceError {
        ServiceError(
            .validationFailed, "\(location.joined(separator: ".")): \(message)",
            fields: [FieldProblem(loc: location, msg: message)])
    }

    /// Chunks of a file must be sent before it is named.
    static func missingContent(_ hashes: [Digest]) -> ServiceError {
        ServiceError(.contentMissing, "\(hashes.count) chunks of this file must be sent first.", missing: hashes)
    }

    package static func notFound(_ what: String) -> ServiceError {
        ServiceError(.notFound, "\(what) was not found, or you may not see it.")
    }
}
