import TidelineClient
import TidelineSync

/// Hands each event of the device's one socket to the folders it is about.
struct NudgeRouter: Sendable {
    /// One for each folder, in their order.
    let streams: [AsyncStream<ServerNudge>]
    private let bells: [(share: String, bell: AsyncStream<ServerNudge>.Continuation)]

    init(shares: [String]) {
        let pairs = shares.map { share in
            (share, AsyncStream.makeStream(of: ServerNudge.self, bufferingPolicy: .bufferingNewest(Self.nudgesKept)))
        }
        streams = pairs.map(\.1.stream)
        bells = pairs.map { ($0, $1.continuation) }
    }

    /// Until the events end or the task is cancelled; polling goes on without it.
    func run(_ events: AsyncStream<LiveEvent>) async {
        for await event in events {
            switch event {
            // A token that is no longer good is found by asking.
            case .connected, .closed(code: 4401): for (_, bell) in bells { bell.yield(.look) }
            case .change(let share), .preferencesUpdated(let share): ring(share, .look)
            case .forceSync(let share): ring(share, .startOver)
            case .closed: break
            }
        }
    }

    private func ring(_ share: String, _ nudge: ServerNudge) {
        for (own, bell) in bells where own == share { bell.yield(nudge) }
    }

    /// The loop takes each at once; this many are more than ever wait.
    private static let nudgesKept = 64
}

/// Sleeps by the machine's clock.
struct SystemSleeper: Sleeper {
    func sleep(seconds: Double, jitter: Double) async throws {
        try await Task.sleep(for: .seconds(seconds * .random(in: (1 - jitter)...(1 + jitter))))
    }
}
