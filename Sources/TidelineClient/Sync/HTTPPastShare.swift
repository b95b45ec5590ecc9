import Foundation
import Synchronization
import TidelineAPI
package import TidelineCore
package import TidelineSync

/// A share of a server with its past, over HTTP.
package struct HTTPPastShare: PastShare {
    private let client: TidelineClient
    private let shareID: String
    private let deviceID: String

    package init(client: TidelineClient, shareID: String, deviceID: String) {
        self.client = client
        self.shareID = shareID
        self.deviceID = deviceID
    }

    package func tree() async throws -> (nodes: [RemoteNode], cursor: Position) {
        let gathered = Mutex<[RemoteNode]>([])
        let cursor = try await asRemote {
            try await client.snapshot(shareID: shareID) { entries in
                let nodes = try entries.map { try RemoteNode($0) }
                gathered.withLock { $0 += nodes }
            }
        }
        guard let position = Position(cursor) else { throw RemoteError.garbage("The cursor \(cursor) is no position.") }
        return (gathered.withLock { $0 }, position)
    }

    package func log(_ receive: ([HistoryRow]) throws -> Void) async throws -> Timestamp? {
        let (floor, begin) = try await logBegin()
        var cursor = floor
        while true {
            let page = try await asRemote {
                try await client.changes(after: cursor, shareID: shareID, limit: Limits.pageRowsMax)
            }
            try receive(try page.changes.compactMap { try HistoryRow($0) })
            cursor = page.cursor
            guard page.hasMore else { return begin }
        }
    }

    /// The first cursor that the server takes, and the time of the first row after it; no time when it has all rows.
    package func logBegin() async throws -> (cursor: Int64, time: Timestamp?) {
        guard try await firstPage(after: 0) == nil else { return (0, nil) }
        let head = try await asRemote { try await client.changes(after: nil) }.cursor
        var refused = (Position(head) ?? .start).epoch << 32 - 1
        var taken = head
        while taken - refused > 1 {
            let middle = refused + (taken - refused) / 2
            if try await firstPage(after: middle) == nil { refused = middle } else { taken = middle }
        }
        let first = try await firstPage(after: taken)?.changes.first
        let now = client.time.now()
        return (taken, first.flatMap { Timestamp(rfc3339: $0.changedAt) } ?? now)
    }

    /// nil when the log does not go on from there.
    private func firstPage(after cursor: Int64) async throws -> ChangesPage? {
        do {
            return try await asRemote { try await client.changes(after: cursor, limit: 1) }
        } catch RemoteError.cursorInvalid {
            return nil
        }
    }

    package func birth(of id: NodeID) async throws -> Timestamp {
        let text = try await asRemote {
            id.kind == .file
                ? try await client.file(id: id.description).createdAt
                : try await client.folder(id: id.description).createdAt
        }
        guard let time = Timestamp(rfc3339: text) else { throw RemoteError.garbage("\(id): created_at is malformed.") }
        return time
    }

    package func version(of file: NodeID, at time: Timestamp) async throws -> RemoteFile? {
        let versions = try await asRemote { try await client.allVersions(ofFile: file.description) }
        let past = versions.first { version in Timestamp(rfc3339: version.createdAt).map { $0 <= time } ?? false }
        return try past.map { try RemoteFile($0) }
    }

    package func bringBack(_ id: NodeID, as name: NodeName?) async throws {
        do {
            _ = try await asRemote {
                try await client.restoreFromTrash(id: id.description, to: PlacePatchBody(name: name?.text))
            }
        } catch RemoteError.refused(.notFound, _) {
            // It came back meanwhile, by somebody else's hand or with a folder above.
            _ = try await birth(of: id)
        }
    }

    package func carryOut(_ steps: [Rollback.Step], seen cursor: Position) async throws -> Bool {
        let changes = steps.map { step in
            let id = UUID().uuidString
            return switch step {
            case .move(let node, let from, let to):
                ProposedChangeBody(
                    PushChange(clientChangeID: id, node: node, action: .move(from: from, to: to), baseVersion: nil))
            case .trash(let node):
                ProposedChangeBody(PushChange(clientChangeID: id, node: node, action: .delete, baseVersion: nil))
            }
        }
        let body = ApplyBody(
            deviceID: deviceID, shareID: shareID, changes: changes, baseCursor: cursor.value,
            clientTime: client.time.now().rfc3339, atomic: true, wholeShare: true)
        let answer: ApplyAnswer
        do {
            answer = try await client.apply(body)
        } catch {
            if let code = error.code, mayBeMendedByLooking(code) { return false }
            throw RemoteError(error)
        }
        guard let refused = answer.rejected.first(where: { $0.code != ErrorCode.batchUndone.rawValue }) else {
            return true
        }
        let code = ErrorCode(rawValue: refused.code) ?? .badRequest
        guard mayBeMendedByLooking(code) else { throw RemoteError.refused(code, refused.detail) }
        return false
    }

    package func restore(_ file: NodeID, version: VersionID) async throws -> Bool {
        do {
            _ = try await asRemote {
                try await client.restoreVersion(version.description, ofFile: file.description)
            }
            return true
        } catch RemoteError.refused(.gone, _) {
            return false
        }
    }

    private func asRemote<Answer>(_ body: () async throws -> Answer) async throws(RemoteError) -> Answer {
        do { return try await body() } catch { throw RemoteError(error) }
    }
}

/// Whether it comes of what others did since the look.
private func mayBeMendedByLooking(_ code: ErrorCode) -> Bool {
    [.syncConflict, .syncVersionStale, .nameConflict, .notFound, .gone].contains(code)
}

extension RemoteFile {
    fileprivate init(_ version: VersionBody) throws(RemoteError) {
        guard let id = VersionID(version.versionID), let checksum = Digest(hex: version.checksumSHA256),
            let modifiedAt = Timestamp(rfc3339: version.modifiedAt)
        else { throw .garbage("Version \(version.versionID) is malformed.") }
        self.init(
            version: id,
            content: Content(
                checksum: checksum, size: version.size, executable: version.executable,
                isLink: version.mimeType == LinkTarget.mimeType),
            modifiedAt: modifiedAt)
    }
}
