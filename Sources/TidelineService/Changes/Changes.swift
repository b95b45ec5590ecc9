package import TidelineAPI
package import TidelineCore

/// Reading the log, and how far a device has come in it.
package struct Changes: Sendable {
    private let context: ServiceContext

    init(_ context: ServiceContext) { self.context = context }

    package struct Page: Sendable {
        /// Change objects joined by commas.
        package let wire: [UInt8]
        package let cursor: Position
        package let hasMore: Bool
        package let shareID: ShareID?
    }

    /// Without a cursor: no rows and the head. With `wait` seconds: subscribes first, then answers as soon as there is a
    /// visible row, or empty when the time is over. Texts are as they came in the query.
    package func page(
        _ caller: Caller, cursor: String?, share: String?, device: String?, limit: Int, waitSeconds: Int
    ) async throws -> Page { fatalError() }

    package func status(_ caller: Caller, share: String, device: String) async throws -> SyncStatus { fatalError() }

    package func advance(_ caller: Caller, share: String, device: String, to position: String) async throws
        -> CursorAnswer
    {
        fatalError()
    }
}
