package import NIOCore
package import TidelineCore

/// The server's side of one share, as the engine needs it.
package protocol RemoteShare: Sendable {
    /// One page of rows after the cursor.
    func changes(after cursor: Position, limit: Int) async throws(RemoteError) -> RemotePage
    /// The whole tree: calls `receive` with some rows at a time, live or garbled, then answers the position that changes go on from.
    func snapshot(_ receive: @Sendable ([RemoteRow]) async throws -> Void) async throws(RemoteError) -> Position
    /// What this device is to sync of the share. The log and the snapshot hold to it.
    func selection() async throws(RemoteError) -> Selection
    /// Tells the server how far this device has come.
    func acknowledge(_ cursor: Position) async throws(RemoteError)

    func apply(_ batch: PushBatch) async throws(RemoteError) -> PushAnswer
    /// Those of the hashes (at most ``Limits/missingHashesMax``) that must be sent.
    func missing(_ hashes: [Digest]) async throws(RemoteError) -> [Digest]
    /// Sends chunks, at most ``Limits/chunkBatchBytesMax`` together; durable on return.
    func send(_ chunks: [(hash: Digest, bytes: ByteBuffer)]) async throws(RemoteError)
    /// The same; calls `passed` with the index of each chunk once, when it is on its way.
    func send(
        _ chunks: [(hash: Digest, bytes: ByteBuffer)], _ passed: @escaping @Sendable (Int) -> Void
    ) async throws(RemoteError)
    /// Content that travelled since this value was made, as it was on the wire; nil when nobody counts.
    var wire: WireBytes? { get }

    /// Whole small files, many in one answer; calls `receive` once for each item in order.
    func fetch(
        _ items: [FetchItem], _ receive: @Sendable (FetchItem, Result<ByteBuffer, RemoteError>) async throws -> Void)
        async throws(RemoteError)
    func manifest(of file: NodeID, version: VersionID) async throws(RemoteError) -> [ChunkRef]
    /// Bytes of a version in order, some at a time.
    func read(
        _ file: NodeID, version: VersionID, range: Range<Int64>, _ receive: @Sendable (ByteBuffer) async throws -> Void)
        async throws(RemoteError)
}

extension RemoteShare {
    package var wire: WireBytes? { nil }

    package func send(
        _ chunks: [(hash: Digest, bytes: ByteBuffer)], _ passed: @escaping @Sendable (Int) -> Void
    ) async throws(RemoteError) {
        try await send(chunks)
        for index in chunks.indices { passed(index) }
    }
}

/// Bytes of request and answer bodies that carry content.
package struct WireBytes: Hashable, Sendable {
    package var sent: Int64
    package var received: Int64

    package init(sent: Int64 = 0, received: Int64 = 0) {
        self.sent = sent
        self.received = received
    }
}

/// A live thing on the server.
package struct RemoteNode: Hashable, Sendable {
    package let id: NodeID
    package var place: Place
    /// nil for folders.
    package var file: RemoteFile?

    package init(id: NodeID, place: Place, file: RemoteFile?) {
        self.id = id
        self.place = place
        self.file = file
    }
}

package struct RemoteFile: Hashable, Sendable {
    package var version: VersionID
    package var content: Content
    package var modifiedAt: Timestamp

    package init(version: VersionID, content: Content, modifiedAt: Timestamp) {
        self.version = version
        self.content = content
        self.modifiedAt = modifiedAt
    }
}

/// One row of the log about a file or folder. Rows about shares are left out.
package enum RemoteRow: Hashable, Sendable {
    /// Its state after the row, whatever else the row was.
    case live(RemoteNode)
    /// The same, into another folder than before.
    case moved(RemoteNode)
    /// Gone, with all that was below it.
    case deleted(NodeID)
    /// It makes no sense; whatever the thing is, it waits for a row that does.
    case garbled(Garbled)
}

/// A thing of which the server tells what makes no sense.
package struct Garbled: Hashable, Sendable {
    /// How much of it can be read.
    package enum Known: Int64, Sendable {
        /// Not even what it is about: its id is a stand-in.
        case nothing = 0
        case id = 1
        /// Also the folder it lies in.
        case folder = 2
    }

    package let id: NodeID
    package let known: Known
    /// nil for the root, and where it is not known.
    package let parent: NodeID?
    /// For people: the name, or the id where it has none that can be.
    package let name: String
    /// What makes no sense, as a sentence without its end.
    package let problem: String

    package init(id: NodeID, known: Known, parent: NodeID?, name: String, problem: String) {
        self.id = id
        self.known = known
        self.parent = known == .folder ? parent : nil
        self.name = name
        self.problem = problem
    }
}

package struct RemotePage: Sendable {
    package var rows: [RemoteRow]
    package var cursor: Position
    package var hasMore: Bool

    package init(rows: [RemoteRow], cursor: Position, hasMore: Bool) {
        self.rows = rows
        self.cursor = cursor
        self.hasMore = hasMore
    }
}

package struct FetchItem: Hashable, Sendable {
    package let file: NodeID
    package let version: VersionID

    package init(file: NodeID, version: VersionID) {
        self.file = file
        self.version = version
    }
}

/// What this device wants of the server, in order.
package struct PushBatch: Sendable {
    package var changes: [PushChange]
    package var strategy: ConflictResolution
    /// The position this device had seen.
    package var baseCursor: Position

    package init(changes: [PushChange], strategy: ConflictResolution, baseCursor: Position) {
        self.changes = changes
        self.strategy = strategy
        self.baseCursor = baseCursor
    }
}

package struct PushChange: Hashable, Sendable {
    /// The same for every try of the same change.
    package var clientChangeID: String
    package var node: NodeID
    package var action: Action
    /// The version it was made on.
    package var baseVersion: VersionID?

    package enum Action: Hashable, Sendable {
        case createFolder(Place)
        case createFile(Place, PushContent)
        case update(PushContent)
        /// Other parent, or other name, or both.
        case move(from: Place, to: Place)
        case delete
    }

    package init(clientChangeID: String, node: NodeID, action: Action, baseVersion: VersionID?) {
        self.clientChangeID = clientChangeID
        self.node = node
        self.action = action
        self.baseVersion = baseVersion
    }
}

package struct PushContent: Hashable, Sendable {
    package var content: Content
    package var modifiedAt: Timestamp
    package var chunks: [ChunkRef]

    package init(content: Content, modifiedAt: Timestamp, chunks: [ChunkRef]) {
        self.content = content
        self.modifiedAt = modifiedAt
        self.chunks = chunks
    }
}

/// One result for each change of the batch, in its order.
package struct PushAnswer: Sendable {
    package var results: [PushResult]
    package var cursor: Position

    package init(results: [PushResult], cursor: Position) {
        self.results = results
        self.cursor = cursor
    }
}

package enum PushResult: Hashable, Sendable {
    /// The server has it. `node` differs from the one sent when it was merged into an equal thing; `version` is the head
    /// that holds the content sent.
    case done(node: NodeID, version: VersionID?)
    /// Settled by the strategy, or left open. `kept` is the version that holds the content sent, `copy` the node of the
    /// conflicted copy where one was made.
    case conflict(ConflictType, kept: VersionID?, copy: NodeID?, copyPath: String?)
    /// Chunks must be sent first.
    case contentMissing([Digest])
    case rejected(ErrorCode, String)
}

package enum RemoteError: Error, Sendable, Hashable {
    /// Not reached, or it could not answer now: trying again later is right.
    case unreachable(String)
    /// Login again.
    case unauthenticated(String)
    /// The cursor is of another time: take a snapshot.
    case cursorInvalid
    /// The server said no for good.
    case refused(ErrorCode, String)
    /// An answer that makes no sense.
    case garbage(String)
    /// This device could not take what came: the error of a `receive` closure.
    case local(LocalError)
    case cancelled
}
