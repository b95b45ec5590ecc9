import Foundation

/// Where another issuer is: `https://`, or `http://` on this machine alone, since whoever can change its keys on the way
/// can be anybody.
package struct IssuerAddress: Hashable, Sendable {
    /// As it was given: `iss` must be the same to the letter.
    package let text: String

    package init?(_ text: String) {
        guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty, parts.user == nil,
            parts.query == nil, parts.fragment == nil
        else { return nil }
        switch parts.scheme?.lowercased() {
        case "https": break
        case "http":
            let loopback = ["127.0.0.0/8", "::1"].compactMap { AddressRange($0) }
            let isLocal = IPAddress(host).map { address in loopback.contains { $0.contains(address) } } ?? false
            guard isLocal || host == "localhost" else { return nil }
        default: return nil
        }
        self.text = text
    }
}
