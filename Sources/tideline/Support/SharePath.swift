import ArgumentParser
import Foundation
import Glibc
import TidelineAPI
import TidelineClient
import TidelineCore

struct SharePathOptions: ParsableArguments, Sendable {
    @Argument(
        help: "A path in a linked folder, of something that is there or was; with --share the path in that share.")
    var path: String

    @Option(help: "The share's name or id, when the path is one in the share.", completion: .linkedShares)
    var share: String?

    func resolve(_ session: Session) async throws -> SharePath { try await .resolve(path, in: share, session) }
}

/// A path in a share, of something that is there or was.
struct SharePath: Sendable {
    let shareID: String
    let shareName: String
    /// Starts with `/`.
    let path: String
    /// - Parameter share: nil when the path is one of this device.
    static func resolve(_ path: String, in share: String?, _ session: Session) async throws -> SharePath {
        guard let share else { return try SharePath(local: path, session) }
        let found = try await session.share(share)
        return try SharePath(shareID: found.id, shareName: found.name, path: path)
    }

    private init(shareID: String, shareName: String, path: String) throws {
        self.shareID = shareID
        self.shareName = shareName
        let names = path.split(separator: "/").joined(separator: "/")
        do {
            self.path = try NodePath(parsing: "/" + names).description
        } catch {
            throw Failure(error.explanation, .usage)
        }
    }

    init(local path: String, _ session: Session) throws {
        let real = realPath(absolutePath(path))
        let folders = try FolderRegistry(home: session.home).folders()
        guard let link = folders.first(where: { real == $0.path || real.hasPrefix($0.path + "/") }) else {
            throw Failure(
                "\(printable(path)) is in no linked folder. Name something in one (`tideline status` lists them), or say "
                    + "--share SHARE and the path in the share.", .usage)
        }
        try link.requireLogin(session.credentials)
        try self.init(
            shareID: link.shareID, shareName: link.shareName, path: String(real.dropFirst(link.path.count)))
    }

    /// What there is now at the path: live, in the trash, or in a folder that is in the trash.
    enum Found: Sendable {
        case live(NodeBody)
        case trashed(TrashItem)
    }

    func find(_ client: TidelineClient) async throws -> Found {
        guard path != "/" else {
            throw Failure(
                "That is all of \"\(printable(shareName))\"; name a file or folder in it. `tideline restore --all` brings "
                    + "back a whole share, `tideline trash` lists what was deleted.", .usage)
        }
        if let node = try await client.item(at: path, shareID: shareID) { return .live(node) }
        let key = path.caseFolded
        let trash = try await client.allTrash(shareID: shareID)
        if let item = trash.first(where: { $0.path.caseFolded == key }) { return .trashed(item) }
        if let above = trash.first(where: { key.hasPrefix($0.path.caseFolded + "/") }) {
            throw Failure(
                "\(printable(path)) went with the folder \(printable(above.path)), which is in the trash of "
                    + "\"\(printable(shareName))\" since \(localTime(above.trashedAt)). Bring that back first: "
                    + "`tideline trash restore \(above.id)`.")
        }
        throw Failure(
            "There is no \(printable(path)) in \"\(printable(shareName))\", nor in its trash. `tideline trash list --share "
                + "\(shellQuoted(shareName))` lists what was deleted, `tideline log --share \(shellQuoted(shareName))` what "
                + "was moved.")
    }
}

extension LinkedFolder {
    /// Folders of another login are not this user's to ask for.
    func isOf(_ credentials: Credentials) -> Bool {
        server == credentials.server && userID == credentials.userID
    }

    func requireLogin(_ credentials: Credentials) throws {
        guard isOf(credentials) else {
            throw Failure(
                "\(path) is linked at \(server) by another login. Log in as that user, or use another TIDELINE_HOME.",
                .notLoggedIn)
        }
    }
}

/// Links resolved as far down as something is there.
func realPath(_ path: String) -> String {
    var above = path
    var rest: [String] = []
    while above != "/" {
        if let real = realpath(above, nil) {
            defer { free(real) }
            return ([String(cString: real)] + rest.reversed()).joined(separator: "/")
        }
        rest.append((above as NSString).lastPathComponent)
        above = (above as NSString).deletingLastPathComponent
    }
    return path
}
