import TidelineCore
import TidelineService

/// Lets a few pieces of work run at once; the others wait in order, and too many are refused.
actor Turns {
    private var free: Int
    private let waitingMax: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(atOnce: Int, waitingMax: Int) {
        free = atOnce
        self.waitingMax = waitingMax
    }

    /// Throws `UNAVAILABLE` when too many wait already.
    nonisolated func take<T: Sendable>(_ work: @Sendable () async throws -> T) async throws -> T {
        try await begin()
        do {
            let result = try await work()
            await end()
            return result
        } catch {
            await end()
            throw error
        }
    }

    private func begin() async throws {
        if free > 0 {
            free -= 1
            return
        }
        guard waiting.count < waitingMax else {
            throw ServiceError(.unavailable, "Too many logins at this moment; try again in a few seconds.")
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func end() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
