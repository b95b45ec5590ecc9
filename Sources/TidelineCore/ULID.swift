/// A 128-bit identifier that sorts by the time it was made: 48 bits of milliseconds, 80 random bits.
///
/// Its text is 26 characters of Crockford's base 32, upper case. Source: https://github.com/ulid/spec
package struct ULID: Hashable, Comparable, Sendable {
    package let high: UInt64
    package let low: UInt64

    package static let textLength = 26

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// - Parameters:
    ///   - milliseconds: since 1970, the low 48 bits are kept.
    ///   - randomHigh: the low 16 bits are kept.
    package init(milliseconds: UInt64, randomHigh: UInt64, randomLow: UInt64) {
        self.init(high: milliseconds << 16 | (randomHigh & 0xFFFF), low: randomLow)
    }

    /// Reads exactly 26 characters; nil for anything else, lower case included.
    package init?(_ text: some Collection<UInt8>) {
        guard text.count == Self.textLength, let first = text.first, first <= UInt8(ascii: "7") else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for byte in text {
            let value = Self.decoding[Int(byte)]
            guard value != 0xFF else { return nil }
            high = high << 5 | low >> 59
            low = low << 5 | UInt64(value)
        }
        self.init(high: high, low: low)
    }

    package func appendText(to bytes: inout [UInt8]) {
        for shift in stride(from: 125, through: 0, by: -5) {
            let bits: UInt64 =
                if shift >= 64 {
                    high >> UInt64(shift - 64)
                } else if shift > 59 {
                    (high << UInt64(64 - shift)) | (low >> UInt64(shift))
                } else {
                    low >> UInt64(shift)
                }
            bytes.append(Self.alphabet[Int(bits & 31)])
        }
    }

    package static func < (a: ULID, b: ULID) -> Bool {
        a.high != b.high ? a.high < b.high : a.low < b.low
    }

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    private static let decoding: [UInt8] = {
        var table = [UInt8](repeating: 0xFF, count: 256)
        for (value, character) in alphabet.enumerated() { table[Int(character)] = UInt8(value) }
        return table
    }()
}

/// Makes new ids. The production one reads a clock and a random generator; tests count.
package protocol ULIDSource: Sendable {
    func next() -> ULID
}
