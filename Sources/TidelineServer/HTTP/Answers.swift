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
            type: "about:blank", title: HTTPResponse.Status(code: error.code.status).reasonPhrase,
            status: error.code.status, code: error.code.rawValue, detail: error.detail, requestID: requestID,
            errors: error.fields, missing: error.missing?.map(\.hex), conflicts: error.conflicts,
            error: failure.oauth?.error, errorDescription: failure.oauth?.description)
    }
}

func encodeJSON(_ value: some Encodable) throws -> ByteBuffer {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes]
    return ByteBuffer(bytes: try encoder.encode(value))
}
