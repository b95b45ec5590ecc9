import ArgumentParser
import TidelineAPI
import TidelineClient
import TidelineCore

struct ShowConflict: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows one conflict: both sides, and what each way of resolving it would do.",
        discussion: "Example: tideline conflicts show cfl_01M84AHKX65C6DZ4BBMJJBFCH5")

    @Argument(help: "The conflict's id.")
    var id: String

    @OptionGroup var options: OutputOptions

    func execute() async throws {
        let detail = try await Session.run { session in
            try await ConflictDetail(try await find(session.client), session.client)
        }
        try options.show(detail, detail.text)
    }

    private func find(_ client: TidelineClient) async throws -> ConflictBody {
        guard ConflictID(id) != nil else {
            throw Failure("\"\(printable(id))\" is no conflict's id. `tideline conflicts` lists them.", .usage)
        }
        // What lies before the id's successor is the conflict itself, then older ones.
        var before: String?
        while true {
            let page = try await client.conflicts(includeResolved: true, limit: Limits.listRowsMax, before: before)
            if let found = page.first(where: { $0.id == id }) { return found }
            guard page.count == Limits.listRowsMax, let last = page.last?.id, last > id else {
                throw Failure("There is no conflict \(id) in your shares. `tideline conflicts --all` lists them.")
            }
            before = last
        }
    }
}

/// What `conflicts show --json` prints.
private struct ConflictDetail: Encodable {
    /// One of the contents that met.
    struct Side: Encodable {
        let versionID: String
        let size: Int64
        let at: String
        let by: String
        let device: String?
        let isNow: Bool

        init(_ version: VersionBody, _ people: People, _ devices: [String: String]) {
            versionID = version.versionID
            size = version.size
            at = version.createdAt
            by = people.name(version.createdBy)
            device = version.deviceID.map { devices[$0] ?? $0 }
            isNow = version.isHead
        }

        var text: String {
            let hand = device.map { "\(by) on \($0)" } ?? by
            return
                "\(sizeText(size)), \(localTime(at)), by \(printable(hand))\(isNow ? ", the content now" : "")  \(versionID)"
        }

        enum CodingKeys: String, CodingKey {
            case size, at, by, device
            case versionID = "version_id"
            case isNow = "is_now"
        }
    }

    let conflict: ConflictBody
    let local: Side?
    let server: Side?
    let base: Side?

    init(_ conflict: ConflictBody, _ client: TidelineClient) async throws {
        self.conflict = conflict
        let people = try await People(conflict.shareID, client)
        let devices = Dictionary(try await client.devices().map { ($0.deviceID, $0.deviceName) }) { $1 }
        var versions: [VersionBody] = []
        if conflict.resourceType == .file {
            do { versions = try await client.allVersions(ofFile: conflict.resourceID) } catch {
                guard error.code == .gone || error.code == .notFound else { throw error }
            }
        }
        func side(_ id: String?) -> Side? {
            versions.first { $0.versionID == id }.map { Side($0, people, devices) }
        }
        local = side(conflict.localVersionID)
        server = side(conflict.serverVersionID)
        base = side(conflict.baseVersionID)
    }

    var text: String {
        var lines = [
            "\(printable(conflict.path)): \(explanation)", "since \(localTime(conflict.createdAt)), \(state)",
        ]
        if let local { lines.append("  the device's:  \(local.text)") }
        if let server { lines.append("  the server's:  \(server.text)") }
        if let base { lines.append("  both come of:  \(base.text)") }
        if let copy = conflict.copyPath { lines.append("  kept beside it: \(printable(copy))") }
        guard conflict.status == .open else { return lines.joined(separator: "\n") }
        lines.append("Resolve it with one of")
        for (strategy, effect) in effects {
            let version = strategy == .manual ? " --version VERSION" : ""
            lines.append("  tideline conflicts resolve \(conflict.id) --as \(strategy.rawValue)\(version)")
            lines.append("      \(effect)")
        }
        return lines.joined(separator: "\n")
    }

    private var state: String {
        guard conflict.status == .resolved else { return "open" }
        let how = conflict.resolution?.rawValue ?? "by itself"
        return "resolved (\(how))" + (conflict.resolvedAt.map { " \(localTime($0))" } ?? "")
    }

    private var explanation: String {
        switch conflict.conflictType {
        case .editEdit: "changed in two places at once"
        case .editDelete: "changed in one place, deleted in another"
        case .deleteEdit: "deleted in one place, changed in another"
        case .nameCollision: "two things want this name"
        case .moveMove: "moved to two places at once"
        case .moveDelete: "moved in one place, deleted in another"
        case .parentDeleted: "put into a folder that was deleted elsewhere"
        case .cycle: "a folder moved below itself"
        }
    }

    private var effects: [(ConflictResolution, String)] {
        let sides = Self.effects[conflict.conflictType] ?? ("what the device did counts", "what the server has stays")
        var effects: [(ConflictResolution, String)] = [
            (.clientWins, sides.0), (.serverWins, sides.1), (.keepBoth, Self.keepBoth(conflict.conflictType, sides)),
            (.lastWriterWins, "whichever was written later counts"),
        ]
        if conflict.resourceType == .file {
            effects.append((.manual, "the content of a version you name counts (`tideline versions` lists them)"))
        }
        return effects
    }

    private static let effects: [ConflictType: (client: String, server: String)] = [
        .editEdit: (
            "the device's content counts; the server's stays a version",
            "the server's content stays; the device's stays a version"
        ),
        .editDelete: (
            "the file comes back with the device's content", "it stays deleted; the content stays in its history"
        ),
        .deleteEdit: ("it goes to the trash, with its history", "it stays"),
        .nameCollision: (
            "the device's thing takes the name; the other becomes a conflicted copy",
            "the device's thing is the conflicted copy"
        ),
        .moveMove: ("it goes where the device put it", "it stays where the server has it"),
        .moveDelete: ("it comes back where the device put it", "it stays deleted"),
        .parentDeleted: ("the folder comes back, with it", "it stays in the trash"),
        .cycle: ("the server's place stays", "the server's place stays"),
    ]

    private static func keepBoth(_ type: ConflictType, _ sides: (client: String, server: String)) -> String {
        switch type {
        case .editEdit: "the server's content stays; the device's becomes a conflicted copy beside it"
        case .editDelete, .moveDelete, .parentDeleted: sides.client
        case .deleteEdit, .nameCollision, .moveMove, .cycle: sides.server
        }
    }

    func encode(to encoder: any Encoder) throws {
        try conflict.encode(to: encoder)
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(local, forKey: .local)
        try members.encode(server, forKey: .server)
        try members.encode(base, forKey: .base)
        if conflict.status == .open {
            let pairs = effects.map { ($0.0.rawValue, $0.1) }
            try members.encode(Dictionary(pairs) { $1 }, forKey: .resolutions)
        }
    }

    enum CodingKeys: String, CodingKey {
        case local, server, base, resolutions
    }
}
