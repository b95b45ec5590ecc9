import Synchronization
import TidelineCore
import TidelineSync
import TidelineTestKit

/// What people do in a synced folder: everything that a file manager and an editor can.
final class Users: Sendable {
    private struct State {
        var saves = 0
        /// On which devices somebody works, and below which folder.
        var homes: [String: String] = [:]
        /// Hands are on a disk: what they do there is done before others come.
        var isBusy = false
    }

    private let dice: Dice
    private let judge: Judge
    private let scheduler: Scheduler
    private let trace: Trace
    private let state = Mutex(State())

    init(_ dice: Dice, _ judge: Judge, _ scheduler: Scheduler, _ trace: Trace) {
        self.dice = dice
        self.judge = judge
        self.scheduler = scheduler
        self.trace = trace
    }

    /// Where each may work from now on: a folder's path, or "" for all of it.
    func work(_ homes: [String: String]) { state.withLock { $0.homes = homes } }

    /// One thing, if somebody works there; also just before the engine does something on that disk.
    func act(on device: SimulatedDevice) {
        // What cannot be done, as moving a folder into itself, is not done.
        try? use(device) { try $0.act() }
    }

    private func use(_ device: SimulatedDevice, _ body: (Hand) throws -> Void) throws {
        let home = state.withLock { state in
            guard !state.isBusy, let home = state.homes[device.name] else { return String?.none }
            state.isBusy = true
            return home
        }
        guard let home else { return }
        defer { state.withLock { $0.isBusy = false } }
        try body(Hand(device: device, home: home, dice: dice, judge: judge, trace: trace, content: content))
    }

    /// A program that writes a file piece by piece, and takes its time.
    func writeSlowly(on device: SimulatedDevice) async {
        var path: String?
        var bytes: [UInt8] = []
        for _ in 0..<3 {
            bytes += content()
            // Another may have put a folder there.
            try? use(device) { hand in
                path = path ?? hand.freshPath()
                if let path { try hand.save(path, bytes, byRenaming: false) }
            }
            await scheduler.pause(.milliseconds(dice.roll(300)))
        }
    }

    /// Never seen before. Some are large enough to be cut into chunks.
    private func content() -> [UInt8] {
        let number = state.withLock { state in
            state.saves += 1
            return state.saves
        }
        var bytes = Array("content \(number)".utf8)
        if dice.once(in: 30) { bytes += filling(dice.pick([70_000, 300_000, 1_200_000]) ?? 0) }
        return bytes
    }
}

extension Users {
    private func filling(_ count: Int) -> [UInt8] {
        var random = SplitMix64(seed: UInt64(dice.roll(.max)))
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            for offset in stride(from: 0, to: count - 7, by: 8) {
                UnsafeMutableRawBufferPointer(buffer).storeBytes(
                    of: random.next(), toByteOffset: offset, as: UInt64.self)
            }
            filled = count / 8 * 8
        }
    }
}

/// One user's hand on one device.
private struct Hand {
    let device: SimulatedDevice
    let home: String
    let dice: Dice
    let judge: Judge
    let trace: Trace
    let content: () -> [UInt8]

    private static let names = ["a", "b", "c", "d", "e"]
    private var disk: MemoryFolder { device.disk }

    /// Below home.
    private func things() -> (files: [String], folders: [String]) {
        let mine = disk.contents().filter { home.isEmpty || $0.key.hasPrefix(home + "/") }
        return (
            mine.filter { $0.value.bytes != nil }.keys.sorted(), mine.filter { $0.value == .folder }.keys.sorted()
        )
    }

    func freshPath() -> String {
        let folder = dice.roll(3) == 0 ? nil : dice.pick(things().folders)
        let name = Self.names[dice.roll(Self.names.count)]
        return [folder ?? home, name].filter { !$0.isEmpty }.joined(separator: "/")
    }

    func act() throws {
        let (files, folders) = things()
        let one = dice.pick(files + folders)
        switch dice.roll(17) {
        case 0...3: try save(freshPath(), content(), byRenaming: dice.once(in: 2))
        case 4...5: if let file = dice.pick(files) { try save(file, content(), byRenaming: dice.once(in: 2)) }
        case 6:
            if let file = dice.pick(files), let old = try disk.read(file) {
                try save(file, old + content(), byRenaming: false)
            }
        case 7: try make(freshPath())
        case 8...10: if let one { try move(one, to: freshPath()) }
        case 11: if let one, let other = dice.pick(files + folders) { try swap(one, other) }
        case 12: if let folder = dice.pick(folders) { try invert(folder) }
        case 13: if let file = dice.pick(files) { try toggle(file) }
        case 14: try link(freshPath())
        default: if let one { try remove(one) }
        }
    }

    func save(_ path: String, _ bytes: [UInt8], byRenaming: Bool) throws {
        let old = try disk.read(path)
        trace.add(device.name, "user saves \(path) \(bytes.count)")
        judge.saved(bytes)
        do {
            if byRenaming, old != nil { try disk.replace(path, bytes) } else { try disk.write(path, bytes) }
        } catch {
            // It never was on the disk.
            judge.gaveUp(bytes)
            throw error
        }
        if let old { judge.gaveUp(old) }
        device.saw(path)
    }

    private func make(_ path: String) throws {
        trace.add(device.name, "user makes \(path)")
        try disk.mkdir(path)
        device.saw(path)
    }

    /// To a sibling, there or not.
    private func link(_ path: String) throws {
        trace.add(device.name, "user links \(path)")
        try disk.link(path, to: Self.names[dice.roll(Self.names.count)])
        device.saw(path)
    }

    private func move(_ path: String, to target: String) throws {
        trace.add(device.name, "user moves \(path) to \(target)")
        try disk.rename(path, to: target)
        device.saw(path)
        device.saw(target)
    }

    private func swap(_ one: String, _ other: String) throws {
        guard one != other, !one.hasPrefix(other + "/"), !other.hasPrefix(one + "/") else { return }
        let aside = [home, "aside"].filter { !$0.isEmpty }.joined(separator: "/")
        try move(one, to: aside)
        try move(other, to: one)
        try move(aside, to: other)
    }

    /// `a/b` becomes `b/a`.
    private func invert(_ inner: String) throws {
        let outer = inner.split(separator: "/").dropLast().joined(separator: "/")
        guard outer != home, !outer.isEmpty else { return }
        let above = outer.split(separator: "/").dropLast().joined(separator: "/")
        let out = [above, "out"].filter { !$0.isEmpty }.joined(separator: "/")
        try move(inner, to: out)
        try move(outer, to: out + "/" + String(outer.split(separator: "/").last ?? ""))
    }

    private func toggle(_ path: String) throws {
        guard case .file(_, let executable)? = disk.contents()[path] else { return }
        trace.add(device.name, "user makes \(path) \(executable ? "plain" : "executable")")
        // A version of its own with the same bytes, which may conflict with another.
        if let bytes = try disk.read(path) { judge.saved(bytes) }
        try disk.setExecutable(path, !executable)
        device.saw(path)
    }

    private func remove(_ path: String) throws {
        trace.add(device.name, "user removes \(path)")
        for (below, item) in disk.contents() where below == path || below.hasPrefix(path + "/") {
            if let bytes = item.bytes { judge.gaveUp(bytes) }
        }
        try disk.remove(path)
        device.saw(path)
    }
}
