/// Waiting, so that a simulator can let years pass.
package protocol Sleeper: Sendable {
    /// - Parameter jitter: how much shorter or longer it may last, as a part of `seconds`: 0.25 is ± 25 %.
    func sleep(seconds: Double, jitter: Double) async throws
}
