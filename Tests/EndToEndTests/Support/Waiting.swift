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
