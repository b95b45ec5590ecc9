public import TidelineCore

/// A share as the caller sees it.
public struct ShareBody: Codable, Sendable, Hashable {
    public var id: String
    public var name: String
    public var type: String
    public var role: Role
    public var ownerID: String
    @OrNull public var quotaBytes: Int64?
    public var usedBytes: Int64
    public var createdAt: String

    public init(
        id: String, name: String, type: String, role: Role, ownerID: String, quotaBytes: Int64? = nil, usedBytes: Int64,
        createdAt: String
    ) {
        self.id = id
        self.name = name
        self.type = type
        self.role = role
        self.ownerID = ownerID
        self.quotaBytes = quotaBytes
        self.usedBytes = usedBytes
        self.createdAt = createdAt
    }

    enum CodingKeys: String, CodingKey {
        case id
        case name
        case type
        case role
        case ownerID = "owner_id"
        case quotaBytes = "quota_bytes"
        case usedBytes = "used_bytes"
        case createdAt = "created_at"
    }
}

/// `GET /api/v1/users/me/shares`.
public struct ShareList: Codable, Sendable, Hashable {
    public var shares: [ShareBody]
    public var total: Int

    public init(shares: [ShareBody], total: Int) {
        self.shares = shares
        self.total = total
    }

    enum CodingKeys: String, CodingKey {
        case shares
        case total
    }
}

/// `POST /api/v1/shares`.
public struct NewShareBody: Codable, Sendable, Hashable {
    public var name: String
    public var quotaBytes: Int64?

    public init(name: String, quotaBytes: Int64? = nil) {
        self.name = name
        self.quotaBytes = quotaBytes
    }

    enum CodingKeys: String, CodingKey {
        case name
        case quotaBytes = "quota_bytes"
    }
}

/// `PATCH /api/v1/shares/{id}`. Absent members stay as they are.
public struct SharePatchBody: Codable, Sendable, Hashable {
    public var name: String?
    public var quotaBytes: Quota?

    public init(name: String? = nil, quotaBytes: Quota? = nil) {
        self.name = name
        self.quotaBytes = quotaBytes
    }

    enum CodingKeys: String, CodingKey {
        case name
        case quotaBytes = "quota_bytes"
    }
}

/// What a share may hold: so many bytes, or any number, which is `null` on the wire.
public enum Quota: Codable, Sendable, Hashable {
    case unlimited
    case bytes(Int64)

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        self = container.decodeNil() ? .unlimited : .bytes(try container.decode(Int64.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .unlimited: try container.encodeNil()
        case .bytes(let bytes): try container.encode(bytes)
        }
    }
}

extension KeyedDecodingContainer {
    /// Tells an absent member (nil) from a `null` one (no limit).
    public func decodeIfPresent(_: Quota.Type, forKey key: Key) throws -> Quota? {
        contains(key) ? try Quota(from: superDecoder(forKey: key)) : nil
    }
}

/// A member of a share.
public struct MemberBody: Codable, Sendable, Hashable {
    public var userID: String
    public var email: String
    public var name: String
    public var role: Role
    public var createdAt: String

    public init(userID: String, email: String, name: String, role: Role, createdAt: String) {
        self.userID = userID
        self.email = email
        self.name = name
        self.role = role
        self.createdAt = createdAt
    }

    enum CodingKeys: String, CodingKey {
        case userID = "user_id"
        case email
        case name
        case role
        case createdAt = "created_at"
    }
}

/// `GET /api/v1/shares/{id}/members`.
public struct MemberList: Codable, Sendable, Hashable {
    public var members: [MemberBody]
    public var total: Int

    public init(members: [MemberBody], total: Int) {
        self.members = members
        self.total = total
    }

    enum CodingKeys: String, CodingKey {
        case members
        case total
    }
}

/// `POST /api/v1/shares/{id}/members`: `user_id` or `email` names the user.
public struct NewMemberBody: Codable, Sendable, Hashable {
    public var userID: String?
    public var email: String?
    public var role: Role

    public init(userID: String? = nil, email: String? = nil, role: Role) {
        self.userID = userID
        self.email = email
        self.role = role
    }

    enum CodingKeys: String, CodingKey {
        case userID = "user_id"
        case email
        case role
    }
}

/// `PATCH /api/v1/shares/{id}/members/{user_id}`.
public struct MemberPatchBody: Codable, Sendable, Hashable {
    public var role: Role

    public init(role: Role) {
        self.role = role
    }

    enum CodingKeys: String, CodingKey {
        case role
    }
}
