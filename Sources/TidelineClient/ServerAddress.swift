import Foundation

/// Where a server is: scheme, host and port.
public struct ServerAddress: Sendable, Hashable, CustomStringConvertible {
    /// Whether it is https.
    public let isSecure: Bool
    /// A name or an address, without brackets.
    public let host: String
    /// 1 to 65,535.
    public let port: Int

    /// Reads `http://host:port` or `https://host`; a trailing slash is fine, a path, query or user is not.
    public init(_ text: String) throws(TidelineError) {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            scheme == "http" || scheme == "https", let host = parts.host, !host.isEmpty, parts.user == nil,
            parts.query == nil, parts.fragment == nil, parts.path.isEmpty || parts.path == "/"
        else {
            throw TidelineError(
                .unreachable, "\"\(text)\" is no server address. Write it like http://127.0.0.1:8080.")
        }
        isSecure = scheme == "https"
        self.host = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        port = parts.port ?? (isSecure ? 443 : 80)
    }

    /// As a URL, without a slash at its end.
    public var description: String { "\(isSecure ? "https" : "http")://\(authority)" }

    /// Host and port as a URL and a `Host` header have them.
    var authority: String {
        let host = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? host : "\(host):\(port)"
    }
}
