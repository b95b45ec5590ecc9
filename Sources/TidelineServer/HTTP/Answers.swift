import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import TidelineAPI
import TidelineCore
import TidelineService

extension Response {
    /// A value as JSON.
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: try encodeJSON(value)))
    }

    static let noContent = Response(status: .noContent)

    /// `application/problem+json` for a failure.
    static func problem(_ failure: Failure, requestID: String) -> Response {
        var headers = failure.headers
        headers[.contentType] = "application/problem+json"
        let body = ProblemBody(failure, requestID: requestID)
        // A body of text and lists of text always encodes.
        let bytes = (try? encodeJSON(body)) ?? ByteBuffer()
        return Response(
            status: HTTPResponse.Status(code: failure.error.code.status), headers: headers,
            body: ResponseBody(byteBuffer: bytes))
    }
}

extension ProblemBody {
    init(_ failure: Failure, requestID: String) {
        let error = failure.error
        self.init(
            type: "about:blank", title: problemTitle(status: error.code.status),
            status: error.code.status, code: error.code.rawValue, detail: error.detail, requestID: requestID,
            errors: error.fields, missing: error.missingContent, conflicts: error.conflicts,
            error: failure.oauth?.error, errorDescription: failure.oauth?.description)
    }
}

extension ServiceError {
    fileprivate var missingContent: [MissingContent]? {
        missing?.map { .hash($0.hex) } ?? missingChunks?.map { .index($0) }
    }
}

func encodeJSON(_ value: some Encodable) throws -> ByteBuffer {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return ByteBuffer(bytes: try encoder.encode(value))
}

/// The name of a status that ``ErrorCode`` uses.
private func problemTitle(status: Int) -> String {
    switch status {
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 409: "Conflict"
    case 410: "Gone"
    case 413: "Content Too Large"
    case 415: "Unsupported Media Type"
    case 416: "Range Not Satisfiable"
    case 422: "Unprocessable Content"
    case 429: "Too Many Requests"
    case 503: "Service Unavailable"
    case 507: "Insufficient Storage"
    default: "Internal Server Error"
    }
}
