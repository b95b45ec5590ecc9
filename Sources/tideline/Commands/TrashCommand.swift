import ArgumentParser
import Foundation
import TidelineAPI
import TidelineClient
import TidelineCore

struct TrashCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trash",
        abstract: "Lists, brings back and purges what was deleted.",
        discussion: "Example: tideline trash list --share Team",
        subcommands: [ListTrash.self, RestoreTrash.self, EmptyTrash.self],
        defaultSubcommand: ListTrash.self)
}

struct ListTrash: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists what was deleted in your shares, and what this device took out of its folders.",
        discussion: """
            Example: tideline trash list --share Team

            What WHERE calls "here" lies in the folder's .tideline/trash for 30 days: it was deleted or replaced elsewhere \
            while this device had it.
            """)

    @Option(help: "Only of this share: its name or id.", completion: .linkedShares)
    var share: String?

    @OptionGroup var options: OutputOptions

    func execute() async throws {
        let result = try await Session.run { session in
            var shares = try await session.client.shares()
            if let share {
                let wanted = try await session.share(share).id
                shares = shares.filter { $0.id == wanted }
            }
            var lines: [TrashLine] = []
            for share in shares {
                let people = try await People(share.id, session.client)
                lines += try await session.client.allTrash(shareID: share.id).map { TrashLine($0, share.name, people) }
            }
            let folders = try FolderRegistry(home: session.home).folders().filter { folder in
                folder.isOf(session.credentials) && shares.contains { $0.id == folder.shareID }
            }
            return TrashResult(items: lines, local: folders.flatMap { localTrash(of: $0) })
        }
        try options.show(result, result.text)
    }
}

/// What `trash list --json` prints.
private struct TrashResult: Encodable {
    let items: [TrashLine]
    let local: [LocalTrashItem]

    var text: String {
        guard !items.isEmpty || !local.isEmpty else { return "Nothing was deleted." }
        let rows = items.map { line in
            [
                line.share, localTime(line.item.trashedAt), line.by, line.item.size.map(sizeText) ?? "folder",
                line.item.path, line.item.id,
            ]
        }
        let here = local.map { ["here", $0.day, "", sizeText($0.size), $0.path, $0.localPath] }
        return table(["WHERE", "SINCE", "BY", "SIZE", "PATH", "ID"], rows + here)
    }
}

private struct TrashLine: Encodable {
    let item: TrashItem
    let share: String
    let by: String

    init(_ item: TrashItem, _ share: String, _ people: People) {
        self.item = item
        self.share = share
        by = people.name(item.trashedBy)
    }

    func encode(to encoder: any Encoder) throws {
        try item.encode(to: encoder)
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(by, forKey: .by)
        try members.encode(share, forKey: .share)
    }

    enum CodingKeys: String, CodingKey {
        case share
        case by = "trashed_by_name"
    }
}

private struct LocalTrashItem: Encodable {
    let path: String
    let day: String
    let size: Int64
    let localPath: String

    enum CodingKeys: String, CodingKey {
        case path, day, size
        case localPath = "local_path"
    }
}

private func localTrash(of folder: LinkedFolder) -> [LocalTrashItem] {
    let root = folder.path + "/.tideline/trash"
    let all = (try? FileManager.default.subpathsOfDirectory(atPath: root)) ?? []
    return all.sorted().compactMap { name in
        let parts = name.split(separator: "/", maxSplits: 1)
        guard parts.count == 2,
            let look = try? FileManager.default.attributesOfItem(atPath: root + "/" + name),
            look[.type] as? FileAttributeType == .typeRegular
        else { return nil }
        return LocalTrashItem(
            path: folder.path + "/" + parts[1], day: String(parts[0]), size: look[.size] as? Int64 ?? 0,
            localPath: root + "/" + name)
    }
}

struct RestoreTrash: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Brings something back from the trash, with all its versions.",
        discussion: """
            Examples:
            tideline trash restore ~/Team/report.odt
            tideline trash restore fil_01M84AHKX65C6DZ4BBMJJBFCH5
            """)

    @Argument(help: "An id from `trash list`, or the path it had: in a linked folder, or with --share in that share.")
    var item: String

    @Option(help: "The share's name or id, when the path is one in the share.", completion: .linkedShares)
    var share: String?

    @Option(help: "Bring it back under this name.")
    var name: String?

    @OptionGroup var options: OutputOptions

    func execute() async throws {
        let node = try await Session.run { session in
            try await bringBack(id(session), as: name, session.client)
        }
        try options.show(node, "Brought back \(printable(node.path)).")
    }

    private func id(_ session: Session) async throws -> String {
        if NodeID(item) != nil { return item }
        let place = try await SharePath.resolve(item, in: share, session)
        guard case .trashed(let found) = try await place.find(session.client) else {
            throw Failure("\(printable(place.path)) is not in the trash: it is there.")
        }
        return found.id
    }
}

func bringBack(_ id: String, as name: String?, _ client: TidelineClient) async throws -> NodeBody {
    do {
        return try await client.restoreFromTrash(id: id, to: PlacePatchBody(name: name))
    } catch {
        guard error.code == .nameConflict else { throw error }
        throw Failure("\(error.detail) Or: `tideline trash restore \(id) --name NAME`.")
    }
}

struct EmptyTrash: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "empty",
        abstract: "Purges what was deleted: nothing brings it back then.",
        discussion: "Example: tideline trash empty --share Team --older-than 7d")

    @Option(help: "The share's name or id.", completion: .linkedShares)
    var share: String

    @Option(help: ArgumentHelp("Only what was deleted longer ago than this: 12h, 7d.", valueName: "time"))
    var olderThan: TimeSpan?

    @OptionGroup var confirm: ConfirmOptions
    @OptionGroup var options: OutputOptions

    func execute() async throws {
        let answer = try await Session.run { session in
            let share = try await session.share(share)
            let what = olderThan.map { "what was deleted more than \($0.defaultValueDescription) ago" } ?? "all of it"
            try confirm.require("The trash of \"\(printable(share.name))\": purge \(what)? Nothing brings it back.")
            guard let olderThan else { return try await session.client.emptyTrash(shareID: share.id) }
            return try await purge(share.id, before: SystemTime().now().adding(seconds: -olderThan.seconds), session)
        }
        let kept = answer.kept == 0 ? "" : " \(answer.kept) stay, because an open conflict names them."
        try options.show(answer, "Purged \(answer.purged), \(sizeText(answer.freedBytes)) freed.\(kept)")
    }

    private func purge(_ shareID: String, before time: Timestamp, _ session: Session) async throws -> PurgeAnswer {
        var total = PurgeAnswer(purged: 0, kept: 0, freedBytes: 0)
        for item in try await session.client.allTrash(shareID: shareID) {
            guard let trashedAt = Timestamp(rfc3339: item.trashedAt), trashedAt < time else { continue }
            do {
                let answer = try await session.client.purge(id: item.id)
                total.purged += answer.purged
                total.kept += answer.kept
                total.freedBytes += answer.freedBytes
            } catch {
                switch error.code {
                case .syncConflict: total.kept += 1
                // Somebody else brought it back, or purged it.
                case .notFound: break
                default: throw error
                }
            }
        }
        return total
    }
}
