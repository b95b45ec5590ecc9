public import TidelineAPI
public import TidelineCore

extension TidelineClient {
    /// Newest first.
    ///
    /// - Parameter before: the id of the last conflict of the page before.
    public func conflicts(
        shareID: String? = nil, deviceID: String? = nil, includeResolved: Bool = false, limit: Int? = nil,
        before: String? = nil
    ) async throws(TidelineError) -> [ConflictBody] {
        let request = Request(.get, "/api/v1/sync/conflicts").with("share_id", shareID).with("device_id", deviceID)
            .with("include_resolved", includeResolved).with("limit", limit).with("before", before)
        return try await transport.call([ConflictBody].self, request)
    }

    /// - Parameter versionID: the merged content, with `MANUAL`.
    public func resolveConflict(
        id: String, as resolution: ConflictResolution, versionID: String? = nil
    ) async throws(TidelineError) -> ConflictBody {
        let path = "/api/v1/sync/conflicts/\(percentEncoded(id))/resolve"
        let request = Request(.post, path, idempotent: true).with("resolution", resolution.rawValue)
            .with("version_id", versionID)
        return try await transport.call(ConflictBody.self, request)
    }
}
