import ArgumentParser
import TidelineClient

struct Token: ClientCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints an access token that works now.",
        discussion: "Example: curl -H \"Authorization: Bearer $(tideline token)\" URL/api/v1/users/me")

    @OptionGroup var options: OutputOptions

    func execute() async throws {
        let token = try await Session.run { try await $0.client.accessToken() }
        try options.show(["access_token": token], token)
    }
}
