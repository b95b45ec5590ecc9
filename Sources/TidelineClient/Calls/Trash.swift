public import TidelineAPI
import TidelineCore

// What was deleted in a share.
extension TidelineClient {
    /// One page of what was itself deleted, newest first; not what lies in such a folder.
    ///
    /// - Parameters:
    ///   - limit: 1 to 1,000; nil leaves it to the server.
    ///   - before: `nextBefore` of the page before.
    public func trash(
        shareID: String, limit: Int? = nil, before: String? = nil
    ) async throws(TidelineError) -> TrashPage {
        let request = Request(.get, "/api/v1/trash").with("share_id", shareID).with("limit", limit)
            .with("before", before)
        return try await transport.call(TrashPage.self, request)
    }

    /// All that was itself deleted, newest first.
    public func allTrash(shareID: String) async throws(TidelineError) -> [TrashItem] {
        var items: [TrashItem] = []
        var before: String?
        repeat {
            let page = try await trash(shareID: shareID, limit: Limits.listRowsMax, before: before)
            items += page.items
            before = page.nextBefore
        } while before != nil
        return items
    }

    /// Brings a thing back where it was, with the folders above it. Throws `NAME_CONFLICT` when its name is taken there,
    /// `GONE` when it is purged.
    ///
    /// - Parameter place: another name or folder.
    public func restoreFromTrash(
        id: String, to place: PlacePatchBody = PlacePatchBody()
    ) async throws(TidelineError) -> NodeBody {
        let request = try Request(.post, "/api/v1/trash/\(percentEncoded(id))/restore").json(place)
        return try await transport.call(NodeBody.self, request)
    }

    /// Removes one thing in the trash for good, a folder with all in it.
    public func purge(id: String) async throws(TidelineError) -> PurgeAnswer {
        try await transport.call(PurgeAnswer.self, Request(.delete, "/api/v1/trash/\(percentEncoded(id))"))
    }

    /// Removes all of a share's trash for good.
    public func emptyTrash(shareID: String) async throws(TidelineError) -> PurgeAnswer {
        let request = Request(.delete, "/api/v1/trash", idempotent: true).with("share_id", shareID)
        return try await transport.call(PurgeAnswer.self, request)
    }
}
