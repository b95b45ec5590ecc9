import Foundation
package import NIOCore
import Synchronization
package import TidelineAPI
import TidelineClient
package import TidelineCore
package import TidelineService
package import TidelineSync

/// A share of a server in this process: the real use cases without HTTP.
package final class ServiceShare: RemoteShare {
    package typealias Fault = @Sendable (String) async throws(RemoteError) -> Void
    package typealias Censor = @Sendable (PushBatch) throws(RemoteError) -> Void
    package typealias Forger = @Sendable (String) -> String
    package typealias Spoiler = @Sendable (ByteBuffer) -> ByteBuffer
    package typealias ContentCensor = @Sendable (Int) throws(RemoteError) -> Void

    private let service: Service
    private let caller: Caller
    private let shareID: String
    private let deviceID: String
    private let clock: any TimeSource
    private let before = Hook<Fault>()
    private let after = Hook<Fault>()
    private let sent = Mutex<Int64>(0)
    private let censor = Hook<Censor>()
    private let contentCensor = Hook<ContentCensor>()
    private let forger = Hook<Forger>()
    private let spoiler = Hook<Spoiler>()

    package init(service: Service, caller: Caller, shareID: String, deviceID: String, clock: any TimeSource) {
        self.service = service
        self.caller = caller
        self.shareID = shareID
        self.deviceID = deviceID
        self.clock = clock
    }

    /// Called with the name of each call before it reaches the server, and after the server did it: a lost answer.
    package func setFault(before: Fault? = nil, after: Fault? = nil) {
        self.before.set(before)
        self.after.set(after)
    }

    /// Sees each batch before the server does, and may refuse it.
    package func censor(_ censor: Censor?) { self.censor.set(censor) }

    /// The same for the bytes of each request with content.
    package func censorContent(_ censor: ContentCensor?) { contentCensor.set(censor) }

    /// Puts other JSON in the place of what the server tells of its tree.
    package func forge(_ forger: Forger?) { self.forger.set(forger) }

    /// Puts other bytes in the place of a file's content.
    package func spoil(_ spoiler: Spoiler?) { self.spoiler.set(spoiler) }

    private func told<T: Decodable>(_ type: T.Type, _ json: [UInt8]) throws -> T {
        let text = String(decoding: json, as: UTF8.self)
        return try JSONDecoder().decode(type, from: Data((forger.body?(text) ?? text).utf8))
    }

    package var bytesSent: Int64 { sent.withLock { $0 } }

    private func call<T>(_ name: String, _ body: () async throws -> T) async throws(RemoteError) -> T {
        if let fault = before.body { try await fault(name) }
        let result: T
        do { result = try await body() } catch { throw Self.remoteError(error) }
        if let fault = after.body { try await fault(name) }
        return result
    }

    private static func remoteError(_ error: any Error) -> RemoteError {
        switch error {
        case let error as RemoteError: error
        case let error as ServiceError where error.code == .syncCursorInvalid: .cursorInvalid
        case let error as ServiceError: .refused(error.code, error.detail)
        case let error as LocalError: .local(error)
        case let error as StoreUnavailable: .unreachable(error.reason)
        default: .garbage("\(error)")
        }
    }

    package func changes(after cursor: Position, limit: Int) async throws(RemoteError) -> RemotePage {
        try await call("changes") {
            let page = try await service.changes.page(
                caller, cursor: cursor.description, share: shareID, device: deviceID, limit: limit, waitSeconds: 0)
            let rows = try told([Told<ChangeBody>].self, Array("[".utf8) + page.wire + Array("]".utf8))
            return RemotePage(rows: rows.compactMap { RemoteRow($0) }, cursor: page.cursor, hasMore: page.hasMore)
        }
    }

    package func snapshot(_ receive: @Sendable ([RemoteRow]) async throws -> Void) async throws(RemoteError)
        -> Position
    {
        try await call("snapshot") {
            var token: String?
            var cursor: Position?
            repeat {
                let page = try await service.snapshots.page(
                    caller, share: shareID, device: deviceID, pageToken: token, limit: 3)
                cursor = cursor ?? page.cursor
                try await receive(page.entries.map { RemoteRow(try told(Told<SnapshotEntry>.self, Array($0))) })
                token = page.nextPageToken
            } while token != nil
            return cursor ?? .start
        }
    }

    package func selection() async throws(RemoteError) -> Selection {
        try await call("selection") {
            let all = try await service.preferences.list(caller, device: deviceID)
            return try all.first { $0.shareID == shareID }.map { try Selection($0) } ?? .everything
        }
    }

    /// As the user sets it, here or elsewhere.
    package func prefer(_ patch: PreferencePatchBody) async throws {
        _ = try await service.preferences.update(caller, device: deviceID, share: shareID, patch)
    }

    package func acknowledge(_ cursor: Position) async throws(RemoteError) {
        try await call("acknowledge") {
            _ = try await service.changes.advance(caller, share: shareID, device: deviceID, to: cursor.description)
        }
    }

    package func apply(_ batch: PushBatch) async throws(RemoteError) -> PushAnswer {
        try censor.body?(batch)
        return try await call("apply") {
            let body = ApplyBody(
                deviceID: deviceID, shareID: shareID, conflictResolution: batch.strategy,
                changes: batch.changes.map { ProposedChangeBody($0) }, baseCursor: batch.baseCursor.value,
                clientTime: clock.now().rfc3339)
            return try PushAnswer(try await service.apply(caller, body), to: batch.changes)
        }
    }

    package func missing(_ hashes: [Digest]) async throws(RemoteError) -> [Digest] {
        try await call("missing") {
            try await service.content.missing(caller, MissingBody(shareID: shareID, hashes: hashes.map(\.hex))).missing
                .compactMap { Digest(hex: $0) }
        }
    }

    package func send(_ chunks: [(hash: Digest, bytes: ByteBuffer)]) async throws(RemoteError) {
        try contentCensor.body?(chunks.reduce(0) { $0 + $1.bytes.readableBytes })
        try await call("send") {
            try await service.content.store(caller, chunks.map { Chunk(hash: $0.hash, bytes: $0.bytes) })
            sent.withLock { $0 += chunks.reduce(0) { $0 + Int64($1.bytes.readableBytes) } }
        }
    }

    package func fetch(
        _ items: [FetchItem], _ receive: @Sendable (FetchItem, Result<ByteBuffer, RemoteError>) async throws -> Void
    ) async throws(RemoteError) {
        try await call("fetch") {
            for item in items {
                do {
                    try await receive(item, .success(try await content(of: item.file, item.version)))
                } catch let error as ServiceError {
                    try await receive(item, .failure(.refused(error.code, error.detail)))
                }
            }
        }
    }

    package func manifest(of file: NodeID, version: VersionID) async throws(RemoteError) -> [ChunkRef] {
        try await call("manifest") {
            try await service.content.open(caller, file: file.description, version: version.description).chunks
        }
    }

    package func read(
        _ file: NodeID, version: VersionID, range: Range<Int64>, _ receive: @Sendable (ByteBuffer) async throws -> Void
    ) async throws(RemoteError) {
        try await call("read") {
            let whole = try await content(of: file, version)
            guard let wanted = whole.getSlice(at: Int(range.lowerBound), length: range.count) else { return }
            var rest = wanted
            while let piece = rest.readSlice(length: min(rest.readableBytes, 100_000)), piece.readableBytes > 0 {
                try await receive(piece)
            }
        }
    }

    private func content(of file: NodeID, _ version: VersionID) async throws -> ByteBuffer {
        let opened = try await service.content.open(caller, file: file.description, version: version.description)
        var whole = ByteBuffer()
        for chunk in opened.chunks {
            var bytes = try await service.content.read(caller, chunk.hash)
            whole.writeBuffer(&bytes)
        }
        return spoiler.body?(whole) ?? whole
    }
}
