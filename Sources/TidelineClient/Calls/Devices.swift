public import TidelineAPI

extension TidelineClient {
    /// The caller's devices.
    public func devices() async throws(TidelineError) -> [DeviceBody] {
        try await transport.call([DeviceBody].self, Request(.get, "/api/v1/sync/devices"))
    }

    /// Registers a device, or updates one that is known.
    public func registerDevice(_ device: NewDeviceBody) async throws(TidelineError) -> DeviceBody {
        try await transport.call(
            DeviceBody.self, Request(.post, "/api/v1/sync/devices", idempotent: true).json(device))
    }
}
