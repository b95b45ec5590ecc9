/// Sebastiano Vigna's SplitMix64: the same numbers for the same seed, everywhere and for ever.
/// Source: https://prng.di.unimi.it/splitmix64.c
package struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// One random word for each byte value.
///
/// Two devices find each other's chunks only when both cut with this same table, so it may never change.
package enum Gear {
    package static let table: [UInt64] = {
        var generator = SplitMix64(seed: 0x7469_6465_6C69_6E65)  // "tideline" in ASCII
        return (0..<256).map { _ in generator.next() }
    }()
}
