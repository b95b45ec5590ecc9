/// What a device keeps between runs to talk to its server. Its description hides the tokens.
public struct Credentials: Codable, Sendable, Hashable, CustomStringConvertible {
    /// Its address, as ``ServerAddress`` reads it.
    public var server: String
    /// `usr_…`
    public var userID: String
    /// What the user logs in with.
    public var userName: String
    /// `tnt_…`
    public var tenantID: String
    /// Chosen by this device, once.
    public var deviceID: String
    /// For people.
    public var deviceName: String
    /// Sent with every request.
    public var accessToken: String
    /// Good for one use.
    public var refreshToken: String
    /// RFC 3339: from then on the access token is renewed before it is used.
    public var renewAt: String

    /// For stores of one's own.
    public init(
        server: String, userID: String, userName: String, tenantID: String, deviceID: String, deviceName: String,
        accessToken: String, refreshToken: String, renewAt: String
    ) {
        self.server = server
        self.userID = userID
        self.userName = userName
        self.tenantID = tenantID
        self.deviceID = deviceID
        self.deviceName = deviceName
        self.accessToken = accessToken
        self.refreshToken = refreshToken
        self.renewAt = renewAt
    }

    /// Without the tokens.
    public var description: String { "\(userName) at \(server), device \(deviceName), tokens ***" }

    enum CodingKeys: String, CodingKey {
        case server
        case userID = "user_id"
        case userName = "user_name"
        case tenantID = "tenant_id"
        case deviceID = "device_id"
        case deviceName = "device_name"
        case accessToken = "access_token"
        case refreshToken = "refresh_token"
        case renewAt = "renew_at"
    }
}

/// Where credentials are kept. Several processes may use one store at a time.
public protocol CredentialStore: Sendable {
    /// nil when nobody is logged in.
    func load() throws(TidelineError) -> Credentials?
    /// Durable on return.
    func save(_ credentials: Credentials) throws(TidelineError)
    /// Keeps all other processes out of this call while `body` runs.
    func withLock<Answer: Sendable>(
        _ body: @Sendable () async throws(TidelineError) -> Answer
    ) async throws(TidelineError) -> Answer
}

/// Where the tokens of a client come from.
public enum TokenSource: Sendable {
    /// Only calls that need no token work.
    case none
    /// One access token that nobody renews.
    case fixed(String)
    /// Credentials that are renewed as needed.
    case stored(any CredentialStore)
}
