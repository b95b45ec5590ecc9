import Foundation
import TidelineAPI
import TidelineClient
import TidelineCore

/// A login by `TIDELINE_TOKEN` and `TIDELINE_SERVER` alone: the token is never written down, the device that it stands for
/// is, so that it stays the same.
struct TokenLogin: Codable, Sendable {
    let server: String
    let userID: String
    let userName: String
    let tenantID: String
    let deviceID: String
    let deviceName: String
    /// SHA-256 of the token that these were learnt with: with another one they are asked anew.
    let learntWith: String

    enum CodingKeys: String, CodingKey {
        case server
        case userID = "user_id"
        case userName = "user_name"
        case tenantID = "tenant_id"
        case deviceID = "device_id"
        case deviceName = "device_name"
        case learntWith = "learnt_with"
    }

    /// Registers the device unless this token has done so at this server. A preview leaves that to the real run: then a
    /// new device has no id yet.
    static func credentials(
        _ home: Home, server: String, token: String, isPreview: Bool
    ) async throws -> Credentials {
        let address: ServerAddress
        do { address = try ServerAddress(server) } catch { throw Failure("TIDELINE_SERVER: \(error.detail)", .usage) }
        let known = try load(home)
        let mark = Digest(of: Array(token.utf8)).hex
        if let known, known.server == address.description, known.learntWith == mark { return known.credentials }
        let client = TidelineClient(server: address, tokens: .fixed(token))
        let fresh = try await client.closing {
            let me = try await client.me()
            let device = isPreview ? nil : try await register(client, known)
            return TokenLogin(
                server: address.description, userID: me.id, userName: me.name, tenantID: me.tenantID,
                deviceID: device?.deviceID ?? known?.deviceID ?? "",
                deviceName: device?.deviceName ?? known?.deviceName ?? "", learntWith: mark)
        }
        if isPreview { return fresh.credentials }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        try PrivateFile.replace(path(home), with: try encoder.encode(fresh))
        return fresh.credentials
    }

    private static func register(_ client: TidelineClient, _ known: TokenLogin?) async throws -> DeviceBody {
        try await client.registerDevice(
            NewDeviceBody(
                deviceID: known?.deviceID ?? UUID().uuidString.lowercased(),
                deviceName: known?.deviceName ?? ProcessInfo.processInfo.hostName,
                platform: DevicePlatform.linux.rawValue, clientVersion: clientVersion))
    }

    private static func load(_ home: Home) throws -> TokenLogin? {
        guard let bytes = try PrivateFile.read(path(home)) else { return nil }
        do {
            return try JSONDecoder().decode(TokenLogin.self, from: bytes)
        } catch {
            throw Failure("\(path(home)) cannot be understood. Remove it; the next run registers a new device.")
        }
    }

    private static func path(_ home: Home) -> String { home.path + "/token-device.json" }

    private var credentials: Credentials {
        Credentials(
            server: server, userID: userID, userName: userName, tenantID: tenantID, deviceID: deviceID,
            deviceName: deviceName, accessToken: "", refreshToken: "", renewAt: "")
    }
}
