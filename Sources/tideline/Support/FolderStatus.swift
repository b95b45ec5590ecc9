import Foundation
import Glibc
import Logging
import TidelineAPI
import TidelineClient
import TidelineCore
import TidelineFolder
import TidelineServer
import TidelineSync

/// What is known of one linked folder, from its last run, a look at the disk, and the server.
struct FolderStatus: Encodable, Sendable {
    struct Pending: Encodable, Sendable {
        var count = 0
        var bytes: Int64 = 0
    }

    let path: String
    let share: String
    let shareID: String
    let strategy: String
    /// `in_sync`, `pending`, `attention`, `halted`, `paused`, `new` or `unknown`.
    var state = "unknown"
    var inSync = false
    var toSend = Pending()
    var toReceive = Pending()
    /// The oldest change that waits.
    var pendingSince: String?
    var openConflicts: Int?
    var skipped: [FolderRecord.Skip] = []
    var halted: String?
    var trouble: String?
    var lastContactAt: String?
    var inSyncAt: String?
    /// `watch` or `sync`, while one works on it.
    var running: String?
    var runningPID: Int32?
    var paused = false
    var cursorPosition: Int64?
    var pendingChanges: Int?
    var hasConflicts: Bool?
    var lastSyncAt: String?
    /// Why the server's side of this is missing.
    var unreachable: String?
    /// What the command ends with for it, after all is told.
    private(set) var failure: Failure?

    enum CodingKeys: String, CodingKey {
        case path, share, strategy, state, skipped, halted, trouble, running, paused, unreachable
        case shareID = "share_id"
        case inSync = "in_sync"
        case toSend = "to_send"
        case toReceive = "to_receive"
        case pendingSince = "pending_since"
        case openConflicts = "open_conflicts"
        case lastContactAt = "last_contact_at"
        case inSyncAt = "in_sync_at"
        case runningPID = "running_pid"
        case cursorPosition = "cursor_position"
        case pendingChanges = "pending_changes"
        case hasConflicts = "has_conflicts"
        case lastSyncAt = "last_sync_at"
    }

    private init(_ folder: LinkedFolder) {
        path = folder.path
        share = folder.shareName
        shareID = folder.shareID
        strategy = folder.strategy.rawValue
    }

    /// Changes nothing. What cannot be learnt becomes part of the answer.
    static func look(at folder: LinkedFolder, _ registry: FolderRegistry, _ session: Session) async -> FolderStatus {
        var status = FolderStatus(folder)
        status.takeRecord(folder, registry)
        // Folders of another login are not this user's to ask for.
        let isOwn = folder.isOf(session.credentials)
        if isOwn {
            await status.ask(session)
        } else {
            status.trouble = "linked by another login"
        }
        await status.lookAtDisk(folder, registry, isOwn ? session : nil)
        status.judge()
        return status
    }

    private mutating func takeRecord(_ folder: LinkedFolder, _ registry: FolderRegistry) {
        let record = FolderRecord.read(registry.recordPath(of: folder))
        runningPID = registry.worker(on: folder)
        if let runningPID { running = registry.command(of: runningPID) }
        lastContactAt = record?.contactAt
        inSyncAt = record?.inSyncAt
        trouble = record?.trouble
        halted = record?.halt
        skipped = record?.skipped ?? []
    }

    private mutating func ask(_ session: Session) async {
        let device = session.credentials.deviceID
        do {
            let answer = try await session.client.status(shareID: shareID, deviceID: device)
            cursorPosition = answer.cursorPosition
            pendingChanges = answer.pendingChanges
            hasConflicts = answer.hasConflicts
            lastSyncAt = answer.lastSyncAt
            openConflicts = try await session.client.conflicts(shareID: shareID, limit: Limits.listRowsMax).count
            let preferences = try await session.client.preferences(deviceID: device)
            paused = preferences.first { $0.shareID == shareID }.map { !$0.syncEnabled } ?? false
            lastContactAt = SystemTime().now().rfc3339
        } catch {
            let failure = Failure(error) ?? Failure("\(error)")
            if failure.status == .unreachable || failure.status == .notLoggedIn { self.failure = failure }
            if failure.status == .unreachable {
                unreachable = failure.message
            } else {
                trouble = error.code == .notFound ? "the share is not there for you" : failure.message
            }
        }
    }

    private mutating func lookAtDisk(_ folder: LinkedFolder, _ registry: FolderRegistry, _ session: Session?) async {
        let statePath = registry.statePath(of: folder)
        guard access(statePath, F_OK) == 0 else {
            state = "new"
            return
        }
        do {
            let outlook = try await Self.outlook(of: folder, statePath, session)
            if let halt = outlook.halt { halted = Failure(halt, syncing: path).message }
            guard outlook.cursor != nil else {
                state = "new"
                return
            }
            take(outlook)
            if toReceive.count > 0, let cursor = outlook.cursor, unreachable == nil, let session {
                let page = try? await session.client.changes(after: cursor.value, shareID: shareID, limit: 1)
                pendingSince = [pendingSince, page?.changes.first?.changedAt].compactMap { $0 }.min()
            }
        } catch {
            trouble = Failure(error, syncing: path).message
            state = "unknown"
        }
    }

    private static func outlook(
        of folder: LinkedFolder, _ statePath: String, _ session: Session?
    ) async throws -> Outlook {
        let engine = SyncEngine(
            disk: DiskFolder(root: folder.path, time: SystemTime()),
            server: session.map {
                HTTPRemoteShare(client: $0.client, shareID: folder.shareID, deviceID: $0.credentials.deviceID)
            } ?? NoShare(),
            state: try GlancedState(path: statePath), ids: SystemULIDs(clock: SystemTime()), strategy: folder.strategy,
            logger: Logger(label: "tideline") { _ in SwiftLogNoOpLogHandler() })
        return try await engine.outlook()
    }

    private mutating func take(_ outlook: Outlook) {
        state = "pending"
        for item in outlook.items {
            if item.direction == .up {
                toSend.count += 1
                toSend.bytes += item.bytes
            } else {
                toReceive.count += 1
                toReceive.bytes += item.bytes
            }
        }
        pendingSince = outlook.items.compactMap(\.since).min()?.rfc3339
        let seen = outlook.skipped.map { FolderRecord.Skip(path: $0.path, reason: $0.reason) }
        skipped += seen.filter { new in !skipped.contains { $0.path == new.path } }
    }

    private mutating func judge() {
        let isQuiet = state == "pending" && toSend.count == 0 && toReceive.count == 0
        inSync = isQuiet && halted == nil && !paused && unreachable == nil && trouble == nil
        if halted != nil {
            state = "halted"
        } else if paused {
            state = "paused"
        } else if isQuiet {
            state = trouble != nil || unreachable != nil ? "unknown" : needsAttention ? "attention" : "in_sync"
        }
    }

    private var needsAttention: Bool { (openConflicts ?? 0) > 0 || !skipped.isEmpty }
}
