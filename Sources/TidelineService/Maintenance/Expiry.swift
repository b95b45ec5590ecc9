import TidelineCore

/// Forgets what has served its time: outcomes that no device will ask for again, leave to use sent chunks, idle uploads,
/// and refresh tokens that ended. A used one is kept until then, since its reuse gives a thief away.
struct Expiry: Sendable {
    private let context: ServiceContext

    init(_ context: ServiceContext) { self.context = context }

    func forgetOutcomes() async throws {
        let time = context.clock.now().adding(seconds: -Limits.outcomeSecondsKept)
        try await forget { try $0.forgetOutcomes(before: time, limit: $1) }
    }

    func forgetGrants() async throws {
        let time = context.clock.now().adding(seconds: -Limits.chunkGrantSeconds)
        try await forget { try $0.forgetGrants(before: time, limit: $1) }
    }

    func forgetRefreshTokens() async throws {
        let now = context.clock.now()
        try await forget { try $0.forgetRefreshTokens(endedBefore: now, limit: $1) }
    }

    func forgetUploads() async throws {
        let time = context.clock.now().adding(seconds: -Limits.uploadSecondsKept)
        try await context.store.write { try $0.removeUploads(touchedBefore: time) }
    }

    /// Until there is nothing left.
    private func forget(_ body: @escaping @Sendable (any MetadataWriter, Int) throws -> Int) async throws {
        while try await context.store.write({ try body($0, Limits.forgottenPerWrite) }) == Limits.forgottenPerWrite {
            try Task.checkCancellation()
        }
    }
}
