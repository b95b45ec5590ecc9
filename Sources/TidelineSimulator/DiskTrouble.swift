import Synchronization
import TidelineSync
import TidelineTestKit

/// A disk that refuses for a while: it is full, or something on it cannot be read, or must not be.
final class DiskTrouble: Sendable {
    fileprivate enum Kind: String, CaseIterable { case full, broken, forbidden }

    fileprivate struct Spell {
        let kind: Kind
        /// With all that is below it; "" is all.
        let path: String
        let end: Int64
    }

    private let weather: Weather
    private let dice: Dice
    private let spell = Mutex<Spell?>(nil)

    init(_ weather: Weather, _ dice: Dice) {
        self.weather = weather
        self.dice = dice
    }

    /// Before the disk is asked for something about these paths.
    func check(_ paths: [String], writes: Bool, _ folder: MemoryFolder, _ process: Process) throws {
        if weather.spoilsDisk { begin(folder, process) }
        let now = process.scheduler.now
        guard weather.isBadNow, let spell = spell.withLock({ $0 }), now < spell.end else { return }
        switch spell.kind {
        case .full: if writes { throw LocalError.diskFull }
        case .broken: if let path = paths.first(where: { spell.covers($0) }) { throw LocalError.io(path, errno: 5) }
        case .forbidden:
            if let path = paths.first(where: { spell.covers($0) }) { throw LocalError.permissionDenied(path) }
        }
    }

    private func begin(_ folder: MemoryFolder, _ process: Process) {
        let path = dice.once(in: 6) ? "" : dice.pick(folder.contents().keys.sorted()) ?? ""
        let kind = dice.pick(Kind.allCases) ?? .full
        let milliseconds = dice.roll([200, 5_000, 60_000][dice.roll(3)])
        process.trace("disk is \(kind.rawValue) at \"\(path)\" for \(milliseconds) ms")
        let end = process.scheduler.now + .milliseconds(milliseconds)
        spell.withLock { $0 = Spell(kind: kind, path: path, end: end) }
    }
}

extension DiskTrouble.Spell {
    fileprivate func covers(_ other: String) -> Bool {
        path.isEmpty || other == path || other.hasPrefix(path + "/")
    }
}
