import Synchronization
import TidelineClient

/// Credentials in memory that note what was saved; for one keeper, so its lock locks nothing.
final class MemoryStore: CredentialStore {
    enum Event: Hashable, Sendable {
        case loaded
        case saved(refreshToken: String)
    }

    private let state: Mutex<(credentials: Credentials?, events: [Event], failsToSave: Bool)>

    init(_ credentials: Credentials?, failsToSave: Bool = false) {
        state = Mutex((credentials, [], failsToSave))
    }

    var saved: [String] {
        state.withLock { $0.events.compactMap { if case .saved(let token) = $0 { token } else { nil } } }
    }

    func replace(_ credentials: Credentials) { state.withLock { $0.credentials = credentials } }

    func load() throws(TidelineError) -> Credentials? {
        state.withLock { state in
            state.events.append(.loaded)
            return state.credentials
        }
    }

    func save(_ credentials: Credentials) throws(TidelineError) {
        let fails = state.withLock { state in
            guard !state.failsToSave else { return true }
            state.credentials = credentials
            state.events.append(.saved(refreshToken: credentials.refreshToken))
            return false
        }
        if fails { throw TidelineError(.storage, "The disk is full.") }
    }

    func withLock<Answer: Sendable>(
        _ body: @Sendable () async throws(TidelineError) -> Answer
    ) async throws(TidelineError) -> Answer { try await body() }
}

extension Credentials {
    static func sample(access: String = "a0", refresh: String = "r0", renewAt: String = "2100-01-01T00:00:00Z")
        -> Credentials
    {
        Credentials(
            server: "http://127.0.0.1:1", userID: "usr_1", userName: "alice", tenantID: "tnt_1", deviceID: "d1",
            deviceName: "laptop", accessToken: access, refreshToken: refresh, renewAt: renewAt)
    }
}
