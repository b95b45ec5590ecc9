public import TidelineAPI

// Users and shares.
extension TidelineClient {
    /// The user that the token is of.
    public func me() async throws(TidelineError) -> UserBody {
        try await transport.call(UserBody.self, Request(.get, "/api/v1/users/me"))
    }

    /// What the server bounds and keeps.
    public func config() async throws(TidelineError) -> ConfigBody {
        try await transport.call(ConfigBody.self, Request(.get, "/api/v1/config"))
    }

    /// All users of the tenant; for its administrators.
    public func users() async throws(TidelineError) -> [UserBody] {
        try await transport.call(UserList.self, Request(.get, "/api/v1/admin/users")).users
    }

    /// Makes a user; for administrators. Throws `NAME_CONFLICT` when the name or e-mail is taken.
    public func createUser(_ user: NewUserBody) async throws(TidelineError) -> UserBody {
        try await transport.call(UserBody.self, Request(.post, "/api/v1/admin/users").json(user))
    }

    /// Shares that the caller is a member of.
    public func shares() async throws(TidelineError) -> [ShareBody] {
        try await transport.call(ShareList.self, Request(.get, "/api/v1/users/me/shares")).shares
    }

    /// Makes a share that the caller owns.
    public func createShare(_ share: NewShareBody) async throws(TidelineError) -> ShareBody {
        try await transport.call(ShareBody.self, Request(.post, "/api/v1/shares").json(share))
    }

    /// Everyone who may use the share, its owner too.
    public func members(ofShare shareID: String) async throws(TidelineError) -> [MemberBody] {
        try await transport.call(MemberList.self, Request(.get, membersPath(shareID))).members
    }

    /// Gives a user a role. Throws `NAME_CONFLICT` when it is a member already.
    public func addMember(_ member: NewMemberBody, toShare shareID: String) async throws(TidelineError) -> MemberBody {
        try await transport.call(MemberBody.self, Request(.post, membersPath(shareID)).json(member))
    }

    private func membersPath(_ shareID: String) -> String { "/api/v1/shares/\(percentEncoded(shareID))/members" }
}
