import Hummingbird
import NIOCore
import ServiceLifecycle
import TidelineCore
import TidelineService

extension API {
    var changeRoutes: [Route] {
        [.signedIn(.get, "/api/v1/sync/changes") { try await changes($0, $1) }]
    }

    private func changes(_ request: Incoming, _ caller: Caller) async throws -> Response {
        let query = try request.query()
        let limit = try query.integer("limit", default: Limits.pageRowsDefault, in: 1...Limits.pageRowsMax)
        let wait = try query.integer("wait", default: 0, in: 0...Limits.waitSecondsMax)
        let page = try await endWaitingAtShutdown(wait) { wait in
            try await service.changes.page(
                caller, cursor: query.text("cursor"), share: query.text("share_id"), device: query.text("device_id"),
                limit: limit, waitSeconds: wait)
        }
        return Response(
            status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: encode(page))
        ).packed(for: request)
    }

    /// A long-poll is answered with what there is when the server is told to stop.
    private func endWaitingAtShutdown<T: Sendable>(
        _ wait: Int, _ read: @escaping @Sendable (Int) async throws -> T
    ) async throws -> T {
        guard wait > 0 else { return try await read(0) }
        do {
            return try await cancelWhenGracefulShutdown { try await read(wait) }
        } catch is CancellationError {
            return try await read(0)
        }
    }

    /// The rows are copied as they lie in the log.
    private func encode(_ page: Changes.Page) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(page.wire.count + 160)
        buffer.writeString("{\"changes\":[")
        buffer.writeBytes(page.wire)
        buffer.writeString("],\"cursor\":\(page.cursor),\"has_more\":\(page.hasMore),\"share_id\":")
        buffer.writeString(page.shareID.map { "\"\($0)\"}" } ?? "null}")
        return buffer
    }
}
