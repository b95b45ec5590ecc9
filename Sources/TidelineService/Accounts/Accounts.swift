package import TidelineAPI

/// Users, logins and who a token stands for.
package struct Accounts: Sendable {
    private let context: ServiceContext

    init(_ context: ServiceContext) { self.context = context }

    /// A login that succeeded; the server adds the access token.
    package struct SignIn: Sendable {
        package let user: User
        /// Opaque and good for one use.
        package let refreshToken: String
    }

    /// At first start: makes the tenant `default` and its user `admin`. False when they are there already.
    package func bootstrap(adminPassword: String) async throws -> Bool { fatalError() }

    /// Whether a first start is still to come.
    package func isEmpty() async throws -> Bool { fatalError() }

    /// `name` may be an e-mail. Wrong or unknown: `BAD_REQUEST` with OAuth's `invalid_grant` (the server adds that
    /// member for this call); too many failures for the account or the address: `RATE_LIMITED`.
    package func logIn(name: String, password: String, address: String) async throws -> SignIn { fatalError() }

    /// Uses up the token; a second use revokes its family.
    package func refresh(_ token: String, address: String) async throws -> SignIn { fatalError() }

    /// Checks that the user still exists and is active, on each request.
    package func caller(_ claims: TokenClaims) async throws -> Caller { fatalError() }

    package func me(_ caller: Caller) async throws -> UserBody { fatalError() }
    package func users(_ caller: Caller) async throws -> UserList { fatalError() }
    package func createUser(_ caller: Caller, _ body: NewUserBody) async throws -> UserBody { fatalError() }
    package func updateUser(_ caller: Caller, id: String, _ body: UserPatchBody) async throws -> UserBody {
        fatalError()
    }
    package func deleteUser(_ caller: Caller, id: String) async throws { fatalError() }
}
