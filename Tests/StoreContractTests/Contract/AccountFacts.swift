import Testing
import TidelineCore
import TidelineService

@Suite struct AccountFacts {
    @Test(arguments: StoreKind.allCases) func `tenants are found and listed by id`(_ kind: StoreKind) async throws {
        try await kind.run { store in
            let (found, all, missing) = try await store.read { reader in
                (try reader.tenant(World.tenant), try reader.tenants(), try reader.tenant(TenantID(number: 9)))
            }
            #expect(found == Tenant(id: World.tenant, name: "First", createdAt: World.time(0)))
            #expect(all.map(\.id) == [World.tenant, World.otherTenant])
            #expect(missing == nil)
        }
    }

    @Test(arguments: StoreKind.allCases) func `a user comes back as it was put`(_ kind: StoreKind) async throws {
        try await kind.run { store in
            var user = World.user(World.ann, "Änn Ö", email: "")
            user.passwordHash = nil
            user.isAdmin = true
            user.status = .suspended
            let changed = user
            try await store.write { try $0.put(changed) }
            #expect(try await store.read { try $0.user(World.ann) } == changed)
        }
    }

    @Test(arguments: StoreKind.allCases) func `a login is a name or an e-mail, whatever its case`(_ kind: StoreKind)
        async throws
    {
        try await kind.run { store in
            try await store.write { try $0.put(World.user(World.ben, "Strauß", email: "Ben@Example.org")) }
            for login in ["STRAUSS", "strauß", "BEN@example.ORG"] {
                #expect(try await store.read { try $0.user(in: World.tenant, login: login)?.id } == World.ben)
            }
            #expect(try await store.read { try $0.user(in: World.tenant, login: "Zoe") } == nil)
            #expect(try await store.read { try $0.user(in: World.otherTenant, login: "zoe")?.id } == World.zoe)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `people and tenants of other issuers are found by the letter, and go with the user`(
        _ kind: StoreKind
    ) async throws {
        try await kind.run { store in
            var person = ExternalUser(
                issuer: "https://i", subject: "é", tenantID: World.tenant, userID: World.ann, name: "Ann", email: "a@b")
            let first = person
            try await store.write { writer in
                try writer.putExternalTenant("acme", of: "https://i", is: World.otherTenant)
                try writer.put(first)
            }
            person.name = "Änn"
            let second = person
            try await store.write { try $0.put(second) }
            let tenants = try await store.read { reader in
                try [("acme", "https://i"), ("Acme", "https://i"), ("acme", "https://j")].map { name, issuer in
                    try reader.externalTenant(name, of: issuer)
                }
            }
            #expect(tenants == [World.otherTenant, nil, nil])
            let users = try await store.read { reader in
                try [("é", World.tenant), ("é", World.otherTenant), ("E", World.tenant)].map { subject, tenant in
                    try reader.externalUser(subject, of: "https://i", in: tenant)
                }
            }
            #expect(users == [second, nil, nil])
            await #expect(throws: ConstraintError.missingReference) {
                try await store.write { try $0.putExternalTenant("x", of: "https://i", is: TenantID(number: 99)) }
            }
            try await store.write { try $0.remove(World.ann) }
            #expect(try await store.read { try $0.externalUser("é", of: "https://i", in: World.tenant) } == nil)
        }
    }

    @Test(arguments: StoreKind.allCases) func `users of a tenant are listed by name`(_ kind: StoreKind) async throws {
        try await kind.run { store in
            try await store.write { try $0.put(World.user(UserID(number: 8), "Abe")) }
            #expect(try await store.read { try $0.users(in: World.tenant).map(\.name) } == ["Abe", "Ann", "Ben"])
        }
    }

    @Test(arguments: StoreKind.allCases, [("ANN", "new@example.org"), ("New", "ann@EXAMPLE.org")])
    func `a name or e-mail is taken within the tenant only`(_ kind: StoreKind, _ taken: (String, String)) async throws {
        try await kind.run { store in
            let (name, email) = taken
            await #expect(throws: ConstraintError.nameTaken) {
                try await store.write { try $0.put(World.user(UserID(number: 8), name, email: email)) }
            }
            try await store.write {
                try $0.put(World.user(UserID(number: 8), name, email: email, in: World.otherTenant))
            }
            #expect(try await store.read { try $0.user(UserID(number: 8))?.name } == name)
        }
    }

    @Test(arguments: StoreKind.allCases) func `a used refresh token is still found`(_ kind: StoreKind) async throws {
        try await kind.run { store in
            var token = RefreshToken(
                hash: World.digest(1), family: ULID(high: 1, low: 1), userID: World.ann, expiresAt: World.time(50))
            let fresh = token
            try await store.write { try $0.put(fresh) }
            token.usedAt = World.time(9)
            let used = token
            try await store.write { try $0.put(used) }
            #expect(try await store.read { try $0.refreshToken(World.digest(1)) } == used)
        }
    }

    @Test(arguments: StoreKind.allCases) func `tokens go by family or by user`(_ kind: StoreKind) async throws {
        try await kind.run { store in
            try await store.write { writer in
                for (number, family, user) in [
                    (1, 1, World.ann), (2, 1, World.ann), (3, 2, World.ann), (4, 3, World.ben),
                ] {
                    try writer.put(
                        RefreshToken(
                            hash: World.digest(number), family: ULID(high: 0, low: UInt64(family)), userID: user,
                            expiresAt: World.time(50)))
                }
                try writer.removeRefreshTokens(family: ULID(high: 0, low: 1))
            }
            #expect(try await tokens(in: store) == [3, 4])
            try await store.write { try $0.removeRefreshTokens(of: World.ann) }
            #expect(try await tokens(in: store) == [4])
        }
    }

    private func tokens(in store: any MetadataStore) async throws -> [Int] {
        try await store.read { reader in try (1...4).filter { try reader.refreshToken(World.digest($0)) != nil } }
    }

    @Test(arguments: StoreKind.allCases) func `a removed user takes along what is theirs alone`(_ kind: StoreKind)
        async throws
    {
        try await kind.run { store in
            try await store.write(fillEverythingOfAnn)
            try await store.write { try $0.remove(World.ann) }
            try await store.read { (reader) throws -> Void in
                #expect(try reader.user(World.ann) == nil)
                #expect(try reader.device("laptop", of: World.ann) == nil)
                #expect(try reader.cursor(of: "laptop", user: World.ann, share: World.docs) == nil)
                #expect(try reader.refreshToken(World.digest(1)) == nil)
                #expect(try reader.member(World.ann, of: World.docs) == nil)
                #expect(try reader.outcome(of: "c1", device: "laptop", user: World.ann) == nil)
                #expect(
                    try reader.chunks([World.digest(1)], knownTo: World.ann, shares: [], grantedSince: World.time(0))
                        == [])
                #expect(try reader.member(World.ben, of: World.docs) != nil)
                #expect(try reader.node(.file(1))?.changedBy == World.ann)
                #expect(try reader.share(World.docs)?.ownerID == World.ann)
            }
        }
    }

    @Sendable private func fillEverythingOfAnn(_ writer: any MetadataWriter) throws {
        try writer.put(World.device("laptop"))
        try writer.put(
            DeviceCursor(
                userID: World.ann, deviceID: "laptop", shareID: World.docs, position: .start, lastSyncAt: nil))
        try writer.put(
            RefreshToken(
                hash: World.digest(1), family: ULID(high: 1, low: 1), userID: World.ann, expiresAt: World.time(50)))
        for user in [World.ann, World.ben] {
            try writer.put(Member(shareID: World.docs, userID: user, role: .admin, createdAt: World.time(1)))
        }
        try writer.remember(
            StoredOutcome(
                userID: World.ann, deviceID: "laptop", clientChangeID: "c1", createdAt: World.time(1), body: [1]))
        try writer.grant([World.digest(1)], to: World.ann, at: World.time(9))
        try writer.put(try World.node(.file(1), "a"))
    }
}
