import Foundation
import NIOCore
public import TidelineAPI
import TidelineCore

// The log, the tree, and writing to it.
extension TidelineClient {
    /// How far a device has come in a share, and what waits; makes its cursor at the head of the log if there is none.
    public func status(shareID: String, deviceID: String) async throws(TidelineError) -> SyncStatus {
        let request = Request(.get, "/api/v1/sync/status").with("share_id", shareID).with("device_id", deviceID)
        return try await transport.call(SyncStatus.self, request)
    }

    /// One page of the log after `cursor`; without a cursor no rows and the log's head.
    ///
    /// - Parameters:
    ///   - limit: 1 to 5,000 rows; nil leaves it to the server.
    ///   - waitSeconds: up to 60: the answer comes as soon as there is a row.
    public func changes(
        after cursor: Int64?, shareID: String? = nil, deviceID: String? = nil, limit: Int? = nil,
        waitSeconds: Int? = nil
    ) async throws(TidelineError) -> ChangesPage {
        try await page(
            ChangesPage.self, after: cursor, shareID: shareID, deviceID: deviceID, limit: limit,
            waitSeconds: waitSeconds)
    }

    func page<Page: Decodable>(
        _ type: Page.Type, after cursor: Int64?, shareID: String?, deviceID: String?, limit: Int?, waitSeconds: Int?
    ) async throws(TidelineError) -> Page {
        var request = Request(.get, "/api/v1/sync/changes").with("cursor", cursor).with("share_id", shareID)
            .with("device_id", deviceID).with("limit", limit).with("wait", waitSeconds)
        request.takesPacked = true
        request.timeoutSeconds += Int64(waitSeconds ?? 0)
        return try await transport.call(type, request)
    }

    /// The whole tree of a share, with a device what that syncs of it: calls `receive` with some entries at a time, then answers the position that changes go
    /// on from. Throws ``TidelineError/Kind/disconnected`` unless the server said that the tree is whole; what `receive`
    /// throws passes.
    public func snapshot(
        shareID: String, deviceID: String? = nil, _ receive: @Sendable ([SnapshotEntry]) async throws -> Void
    ) async throws -> Int64 {
        try await snapshot(of: SnapshotEntry.self, shareID: shareID, deviceID: deviceID, receive)
    }

    func snapshot<Entry: Decodable & Sendable>(
        of entry: Entry.Type, shareID: String, deviceID: String?, _ receive: @Sendable ([Entry]) async throws -> Void
    ) async throws -> Int64 {
        var request = Request(.get, "/api/v1/sync/snapshot").with("share_id", shareID).with("device_id", deviceID)
        request.accept = "application/x-ndjson"
        request.takesPacked = true
        var lines = SnapshotLines<Entry>()
        for try await piece in try await body(of: request) {
            if let entries = try lines.append(piece) { try await receive(entries) }
        }
        let (entries, end) = try lines.finish()
        if !entries.isEmpty { try await receive(entries) }
        return end.cursor
    }

    /// Tells the server how far this device has come; going back changes nothing.
    public func advanceCursor(
        shareID: String, deviceID: String, to position: Int64
    ) async throws(TidelineError) -> CursorAnswer {
        let request = Request(.post, "/api/v1/sync/cursor", idempotent: true).with("share_id", shareID)
            .with("device_id", deviceID).with("position", position)
        return try await transport.call(CursorAnswer.self, request)
    }

    /// Applies changes. Repeated when the answer was lost only if each change has a `client_change_id`, which gives the
    /// outcome of once.
    public func apply(_ body: ApplyBody) async throws(TidelineError) -> ApplyAnswer {
        let idempotent = body.changes.allSatisfy { $0.clientChangeID != nil }
        var request = try Request(.post, "/api/v1/sync/apply", idempotent: idempotent).json(body)
        request.timeoutSeconds = 300
        return try await transport.call(ApplyAnswer.self, request)
    }

    /// The pieces of an answer's body, with errors as ``TidelineError``.
    func body(of request: Request) async throws(TidelineError) -> BodyPieces {
        BodyPieces(response: try await transport.open(request), server: server)
    }

    /// The same for content, which is counted and may be held to a rate.
    func contentBody(of request: Request, _ meter: WireMeter?) async throws(TidelineError) -> BodyPieces {
        BodyPieces(response: try await transport.open(request), server: server, pace: transport.pace.down, meter: meter)
    }
}
