package import NIOCore
import TidelineAPI
package import TidelineCore
package import TidelineSync

/// One share of a server, over HTTP, as the sync engine wants it.
package struct HTTPRemoteShare: RemoteShare {
    private let client: TidelineClient
    private let shareID: String
    private let deviceID: String
    /// nil where none is registered, as for a dry run: that only asks.
    private var registered: String? { deviceID.isEmpty ? nil : deviceID }
    private let meter = WireMeter()

    package init(client: TidelineClient, shareID: String, deviceID: String) {
        self.client = client
        self.shareID = shareID
        self.deviceID = deviceID
    }

    package func changes(after cursor: Position, limit: Int) async throws(RemoteError) -> RemotePage {
        do {
            return try RemotePage(
                try await client.page(
                    ToldPage.self, after: cursor.value, shareID: shareID, deviceID: registered, limit: limit,
                    waitSeconds: nil))
        } catch {
            throw RemoteError(error)
        }
    }

    package func snapshot(
        _ receive: @Sendable ([RemoteRow]) async throws -> Void
    ) async throws(RemoteError) -> Position {
        let cursor: Int64
        do {
            cursor = try await client.snapshot(
                of: Told<SnapshotEntry>.self, shareID: shareID, deviceID: registered
            ) { try await receive($0.map { RemoteRow($0) }) }
        } catch {
            throw RemoteError(error)
        }
        guard let position = Position(cursor) else { throw .garbage("The cursor \(cursor) is no position.") }
        return position
    }

    package func selection() async throws(RemoteError) -> Selection {
        guard let registered else { return .everything }
        do {
            let preference = try await client.preferences(deviceID: registered).first { $0.shareID == shareID }
            // A share that is not there for the user says so at the next call.
            return try preference.map { try Selection($0) } ?? .everything
        } catch {
            throw RemoteError(error)
        }
    }

    package func acknowledge(_ cursor: Position) async throws(RemoteError) {
        do {
            _ = try await client.advanceCursor(shareID: shareID, deviceID: deviceID, to: cursor.value)
        } catch {
            throw RemoteError(error)
        }
    }

    package func apply(_ batch: PushBatch) async throws(RemoteError) -> PushAnswer {
        let body = ApplyBody(
            deviceID: deviceID, shareID: shareID, conflictResolution: batch.strategy,
            changes: batch.changes.map { ProposedChangeBody($0) }, baseCursor: batch.baseCursor.value,
            clientTime: client.time.now().rfc3339)
        do {
            return try PushAnswer(try await client.apply(body), to: batch.changes)
        } catch {
            throw RemoteError(error)
        }
    }

    package func missing(_ hashes: [Digest]) async throws(RemoteError) -> [Digest] {
        do {
            return try digests(try await client.missingChunks(shareID: shareID, hashes: hashes.map(\.hex)))
        } catch {
            throw RemoteError(error)
        }
    }

    package var wire: WireBytes? { meter.bytes }

    package func send(_ chunks: [(hash: Digest, bytes: ByteBuffer)]) async throws(RemoteError) {
        try await send(chunks) { _ in }
    }

    package func send(
        _ chunks: [(hash: Digest, bytes: ByteBuffer)], _ passed: @escaping @Sendable (Int) -> Void
    ) async throws(RemoteError) {
        do { try await client.sendChunks(chunks, meter, passed: passed) } catch { throw RemoteError(error) }
    }

    package func fetch(
        _ items: [FetchItem], _ receive: @Sendable (FetchItem, Result<ByteBuffer, RemoteError>) async throws -> Void
    ) async throws(RemoteError) {
        let wanted = items.map { BulkItem(fileID: $0.file.description, versionID: $0.version.description) }
        let byName = Dictionary(zip(wanted, items)) { first, _ in first }
        do {
            try await client.downloadMany(shareID: shareID, items: wanted, meter) { item, result in
                guard let item = byName[item] else { return }
                try await receive(item, result.mapError { RemoteError($0) })
            }
        } catch {
            throw RemoteError(error)
        }
    }

    package func manifest(of file: NodeID, version: VersionID) async throws(RemoteError) -> [ChunkRef] {
        do {
            let answer = try await client.manifest(fileID: file.description, version: version.description)
            return try [ChunkRef](answer, version: version)
        } catch {
            throw RemoteError(error)
        }
    }

    package func read(
        _ file: NodeID, version: VersionID, range: Range<Int64>, _ receive: @Sendable (ByteBuffer) async throws -> Void
    ) async throws(RemoteError) {
        guard !range.isEmpty else { return }
        do {
            try await client.download(
                fileID: file.description, version: version.description, range: range, meter, receive)
        } catch {
            throw RemoteError(error)
        }
    }
}
