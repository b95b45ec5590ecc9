/// Every error that the API answers with: its code, its HTTP status, and the exit code of the command line.
public enum ErrorCode: String, Codable, Sendable, CaseIterable {
    case syncConflict = "SYNC_CONFLICT"
    case syncVersionStale = "SYNC_VERSION_STALE"
    case syncCursorInvalid = "SYNC_CURSOR_INVALID"
    case notFound = "NOT_FOUND"
    case badRequest = "BAD_REQUEST"
    case unauthenticated = "UNAUTHENTICATED"
    case permissionDenied = "PERMISSION_DENIED"
    case deviceInactive = "DEVICE_INACTIVE"
    case methodNotAllowed = "METHOD_NOT_ALLOWED"
    case nameConflict = "NAME_CONFLICT"
    case gone = "GONE"
    case payloadTooLarge = "PAYLOAD_TOO_LARGE"
    case unsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE"
    case rangeNotSatisfiable = "RANGE_NOT_SATISFIABLE"
    case validationFailed = "VALIDATION_FAILED"
    case contentMissing = "CONTENT_MISSING"
    case checksumMismatch = "CHECKSUM_MISMATCH"
    case rateLimited = "RATE_LIMITED"
    case internalError = "INTERNAL"
    case unavailable = "UNAVAILABLE"
    case quotaExceeded = "QUOTA_EXCEEDED"
    /// Only inside `rejected` of an atomic batch: this change was fine, another one was not.
    case batchUndone = "BATCH_UNDONE"

    public var status: Int {
        switch self {
        case .syncConflict, .syncVersionStale, .nameConflict, .batchUndone: 409
        case .syncCursorInvalid, .badRequest: 400
        case .unauthenticated: 401
        case .permissionDenied, .deviceInactive: 403
        case .notFound: 404
        case .methodNotAllowed: 405
        case .gone: 410
        case .payloadTooLarge: 413
        case .unsupportedMediaType: 415
        case .rangeNotSatisfiable: 416
        case .validationFailed, .contentMissing, .checksumMismatch: 422
        case .rateLimited: 429
        case .internalError: 500
        case .unavailable: 503
        case .quotaExceeded: 507
        }
    }

    /// What the command line exits with when this error ends a command: 5 not logged in, 6 server unreachable, else 1.
    public var exitCode: Int32 {
        switch self {
        case .unauthenticated, .deviceInactive: 5
        case .unavailable: 6
        default: 1
        }
    }
}
