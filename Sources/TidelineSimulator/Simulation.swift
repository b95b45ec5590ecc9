import Synchronization
package import TidelineCore
package import TidelineTestKit

/// A server and its devices in one process, with time, chance, disk and network from one seed: some storms, a calm after each,
/// and a judge.
package enum Simulation {
    package struct Outcome: Sendable {
        package let seed: UInt64
        package let violations: [Violation]
        /// Of all that happened; equal seeds have equal ones.
        package let hash: Digest
        /// Jobs that ran.
        package let steps: Int
        /// Of the world's time.
        package let seconds: Int
    }

    /// Far more than any storm takes.
    private static let stepsMax = 3_000_000

    /// Runs on the calling thread to its end.
    ///
    /// - Parameter echo: hears all that happens, one line each.
    package static func run(seed: UInt64, echo: (@Sendable (String) -> Void)? = nil) -> Outcome {
        let dice = Dice(seed: seed)
        let scheduler = Scheduler(seed: UInt64(dice.roll(.max)))
        let trace = Trace(scheduler, echo: echo)
        let found = Mutex<[Violation]?>(nil)
        Task(executorPreference: scheduler) {
            let violations: [Violation]
            do {
                violations = try await World(dice, scheduler, trace).play()
            } catch {
                violations = [Violation(.termination, "the world broke: \(error)")]
            }
            found.withLock { $0 = violations }
        }
        scheduler.run(stepsMax: stepsMax) { found.withLock { $0 != nil } }
        let stuck = Violation(.termination, "after \(scheduler.steps) steps everything waits, or goes on for ever")
        return Outcome(
            seed: seed, violations: found.withLock { $0 } ?? [stuck], hash: trace.hash, steps: scheduler.steps,
            seconds: Int(scheduler.now / .seconds(1)))
    }
}
