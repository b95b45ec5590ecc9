import Synchronization
import TidelineCore

/// One run of the client's program on a device: it may end at any call to the outside, and then reaches nothing any more.
final class Process: Sendable {
    let name: String
    let life = Life()
    let scheduler: Scheduler
    let weather: Weather
    let dice: Dice
    private let log: Trace
    private let onCrash = Mutex<(@Sendable () -> Void)?>(nil)

    init(_ name: String, _ scheduler: Scheduler, _ weather: Weather, _ dice: Dice, _ log: Trace) {
        self.name = name
        self.scheduler = scheduler
        self.weather = weather
        self.dice = dice
        self.log = log
    }

    func whenItCrashes(_ action: @escaping @Sendable () -> Void) { onCrash.withLock { $0 = action } }

    func trace(_ what: @autoclosure () -> String) { log.add(name, what()) }

    func mayCrash() { if weather.crashesDevice { crash() } }

    func crash() {
        guard life.isAlive else { return }
        life.end()
        trace("crashes")
        onCrash.withLock { $0.take() }?()
    }

    /// How many rows a page has.
    var pageRows: Int { [1, 3, 10, Limits.pageRowsMax][dice.roll(4)] }
}
