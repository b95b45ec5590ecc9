import Logging
import NIOCore
import TidelineCore
import TidelineService

/// Decides who may hold a device socket.
struct SocketAdmission: Sendable {
    struct Ticket: Sendable {
        let socketID: Int
        let userID: UserID
        let expiresIn: TimeAmount
    }

    let gate: Gate
    let devices: Devices
    let registry: SocketRegistry
    let clock: any TimeSource
    let logger: Logger

    /// The socket is registered before its shares are read, so that no change falls between. Whoever got a ticket must
    /// give its id back to the registry.
    func admit(_ port: SocketPort, token: String?, device: String) async throws -> Ticket {
        guard let token else { throw ServiceError(.unauthenticated, "Send an access token.") }
        let (caller, expiresAt) = try await gate.admit(token)
        try await devices.connect(caller, id: device)
        let id = try registry.add(port, caller, device: device)
        await registry.refresh(id)
        await registry.nudgeStale(id)
        let left = expiresAt.nanoseconds - clock.now().nanoseconds
        return Ticket(socketID: id, userID: caller.userID, expiresIn: .nanoseconds(left))
    }
}
