import ArgumentParser
import TidelineAPI
import TidelineClient
import TidelineCore
import TidelineSync

struct Shares: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists and makes shares, and says who may use them.",
        subcommands: [ListShares.self, CreateShare.self, Members.self],
        defaultSubcommand: ListShares.self)
}

struct ListShares: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists your shares.", discussion: "Example: tideline shares list")

    @OptionGroup var options: OutputOptions

    func execute() async throws {
        let shares = try await Session.run { try await $0.client.shares() }
        let rows = shares.map { [$0.name, $0.role.rawValue, sizeText($0.usedBytes), $0.id] }
        try options.show(
            ShareList(shares: shares, total: shares.count),
            shares.isEmpty
                ? "No shares yet. `tideline shares create NAME` makes one."
                : table(["NAME", "ROLE", "USED", "ID"], rows))
    }
}

struct CreateShare: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Makes a share that you own.",
        discussion: "Example: tideline shares create Team")

    @Argument(help: "Its name.")
    var name: String

    @OptionGroup var options: OutputOptions

    func execute() async throws {
        let share = try await Session.run { try await $0.client.createShare(NewShareBody(name: name)) }
        try options.show(share, "Made the share \"\(printable(share.name))\" (\(share.id)).")
    }
}

struct Members: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists and adds members of a share.",
        subcommands: [ListMembers.self, AddMember.self])
}

struct ListMembers: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the members of a share.",
        discussion: "Example: tideline shares members list Team")

    @Argument(help: "The share's name or id.", completion: .linkedShares)
    var share: String

    @OptionGroup var options: OutputOptions

    func execute() async throws {
        let members = try await Session.run { session in
            try await session.client.members(ofShare: session.share(share).id)
        }
        let rows = members.map { [$0.name, $0.email, $0.role.rawValue, $0.userID] }
        try options.show(
            MemberList(members: members, total: members.count), table(["NAME", "EMAIL", "ROLE", "ID"], rows))
    }
}

struct AddMember: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Gives a user a role in a share.",
        discussion: "Example: tideline shares members add Team bob --role contributor")

    @Argument(help: "The share's name or id.", completion: .linkedShares)
    var share: String

    @Argument(help: "The user's name, e-mail or id.")
    var user: String

    @Option(help: "What the user may do: reader, contributor or admin.")
    var role: Role = .contributor

    @OptionGroup var options: OutputOptions

    func execute() async throws {
        let (member, target) = try await Session.run { session in
            let target = try await session.share(share)
            return (try await session.client.addMember(newMember(session), toShare: target.id), target)
        }
        try options.show(
            member, "\(printable(member.name)) is \(member.role.rawValue) of \"\(printable(target.name))\".")
    }

    private func newMember(_ session: Session) async throws -> NewMemberBody {
        if UserID(user) != nil { return NewMemberBody(userID: user, role: role) }
        if user.contains("@") { return NewMemberBody(email: user, role: role) }
        let users: [UserBody]
        do {
            users = try await session.client.users()
        } catch {
            guard error.code == .permissionDenied else { throw error }
            throw Failure("Only administrators find users by name. Name \(printable(user)) by e-mail.")
        }
        guard let found = users.first(where: { $0.name.caseFolded == user.caseFolded }) else {
            throw Failure("There is no user \"\(printable(user))\". `tideline users` lists those there are.")
        }
        return NewMemberBody(userID: found.id, role: role)
    }
}

/// `1.5 MB`; exact below 1,000 bytes.
func sizeText(_ bytes: Int64) -> String { bytesText(bytes) }
