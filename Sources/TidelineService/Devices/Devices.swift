package import TidelineAPI
package import TidelineCore

/// A user's devices.
package struct Devices: Sendable {
    private let context: ServiceContext

    init(_ context: ServiceContext) { self.context = context }

    /// `isNew` decides between 201 and 200. A removed device is revived.
    package func register(_ caller: Caller, _ body: NewDeviceBody) async throws -> (device: DeviceBody, isNew: Bool) {
        fatalError()
    }
    package func list(_ caller: Caller) async throws -> [DeviceBody] { fatalError() }
    package func update(_ caller: Caller, id: String, _ body: DevicePatchBody) async throws -> DeviceBody {
        fatalError()
    }
    package func remove(_ caller: Caller, id: String) async throws { fatalError() }
    package func heartbeat(_ caller: Caller, id: String) async throws { fatalError() }

    /// For a socket that opens: `NOT_FOUND` or `DEVICE_INACTIVE` when it may not.
    package func connect(_ caller: Caller, id: String) async throws { fatalError() }
    /// Shares whose nudges go to the device's socket.
    package func nudgedShares(_ caller: Caller, id: String) async throws -> (
        readable: Set<ShareID>, administered: Set<ShareID>
    ) {
        fatalError()
    }
}
