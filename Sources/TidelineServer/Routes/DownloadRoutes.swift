import Foundation
import HTTPTypes
import Hummingbird
import TidelineCore
import TidelineService

extension API {
    var downloadRoutes: [Route] {
        [.signedIn(.get, "/api/v1/sync/download/{file_id}") { try await download($0, $1) }]
    }

    /// Of the file in the path: `file_id`.
    func download(_ request: Incoming, _ caller: Caller) async throws -> Response {
        let query = try request.query()
        let (start, end) = (try query.offset("range_start"), try query.offset("range_end"))
        let source = try await service.content.open(
            caller, file: request.parameter("file_id"), version: query.text("version"))
        let tag = entityTag(source.version.content.checksum)
        let fields = request.request.headers
        if let field = fields[.ifNoneMatch], matches(ifNoneMatch: field, tag) {
            return Response(status: .notModified, headers: validators(source))
        }
        let size = source.version.content.size
        var selection = ByteRanges.select(start: start, end: end, size: size)
        // A Range counts for GET only, and after If-Range only for the very same content.
        if selection == .whole, request.request.method == .get, fields[.ifRange].map({ $0 == tag }) ?? true {
            selection = ByteRanges.select(header: fields[.range], size: size)
        }
        return try await answer(selection, of: source, request, caller)
    }

    private func answer(
        _ selection: ByteSelection, of source: ContentService.Readable, _ request: Incoming, _ caller: Caller
    ) async throws -> Response {
        let size = source.version.content.size
        switch selection {
        case .unsatisfiable:
            throw Failure(
                .rangeNotSatisfiable, "The content has \(size) bytes; ask for a range within.",
                headers: [.contentRange: "bytes */\(size)"])
        case .whole:
            return Response(
                status: .ok, headers: contentFields(source),
                body: try await contentBody(source, 0..<size, request, caller))
        case .part(let range):
            var headers = contentFields(source)
            headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)"
            return Response(
                status: .partialContent, headers: headers,
                body: try await contentBody(source, range, request, caller))
        }
    }

    private func validators(_ source: ContentService.Readable) -> HTTPFields {
        let version = source.version
        return [
            .eTag: entityTag(version.content.checksum),
            // A writer's clock may run ahead; a date in the future may not be sent.
            .lastModified: min(version.modifiedAt, version.createdAt).httpDate,
            .cacheControl: "private, no-cache",
        ]
    }

    private func contentFields(_ source: ContentService.Readable) -> HTTPFields {
        var headers = validators(source)
        headers[.acceptRanges] = "bytes"
        headers[.contentType] = source.version.mimeType
        headers[.contentDisposition] = contentDisposition(fileName: source.node.place.name.text)
        headers[.reprDigest] = "sha-256=:\(Data(source.version.content.checksum.bytes).base64EncodedString()):"
        headers[.xContentTypeOptions] = "nosniff"
        return headers
    }

    /// Much goes out from file to socket where that can be; else a verified chunk is in memory at a time.
    private func contentBody(
        _ source: ContentService.Readable, _ range: Range<Int64>, _ request: Incoming, _ caller: Caller
    ) async throws -> ResponseBody {
        let pieces = pieces(of: source.chunks, in: range)
        if sendsFiles, range.count >= Limits.fileSendBytesMin, request.request.method == .get,
            let locations = try await service.content.locate(caller, pieces.map(\.hash))
        {
            let spans = fileSpans(pieces, locations, bytesMax: Limits.fileSendBytesMax)
            return .files(spans, over: request.connection.channel) { metrics.contentSent($0) }
        }
        return ResponseBody(contentLength: range.count) { writer in
            for piece in pieces {
                let chunk = try await service.content.read(caller, piece.hash)
                let start = chunk.readerIndex + piece.range.lowerBound
                guard let bytes = chunk.getSlice(at: start, length: piece.range.count) else {
                    throw ChunkError.damaged(piece.hash)
                }
                try await writer.write(bytes)
                metrics.contentSent(bytes.readableBytes)
            }
            try await writer.finish(nil)
        }
    }
}
