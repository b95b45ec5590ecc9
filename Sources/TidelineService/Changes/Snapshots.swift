package import TidelineCore

/// The whole tree of a share, a page at a time.
package struct Snapshots: Sendable {
    private let context: ServiceContext

    init(_ context: ServiceContext) { self.context = context }

    package struct Page: Sendable {
        /// Entries in wire form, each a JSON object.
        package let entries: [[UInt8]]
        /// Opaque; nil after the last page.
        package let nextPageToken: String?
        /// Head of the log when the first page was read: changes from here on complete the snapshot.
        package let cursor: Position
    }

    package func page(_ caller: Caller, share: String, pageToken: String?, limit: Int) async throws -> Page {
        fatalError()
    }
}
