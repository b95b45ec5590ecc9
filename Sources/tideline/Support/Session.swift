import Foundation
import TidelineAPI
import TidelineClient
import TidelineCore

/// A logged-in device and its server.
struct Session: Sendable {
    let home: Home
    let credentials: Credentials
    let client: TidelineClient

    /// Runs `body` with the login of this device; `TIDELINE_TOKEN` takes the place of the saved tokens, and together with
    /// `TIDELINE_SERVER` that of a login.
    static func run<Answer: Sendable>(
        pace: Pace = Pace(), isPreview: Bool = false, _ body: (Session) async throws -> Answer
    ) async throws -> Answer {
        let home = try Home()
        let environment = ProcessInfo.processInfo.environment
        let token = environment["TIDELINE_TOKEN"] ?? ""
        let credentials = try await credentials(
            home, server: environment["TIDELINE_SERVER"] ?? "", token: token, isPreview: isPreview)
        let client = TidelineClient(
            server: try ServerAddress(credentials.server),
            tokens: token.isEmpty ? .stored(home.credentials) : .fixed(token), pace: pace)
        return try await client.closing {
            try await body(Session(home: home, credentials: credentials, client: client))
        }
    }

    static func credentials(
        _ home: Home, server: String, token: String, isPreview: Bool = false
    ) async throws -> Credentials {
        if !token.isEmpty, !server.isEmpty {
            return try await TokenLogin.credentials(home, server: server, token: token, isPreview: isPreview)
        }
        if let credentials = try home.credentials.load() { return credentials }
        throw token.isEmpty
            ? Failure("Not logged in. Run `tideline login URL USER`.", .notLoggedIn)
            : Failure("TIDELINE_TOKEN is set, but not which server it is for. Set TIDELINE_SERVER too.", .notLoggedIn)
    }

    /// Finds one of the user's shares by id or name.
    func share(_ wanted: String) async throws -> ShareBody {
        let shares = try await client.shares()
        if let share = shares.first(where: { $0.id == wanted }) { return share }
        let named = shares.filter { $0.name == wanted }
        let found = named.isEmpty ? shares.filter { $0.name.caseFolded == wanted.caseFolded } : named
        guard let share = found.first else {
            throw Failure(
                "There is no share \"\(printable(wanted))\" for you. `tideline shares` lists those there are.")
        }
        guard found.count == 1 else {
            let ids = found.map(\.id).joined(separator: ", ")
            throw Failure("Several shares are called \"\(printable(wanted))\". Say which by id: \(ids).")
        }
        return share
    }
}

extension TidelineClient {
    /// Shuts down when `body` has ended, however it ended.
    func closing<Answer>(_ body: () async throws -> Answer) async throws -> Answer {
        do {
            let answer = try await body()
            await shutdown()
            return answer
        } catch {
            await shutdown()
            throw error
        }
    }
}
