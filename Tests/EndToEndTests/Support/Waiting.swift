import Foundation
import Testing

/// Looks again and again until it holds; a deadline that passes is an issue, and an error.
func eventually(
    _ what: String, within seconds: Int = 120, location: SourceLocation = #_sourceLocation,
    _ holds: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while try await !holds() {
        guard ContinuousClock.now < deadline else {
            Issue.record("never came: \(what)", sourceLocation: location)
            throw Trouble("never came: \(what)")
        }
        try await pause(milliseconds: 10)
    }
}

/// Between two looks at something outside that tells nobody when it changes. Throws when cancelled.
func pause(milliseconds: Int) async throws {
    let end = ContinuousClock.now + .milliseconds(milliseconds)
    repeat {
        try Task.checkCancellation()
        let step = min(milliseconds, 100)
        await withCheckedContinuation { continuation in
            DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(step)) { continuation.resume() }
        }
    } while ContinuousClock.now < end
}

/// A time between two changes, by the server's clock, which is this machine's.
func moment() async throws -> String {
    try await pause(milliseconds: 20)
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let date = Date(timeIntervalSince1970: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9)
    try await pause(milliseconds: 20)
    return date.ISO8601Format(.init(includingFractionalSeconds: true))
}
