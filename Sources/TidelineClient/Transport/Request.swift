import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import TidelineAPI
import TidelineCore
import TidelineSync

/// One request, before it knows its server and its token.
struct Request: Sendable {
    enum Method: String {
        case get = "GET"
        case post = "POST"
        case delete = "DELETE"
    }

    enum Body: Sendable {
        case none
        case bytes(ByteBuffer, type: String)
        case chunks(OutgoingChunks)
    }

    var method: Method
    /// Starts with `/`, already percent-encoded.
    var path: String
    var query: [(name: String, value: String)] = []
    var body: Body = .none
    var accept = "application/json"
    /// Whether the answer may come packed: worth it for long ones.
    var takesPacked = false
    /// Whether doing it twice has the outcome of once.
    var idempotent: Bool
    var needsToken = true
    /// Until the answer begins.
    var timeoutSeconds: Int64 = 60

    init(_ method: Method, _ path: String, idempotent: Bool? = nil) {
        self.method = method
        self.path = path
        self.idempotent = idempotent ?? (method == .get)
    }

    /// Adds a parameter unless its value is nil.
    func with(_ name: String, _ value: (some CustomStringConvertible)?) -> Request {
        guard let value else { return self }
        var copy = self
        copy.query.append((name, value.description))
        return copy
    }

    func json(_ value: some Encodable) throws(TidelineError) -> Request {
        var copy = self
        copy.body = .bytes(try encodeJSON(value), type: "application/json")
        return copy
    }

    func built(for server: ServerAddress, token: String?, pace: PaceGate? = nil) -> HTTPClientRequest {
        var target = path
        if !query.isEmpty {
            target += "?" + query.map { "\($0.name)=\(percentEncoded($0.value))" }.joined(separator: "&")
        }
        var request = HTTPClientRequest(url: server.description + target)
        request.method = HTTPMethod(rawValue: method.rawValue)
        request.headers.add(name: "Accept", value: accept)
        request.headers.add(name: "User-Agent", value: "tideline/\(clientVersion)")
        if takesPacked { request.headers.add(name: "Accept-Encoding", value: "zstd") }
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        switch body {
        case .none: break
        case .bytes(let bytes, let type):
            request.headers.add(name: "Content-Type", value: type)
            request.body = .bytes(bytes)
        case .chunks(let body):
            request.headers.add(name: "Content-Type", value: ChunkFraming.mediaType)
            if body.isPacked { request.headers.add(name: "Content-Encoding", value: "zstd") }
            request.body = .stream(
                ChunkPieces(body: body, pace: pace), length: body.length.map { .known($0) } ?? .unknown)
        }
        return request
    }
}

/// What this client calls itself to the server.
public let clientVersion = Program.version

/// Encodes all but the unreserved characters of RFC 3986, so that a value never ends its place in a path or query.
func percentEncoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF")
    var encoded = ""
    for byte in text.utf8 {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            encoded.unicodeScalars.append(Unicode.Scalar(byte))
        default:
            encoded.append("%")
            encoded.append(digits[Int(byte >> 4)])
            encoded.append(digits[Int(byte & 15)])
        }
    }
    return encoded
}
