import TidelineCore
import TidelineService

extension SQLiteTransaction {
    func tenant(_ id: TenantID) throws -> Tenant? {
        try session.first("SELECT id, name, created_at FROM tenants WHERE id = ?", id) { try Tenant(from: &$0) }
    }

    func tenants() throws -> [Tenant] {
        try session.all("SELECT id, name, created_at FROM tenants ORDER BY id") { try Tenant(from: &$0) }
    }

    func put(_ tenant: Tenant) throws {
        try session.run(
            upsert("tenants", key: ["id"], columns: ["name", "created_at"]), tenant.id, tenant.name, tenant.createdAt)
    }

    // MARK: Users

    func user(_ id: UserID) throws -> User? {
        try session.first("\(User.select) WHERE id = ?", id) { try User(from: &$0) }
    }

    func user(in tenant: TenantID, login: String) throws -> User? {
        let key = login.caseFolded
        return try session.first("\(User.select) WHERE tenant_id = ? AND name_key = ?", tenant, key) {
            try User(from: &$0)
        }
            ?? session.first("\(User.select) WHERE tenant_id = ? AND email_key = ?", tenant, key) {
                try User(from: &$0)
            }
    }

    func users(in tenant: TenantID) throws -> [User] {
        try session.all("\(User.select) WHERE tenant_id = ? ORDER BY name, id", tenant) { try User(from: &$0) }
    }

    func put(_ user: User) throws {
        try refusal(is: .nameTaken) {
            try session.run(
                User.put, user.id, user.tenantID, user.createdAt, user.name, user.name.caseFolded, user.email,
                user.email.caseFolded, user.passwordHash, user.isAdmin, user.status)
        }
    }

    func remove(_ user: UserID) throws { try session.run("DELETE FROM users WHERE id = ?", user) }

    // MARK: People of other issuers

    func externalTenant(_ name: String, of issuer: String) throws -> TenantID? {
        try session.first("SELECT tenant_id FROM external_tenants WHERE issuer = ? AND name = ?", issuer, name) {
            try $0.next()
        }
    }

    func putExternalTenant(_ name: String, of issuer: String, is tenant: TenantID) throws {
        try session.run(
            upsert("external_tenants", key: ["issuer", "name"], columns: ["tenant_id"]), issuer, name, tenant)
    }

    func externalUser(_ subject: String, of issuer: String, in tenant: TenantID) throws -> ExternalUser? {
        try session.first(
            """
            SELECT issuer, subject, tenant_id, user_id, name, email FROM external_users
            WHERE issuer = ? AND subject = ? AND tenant_id = ?
            """, issuer, subject, tenant
        ) { row in
            ExternalUser(
                issuer: try row.next(), subject: try row.next(), tenantID: try row.next(), userID: try row.next(),
                name: try row.next(), email: try row.next())
        }
    }

    func put(_ user: ExternalUser) throws {
        try session.run(
            upsert("external_users", key: ["issuer", "subject", "tenant_id"], columns: ["user_id", "name", "email"]),
            user.issuer, user.subject, user.tenantID, user.userID, user.name, user.email)
    }

    // MARK: Refresh tokens

    func refreshToken(_ hash: Digest) throws -> RefreshToken? {
        try session.first(
            "SELECT hash, family, user_id, expires_at, used_at FROM refresh_tokens WHERE hash = ?", hash
        ) { row in
            RefreshToken(
                hash: try row.next(), family: try row.next(), userID: try row.next(), expiresAt: try row.next(),
                usedAt: try row.next())
        }
    }

    func put(_ token: RefreshToken) throws {
        try session.run(
            upsert("refresh_tokens", key: ["hash"], columns: ["family", "user_id", "expires_at", "used_at"]),
            token.hash,
            token.family, token.userID, token.expiresAt, token.usedAt)
    }

    func removeRefreshTokens(family: ULID) throws {
        try session.run("DELETE FROM refresh_tokens WHERE family = ?", family)
    }

    func forgetRefreshTokens(endedBefore time: Timestamp, limit: Int) throws -> Int {
        try session.run(
            """
            DELETE FROM refresh_tokens WHERE hash IN
                (SELECT hash FROM refresh_tokens WHERE expires_at < ? LIMIT ?)
            """, time, limit)
    }

    func removeRefreshTokens(of user: UserID) throws {
        try session.run("DELETE FROM refresh_tokens WHERE user_id = ?", user)
    }
}

extension Tenant {
    fileprivate init(from row: inout Row) throws {
        self.init(id: try row.next(), name: try row.next(), createdAt: try row.next())
    }
}

extension User {
    fileprivate static let select =
        "SELECT id, tenant_id, name, email, password_hash, is_admin, status, created_at FROM users"

    fileprivate static let put = upsert(
        "users", key: ["id"], fixed: ["tenant_id", "created_at"],
        columns: ["name", "name_key", "email", "email_key", "password_hash", "is_admin", "status"])

    fileprivate init(from row: inout Row) throws {
        self.init(
            id: try row.next(), tenantID: try row.next(), name: try row.next(), email: try row.next(),
            passwordHash: try row.next(), isAdmin: try row.next(), status: try row.next(), createdAt: try row.next())
    }
}
