package import TidelineAPI
import TidelineCore

extension Shares {
    package func members(_ caller: Caller, id: String) async throws -> MemberList {
        try await context.store.read { reader in
            let access = try reader.access(caller, share: id)
            let members = try reader.members(of: access.share.id).compactMap { member in
                try reader.user(member.userID).map { MemberBody(member, $0) }
            }
            return MemberList(members: members, total: members.count)
        }
    }

    package func addMember(_ caller: Caller, id: String, _ body: NewMemberBody) async throws -> MemberBody {
        try refuseOwner(body.role)
        let now = context.clock.now()
        let (member, user) = try await write(caller) { log in
            let access = try log.writer.access(caller, share: id)
            try access.require(.share)
            let user = try findUser(body, log.writer, caller)
            guard try log.writer.member(user.id, of: access.share.id) == nil else {
                throw ServiceError(.nameConflict, "That user is a member already; change the role instead.")
            }
            guard try log.writer.members(of: access.share.id).count < Limits.membersPerShareMax else {
                throw ServiceError.invalid(
                    ["body"], "a share may have \(Limits.membersPerShareMax) members (membersPerShareMax)")
            }
            let member = Member(shareID: access.share.id, userID: user.id, role: body.role, createdAt: now)
            try log.writer.put(member)
            try log.add(.created, access.share, newName: access.share.name, about: member)
            return (member, user)
        }
        context.events.publish([.accessChanged(tenant: caller.tenantID, user: user.id)])
        return MemberBody(member, user)
    }

    package func updateMember(_ caller: Caller, id: String, user: String, _ body: MemberPatchBody) async throws
        -> MemberBody
    {
        try refuseOwner(body.role)
        let (member, changed) = try await write(caller) { log in
            let access = try log.writer.access(caller, share: id)
            try access.require(.managePermissions)
            var (member, changed) = try changeableMember(user, of: access.share, log.writer)
            member.role = body.role
            try log.writer.put(member)
            try log.add(
                .updated, access.share, oldName: access.share.name, newName: access.share.name, about: member)
            return (member, changed)
        }
        context.events.publish([.accessChanged(tenant: caller.tenantID, user: member.userID)])
        return MemberBody(member, changed)
    }

    /// Admins may remove anyone but the owner; everyone but the owner may leave.
    package func removeMember(_ caller: Caller, id: String, user: String) async throws {
        let member = try await write(caller) { log in
            let access = try log.writer.access(caller, share: id)
            if user != caller.userID.description { try access.require(.managePermissions) }
            let (member, _) = try changeableMember(user, of: access.share, log.writer)
            try log.writer.removeMember(member.userID, of: access.share.id)
            try log.writer.removePreferences(in: access.share.id, user: member.userID)
            try log.add(.deleted, access.share, oldName: access.share.name, about: member)
            return member
        }
        context.events.publish([
            .membershipRemoved(tenant: caller.tenantID, user: member.userID, share: member.shareID)
        ])
    }

    private func refuseOwner(_ role: Role) throws {
        guard role != .owner else {
            throw ServiceError.invalid(["body", "role"], "must be reader, contributor or admin")
        }
    }

    private func findUser(_ body: NewMemberBody, _ reader: any MetadataReader, _ caller: Caller) throws -> User {
        let user: User?
        if let text = body.userID {
            user = try UserID(text).flatMap { try reader.user($0) }
        } else if let email = body.email {
            user = try reader.user(in: caller.tenantID, login: email)
        } else {
            throw ServiceError.invalid(["body", "user_id"], "give user_id or email")
        }
        guard let user, user.tenantID == caller.tenantID else { throw ServiceError.notFound("The user") }
        return user
    }

    /// A member whose membership may change: not the owner.
    private func changeableMember(_ text: String, of share: Share, _ reader: any MetadataReader) throws -> (
        Member, User
    ) {
        guard let id = UserID(text), let member = try reader.member(id, of: share.id), let user = try reader.user(id)
        else { throw ServiceError.notFound("The member") }
        guard member.role != .owner else {
            throw ServiceError.invalid(["path", "user_id"], "is the owner of the share, who stays its owner")
        }
        return (member, user)
    }
}
