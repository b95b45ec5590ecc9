import HTTPTypes
import Hummingbird
import NIOCore
import TidelineAPI
import TidelineCore
import TidelineService

extension API {
    var bulkDownloadRoutes: [Route] {
        [.signedIn(.post, "/api/v1/sync/download") { try await bulkDownload($0, $1) }]
    }

    private func bulkDownload(_ request: Incoming, _ caller: Caller) async throws -> Response {
        let body = try await request.json(BulkDownloadBody.self)
        let sources = try await service.content.open(caller, body)
        let requestID = request.id
        let frames = ResponseBody { writer in
            var buffer = ByteBuffer()
            for (item, source) in zip(body.items, sources) {
                guard let (chunks, first) = await begin(item, source, caller, requestID, in: &buffer) else { continue }
                for (index, chunk) in chunks.enumerated() {
                    var bytes = index == 0 ? first : try await service.content.read(caller, chunk.hash)
                    buffer.writeBuffer(&bytes)
                    // Many small items go out in one write.
                    guard buffer.readableBytes >= Limits.bulkDownloadWriteBytes else { continue }
                    metrics.contentSent(buffer.readableBytes)
                    try await writer.write(buffer)
                    buffer = ByteBuffer()
                }
            }
            metrics.contentSent(buffer.readableBytes)
            if buffer.readableBytes > 0 { try await writer.write(buffer) }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: [.contentType: ChunkFraming.mediaType], body: frames)
            .packed(for: request)
    }

    /// Starts an item's frame, or writes its problem and gives nil.
    ///
    /// The first chunk is read before the frame begins, so that damage can still be told; damage further on cuts the
    /// connection, since a frame cannot be taken back.
    private func begin(
        _ item: BulkItem, _ source: Result<ContentService.Found, ServiceError>, _ caller: Caller,
        _ requestID: String, in buffer: inout ByteBuffer
    ) async -> ([ChunkRef], first: ByteBuffer)? {
        do {
            let source = try source.get()
            guard source.version.content.size <= Limits.bulkDownloadFileBytesMax else {
                throw ServiceError(.payloadTooLarge, "This file is too big for a bulk download; download it alone.")
            }
            var first = ByteBuffer()
            let chunks = try await service.content.chunks(of: source)
            if let chunk = chunks.first { first = try await service.content.read(caller, chunk.hash) }
            ChunkFraming.writeHeader(
                FrameKey(source.version.id), length: Int(source.version.content.size), to: &buffer)
            return (chunks, first)
        } catch {
            let problem = ProblemBody(Failure(describing: error), requestID: requestID)
            ChunkFraming.writeProblem(
                frameKey(of: item), json: (try? encodeJSON(problem)) ?? ByteBuffer(string: "{}"), to: &buffer)
            return nil
        }
    }

    /// The version that was asked for, or the file when its head was.
    private func frameKey(of item: BulkItem) -> FrameKey {
        let text = (item.versionID ?? item.fileID).utf8.prefix(Digest.byteCount)
        let padding = [UInt8](repeating: 0, count: Digest.byteCount - text.count)
        guard let key = Digest(bytes: Array(text) + padding) else { preconditionFailure("text is cut and padded") }
        return FrameKey(key)
    }
}
