import HTTPTypes
import Hummingbird
import NIOCore
import TidelineCore
import TidelineService
import TidelineZstd

/// `Content-Encoding` of bodies: `zstd` (RFC 8878), where a route says so.
extension Incoming {
    /// What a route takes that asks for content.
    private static let encodings = "zstd"

    /// Calls `take` with the body's pieces, unpacked; some at a time, however much they unpack to.
    ///
    /// Throws `UNSUPPORTED_MEDIA_TYPE` for another encoding, `BAD_REQUEST` for what is no zstd, `PAYLOAD_TOO_LARGE` for more
    /// than `bytesMax` bytes, packed or not.
    func forEachPiece(bytesMax: Int, _ take: (ByteBuffer) async throws -> Void) async throws {
        try requireDeclaredLength(bytesMax: bytesMax)
        let isPacked = try isPacked()
        try await askForBody()
        var count = 0
        func counted(_ piece: ByteBuffer) throws -> ByteBuffer {
            count += piece.readableBytes
            guard count <= bytesMax else { throw Self.tooLarge(bytesMax) }
            return piece
        }
        guard isPacked else {
            for try await piece in request.body { try await take(counted(piece)) }
            return
        }
        let unpacking = ZstdDecompressor()
        var packedCount = 0
        do {
            for try await piece in request.body {
                packedCount += piece.readableBytes
                guard packedCount <= bytesMax else { throw Self.tooLarge(bytesMax) }
                unpacking.append(piece)
                while let bytes = try unpacking.next() { try await take(counted(bytes)) }
            }
            try unpacking.finish()
        } catch let error as ZstdError {
            throw ServiceError(error == .windowTooLarge ? .payloadTooLarge : .badRequest, error.explanation)
        }
    }

    private func isPacked() throws -> Bool {
        switch encoding {
        case "", "identity": return false
        case "zstd": return true
        default: throw unknownEncoding(accepted: Self.encodings)
        }
    }

    /// For routes that take bodies as they are only.
    func requirePlainBody() throws {
        guard ["", "identity"].contains(encoding) else { throw unknownEncoding(accepted: "identity") }
    }

    private var encoding: String { request.headers[.contentEncoding]?.lowercased() ?? "" }

    private func unknownEncoding(accepted: String) -> Failure {
        Failure(
            .unsupportedMediaType, "Send the body without a Content-Encoding, or with one of: \(accepted).",
            headers: [.acceptEncoding: accepted])
    }

    /// Whether the client takes answers packed with zstd.
    var takesZstd: Bool {
        for field in request.headers[values: .acceptEncoding] {
            for part in field.split(separator: ",") {
                let words = part.lowercased().split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
                guard words.first == "zstd" else { continue }
                let quality = words.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) }
                return (quality ?? 1) > 0
            }
        }
        return false
    }
}

extension Response {
    /// The same answer packed, where the client takes that and it is long or of unknown length.
    func packed(for request: Incoming) -> Response {
        var response = self
        response.headers[.vary] = "Accept-Encoding"
        guard request.takesZstd, (body.contentLength ?? .max) >= Limits.zstdBytesMin else { return response }
        response.headers[.contentEncoding] = "zstd"
        response.headers[.contentLength] = nil
        let plain = body
        response.body = ResponseBody { try await plain.write(PackingWriter(parent: $0)) }
        return response
    }
}

/// Packs what is written, each piece so that the reader can have all of it.
private struct PackingWriter: ResponseBodyWriter {
    var parent: any ResponseBodyWriter
    private let packer = ZstdCompressor()

    init(parent: any ResponseBodyWriter) { self.parent = parent }

    mutating func write(_ buffer: ByteBuffer) async throws { try await parent.write(packer.compress(buffer)) }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
        try await parent.write(packer.finish())
        try await parent.finish(trailingHeaders)
    }
}
