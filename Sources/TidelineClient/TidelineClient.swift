import AsyncHTTPClient
import NIOCore
import NIOSSL
public import TidelineAPI
package import TidelineCore

/// A Tideline server, as a program calls it.
///
/// One value serves many tasks at a time over one pool of connections. Every call throws ``TidelineError``. Call
/// ``shutdown()`` when done.
public struct TidelineClient: Sendable {
    /// Where all calls go.
    public let server: ServerAddress
    let transport: Transport
    let tokens: TokenKeeper
    let time: any TimeSource
    let features = ServerFeatures()

    /// Opens no connection yet.
    public init(server: ServerAddress, tokens: TokenSource) {
        self.init(server: server, tokens: tokens, time: SystemTime(), retry: RetryPolicy()) { .random(in: 0..<1) }
    }

    /// Content travels no faster than `pace` says.
    package init(server: ServerAddress, tokens: TokenSource, pace: Pace) {
        self.init(server: server, tokens: tokens, time: SystemTime(), retry: RetryPolicy(), pace: pace) {
            .random(in: 0..<1)
        }
    }

    package init(
        server: ServerAddress, tokens source: TokenSource, time: any TimeSource, retry: RetryPolicy,
        pace: Pace = Pace(), random: @escaping @Sendable () -> Double
    ) {
        let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: Self.configuration)
        // The keeper's own calls need no token, so they go over a transport without one.
        let bare = Transport(
            server: server, http: http,
            tokens: TokenKeeper(source: .none, time: time) { _ throws(TidelineError) in
                throw TidelineError(.notLoggedIn, "Not logged in.")
            }, retry: retry, random: random)
        tokens = TokenKeeper(source: source, time: time) { refreshToken throws(TidelineError) in
            try await bare.call(
                TokenAnswer.self, tokenRequest([("grant_type", "refresh_token"), ("refresh_token", refreshToken)]))
        }
        transport = Transport(server: server, http: http, tokens: tokens, retry: retry, random: random, pace: pace)
        self.server = server
        self.time = time
    }

    /// Redirects are not followed: a token goes to the server that it was made by, and nowhere else.
    private static var configuration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(10), read: .seconds(Int64(Limits.waitSecondsMax) + 30)))
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 16
        // RetryPolicy decides that.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        return configuration
    }

    /// Closes all connections; calls still running fail.
    public func shutdown() async {
        try? await transport.http.shutdown()
    }

    /// An access token that works now, for use with other programs.
    public func accessToken() async throws(TidelineError) -> String { try await tokens.current() }

    /// Exchanges a name (or e-mail) and password for tokens. Keeps nothing: saving them is the caller's.
    public func logIn(user: String, password: String) async throws(TidelineError) -> TokenAnswer {
        try await transport.call(
            TokenAnswer.self, tokenRequest([("grant_type", "password"), ("username", user), ("password", password)]))
    }
}

/// Not idempotent: a refresh token is good for one use, a failed login counts.
private func tokenRequest(_ form: [(String, String)]) -> Request {
    var request = Request(.post, "/api/v1/auth/token")
    let text = form.map { "\($0.0)=\(percentEncoded($0.1))" }.joined(separator: "&")
    request.body = .bytes(ByteBuffer(string: text), type: "application/x-www-form-urlencoded")
    request.needsToken = false
    return request
}
