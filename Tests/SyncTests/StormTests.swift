import Synchronization
import Testing
import TidelineCore
import TidelineService
import TidelineSync
import TidelineTestKit

/// Random users on several devices, passes at random times that look at all or only where hints point, lost answers,
/// failing disks and memories, expired cursors, and crashes; then calm, and a judge.
@Suite struct StormTests {
    @Test(arguments: 1...40) func `after a storm all devices are equal and no content is lost`(seed: Int) async throws {
        var storm = Storm(seed: UInt64(seed), sea: try await Sea(devices: 2 + seed % 2))
        for _ in 0..<120 { try await storm.step() }
        try await storm.calm()
        #expect(try await storm.sea.verdict() == [], "seed \(seed)")
    }

    /// One user works, whatever fails on any device: what is on that disk is what all have in the end. So nothing deleted
    /// comes back, nothing is doubled, no conflict is made up.
    @Test(arguments: 1...30) func `what one user does alone arrives exactly`(seed: Int) async throws {
        let strategy = ConflictResolution.allCases[seed % ConflictResolution.allCases.count]
        let sea = try await Sea(devices: 2, strategy: strategy)
        var storm = Storm(seed: UInt64(1_000 + seed), sea: sea)
        storm.expiresCursors = false
        storm.loner = sea.boats[0]
        for _ in 0..<6 {
            for _ in 0..<12 { try await storm.step() }
            let wanted = sea.boats[0].disk.contents()
            try await storm.calm()
            #expect(try await sea.verdict(wanted: wanted) == [], "seed \(seed)")
        }
    }

    /// Devices stay away for a time, while the log behind them is compacted and the trash purged.
    @Test(arguments: 1...30) func `whoever was away for long neither loses anything nor brings it back`(seed: Int)
        async throws
    {
        let sea = try await Sea(devices: 2 + seed % 2, retention: Retention(logSeconds: 86_400, trashSeconds: 86_400))
        var storm = Storm(seed: UInt64(3_000 + seed), sea: sea)
        storm.passesTime = true
        for _ in 0..<4 {
            for _ in 0..<30 { try await storm.step() }
            try await storm.calm()
            #expect(try await sea.verdict() == [], "seed \(seed)")
        }
        #expect(try await sea.floor() > .start, "nothing was ever compacted")
    }

    @Test(arguments: 1...30) func `what one user does alone arrives exactly, whoever was away for long`(seed: Int)
        async throws
    {
        let strategy = ConflictResolution.allCases[seed % ConflictResolution.allCases.count]
        let sea = try await Sea(
            devices: 2, strategy: strategy, retention: Retention(logSeconds: 86_400, trashSeconds: 86_400))
        var storm = Storm(seed: UInt64(4_000 + seed), sea: sea)
        storm.expiresCursors = false
        storm.passesTime = true
        storm.loner = sea.boats[0]
        for _ in 0..<6 {
            for _ in 0..<12 { try await storm.step() }
            let wanted = sea.boats[0].disk.contents()
            try await storm.calm()
            #expect(try await sea.verdict(wanted: wanted) == [], "seed \(seed)")
        }
    }

    @Test(arguments: 1...20) func `devices are equal after a storm under every other strategy`(seed: Int) async throws {
        let strategies = ConflictResolution.allCases.filter { $0 != .keepBoth }
        let sea = try await Sea(devices: 2, strategy: strategies[seed % strategies.count])
        var storm = Storm(seed: UInt64(2_000 + seed), sea: sea)
        for _ in 0..<80 { try await storm.step() }
        try await storm.calm()
        #expect(try await sea.verdict() == [], "seed \(seed)")
    }
}

private struct Storm {
    let sea: Sea
    /// The server says now and then that it no longer knows a cursor.
    var expiresCursors = true
    /// Days go by, of which the server keeps one; a device may be away meanwhile.
    var passesTime = false
    private var away: ObjectIdentifier?
    /// Does everything itself.
    var loner: Boat?
    private var random: SplitMix64
    private var count = 0
    private var hints: [ObjectIdentifier: Hints] = [:]

    init(seed: UInt64, sea: Sea) {
        random = SplitMix64(seed: seed)
        self.sea = sea
    }

    private mutating func roll(_ sides: Int) -> Int { Int(random.next() % UInt64(sides)) }
    private mutating func pick<T>(_ list: [T]) -> T? { list.isEmpty ? nil : list[roll(list.count)] }

    mutating func step() async throws {
        let boat = sea.boats[roll(sea.boats.count)]
        if passesTime, roll(6) == 0 {
            away = roll(3) == 0 ? nil : ObjectIdentifier(boat)
            try await sea.passTime(seconds: 86_400 * (1 + roll(2)) / 2)
        }
        switch roll(10) {
        case 0...6: try act(on: loner ?? boat)
        case 7: if away != ObjectIdentifier(boat) { try await pass(boat, failing: true) }
        default: if away != ObjectIdentifier(boat) { try await pass(boat, failing: false) }
        }
    }

    // MARK: Passes

    /// Half of the time as after a restart, else as a watched folder goes on: by hints alone.
    mutating func calm() async throws {
        if roll(2) == 0 {
            for boat in sea.boats { restart(boat) }
            return try await sea.calm()
        }
        for _ in 0..<20 {
            var isQuiet = true
            for boat in sea.boats {
                let report = try await boat.pass(scope(boat, full: false))
                hints[ObjectIdentifier(boat)] = Hints()
                let work = report.uploaded + report.downloaded + report.moved + report.deleted
                isQuiet = isQuiet && work == 0 && !report.isUnfinished
            }
            if isQuiet { return }
        }
        throw NeverAtRest()
    }

    private func scope(_ boat: Boat, full: Bool) -> SyncEngine.Scope {
        guard !full, let hints = hints[ObjectIdentifier(boat)] else { return .everything }
        if hints.flat.isEmpty && hints.deep.isEmpty { return .nothing }
        return .folders(hints.flat.sorted(), deep: hints.deep.sorted())
    }

    private mutating func restart(_ boat: Boat) {
        boat.restart()
        hints[ObjectIdentifier(boat)] = nil
    }

    private mutating func pass(_ boat: Boat, failing: Bool) async throws {
        let scope = scope(boat, full: roll(3) == 0)
        if failing { plantFault(boat) }
        defer {
            boat.server.setFault()
            boat.disk.setFault(nil)
            boat.state.setFault(nil)
        }
        do {
            try await boat.pass(scope)
            hints[ObjectIdentifier(boat)] = Hints()
        } catch  where error is RemoteError || error is LocalError {
            if roll(2) == 0 { restart(boat) }
        }
    }

    private mutating func plantFault(_ boat: Boat) {
        switch roll(expiresCursors ? 9 : 8) {
        case 0...3:
            let call = ["apply", "changes", "send", "fetch", "missing"][roll(5)]
            let fails: ServiceShare.Fault = { name throws(RemoteError) in
                if name == call { throw .unreachable("storm") }
            }
            boat.server.setFault(before: roll(2) == 0 ? fails : nil, after: fails)
        case 4...5:
            let countdown = Countdown(roll(40))
            let isLasting = roll(4) == 0
            boat.disk.setFault { _, path in
                if countdown.isDue(lasting: isLasting) { throw LocalError.io(path, errno: 5) }
            }
        case 6...7:
            let countdown = Countdown(roll(6))
            boat.state.setFault { _ in if countdown.isDue(lasting: false) { throw LocalError.diskFull } }
        default:
            let countdown = Countdown(roll(2))
            boat.server.setFault(before: { name throws(RemoteError) in
                if name == "changes" && countdown.isDue(lasting: false) { throw .cursorInvalid }
            })
        }
    }

    // MARK: Users

    private mutating func act(on boat: Boat) throws {
        let tree = boat.tree()
        let files = tree.filter { $0.value != nil }.keys.sorted()
        let folders = tree.filter { $0.value == nil }.keys.sorted()
        switch roll(9) {
        case 0, 1: try write(boat, at: freshPath(folders))
        case 2, 3: if let path = pick(files) { try write(boat, at: path) }
        case 4:
            let path = freshPath(folders)
            try boat.disk.mkdir(path)
            hint(boat, path)
        case 5, 6: if let path = pick(files + folders) { move(boat, path, to: freshPath(folders)) }
        case 7:
            if let one = pick(files + folders), let other = pick(files + folders) { swap(boat, one, other) }
        default: if let path = pick(files + folders) { try remove(boat, path) }
        }
    }

    private mutating func freshPath(_ folders: [String]) -> String {
        let folder = roll(3) == 0 ? nil : pick(folders)
        return (folder.map { $0 + "/" } ?? "") + ["a", "b", "c", "d", "e"][roll(5)]
    }

    private mutating func write(_ boat: Boat, at path: String) throws {
        if boat.tree()[path] == .some(.none) { return }
        count += 1
        try boat.save(path, "content \(count)", byRenaming: roll(2) == 1)
        hint(boat, path)
    }

    private mutating func move(_ boat: Boat, _ path: String, to target: String) {
        // What cannot be moved there stays where it is.
        guard (try? boat.disk.rename(path, to: target)) != nil else { return }
        hint(boat, path)
        hint(boat, target)
        if boat.tree()[target] == .some(.none) { hints[ObjectIdentifier(boat)]?.deep.insert(target) }
    }

    private mutating func swap(_ boat: Boat, _ one: String, _ other: String) {
        guard one != other, !one.hasPrefix(other + "/"), !other.hasPrefix(one + "/") else { return }
        move(boat, one, to: "aside")
        move(boat, other, to: one)
        move(boat, "aside", to: other)
    }

    private mutating func remove(_ boat: Boat, _ path: String) throws {
        try boat.remove(path)
        hint(boat, path)
    }

    /// What a watcher tells: the folder that the change was in, by its path of now.
    private mutating func hint(_ boat: Boat, _ path: String) {
        hints[ObjectIdentifier(boat)]?.flat.insert(path.split(separator: "/").dropLast().joined(separator: "/"))
    }
}

private struct Hints {
    var flat: Set<String> = []
    var deep: Set<String> = []
}

/// Due once, or from then on, after a number of calls.
private final class Countdown: Sendable {
    private let left: Mutex<Int>

    init(_ calls: Int) { left = Mutex(calls) }

    func isDue(lasting: Bool) -> Bool {
        left.withLock { left in
            left -= 1
            return left == -1 || (lasting && left < 0)
        }
    }
}
