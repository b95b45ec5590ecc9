public import TidelineAPI
import TidelineCore

// What files were.
extension TidelineClient {
    /// One page of a file's versions, newest first. Throws `GONE` while the file is in the trash.
    ///
    /// - Parameters:
    ///   - limit: 1 to 1,000; nil leaves it to the server.
    ///   - before: the number of the last version of the page before.
    public func versions(
        ofFile fileID: String, limit: Int? = nil, before: Int? = nil
    ) async throws(TidelineError) -> VersionList {
        let request = Request(.get, "/api/v1/files/\(percentEncoded(fileID))/versions").with("limit", limit)
            .with("before", before)
        return try await transport.call(VersionList.self, request)
    }

    /// All versions of a file, newest first.
    public func allVersions(ofFile fileID: String) async throws(TidelineError) -> [VersionBody] {
        var all: [VersionBody] = []
        while true {
            let page = try await versions(ofFile: fileID, limit: Limits.listRowsMax, before: all.last?.versionNumber)
            all += page.versions
            guard page.hasMore, !page.versions.isEmpty else { return all }
        }
    }

    /// Makes an old content count again, as a new version; the head so far stays a version.
    ///
    /// - Parameter version: a `ver_` id or a number.
    public func restoreVersion(_ version: String, ofFile fileID: String) async throws(TidelineError) -> FileBody {
        let path = "/api/v1/files/\(percentEncoded(fileID))/versions/\(percentEncoded(version))/restore"
        // A version that is the head already changes nothing.
        return try await transport.call(FileBody.self, Request(.post, path, idempotent: true))
    }
}
