import HTTPTypes
import Hummingbird
import NIOCore
import TidelineAPI
import TidelineCore
import TidelineService

extension API {
    var snapshotRoutes: [Route] {
        [.signedIn(.get, "/api/v1/sync/snapshot") { try await snapshot($0, $1) }]
    }

    private func snapshot(_ request: Incoming, _ caller: Caller) async throws -> Response {
        let query = try request.query()
        let share = try query.required("share_id")
        let limit = try query.integer("limit", default: Limits.pageRowsDefault, in: 1...Limits.pageRowsMax)
        let device = query.text("device_id")
        let page = try await service.snapshots.page(
            caller, share: share, device: device, pageToken: query.text("page_token"), limit: limit)
        if request.request.headers[.accept]?.contains("application/x-ndjson") == true {
            let stream = stream(from: page) { token in
                try await service.snapshots.page(
                    caller, share: share, device: device, pageToken: token, limit: limit)
            }
            return stream.packed(for: request)
        }
        return Response(
            status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: encode(page))
        ).packed(for: request)
    }

    private func encode(_ page: Snapshots.Page) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(page.entries.reduce(200) { $0 + $1.count + 1 })
        buffer.writeString("{\"entries\":[")
        for (index, entry) in page.entries.enumerated() {
            if index > 0 { buffer.writeString(",") }
            buffer.writeBytes(entry)
        }
        // A token is of letters, digits and the like, so it needs no escapes.
        let token = page.nextPageToken.map { "\"\($0)\"" } ?? "null"
        buffer.writeString(
            "],\"next_page_token\":\(token),\"cursor\":\(page.cursor),\"has_more\":\(page.nextPageToken != nil)}")
        return buffer
    }

    /// All pages, an entry a line. One page is in memory at a time; a reader who sees no ``SnapshotEnd`` has not all.
    private func stream(
        from first: Snapshots.Page, next: @escaping @Sendable (String) async throws -> Snapshots.Page
    ) -> Response {
        let body = ResponseBody { writer in
            var page = first
            var count = 0
            while true {
                // An empty piece would end a chunked body.
                if !page.entries.isEmpty { try await writer.write(lines(page)) }
                count += page.entries.count
                guard let token = page.nextPageToken else { break }
                page = try await next(token)
            }
            try await writer.write(encodeJSON(SnapshotEnd(count: count, cursor: first.cursor.value)))
            try await writer.write(ByteBuffer(string: "\n"))
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: [.contentType: "application/x-ndjson"], body: body)
    }

    private func lines(_ page: Snapshots.Page) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(page.entries.reduce(0) { $0 + $1.count + 1 })
        for entry in page.entries {
            buffer.writeBytes(entry)
            buffer.writeString("\n")
        }
        return buffer
    }
}
