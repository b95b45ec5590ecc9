import Synchronization
import TidelineCore

/// Which faults there are in a world and how often. Whole kinds are on or off, so that each is also seen alone.
struct Climate: Sendable {
    var requestsLost = 0
    var answersLost = 0
    var requestsLate = 0
    var requestsRepeated = 0
    var downloadsCut = 0
    var deviceCrashes = 0
    var serverCrashes = 0
    var nudgesLost = 0
    var hintsLost = 0
    /// How often a disk begins to refuse for a while.
    var diskSpells = 0
    /// How often days go by at once, between two looks at the log.
    var leaps = 0
    /// How often a user comes between two looks at the disk.
    var interventions = 0
    var delayMillisecondsMax = 40

    init(_ dice: Dice) {
        func sometimes(_ range: ClosedRange<Int>) -> Int { dice.roll(2) == 0 ? 0 : dice.roll(range) }
        requestsLost = sometimes(8...60)
        answersLost = sometimes(6...40)
        requestsLate = sometimes(10...60)
        requestsRepeated = sometimes(4...30)
        downloadsCut = sometimes(4...30)
        deviceCrashes = sometimes(60...600)
        serverCrashes = sometimes(60...600)
        nudgesLost = sometimes(2...10)
        hintsLost = sometimes(5...40)
        diskSpells = sometimes(60...1_000)
        leaps = sometimes(4...20)
        interventions = sometimes(40...400)
        delayMillisecondsMax = [5, 40, 400, 4_000][dice.roll(4)]
    }
}

/// The climate at work: bad or calm.
final class Weather: Sendable {
    enum Fate: String { case arrives, requestLost, answerLost, late, repeated }

    private let climate: Climate
    private let dice: Dice
    private let isBad = Mutex(false)

    init(_ climate: Climate, _ dice: Dice) {
        self.climate = climate
        self.dice = dice
    }

    func turn(bad: Bool) { isBad.withLock { $0 = bad } }

    var isBadNow: Bool { isBad.withLock { $0 } }

    private func strikes(_ chance: KeyPath<Climate, Int>) -> Bool {
        isBad.withLock { $0 } && dice.once(in: climate[keyPath: chance])
    }

    func fate() -> Fate {
        if strikes(\.requestsLost) { return .requestLost }
        if strikes(\.answersLost) { return .answerLost }
        if strikes(\.requestsLate) { return .late }
        return strikes(\.requestsRepeated) ? .repeated : .arrives
    }

    var cutsDownload: Bool { strikes(\.downloadsCut) }
    var crashesDevice: Bool { strikes(\.deviceCrashes) }
    var crashesServer: Bool { strikes(\.serverCrashes) }
    var losesNudge: Bool { strikes(\.nudgesLost) }
    var losesHint: Bool { strikes(\.hintsLost) }
    var spoilsDisk: Bool { strikes(\.diskSpells) }
    var leaps: Bool { strikes(\.leaps) }
    var letsUserIntervene: Bool { strikes(\.interventions) }

    var delay: Int64 { .milliseconds(1 + dice.roll(isBad.withLock { $0 } ? climate.delayMillisecondsMax : 20)) }
    var longDelay: Int64 { .milliseconds(dice.roll(20_000)) }
}
