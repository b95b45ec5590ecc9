import Synchronization
import TidelineCore

/// Chance from a seed. Each part of a world has its own, so that one that asks more often does not change the others.
final class Dice: Sendable {
    private let random: Mutex<SplitMix64>

    init(seed: UInt64) { random = Mutex(SplitMix64(seed: seed)) }

    /// One more, independent of this one.
    func fork() -> Dice { Dice(seed: random.withLock { $0.next() }) }

    /// From 0 on.
    func roll(_ sides: Int) -> Int { Int(random.withLock { $0.next() } % UInt64(sides)) }

    func roll(_ range: ClosedRange<Int>) -> Int { range.lowerBound + roll(range.count) }

    /// Once in so many times; never for 0.
    func once(in times: Int) -> Bool { times > 0 && roll(times) == 0 }

    func pick<Item>(_ items: [Item]) -> Item? { items.isEmpty ? nil : items[roll(items.count)] }
}
