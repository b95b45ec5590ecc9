import TidelineCore

/// A person as another issuer's token describes them; its signature, times and issuer were checked.
package struct ExternalPerson: Hashable, Sendable {
    package var issuer: String
    package var subject: String
    package var tenant: String
    package var name: String
    package var email: String

    package init(issuer: String, subject: String, tenant: String, name: String, email: String) {
        self.issuer = issuer
        self.subject = subject
        self.tenant = tenant
        self.name = name
        self.email = email
    }
}

extension Accounts {
    /// The user that the person is here, made at first sight. A person in two tenants is two users.
    ///
    /// Another issuer never speaks for a user of this server's own: whoever has the same id or e-mail is not taken for them.
    package func recognise(_ person: ExternalPerson) async throws -> User {
        let person = try checked(person)
        if let user = try await context.store.read({ try known($0, person) }) { return user }
        let now = context.clock.now()
        let (tenantID, userID) = (TenantID(context.ids.next()), UserID(context.ids.next()))
        return try await context.store.write { writer in
            let fresh = Tenant(id: tenantID, name: person.tenant, createdAt: now)
            let tenant = try ensureTenant(of: person, else: fresh, writer)
            let record = try writer.externalUser(person.subject, of: person.issuer, in: tenant)
            let user = try record.flatMap { try writer.user($0.userID) }
            return try settle(person, user, in: tenant, fresh: userID, now, writer)
        }
    }

    /// nil unless the issuer says the same as the last time.
    private func known(_ reader: any MetadataReader, _ person: ExternalPerson) throws -> User? {
        guard let tenant = try findTenant(of: person, reader),
            let record = try reader.externalUser(person.subject, of: person.issuer, in: tenant),
            record.name == person.name, record.email == person.email
        else { return nil }
        return try reader.user(record.userID)
    }

    // MARK: Tenants

    /// A tenant's own id means it; any other text stands for a tenant of that issuer.
    private func findTenant(of person: ExternalPerson, _ reader: any MetadataReader) throws -> TenantID? {
        if let id = TenantID(person.tenant), try reader.tenant(id) != nil { return id }
        return try reader.externalTenant(person.tenant, of: person.issuer)
    }

    private func ensureTenant(of person: ExternalPerson, else fresh: Tenant, _ writer: any MetadataWriter) throws
        -> TenantID
    {
        if let id = try findTenant(of: person, writer) { return id }
        try writer.put(fresh)
        try writer.startLog(of: fresh.id, at: LogState(head: .start))
        try writer.putExternalTenant(person.tenant, of: person.issuer, is: fresh.id)
        return fresh.id
    }

    // MARK: Users

    private func settle(
        _ person: ExternalPerson, _ present: User?, in tenant: TenantID, fresh: UserID, _ now: Timestamp,
        _ writer: any MetadataWriter
    ) throws -> User {
        // The issuer's own ids are kept where they are of our form and nobody has them.
        let proposed = try UserID(person.subject).flatMap { try writer.user($0) == nil ? $0 : nil }
        let id = present?.id ?? proposed ?? fresh
        let user = User(
            id: id, tenantID: tenant, name: try freeName(person.name, of: id, in: tenant, writer),
            email: try freeEmail(person.email, of: id, in: tenant, writer), passwordHash: nil, isAdmin: false,
            status: present?.status ?? .active, createdAt: present?.createdAt ?? now)
        try writer.put(user)
        try writer.put(
            ExternalUser(
                issuer: person.issuer, subject: person.subject, tenantID: tenant, userID: id, name: person.name,
                email: person.email))
        return user
    }

    /// Two people may have one name; names of users are unique, so the second is told apart by the end of their id.
    private func freeName(_ name: String, of id: UserID, in tenant: TenantID, _ reader: any MetadataReader) throws
        -> String
    {
        let holder = try reader.user(in: tenant, login: name)
        guard let holder, holder.id != id else { return name }
        let mark = " (\(id.description.suffix(8)))"
        return cut(name, toBytes: Limits.userNameBytesMax - mark.utf8.count) + mark
    }

    private func freeEmail(_ email: String, of id: UserID, in tenant: TenantID, _ reader: any MetadataReader) throws
        -> String
    {
        let holder = try reader.user(in: tenant, login: email)
        guard holder == nil || holder?.id == id else {
            throw ServiceError(
                .permissionDenied,
                "Another account here has your e-mail; an administrator must remove it or change its e-mail first.")
        }
        return email
    }

    // MARK: Texts

    /// With texts of a form that can be kept, or `UNAUTHENTICATED`.
    private func checked(_ person: ExternalPerson) throws -> ExternalPerson {
        var person = person
        guard isKeepable(person.subject), isKeepable(person.tenant), isKeepable(person.email),
            person.email.utf8.count <= Limits.emailBytesMax, isEmail(person.email)
        else {
            throw ServiceError(
                .unauthenticated,
                "The token's sub, tenant_id or email is empty, longer than \(Limits.claimBytesMax) bytes (claimBytesMax) "
                    + "or no such thing.")
        }
        person.email = person.email.composed
        person.name = cleanName(person.name, else: person.subject)
        return person
    }

    private func isKeepable(_ text: String) -> Bool {
        (1...Limits.claimBytesMax).contains(text.utf8.count)
            && !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }

    /// An "@" in a name would let it pass for another user's e-mail.
    private func cleanName(_ name: String, else subject: String) -> String {
        let scalars = name.composed.unicodeScalars.map { scalar -> Character in
            scalar == "@" || scalar.properties.generalCategory == .control ? "_" : Character(scalar)
        }
        let text = cut(String(scalars).composed, toBytes: Limits.userNameBytesMax)
        return text.isEmpty ? "user \(Digest(of: Array(subject.utf8)).hex.prefix(8))" : text
    }

    private func cut(_ text: String, toBytes limit: Int) -> String {
        var text = text
        while text.utf8.count > limit { text.removeLast() }
        return text
    }
}

/// Something before and after each "@", and no spaces.
func isEmail(_ text: String) -> Bool {
    text.contains("@") && !text.contains(" ")
        && text.split(separator: "@", omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty }
}
