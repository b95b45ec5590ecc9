import NIOHTTP1
import TidelineCore

/// What a WebSocket handshake asks for.
struct SocketRequest: Sendable {
    let device: String
    let token: String?
    let requestID: String

    /// nil when the address is not that of a device socket.
    init?(_ head: HTTPRequestHead, ids: any ULIDSource) {
        let parts = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard head.method == .GET, head.uri.utf8.count <= Limits.requestTargetBytesMax,
            let path = parts.first, path.hasPrefix(API.socketPath)
        else { return nil }
        let id = path.dropFirst(API.socketPath.count)
        guard !id.isEmpty, !id.contains("/"), let device = percentDecoded(id.utf8) else { return nil }
        self.device = device
        let query = parts.count > 1 ? try? Query(String(parts[1])) : nil
        token = query?.text("token") ?? Gate.bearerToken(head.headers.first(name: "Authorization"))
        requestID = RequestIDs.take(head.headers.first(name: "X-Request-Id"), ids: ids)
    }
}
