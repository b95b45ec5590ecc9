import Testing
import TidelineClient
import TidelineCore

@Suite struct RetryPolicyTests {
    private let policy = RetryPolicy(
        attemptsMax: 3, firstDelayMilliseconds: 100, delayMillisecondsMax: 1_000, retryAfterSecondsMax: 10)

    struct Case: Sendable {
        let kind: TidelineError.Kind
        let idempotent: Bool
        let isRepeated: Bool
    }

    @Test(arguments: [
        Case(kind: .unreachable, idempotent: true, isRepeated: true),
        Case(kind: .unreachable, idempotent: false, isRepeated: true),
        Case(kind: .disconnected, idempotent: true, isRepeated: true),
        Case(kind: .disconnected, idempotent: false, isRepeated: false),
        Case(kind: .problem(.rateLimited), idempotent: true, isRepeated: true),
        Case(kind: .problem(.rateLimited), idempotent: false, isRepeated: true),
        Case(kind: .problem(.unavailable), idempotent: true, isRepeated: true),
        Case(kind: .problem(.unavailable), idempotent: false, isRepeated: false),
        Case(kind: .problem(.internalError), idempotent: true, isRepeated: false),
        Case(kind: .problem(.badRequest), idempotent: true, isRepeated: false),
        Case(kind: .timedOut, idempotent: true, isRepeated: false),
        Case(kind: .garbage, idempotent: true, isRepeated: false),
        Case(kind: .cancelled, idempotent: true, isRepeated: false),
        Case(kind: .notLoggedIn, idempotent: true, isRepeated: false),
    ])
    func `only what may pass and may be done twice is repeated`(_ example: Case) {
        let decision = policy.decide(
            TidelineError(example.kind, ""), failures: 1, idempotent: example.idempotent, random: 0)
        #expect((decision != .giveUp) == example.isRepeated)
    }

    @Test func `it gives up after the last attempt`() {
        let error = TidelineError(.unreachable, "")
        #expect(policy.decide(error, failures: 2, idempotent: true, random: 0) != .giveUp)
        #expect(policy.decide(error, failures: 3, idempotent: true, random: 0) == .giveUp)
    }

    @Test func `pauses double up to the maximum and lie between half and all of it`() {
        #expect((1...6).map { policy.backoff(failures: $0, random: 0) } == [50, 100, 200, 400, 500, 500])
        #expect((1...6).map { policy.backoff(failures: $0, random: 0.999_999) } == [99, 199, 399, 799, 999, 999])
        #expect(policy.backoff(failures: .max, random: 0) == 500)
    }

    @Test func `a server that names a pause gets it, unless it is too long`() {
        let short = TidelineError(.problem(.rateLimited), "", retryAfter: 7)
        #expect(policy.decide(short, failures: 1, idempotent: true, random: 0) == .retry(afterMilliseconds: 7_000))
        let zero = TidelineError(.problem(.rateLimited), "", retryAfter: 0)
        #expect(policy.decide(zero, failures: 1, idempotent: true, random: 0) == .retry(afterMilliseconds: 50))
        let long = TidelineError(.problem(.rateLimited), "", retryAfter: 11)
        #expect(policy.decide(long, failures: 1, idempotent: true, random: 0) == .giveUp)
    }
}
