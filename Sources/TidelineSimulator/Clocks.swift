import Synchronization
import TidelineCore
import TidelineService
import TidelineSync

/// The scheduler's time, as a machine whose clock is off tells it.
final class SimulatedClock: TimeSource {
    private let scheduler: Scheduler
    private let offSeconds: Int

    init(_ scheduler: Scheduler, offSeconds: Int = 0) {
        self.scheduler = scheduler
        self.offSeconds = offSeconds
    }

    func now() -> Timestamp {
        Timestamp(nanoseconds: Timestamp(seconds: 1_776_931_200).nanoseconds + scheduler.now).adding(
            seconds: offSeconds)
    }
}

struct SimulatedSleeper: Sleeper {
    let scheduler: Scheduler
    let dice: Dice

    func sleep(seconds: Double, jitter: Double) async throws {
        let part = 1 - jitter + 2 * jitter * Double(dice.roll(1_000)) / 1_000
        try await scheduler.sleep(Int64(seconds * part * 1e9))
    }
}

struct SimulatedAlarm: Alarm {
    let scheduler: Scheduler

    func sleep(seconds: Int) async throws { try await scheduler.sleep(.seconds(seconds)) }
}

/// Whether a process still runs. What it had open ends with it.
final class Life: Sendable {
    private let isOver = Mutex(false)

    var isAlive: Bool { isOver.withLock { !$0 } }
    func end() { isOver.withLock { $0 = true } }
}
