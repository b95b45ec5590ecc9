import Testing
import TidelineCore

@testable import TidelineService

struct LoginLimiterTests {
    private let start = Timestamp(seconds: 1_000)

    @Test func `the attempt after the last allowed one waits for the end of the window`() {
        var limiter = LoginLimiter()
        for _ in 0..<Limits.loginFailuresMax { #expect(limiter.attempt(["a"], at: start) == nil) }
        #expect(limiter.attempt(["a"], at: start.adding(seconds: 20)) == Limits.loginWindowSeconds - 20)
        #expect(limiter.attempt(["b"], at: start.adding(seconds: 20)) == nil)
        #expect(limiter.attempt(["a"], at: start.adding(seconds: Limits.loginWindowSeconds)) == nil)
    }

    @Test func `success forgets the account's failures and takes back only its own attempt of the address`() {
        var limiter = LoginLimiter()
        for _ in 0..<Limits.loginFailuresMax { _ = limiter.attempt(["account", "address"], at: start) }
        limiter.succeeded(account: "account", others: ["address"])
        #expect(limiter.attempt(["account"], at: start) == nil)
        #expect(limiter.attempt(["address"], at: start) == nil)
        #expect(limiter.attempt(["address"], at: start) != nil)
    }
}
