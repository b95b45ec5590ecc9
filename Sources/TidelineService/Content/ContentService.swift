package import NIOCore
package import TidelineAPI
package import TidelineCore

/// Sending and fetching content.
package struct ContentService: Sendable {
    private let context: ServiceContext

    init(_ context: ServiceContext) { self.context = context }

    /// The hashes that this user must send before an `apply` may name them: those not stored, and those stored that this
    /// user may not READ and did not send.
    package func missing(_ caller: Caller, _ body: MissingBody) async throws -> MissingAnswer { fatalError() }

    /// Verifies, stores and grants them to the caller; durable when it returns.
    package func store(_ caller: Caller, _ chunks: [Chunk]) async throws { fatalError() }

    /// A version that the caller may READ, ready to be sent.
    package struct Readable: Sendable {
        package let node: Node
        package let version: FileVersion
        package let chunks: [ChunkRef]
    }

    /// `version` is a `ver_` id, a number, or nil for the head. Trashed: `GONE`.
    package func open(_ caller: Caller, file: String, version: String?) async throws -> Readable { fatalError() }

    /// Many at once, for bulk download: each item opens or says why not.
    package func open(_ caller: Caller, _ body: BulkDownloadBody) async throws -> [Result<Readable, ServiceError>] {
        fatalError()
    }

    /// One verified chunk of something that was opened.
    package func read(_ caller: Caller, _ hash: Digest) async throws -> ByteBuffer { fatalError() }

    /// Where chunks lie in files, for sendfile; nil when the store has no files.
    package func locate(_ caller: Caller, _ hashes: [Digest]) async throws -> [ChunkLocation]? { fatalError() }

    package func manifest(_ caller: Caller, file: String, version: String?) async throws -> ManifestAnswer {
        fatalError()
    }
}
