import ArgumentParser
import Foundation
import TidelineAPI
import TidelineClient
import TidelineCore

struct Login: ClientCommand {
    static let configuration = CommandConfiguration(
        abstract: "Logs this device in at a server.",
        discussion: """
            Example: tideline login http://127.0.0.1:8080 alice

            The password comes from --password-file, TIDELINE_PASSWORD or a prompt.
            """)

    @Argument(help: "The server, such as https://files.example.org.")
    var url: String

    @Argument(help: "Your name or e-mail.")
    var user: String

    @OptionGroup var password: PasswordOptions

    @Option(help: "What this device is called; the host's name if left out.")
    var deviceName: String?

    @OptionGroup var options: OutputOptions

    func execute() async throws {
        let home = try Home()
        let server = try address()
        let secret = try password.password(prompt: "Password of \(user) at \(server): ")
        let known = try? home.credentials.load()
        let tokens = try await signIn(server, secret)
        let client = TidelineClient(server: server, tokens: .fixed(tokens.accessToken))
        let credentials = try await client.closing {
            try await register(client, server, tokens, deviceID: known?.deviceID ?? newDeviceID(), known?.deviceName)
        }
        try await home.credentials.withLock { () async throws(TidelineError) in try home.credentials.save(credentials) }
        try options.show(
            LoginResult(credentials),
            "Logged in at \(server) as \(credentials.userName), device \"\(credentials.deviceName)\".")
    }

    private func address() throws -> ServerAddress {
        do { return try ServerAddress(url) } catch { throw Failure(error.detail, .usage) }
    }

    private func signIn(_ server: ServerAddress, _ secret: String) async throws -> TokenAnswer {
        let client = TidelineClient(server: server, tokens: .none)
        do {
            return try await client.closing { try await client.logIn(user: user, password: secret) }
        } catch let error as TidelineError where error.code == .badRequest || error.code == .unauthenticated {
            throw Failure("Wrong name or password for \(server). Check both and try again.", .notLoggedIn)
        }
    }

    private func register(
        _ client: TidelineClient, _ server: ServerAddress, _ tokens: TokenAnswer, deviceID: String, _ knownName: String?
    ) async throws -> Credentials {
        let me = try await client.me()
        let name = deviceName ?? knownName ?? ProcessInfo.processInfo.hostName
        let device = try await client.registerDevice(
            NewDeviceBody(
                deviceID: deviceID, deviceName: name, platform: DevicePlatform.linux.rawValue,
                clientVersion: clientVersion))
        var credentials = Credentials(
            server: server.description, userID: me.id, userName: me.name, tenantID: me.tenantID,
            deviceID: device.deviceID, deviceName: device.deviceName, accessToken: "", refreshToken: "", renewAt: "")
        credentials.accept(tokens, at: SystemTime().now())
        return credentials
    }
}

private func newDeviceID() -> String { UUID().uuidString.lowercased() }

/// What `login --json` prints.
struct LoginResult: Encodable {
    let server: String
    let user: String
    let userID: String
    let deviceID: String
    let deviceName: String

    init(_ credentials: Credentials) {
        server = credentials.server
        user = credentials.userName
        userID = credentials.userID
        deviceID = credentials.deviceID
        deviceName = credentials.deviceName
    }

    enum CodingKeys: String, CodingKey {
        case server
        case user
        case userID = "user_id"
        case deviceID = "device_id"
        case deviceName = "device_name"
    }
}
