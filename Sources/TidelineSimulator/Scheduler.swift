import Synchronization
import TidelineCore

/// Runs all tasks of a world on one thread, one job after the other, in an order that the seed decides, and makes the time.
///
/// Time stands still while anything can run; then it jumps to the next timer.
final class Scheduler: TaskExecutor {
    private struct Timer {
        let due: Int64
        let number: Int
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var random: SplitMix64
        var ready: [UnownedJob] = []
        var timers: [Timer] = []
        var timersMade = 0
        var now: Int64 = 0
        var steps = 0
    }

    private let state: Mutex<State>

    init(seed: UInt64) { state = Mutex(State(random: SplitMix64(seed: seed))) }

    /// Nanoseconds since the world began.
    var now: Int64 { state.withLock { $0.now } }
    /// How many jobs ran.
    var steps: Int { state.withLock { $0.steps } }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLock { $0.ready.append(job) }
    }

    /// Until it is over, nothing can happen any more, or so many jobs have run.
    func run(stepsMax: Int, until isOver: () -> Bool) {
        while !isOver(), steps < stepsMax {
            if let job = takeJob() {
                job.runSynchronously(on: asUnownedTaskExecutor())
            } else if !advance() {
                return
            }
        }
    }

    private func takeJob() -> UnownedJob? {
        state.withLock { state in
            guard !state.ready.isEmpty else { return nil }
            state.steps += 1
            return state.ready.remove(at: Int(state.random.next() % UInt64(state.ready.count)))
        }
    }

    private func advance() -> Bool {
        let timer = state.withLock { state -> Timer? in
            let next = state.timers.indices.min {
                (state.timers[$0].due, state.timers[$0].number) < (state.timers[$1].due, state.timers[$1].number)
            }
            guard let next else { return nil }
            let timer = state.timers.remove(at: next)
            state.now = max(state.now, timer.due)
            return timer
        }
        timer?.continuation.resume()
        return timer != nil
    }

    /// As if all computers had slept: what was to happen meanwhile happens now.
    func leap(_ nanoseconds: Int64) { state.withLock { $0.now += nanoseconds } }

    /// Lasts to its end even where the task is cancelled.
    func pause(_ nanoseconds: Int64) async { await wait(nanoseconds, number: takeNumber()) }

    func sleep(_ nanoseconds: Int64) async throws {
        let number = takeNumber()
        await withTaskCancellationHandler {
            await wait(Task.isCancelled ? 0 : nanoseconds, number: number)
        } onCancel: {
            end(number)
        }
        try Task.checkCancellation()
    }

    private func takeNumber() -> Int {
        state.withLock { state in
            state.timersMade += 1
            return state.timersMade
        }
    }

    private func wait(_ nanoseconds: Int64, number: Int) async {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                state.timers.append(Timer(due: state.now + nanoseconds, number: number, continuation: continuation))
            }
        }
    }

    private func end(_ number: Int) {
        let timer = state.withLock { state in
            state.timers.firstIndex { $0.number == number }.map { state.timers.remove(at: $0) }
        }
        timer?.continuation.resume()
    }
}

extension Int64 {
    static func milliseconds(_ count: Int) -> Int64 { Int64(count) * 1_000_000 }
    static func seconds(_ count: Int) -> Int64 { Int64(count) * 1_000_000_000 }
}
