package import TidelineAPI
import TidelineCore

/// Users, logins and who a token stands for.
package struct Accounts: Sendable {
    let context: ServiceContext
    private let gate = LoginGate()

    init(_ context: ServiceContext) { self.context = context }

    /// A login that succeeded; the server adds the access token.
    package struct SignIn: Sendable {
        package let user: User
        /// Opaque and good for one use.
        package let refreshToken: String
    }

    /// At first start: makes the tenant `default` and its user `admin`. False when they are there already.
    package func bootstrap(adminPassword: String) async throws -> Bool {
        try checkPassword(adminPassword)
        let hash = try await context.passwords.hash(adminPassword)
        let (now, tenantID, userID) = (context.clock.now(), TenantID(context.ids.next()), UserID(context.ids.next()))
        return try await context.store.write { writer in
            guard try writer.tenants().isEmpty else { return false }
            try writer.put(Tenant(id: tenantID, name: "default", createdAt: now))
            try writer.startLog(of: tenantID, at: LogState(head: .start))
            try writer.put(
                User(
                    id: userID, tenantID: tenantID, name: "admin", email: "admin@localhost", passwordHash: hash,
                    isAdmin: true, status: .active, createdAt: now))
            return true
        }
    }

    /// Whether a first start is still to come.
    package func isEmpty() async throws -> Bool {
        try await context.store.read { try $0.tenants().isEmpty }
    }

    /// `name` may be an e-mail. Wrong or unknown: `BAD_REQUEST` with OAuth's `invalid_grant` (the server adds that
    /// member for this call); too many failures for the account or the address: `RATE_LIMITED`.
    package func logIn(name: String, password: String, address: String) async throws -> SignIn {
        let account = "account " + name.caseFolded.prefix(Limits.emailBytesMax)
        try gate.attempt([account, "address " + address], at: context.clock.now())
        let dummy = try await gate.dummyHash(context)
        let found = try await context.store.read { reader in
            for tenant in try reader.tenants() {
                if let user = try reader.user(in: tenant.id, login: name) { return user as User? }
            }
            return nil
        }
        let isShort = password.utf8.count <= Limits.passwordBytesMax
        let matches = try await context.passwords.verify(isShort ? password : "", against: found?.passwordHash ?? dummy)
        guard matches, isShort, let found, found.passwordHash != nil, found.status == .active else {
            throw Self.wrongLogin
        }
        let signIn = try await start(found)
        gate.succeeded(account: account, others: ["address " + address])
        return signIn
    }

    private func start(_ user: User) async throws -> SignIn {
        let (text, token) = newToken(of: user.id, family: context.ids.next())
        try await context.store.write { writer in
            // The password takes a while to check; meanwhile the user may have been suspended or given another one.
            guard let now = try writer.user(user.id), now.status == .active, now.passwordHash == user.passwordHash
            else {
                throw Self.wrongLogin
            }
            try writer.put(token)
        }
        return SignIn(user: user, refreshToken: text)
    }

    private func newToken(of user: UserID, family: ULID) -> (text: String, token: RefreshToken) {
        let text = base64URL(context.secrets.bytes(32))
        let expiresAt = context.clock.now().adding(seconds: Limits.refreshTokenSeconds)
        let hash = Digest(of: Array(text.utf8))
        return (text, RefreshToken(hash: hash, family: family, userID: user, expiresAt: expiresAt))
    }

    /// Uses up the token; a second use revokes its family.
    package func refresh(_ token: String, address: String) async throws -> SignIn {
        let now = context.clock.now()
        // Counted apart: failed logins of one person must not cut off the devices of all others at the same address.
        let key = "refresh " + address
        try gate.attempt([key], at: now)
        let hash = Digest(of: Array(token.utf8))
        // The refusal must not undo the revocation, so it leaves the transaction as a value.
        let signIn: SignIn? = try await context.store.write { writer in
            guard var used = try writer.refreshToken(hash) else { return nil }
            guard used.usedAt == nil else {
                try writer.removeRefreshTokens(family: used.family)
                return nil
            }
            guard now < used.expiresAt, let user = try writer.user(used.userID), user.status == .active else {
                return nil
            }
            used.usedAt = now
            try writer.put(used)
            let (text, next) = newToken(of: user.id, family: used.family)
            try writer.put(next)
            return SignIn(user: user, refreshToken: text)
        }
        guard let signIn else { throw Self.wrongToken }
        gate.succeeded(account: nil, others: [key])
        return signIn
    }

    private static let wrongLogin = ServiceError(.badRequest, "The name or the password is wrong.")
    private static let wrongToken = ServiceError(.badRequest, "This refresh token is not valid; log in again.")

    /// Checks that the user still exists and is active, on each request.
    package func caller(_ claims: TokenClaims) async throws -> Caller {
        let refusal = ServiceError(.unauthenticated, "This token is not valid any more; log in again.")
        guard let tenantID = TenantID(claims.tenantID), let userID = UserID(claims.subject) else { throw refusal }
        let user = try await context.store.read { try $0.user(userID) }
        guard let user, user.tenantID == tenantID, user.status == .active else { throw refusal }
        // Of people from elsewhere their issuer says what they may; of our own, the administrators do.
        let isAdmin = user.passwordHash == nil || user.isAdmin
        return Caller(
            tenantID: tenantID, userID: userID, isTenantAdmin: isAdmin && claims.scopes.contains("tenant:admin"))
    }

    package func me(_ caller: Caller) async throws -> UserBody {
        let user = try await context.store.read { try $0.user(caller.userID) }
        guard let user else { throw ServiceError.notFound("The user") }
        return UserBody(user)
    }
}

func checkPassword(_ password: String) throws {
    guard (Limits.passwordBytesMin...Limits.passwordBytesMax).contains(password.utf8.count) else {
        throw ServiceError.invalid(
            ["body", "password"],
            "must have \(Limits.passwordBytesMin) to \(Limits.passwordBytesMax) bytes of UTF-8 "
                + "(passwordBytesMin, passwordBytesMax)")
    }
}
