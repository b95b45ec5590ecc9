import TidelineClient
import TidelineSync

/// Hands each event of the device's one socket to the folders it is about.
struct NudgeRouter: Sendable {
    /// One for each folder, in their order.
    let streams: [AsyncStream<Void>]
    private let bells: [(share: String, bell: AsyncStream<Void>.Continuation)]

    init(shares: [String]) {
        let pairs = shares.map { share in
            (share, AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1)))
        }
        streams = pairs.map(\.1.stream)
        bells = pairs.map { ($0, $1.continuation) }
    }

    /// Until the events end or the task is cancelled; polling goes on without it.
    func run(_ events: AsyncStream<LiveEvent>) async {
        for await event in events {
            switch event {
            case .connected: for (_, bell) in bells { bell.yield() }
            case .change(let share), .forceSync(let share), .preferencesUpdated(let share):
                for (own, bell) in bells where own == share { bell.yield() }
            case .closed: break
            }
        }
    }
}

/// Sleeps by the machine's clock.
struct SystemSleeper: Sleeper {
    func sleep(seconds: Double, jitter: Double) async throws {
        try await Task.sleep(for: .seconds(seconds * .random(in: (1 - jitter)...(1 + jitter))))
    }
}
