import Foundation
import HTTPTypes
package import Hummingbird
import HummingbirdCore
import NIOCore
import TidelineCore
import TidelineService

/// A request that was matched to a route.
struct Incoming: Sendable {
    let request: Request
    let id: String
    /// Values of the template's `{names}`, percent-decoded.
    let parameters: [String: String]
    let connection: Connection
    let addresses: ClientAddress

    /// Where the request comes from, for limits by address.
    var address: String { addresses.of(connection.channel.remoteAddress, request.headers) }

    /// A value of the path. The template must have that name.
    func parameter(_ name: String) -> String {
        guard let value = parameters[name] else { preconditionFailure("no {\(name)} in this route's template") }
        return value
    }

    func query() throws -> Query { try Query(request.uri.query) }

    /// Reads a JSON body.
    ///
    /// Throws `UNSUPPORTED_MEDIA_TYPE`, `PAYLOAD_TOO_LARGE`, `BAD_REQUEST` for what is not JSON, and `DecodingError`.
    func json<T: Decodable>(_: T.Type, bytesMax: Int = Limits.jsonBodyBytesMax) async throws -> T {
        try requireMediaType("application/json")
        let body = try await collect(bytesMax: bytesMax)
        let data = Data(body.readableBytesView)
        do {
            return try JSONDecoder().decode(T.self, from: data)
        } catch let error as DecodingError {
            throw numberThatDoesNotFit(error, data) ?? error
        }
    }

    /// The same where there may be no body at all; nil then.
    func jsonIfAny<T: Decodable>(_: T.Type) async throws -> T? {
        let body = try await collect(bytesMax: Limits.jsonBodyBytesMax)
        guard body.readableBytes > 0 else { return nil }
        try requireMediaType("application/json")
        return try JSONDecoder().decode(T.self, from: Data(body.readableBytesView))
    }

    func form() async throws -> Query {
        try requireMediaType("application/x-www-form-urlencoded")
        let body = try await collect(bytesMax: Limits.formBodyBytesMax)
        return try Query(String(buffer: body), location: "body")
    }

    /// The whole body. Its declared length is checked before anything is read.
    func collect(bytesMax: Int) async throws -> ByteBuffer {
        try requirePlainBody()
        try requireDeclaredLength(bytesMax: bytesMax)
        try await askForBody()
        var body = ByteBuffer()
        for try await var piece in request.body {
            guard body.readableBytes + piece.readableBytes <= bytesMax else { throw Self.tooLarge(bytesMax) }
            if body.readableBytes == 0 { body = piece } else { body.writeBuffer(&piece) }
        }
        return body
    }

    /// Lets a client send that waits until its request was looked at. To be called before the body is read.
    func askForBody() async throws {
        guard request.headers[.expect]?.lowercased() == "100-continue" else { return }
        try await connection.channel.triggerUserOutboundEvent(ContinueEvent()).get()
    }

    /// A body without a content type is taken for what the route expects.
    func requireMediaType(_ expected: String) throws {
        guard let field = request.headers[.contentType] else { return }
        let type = field.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
        guard type == expected else {
            throw ServiceError(.unsupportedMediaType, "Send the body as \(expected).")
        }
    }

    func requireDeclaredLength(bytesMax: Int) throws {
        guard let declared = request.headers[.contentLength].flatMap({ Int($0) }) else { return }
        guard declared <= bytesMax else { throw Self.tooLarge(bytesMax) }
    }

    static func tooLarge(_ bytesMax: Int) -> ServiceError {
        ServiceError(.payloadTooLarge, "The body is over the limit of \(bytesMax) bytes; send less at once.")
    }
}

/// JSON that is sound, but has a number such as 1.5 where a count stands: the decoder reports it as broken JSON, without
/// its place. nil for any other error.
private func numberThatDoesNotFit(_ error: DecodingError, _ data: Data) -> (any Error)? {
    guard case .dataCorrupted(let context) = error, context.codingPath.isEmpty,
        (try? JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)) != nil
    else { return nil }
    return ServiceError.invalid(["body"], "has a number that is not whole, or too big, where that may not be")
}

/// What Hummingbird knows of a request beside its bytes.
package struct Connection: InitializableFromSource {
    let channel: any Channel

    package init(source: ApplicationRequestContextSource) { channel = source.channel }
}
