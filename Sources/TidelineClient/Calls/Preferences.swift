public import TidelineAPI
import TidelineCore

extension TidelineClient {
    /// What a device syncs: one preference for each share that the caller can read, those that nobody set among them.
    public func preferences(deviceID: String) async throws(TidelineError) -> [PreferenceBody] {
        try await transport.call([PreferenceBody].self, Request(.get, preferencesPath(deviceID)))
    }

    /// What the patch leaves out stays. Answers all of it.
    public func setPreference(
        _ patch: PreferencePatchBody, deviceID: String, shareID: String
    ) async throws(TidelineError) -> PreferenceBody {
        let path = "\(preferencesPath(deviceID))/\(percentEncoded(shareID))"
        return try await transport.call(PreferenceBody.self, Request(.put, path, idempotent: true).json(patch))
    }

    private func preferencesPath(_ deviceID: String) -> String {
        "/api/v1/sync/devices/\(percentEncoded(deviceID))/preferences"
    }
}
