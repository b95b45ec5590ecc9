import ArgumentParser
import TidelineAPI
import TidelineClient
import TidelineCore

struct Status: ClientCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows this device's login and its linked folders.")

    @OptionGroup var options: OutputOptions

    func execute() async throws {
        let result = try await Session.run { session in
            let credentials = session.credentials
            var folders: [FolderStatus] = []
            for folder in try FolderRegistry(home: session.home).folders() {
                // Folders of another login are not this user's to ask for.
                let isOwn = folder.server == credentials.server && folder.userID == credentials.userID
                let status =
                    isOwn
                    ? try await found { () async throws(TidelineError) in
                        try await session.client.status(shareID: folder.shareID, deviceID: credentials.deviceID)
                    } : nil
                folders.append(FolderStatus(folder, status))
            }
            return StatusResult(login: LoginResult(credentials), folders: folders)
        }
        try options.show(result, text(result))
    }

    private func text(_ result: StatusResult) -> String {
        let login = result.login
        let rows = result.folders.map { folder in
            [
                folder.path, folder.share, folder.strategy, folder.pendingChanges.map(String.init) ?? "no access",
                folder.hasConflicts.map { $0 ? "yes" : "no" } ?? "", folder.lastSyncAt ?? "never",
            ]
        }
        return """
            \(login.user) at \(login.server), device "\(printable(login.deviceName))" (\(login.deviceID))

            """
                + (rows.isEmpty
                    ? "No linked folders. `tideline sync DIR --share SHARE` links one."
                    : table(["FOLDER", "SHARE", "STRATEGY", "PENDING", "CONFLICTS", "LAST SYNC"], rows))
    }
}

/// nil for what is not there, or not for this user.
private func found<Answer: Sendable>(
    _ call: () async throws(TidelineError) -> Answer
) async throws(TidelineError) -> Answer? {
    do {
        return try await call()
    } catch {
        guard error.code == .notFound else { throw error }
        return nil
    }
}

/// What `status --json` prints.
struct StatusResult: Encodable {
    let login: LoginResult
    let folders: [FolderStatus]
}

struct FolderStatus: Encodable {
    let path: String
    let share: String
    let shareID: String
    let strategy: String
    let cursorPosition: Int64?
    let pendingChanges: Int?
    let hasConflicts: Bool?
    let lastSyncAt: String?

    init(_ folder: LinkedFolder, _ status: SyncStatus?) {
        path = folder.path
        share = folder.shareName
        shareID = folder.shareID
        strategy = folder.strategy.rawValue
        cursorPosition = status?.cursorPosition
        pendingChanges = status?.pendingChanges
        hasConflicts = status?.hasConflicts
        lastSyncAt = status?.lastSyncAt
    }

    enum CodingKeys: String, CodingKey {
        case path
        case share
        case shareID = "share_id"
        case strategy
        case cursorPosition = "cursor_position"
        case pendingChanges = "pending_changes"
        case hasConflicts = "has_conflicts"
        case lastSyncAt = "last_sync_at"
    }
}
