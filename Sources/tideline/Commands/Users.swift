import ArgumentParser
import TidelineAPI
import TidelineClient
import TidelineCore

struct Users: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists and adds users; for administrators.",
        subcommands: [ListUsers.self, AddUser.self],
        defaultSubcommand: ListUsers.self)
}

struct ListUsers: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists all users.", discussion: "Example: tideline users list")

    @OptionGroup var options: OutputOptions

    func execute() async throws {
        let users = try await Session.run { try await $0.client.users() }
        let rows = users.map { [$0.name, $0.email, $0.status.rawValue, $0.isAdmin ? "yes" : "no", $0.id] }
        try options.show(
            UserList(users: users, total: users.count), table(["NAME", "EMAIL", "STATUS", "ADMIN", "ID"], rows))
    }
}

struct AddUser: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Adds a user.",
        discussion: "Example: tideline users add bob --email bob@example.org --password-file bob.txt")

    @Argument(help: "The name to log in with.")
    var name: String

    @Option(help: "The user's e-mail.")
    var email: String

    @OptionGroup var password: PasswordOptions

    @Flag(help: "Make the user an administrator.")
    var admin = false

    @OptionGroup var options: OutputOptions

    func execute() async throws {
        let secret = try password.password(prompt: "Password for \(name): ")
        let user = try await Session.run { session in
            try await session.client.createUser(
                NewUserBody(name: name, email: email, password: secret, isAdmin: admin))
        }
        try options.show(user, "Added the user \(printable(user.name)) (\(user.id)).")
    }
}
