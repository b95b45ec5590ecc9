/// Lets time pass for a reader that waits.
package protocol Alarm: Sendable {
    /// Returns when the seconds are over; throws `CancellationError` when its task is cancelled before.
    func sleep(seconds: Int) async throws
}
