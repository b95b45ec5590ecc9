package import NIOCore
package import TidelineCore

/// A share that can be read and not written to; nor does the server learn how far this device has read.
package struct PreviewShare: RemoteShare {
    private let server: any RemoteShare

    package init(_ server: any RemoteShare) { self.server = server }

    package func changes(after cursor: Position, limit: Int) async throws(RemoteError) -> RemotePage {
        try await server.changes(after: cursor, limit: limit)
    }

    package func snapshot(
        _ receive: @Sendable ([RemoteRow]) async throws -> Void
    ) async throws(RemoteError) -> Position { try await server.snapshot(receive) }

    package func selection() async throws(RemoteError) -> Selection { try await server.selection() }

    package func manifest(of file: NodeID, version: VersionID) async throws(RemoteError) -> [ChunkRef] {
        try await server.manifest(of: file, version: version)
    }

    package func acknowledge(_ cursor: Position) async throws(RemoteError) { throw Self.refusal }
    package func apply(_ batch: PushBatch) async throws(RemoteError) -> PushAnswer { throw Self.refusal }
    package func missing(_ hashes: [Digest]) async throws(RemoteError) -> [Digest] { throw Self.refusal }
    package func send(_ chunks: [(hash: Digest, bytes: ByteBuffer)]) async throws(RemoteError) { throw Self.refusal }
    package func fetch(
        _ items: [FetchItem], _ receive: @Sendable (FetchItem, Result<ByteBuffer, RemoteError>) async throws -> Void
    ) async throws(RemoteError) { throw Self.refusal }
    package func read(
        _ file: NodeID, version: VersionID, range: Range<Int64>, _ receive: @Sendable (ByteBuffer) async throws -> Void
    ) async throws(RemoteError) { throw Self.refusal }

    private static let refusal = RemoteError.garbage("A preview tried to change something, which is a fault of ours.")
}
