import Glibc
import NIOCore

/// An IPv4 or IPv6 address as bytes, without port or zone.
struct IPAddress: Hashable, Sendable {
    /// 4 or 16.
    let bytes: [UInt8]

    /// Reads what a socket or a proxy writes: `192.0.2.1`, `2001:db8::1`, `[2001:db8::1]`, each with `:port` or without.
    init?(_ text: some StringProtocol) {
        var host = Substring(text)
        if host.hasPrefix("[") {
            guard let end = host.firstIndex(of: "]") else { return nil }
            host = host[host.index(after: host.startIndex)..<end]
        } else if host.count(where: { $0 == ":" }) == 1, let colon = host.firstIndex(of: ":") {
            host = host[..<colon]
        }
        self.init(plain: host.prefix { $0 != "%" })
    }

    /// nil for anything but IP, such as a Unix socket.
    init?(_ address: SocketAddress) {
        guard let text = address.ipAddress else { return nil }
        self.init(plain: text.prefix { $0 != "%" })
    }

    /// Without port, brackets or zone.
    init?(plain text: Substring) {
        let isIPv6 = text.contains(":")
        var parsed = [UInt8](repeating: 0, count: isIPv6 ? 16 : 4)
        guard inet_pton(isIPv6 ? AF_INET6 : AF_INET, String(text), &parsed) == 1 else { return nil }
        // An IPv4 address in IPv6 clothes, as a socket that takes both shows it.
        bytes = isIPv6 && parsed.starts(with: Self.mappedPrefix) ? Array(parsed.suffix(4)) : parsed
    }

    private static let mappedPrefix = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]

    /// What one customer of a network has: an IPv4 address, or the 64 bits that IPv6 gives to each.
    var customer: String {
        bytes.count == 4
            ? bytes.map { String($0) }.joined(separator: ".")
            : bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":")
    }
}

/// Addresses that begin alike: `10.0.0.0/8`, `2001:db8::/32`, or a single address.
package struct AddressRange: Hashable, Sendable {
    private let base: [UInt8]
    private let bits: Int

    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let base = IPAddress(plain: first)?.bytes else { return nil }
        let all = base.count * 8
        guard let bits = parts.count == 1 ? all : Int(parts[1]), (0...all).contains(bits) else { return nil }
        self.base = base
        self.bits = bits
    }

    func contains(_ address: IPAddress) -> Bool {
        guard address.bytes.count == base.count else { return false }
        return (0..<bits).allSatisfy { bit in
            (address.bytes[bit / 8] ^ base[bit / 8]) & (0x80 >> UInt8(bit % 8)) == 0
        }
    }
}
