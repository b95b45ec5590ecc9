package import TidelineAPI
import TidelineCore

extension Accounts {
    package func users(_ caller: Caller) async throws -> UserList {
        try caller.requireTenantAdmin()
        let users = try await context.store.read { try $0.users(in: caller.tenantID) }
        return UserList(users: users.map { UserBody($0) }, total: users.count)
    }

    package func createUser(_ caller: Caller, _ body: NewUserBody) async throws -> UserBody {
        try caller.requireTenantAdmin()
        let name = try checkName(body.name)
        let email = try checkText(body.email, "email", bytesMax: Limits.emailBytesMax, limit: "emailBytesMax")
        guard isEmail(email) else { throw ServiceError.invalid(["body", "email"], "must be an e-mail address") }
        try checkPassword(body.password)
        let user = User(
            id: UserID(context.ids.next()), tenantID: caller.tenantID, name: name, email: email,
            passwordHash: try await context.passwords.hash(body.password), isAdmin: body.isAdmin ?? false,
            status: .active, createdAt: context.clock.now())
        try await context.store.write { writer in
            try refuseTaken(name, "name", by: nil, writer, caller)
            try refuseTaken(email, "e-mail", by: nil, writer, caller)
            try writer.put(user)
        }
        return UserBody(user)
    }

    package func updateUser(_ caller: Caller, id: String, _ body: UserPatchBody) async throws -> UserBody {
        try caller.requireTenantAdmin()
        let name = try body.name.map { try checkName($0) }
        if let password = body.password { try checkPassword(password) }
        var hash: String?
        if let password = body.password { hash = try await context.passwords.hash(password) }
        if body.status == .suspended, id == caller.userID.description {
            throw ServiceError.invalid(["body", "status"], "you may not suspend yourself")
        }
        let newHash = hash
        let user = try await context.store.write { writer in
            var user = try self.user(id, writer, caller)
            if let name {
                try refuseTaken(name, "name", by: user.id, writer, caller)
                user.name = name
            }
            if let newHash {
                guard user.passwordHash != nil else {
                    throw ServiceError.invalid(["body", "password"], "is kept by the issuer of this user's tokens")
                }
                user.passwordHash = newHash
            }
            if let status = body.status { user.status = status }
            if newHash != nil || user.status == .suspended { try writer.removeRefreshTokens(of: user.id) }
            try writer.put(user)
            return user
        }
        if user.status == .suspended { context.events.publish([.userEnded(user: user.id)]) }
        return UserBody(user)
    }

    /// Shares of that user go to the caller, so that nothing in them is lost.
    package func deleteUser(_ caller: Caller, id: String) async throws {
        try caller.requireTenantAdmin()
        guard id != caller.userID.description else {
            throw ServiceError.invalid(["path", "id"], "you may not delete yourself")
        }
        let now = context.clock.now()
        let userID = try await context.store.write { writer in
            let user = try self.user(id, writer, caller)
            for (share, role) in try writer.shares(of: user.id) where role == .owner {
                try writer.put(
                    Share(
                        id: share.id, tenantID: share.tenantID, name: share.name, ownerID: caller.userID,
                        quotaBytes: share.quotaBytes, usedBytes: share.usedBytes, createdAt: share.createdAt))
                try writer.put(Member(shareID: share.id, userID: caller.userID, role: .owner, createdAt: now))
            }
            try writer.remove(user.id)
            return user.id
        }
        context.events.publish([
            .userEnded(user: userID), .accessChanged(tenant: caller.tenantID, user: caller.userID),
        ])
    }

    private func checkName(_ name: String) throws -> String {
        let name = try checkText(name, "name", bytesMax: Limits.userNameBytesMax, limit: "userNameBytesMax")
        // An "@" would let a name shadow another user's e-mail at login.
        guard !name.contains("@"), !name.contains(" ") else {
            throw ServiceError.invalid(["body", "name"], "may not contain \"@\" or spaces")
        }
        return name
    }

    private func user(_ id: String, _ reader: any MetadataReader, _ caller: Caller) throws -> User {
        guard let id = UserID(id), let user = try reader.user(id), user.tenantID == caller.tenantID else {
            throw ServiceError.notFound("The user")
        }
        return user
    }

    private func refuseTaken(
        _ login: String, _ what: String, by owner: UserID?, _ reader: any MetadataReader, _ caller: Caller
    ) throws {
        if let other = try reader.user(in: caller.tenantID, login: login), other.id != owner {
            throw ServiceError(.nameConflict, "Another user has this \(what); choose another one.")
        }
    }
}
