public import TidelineAPI

// What a device syncs.
extension TidelineClient {
    /// One preference for each share that the caller can read, those that nobody set among them.
    public func preferences(deviceID: String) async throws(TidelineError) -> [PreferenceBody] {
        let path = "/api/v1/sync/devices/\(percentEncoded(deviceID))/preferences"
        return try await transport.call([PreferenceBody].self, Request(.get, path))
    }
}
