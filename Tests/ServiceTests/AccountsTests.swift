import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

struct AccountsTests {
    private func refusal(_ work: () async throws -> some Any) async -> ServiceError? {
        await #expect(throws: ServiceError.self) { _ = try await work() }
    }

    @Test func `a first start happens once`() async throws {
        let world = TestWorld()
        #expect(try await world.service.accounts.isEmpty())
        #expect(try await world.service.accounts.bootstrap(adminPassword: TestWorld.adminPassword))
        #expect(try await !world.service.accounts.bootstrap(adminPassword: "another-password"))
        #expect(try await world.logIn("ADMIN", password: TestWorld.adminPassword).isTenantAdmin)
    }

    @Test func `an unknown name is refused in the same words and with as many verifications as a wrong password`()
        async throws
    {
        let (world, _) = try await TestWorld.started()
        let before = world.passwords.verificationCount
        let wrong = await refusal { try await world.logIn("admin", password: "wrong-password") }
        let between = world.passwords.verificationCount
        let unknown = await refusal { try await world.logIn("nobody", password: "wrong-password") }
        #expect(wrong?.code == .badRequest && wrong?.detail == unknown?.detail)
        #expect(between - before == 1 && world.passwords.verificationCount - between == 1)
    }

    @Test func `too many failures of an account wait, even with the right password, until the window is over`()
        async throws
    {
        let (world, _) = try await TestWorld.started()
        for _ in 0..<Limits.loginFailuresMax { _ = await refusal { try await world.logIn("admin", password: "x") } }
        let refused = await refusal { try await world.logIn("admin", password: TestWorld.adminPassword) }
        #expect(refused?.code == .rateLimited && refused?.retryAfter == Limits.loginWindowSeconds)
        world.clock.advance(seconds: Limits.loginWindowSeconds)
        _ = try await world.logIn("admin", password: TestWorld.adminPassword)
    }

    @Test func `a refresh token works once, and its reuse ends the whole family`() async throws {
        let (world, _) = try await TestWorld.started()
        let accounts = world.service.accounts
        let first = try await accounts.logIn(name: "admin", password: TestWorld.adminPassword, address: "a")
        let second = try await accounts.refresh(first.refreshToken, address: "a")
        #expect(second.refreshToken != first.refreshToken)
        #expect(await refusal { try await accounts.refresh(first.refreshToken, address: "a") }?.code == .badRequest)
        #expect(await refusal { try await accounts.refresh(second.refreshToken, address: "a") }?.code == .badRequest)
    }

    @Test func `failed logins of others do not keep an address from refreshing`() async throws {
        let (world, _) = try await TestWorld.started()
        let accounts = world.service.accounts
        let signIn = try await accounts.logIn(name: "admin", password: TestWorld.adminPassword, address: "a")
        for index in 0..<Limits.loginFailuresMax {
            _ = await refusal { try await accounts.logIn(name: "\(index)", password: "wrong", address: "a") }
        }
        let login = await refusal {
            try await accounts.logIn(name: "admin", password: TestWorld.adminPassword, address: "a")
        }
        #expect(login?.code == .rateLimited)
        _ = try await accounts.refresh(signIn.refreshToken, address: "a")
    }

    @Test func `an expired refresh token is refused`() async throws {
        let (world, _) = try await TestWorld.started()
        let signIn = try await world.service.accounts.logIn(
            name: "admin", password: TestWorld.adminPassword, address: "a")
        world.clock.advance(seconds: Limits.refreshTokenSeconds)
        #expect(
            await refusal { try await world.service.accounts.refresh(signIn.refreshToken, address: "a") } != nil)
    }

    @Test func `suspending ends tokens, logins and refreshes at once`() async throws {
        let (world, desk) = try await TestWorld.started()
        let accounts = world.service.accounts
        let eve = try await world.user("eve")
        let signIn = try await accounts.logIn(name: "eve@example.com", password: "password of eve", address: "a")
        let claims = TokenClaims(
            subject: "\(eve.userID)", tenantID: "\(eve.tenantID)", email: nil, name: nil, scopes: ["tenant:admin"])
        #expect(try await accounts.caller(claims) == eve)
        _ = try await accounts.updateUser(desk.caller, id: "\(eve.userID)", UserPatchBody(status: .suspended))
        #expect(await refusal { try await accounts.caller(claims) }?.code == .unauthenticated)
        #expect(await refusal { try await accounts.refresh(signIn.refreshToken, address: "a") }?.code == .badRequest)
        #expect(await refusal { try await world.logIn("eve", password: "password of eve") }?.code == .badRequest)
    }

    @Test func `names and e-mails are unique without regard to case`() async throws {
        let (world, desk) = try await TestWorld.started()
        _ = try await world.user("eve")
        for (name, email) in [("EVE", "x@example.com"), ("x", "Eve@Example.com")] {
            let body = NewUserBody(name: name, email: email, password: "long enough")
            let refused = await refusal { try await world.service.accounts.createUser(desk.caller, body) }
            #expect(refused?.code == .nameConflict)
        }
    }

    @Test func `only administrators see and change users`() async throws {
        let (world, _) = try await TestWorld.started()
        let eve = try await world.user("eve")
        #expect(await refusal { try await world.service.accounts.users(eve) }?.code == .permissionDenied)
    }

    @Test func `deleting a user hands over the shares that the user owned`() async throws {
        let (world, desk) = try await TestWorld.started()
        let eve = try await world.user("eve")
        let share = try await world.service.shares.create(eve, NewShareBody(name: "Eve's"))
        try await world.service.accounts.deleteUser(desk.caller, id: "\(eve.userID)")
        #expect(try await world.service.shares.get(desk.caller, id: share.id).role == .owner)
    }
}
