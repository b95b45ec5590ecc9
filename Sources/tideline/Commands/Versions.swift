import ArgumentParser
import TidelineAPI
import TidelineClient
import TidelineCore

struct Versions: ClientCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists what a file was, newest first.",
        discussion: """
            Examples:
            tideline versions ~/Team/report.odt
            tideline versions --share Team /report.odt
            """)

    @OptionGroup var target: SharePathOptions
    @OptionGroup var options: OutputOptions

    func execute() async throws {
        let result = try await Session.run { session in
            let place = try await target.resolve(session)
            switch try await place.find(session.client) {
            case .live(.file(let file)):
                let people = try await People(place.shareID, session.client)
                return VersionsResult(
                    file, try await session.client.allVersions(ofFile: file.id).map { VersionLine($0, people) })
            case .live(.folder(let folder)):
                throw Failure(
                    "\(printable(folder.path)) is a folder, and only files have versions. `tideline log` says what happened "
                        + "in it, `tideline restore` brings it back to a time.", .usage)
            case .trashed(let item): return VersionsResult(item)
            }
        }
        try options.show(result, result.text)
    }
}

/// What `versions --json` prints.
private struct VersionsResult: Encodable {
    let path: String
    let id: String
    let trashedAt: String?
    let versions: [VersionLine]

    init(_ file: FileBody, _ versions: [VersionLine]) {
        path = file.path
        id = file.id
        trashedAt = nil
        self.versions = versions
    }

    init(_ item: TrashItem) {
        path = item.path
        id = item.id
        trashedAt = item.trashedAt
        versions = []
    }

    var text: String {
        if let trashedAt {
            return "\(printable(path)) is in the trash since \(localTime(trashedAt)). `tideline trash restore \(id)` "
                + "brings it back with all its versions."
        }
        let rows = versions.map { line in
            [
                String(line.version.versionNumber), localTime(line.version.createdAt), sizeText(line.version.size),
                line.by, line.version.isHead ? "now" : "", line.version.versionID,
            ]
        }
        return table(["NUMBER", "SINCE", "SIZE", "BY", "", "ID"], rows)
    }

    enum CodingKeys: String, CodingKey {
        case path, id, versions
        case trashedAt = "trashed_at"
    }
}

private struct VersionLine: Encodable {
    let version: VersionBody
    let by: String

    init(_ version: VersionBody, _ people: People) {
        self.version = version
        by = people.name(version.createdBy)
    }

    func encode(to encoder: any Encoder) throws {
        try version.encode(to: encoder)
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(by, forKey: .by)
    }

    enum CodingKeys: String, CodingKey {
        case by = "created_by_name"
    }
}

/// Names of the people of a share.
struct People: Sendable {
    private var names: [String: String] = [:]

    init(_ shareID: String, _ client: TidelineClient) async throws {
        for member in try await client.members(ofShare: shareID) { names[member.userID] = member.name }
    }

    /// The id of one who left.
    func name(_ userID: String) -> String { names[userID] ?? userID }
}
