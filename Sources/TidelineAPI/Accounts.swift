public import TidelineCore

/// `POST /api/v1/auth/token`.
public struct TokenAnswer: Codable, Sendable, Hashable {
    public var accessToken: String
    public var tokenType: String
    /// Seconds.
    public var expiresIn: Int
    public var refreshToken: String

    public init(accessToken: String, tokenType: String, expiresIn: Int, refreshToken: String) {
        self.accessToken = accessToken
        self.tokenType = tokenType
        self.expiresIn = expiresIn
        self.refreshToken = refreshToken
    }

    enum CodingKeys: String, CodingKey {
        case accessToken = "access_token"
        case tokenType = "token_type"
        case expiresIn = "expires_in"
        case refreshToken = "refresh_token"
    }
}

/// A user, as `users/me` and `admin/users` answer.
public struct UserBody: Codable, Sendable, Hashable {
    public var id: String
    public var tenantID: String
    public var name: String
    public var email: String
    public var isAdmin: Bool
    public var status: UserStatus
    public var createdAt: String

    public init(
        id: String, tenantID: String, name: String, email: String, isAdmin: Bool, status: UserStatus, createdAt: String
    ) {
        self.id = id
        self.tenantID = tenantID
        self.name = name
        self.email = email
        self.isAdmin = isAdmin
        self.status = status
        self.createdAt = createdAt
    }

    enum CodingKeys: String, CodingKey {
        case id
        case tenantID = "tenant_id"
        case name
        case email
        case isAdmin = "is_admin"
        case status
        case createdAt = "created_at"
    }
}

/// `GET /api/v1/admin/users`.
public struct UserList: Codable, Sendable, Hashable {
    public var users: [UserBody]
    public var total: Int

    public init(users: [UserBody], total: Int) {
        self.users = users
        self.total = total
    }

    enum CodingKeys: String, CodingKey {
        case users
        case total
    }
}

/// `POST /api/v1/admin/users`.
public struct NewUserBody: Codable, Sendable, Hashable {
    public var name: String
    public var email: String
    public var password: String
    public var isAdmin: Bool?

    public init(name: String, email: String, password: String, isAdmin: Bool? = nil) {
        self.name = name
        self.email = email
        self.password = password
        self.isAdmin = isAdmin
    }

    enum CodingKeys: String, CodingKey {
        case name
        case email
        case password
        case isAdmin = "is_admin"
    }
}

/// `PATCH /api/v1/admin/users/{id}`.
public struct UserPatchBody: Codable, Sendable, Hashable {
    public var status: UserStatus?
    public var name: String?
    public var password: String?

    public init(status: UserStatus? = nil, name: String? = nil, password: String? = nil) {
        self.status = status
        self.name = name
        self.password = password
    }

    enum CodingKeys: String, CodingKey {
        case status
        case name
        case password
    }
}
