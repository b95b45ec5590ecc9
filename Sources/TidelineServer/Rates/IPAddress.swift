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
        let address = host.prefix { $0 != "%" }
        guard let parsed = try? SocketAddress(ipAddress: String(address), port: 0) else { return nil }
        self.init(parsed)
    }

    /// nil for anything but IP, such as a Unix socket.
    init?(_ address: SocketAddress) {
        switch address {
        case .v4(let address):
            bytes = withUnsafeBytes(of: address.address.sin_addr) { Array($0) }
        case .v6(let address):
            let all = withUnsafeBytes(of: address.address.sin6_addr) { Array($0) }
            // An IPv4 address in IPv6 clothes, as a socket that takes both shows it.
            bytes = all.starts(with: Self.mappedPrefix) ? Array(all.suffix(4)) : all
        case .unixDomainSocket: return nil
        }
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
        guard let first = parts.first, let address = try? SocketAddress(ipAddress: String(first), port: 0),
            let base = IPAddress(address)?.bytes
        else { return nil }
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
