import NIOCore
import Synchronization
import TidelineCore
import TidelineService
import TidelineSync
import TidelineTestKit

/// One run of a device's program on the network: the server's real share behind delays, losses and repeats.
final class SimulatedShare: RemoteShare {
    /// Who asks, as the server knows them.
    struct Identity: Sendable {
        let caller: Caller
        let shareID: String
        let deviceID: String
        let clock: SimulatedClock
    }

    private let server: SimulatedServer
    private let identity: Identity
    private let process: Process
    private let judge: Judge

    init(_ server: SimulatedServer, _ identity: Identity, _ process: Process, _ judge: Judge) {
        self.server = server
        self.identity = identity
        self.process = process
        self.judge = judge
    }

    private typealias Body<T> = @Sendable (ServiceShare) async throws(RemoteError) -> T

    private func call<T: Sendable>(_ name: String, _ what: String, _ body: @escaping Body<T>) async throws(RemoteError)
        -> T
    {
        try step()
        let fate = process.weather.fate()
        process.trace("\(name) \(what) \(fate.rawValue)")
        await process.scheduler.pause(process.weather.delay)
        try checkAlive()
        switch fate {
        case .arrives: return try await exchange(name, body)
        case .requestLost: throw .unreachable("the request was lost")
        case .late:
            deliverLater(name, body)
            throw .unreachable("the request took too long")
        case .answerLost:
            _ = try await exchange(name, body)
            throw .unreachable("the answer was lost")
        case .repeated:
            deliverLater(name, body)
            return try await exchange(name, body)
        }
    }

    private func exchange<T: Sendable>(_ name: String, _ body: Body<T>) async throws(RemoteError) -> T {
        guard let running = server.running else { throw .unreachable("the server is down") }
        let result = try await body(share(of: running.service))
        await process.scheduler.pause(process.weather.delay)
        guard running.life.isAlive else { throw .unreachable("the server went down") }
        try step()
        process.trace("\(name) is answered")
        return result
    }

    /// The network keeps it for a while; whoever sent it no longer waits.
    private func deliverLater<T: Sendable>(_ name: String, _ body: @escaping Body<T>) {
        let delay = process.weather.longDelay
        Task(executorPreference: process.scheduler) { [self] in
            await process.scheduler.pause(delay)
            guard let running = server.running else { return }
            process.trace("\(name) arrives late")
            // Nobody hears how it went.
            _ = try? await body(share(of: running.service))
        }
    }

    private func share(of service: Service) -> ServiceShare {
        ServiceShare(
            service: service, caller: identity.caller, shareID: identity.shareID, deviceID: identity.deviceID,
            clock: identity.clock)
    }

    private func step() throws(RemoteError) {
        process.mayCrash()
        try checkAlive()
    }

    private func checkAlive() throws(RemoteError) {
        guard process.life.isAlive else { throw .cancelled }
    }

    // MARK: Calls

    func changes(after cursor: Position, limit: Int) async throws(RemoteError) -> RemotePage {
        // Pages of all sizes, so that they end anywhere.
        let limit = min(limit, process.pageRows)
        return try await call("changes", "after \(cursor)") { share throws(RemoteError) in
            try await share.changes(after: cursor, limit: limit)
        }
    }

    func snapshot(_ receive: @Sendable ([RemoteRow]) async throws -> Void) async throws(RemoteError) -> Position {
        let (pages, position) = try await call("snapshot", "") { share throws(RemoteError) in
            let pages = Mutex<[[RemoteRow]]>([])
            let position = try await share.snapshot { rows in pages.withLock { $0.append(rows) } }
            return (pages.withLock { $0 }, position)
        }
        for page in pages { try await arrive { try await receive(page) } }
        return position
    }

    func selection() async throws(RemoteError) -> Selection {
        try await call("selection", "") { share throws(RemoteError) in try await share.selection() }
    }

    func acknowledge(_ cursor: Position) async throws(RemoteError) {
        try await call("acknowledge", "\(cursor)") { share throws(RemoteError) in try await share.acknowledge(cursor) }
    }

    func apply(_ batch: PushBatch) async throws(RemoteError) -> PushAnswer {
        let what = batch.changes.map { "\($0.node) \($0.action.word)" }.joined(separator: ", ")
        let answer = try await call("apply", what) { share throws(RemoteError) in try await share.apply(batch) }
        for (change, result) in zip(batch.changes, answer.results) {
            process.trace("\(change.node): \(result)")
            if let content = change.action.sentContent, result.isTaken { judge.wasTaken(content) }
        }
        return answer
    }

    func missing(_ hashes: [Digest]) async throws(RemoteError) -> [Digest] {
        try await call("missing", "\(hashes.count)") { share throws(RemoteError) in try await share.missing(hashes) }
    }

    func send(_ chunks: [(hash: Digest, bytes: ByteBuffer)]) async throws(RemoteError) {
        try await call("send", "\(chunks.count)") { share throws(RemoteError) in try await share.send(chunks) }
    }

    func fetch(
        _ items: [FetchItem], _ receive: @Sendable (FetchItem, Result<ByteBuffer, RemoteError>) async throws -> Void
    ) async throws(RemoteError) {
        let fetched = try await call("fetch", "\(items.count)") { share throws(RemoteError) in
            let results = Mutex<[(FetchItem, Result<ByteBuffer, RemoteError>)]>([])
            try await share.fetch(items) { item, result in results.withLock { $0.append((item, result)) } }
            return results.withLock { $0 }
        }
        for (item, result) in fetched {
            try await arrive { try await receive(item, result) }
        }
    }

    func manifest(of file: NodeID, version: VersionID) async throws(RemoteError) -> [ChunkRef] {
        try await call("manifest", "\(version)") { share throws(RemoteError) in
            try await share.manifest(of: file, version: version)
        }
    }

    func read(
        _ file: NodeID, version: VersionID, range: Range<Int64>, _ receive: @Sendable (ByteBuffer) async throws -> Void
    ) async throws(RemoteError) {
        let pieces = try await call("read", "\(version) \(range)") { share throws(RemoteError) in
            let pieces = Mutex<[ByteBuffer]>([])
            try await share.read(file, version: version, range: range) { piece in
                pieces.withLock { $0.append(piece) }
            }
            return pieces.withLock { $0 }
        }
        for piece in pieces { try await arrive { try await receive(piece) } }
    }

    /// One piece of an answer that comes in pieces, and may end before the next.
    private func arrive(_ receive: () async throws -> Void) async throws(RemoteError) {
        if process.weather.cutsDownload { throw .unreachable("the connection was cut") }
        try step()
        do { try await receive() } catch let error as RemoteError { throw error } catch {
            throw (error as? LocalError).map { .local($0) } ?? .garbage("\(error)")
        }
    }
}

extension PushChange.Action {
    fileprivate var word: String {
        switch self {
        case .createFolder(let place): "created at \(place.words)"
        case .createFile(let place, let content): "created at \(place.words) \(content.content.checksum.hex.prefix(8))"
        case .update(let content): "updated \(content.content.checksum.hex.prefix(8))"
        case .move(_, let place): "moved to \(place.words)"
        case .delete: "deleted"
        }
    }

    fileprivate var sentContent: Digest? {
        switch self {
        case .createFile(_, let content), .update(let content): content.content.checksum
        case .createFolder, .move, .delete: nil
        }
    }
}

extension Place {
    fileprivate var words: String { "\(parent?.description ?? "the root")/\(name)" }
}

extension PushResult {
    fileprivate var isTaken: Bool {
        switch self {
        case .done, .conflict: true
        case .contentMissing, .rejected: false
        }
    }
}
