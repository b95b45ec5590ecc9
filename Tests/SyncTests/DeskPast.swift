import Synchronization
import TidelineAPI
import TidelineClient
import TidelineCore
import TidelineService
import TidelineSync
import TidelineTestKit

/// A share with its past on a server in this process. It breaks off after as many calls as the test wants.
final class DeskPast: PastShare {
    struct BrokenOff: Error {}
    struct Unexpected: Error {
        let text: String
        init(_ text: String) { self.text = text }
    }

    private let desk: Desk
    private let callsLeft: Mutex<Int>

    init(_ desk: Desk, calls: Int = .max) {
        self.desk = desk
        callsLeft = Mutex(calls)
    }

    private var service: Service { desk.world.service }

    private func counted<T>(_ body: () async throws -> T) async throws -> T {
        try callsLeft.withLock { left in
            guard left > 0 else { throw BrokenOff() }
            left -= 1
        }
        do { return try await body() } catch let error as ServiceError {
            throw RemoteError.refused(error.code, error.detail)
        }
    }

    private func changeID() -> String { NodeID(.file, desk.world.ids.next()).description }

    func tree() async throws -> (nodes: [RemoteNode], cursor: Position) {
        let (entries, cursor) = try await desk.snapshot()
        return (try entries.map { try RemoteNode($0) }, cursor)
    }

    func log(_ receive: ([HistoryRow]) throws -> Void) async throws -> Timestamp? {
        let floor = try await desk.world.store.read { try $0.log(of: self.desk.caller.tenantID).floor }
        let rows = try await desk.changes(after: floor)
        try receive(try rows.compactMap { try HistoryRow($0) })
        return floor == .start ? nil : rows.first.flatMap { Timestamp(rfc3339: $0.changedAt) }
    }

    func birth(of id: NodeID) async throws -> Timestamp {
        try await counted {
            let text =
                id.kind == .file
                ? try await service.files.get(desk.caller, id: id.description).createdAt
                : try await service.folders.get(desk.caller, id: id.description).createdAt
            guard let time = Timestamp(rfc3339: text) else { throw Unexpected(text) }
            return time
        }
    }

    func version(of file: NodeID, at time: Timestamp) async throws -> RemoteFile? {
        try await counted {
            let list = try await service.files.versions(desk.caller, id: file.description, limit: 1_000, before: nil)
            let past = list.versions.first { Timestamp(rfc3339: $0.createdAt).map { $0 <= time } ?? false }
            guard let past, let id = VersionID(past.versionID), let checksum = Digest(hex: past.checksumSHA256) else {
                return nil
            }
            let content = Content(checksum: checksum, size: past.size, executable: past.executable)
            return RemoteFile(version: id, content: content, modifiedAt: time)
        }
    }

    func bringBack(_ id: NodeID, as name: NodeName?) async throws {
        try await counted {
            do {
                _ = try await service.trash.restore(
                    desk.caller, id: id.description, PlacePatchBody(name: name?.text))
            } catch let error as ServiceError where error.code == .notFound {
                _ = try await desk.world.service.folders.get(desk.caller, id: id.description)
            }
        }
    }

    func carryOut(_ steps: [Rollback.Step], seen cursor: Position) async throws -> Bool {
        try await counted {
            let changes = steps.map { step in
                switch step {
                case .move(let node, let from, let to):
                    PushChange(
                        clientChangeID: changeID(), node: node,
                        action: .move(from: from, to: to), baseVersion: nil)
                case .trash(let node):
                    PushChange(
                        clientChangeID: changeID(), node: node, action: .delete,
                        baseVersion: nil)
                }
            }
            let answer = try await desk.apply(
                changes.map { ProposedChangeBody($0) }, baseCursor: cursor, atomic: true, wholeShare: true)
            if let refused = answer.rejected.first { throw Unexpected("\(refused)") }
            return true
        }
    }

    func restore(_ file: NodeID, version: VersionID) async throws -> Bool {
        try await counted {
            _ = try await service.files.restore(desk.caller, id: file.description, version: version.description)
            return true
        }
    }
}
