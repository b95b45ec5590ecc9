import HTTPTypes
import NIOCore

/// Whom a request comes from, for limits by address.
///
/// `X-Forwarded-For` is believed only as far as it was written by proxies that the operator named: the list is read from its
/// end, and the first address that is none of theirs is the client's. What stands before it anybody may have written.
struct ClientAddress: Sendable {
    let trustedProxies: [AddressRange]

    func of(_ peer: SocketAddress?, _ headers: HTTPFields) -> String {
        guard let peer, var address = IPAddress(peer) else { return "unknown" }
        if !trustedProxies.isEmpty, isProxy(address) {
            for entry in forwarded(headers).reversed() {
                guard let next = IPAddress(entry) else { break }
                address = next
                if !isProxy(address) { break }
            }
        }
        return address.customer
    }

    private func isProxy(_ address: IPAddress) -> Bool { trustedProxies.contains { $0.contains(address) } }

    private func forwarded(_ headers: HTTPFields) -> [Substring] {
        headers[values: .xForwardedFor].flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
            .map { $0.drop { $0 == " " || $0 == "\t" } }
            .map { entry in entry.lastIndex { $0 != " " && $0 != "\t" }.map { entry[...$0] } ?? "" }
    }
}
