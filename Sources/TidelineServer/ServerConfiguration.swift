import TidelineCore

/// How the server listens and what its tokens are like.
package struct ServerConfiguration: Sendable {
    package var host: String
    /// 0 picks a free one.
    package var port: Int
    /// nil: plain HTTP.
    package var tls: TLSFiles?
    /// How long an access token is good for.
    package var tokenSeconds: Int
    /// `iss` of the tokens.
    package var issuer: String
    /// Between two pings of a socket.
    package var pingMilliseconds: Int
    /// Requests a minute that a user, or an address without a user, may make; 0: any number.
    package var rateLimit: Int
    /// Proxies whose `X-Forwarded-For` is believed.
    package var trustedProxies: [AddressRange]

    package init(
        host: String = "127.0.0.1", port: Int = 8080, tls: TLSFiles? = nil, tokenSeconds: Int = 3_600,
        issuer: String = "tideline", pingMilliseconds: Int = Limits.socketPingSeconds * 1_000,
        rateLimit: Int = Limits.rateLimitDefault, trustedProxies: [AddressRange] = []
    ) {
        self.host = host
        self.port = port
        self.tls = tls
        self.tokenSeconds = tokenSeconds
        self.issuer = issuer
        self.pingMilliseconds = pingMilliseconds
        self.rateLimit = rateLimit
        self.trustedProxies = trustedProxies
    }
}

/// Paths of a certificate chain and its key, both PEM.
package struct TLSFiles: Sendable {
    package var certificatePath: String
    package var keyPath: String

    package init(certificatePath: String, keyPath: String) {
        self.certificatePath = certificatePath
        self.keyPath = keyPath
    }
}
