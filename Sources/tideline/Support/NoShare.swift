import NIOCore
import TidelineCore
import TidelineSync

/// In place of a share that is not asked.
struct NoShare: RemoteShare {
    func changes(after cursor: Position, limit: Int) throws(RemoteError) -> RemotePage { throw nothing }
    func snapshot(_ receive: @Sendable ([RemoteRow]) async throws -> Void) throws(RemoteError) -> Position {
        throw nothing
    }
    func selection() throws(RemoteError) -> Selection { throw nothing }
    func acknowledge(_ cursor: Position) throws(RemoteError) { throw nothing }
    func apply(_ batch: PushBatch) throws(RemoteError) -> PushAnswer { throw nothing }
    func missing(_ hashes: [Digest]) throws(RemoteError) -> [Digest] { throw nothing }
    func send(_ chunks: [(hash: Digest, bytes: ByteBuffer)]) throws(RemoteError) { throw nothing }
    func fetch(
        _ items: [FetchItem], _ receive: @Sendable (FetchItem, Result<ByteBuffer, RemoteError>) async throws -> Void
    ) throws(RemoteError) { throw nothing }
    func manifest(of file: NodeID, version: VersionID) throws(RemoteError) -> [ChunkRef] { throw nothing }
    func read(
        _ file: NodeID, version: VersionID, range: Range<Int64>, _ receive: @Sendable (ByteBuffer) async throws -> Void
    ) throws(RemoteError) { throw nothing }

    private var nothing: RemoteError { .unreachable("not asked") }
}
