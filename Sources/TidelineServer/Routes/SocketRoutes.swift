import HTTPTypes
import Hummingbird
import TidelineCore
import TidelineService

/// The address of the device socket, for requests that are no WebSocket handshake; those never get here.
extension API {
    static let socketPath = "/api/v1/sync/ws/"

    var socketRoutes: [Route] {
        [
            .open(.get, Self.socketPath + "{device_id}") { _ in
                throw Failure(
                    .badRequest, "This is a WebSocket; open it with a handshake of version 13.",
                    headers: [.upgrade: "websocket", .secWebSocketVersion: "13"])
            }
        ]
    }
}
