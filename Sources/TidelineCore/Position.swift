/// A place in a tenant's change log: `epoch × 2^32 + sequence`, below 2^53. 0 stands before the first row.
package struct Position: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let value: Int64

    package static let start = Position(epoch: 0, sequence: 0)
    package static let epochMax: Int64 = 1 << 21

    /// nil unless 0 ≤ value < 2^53.
    package init?(_ value: Int64) {
        guard value >= 0, value < 1 << 53 else { return nil }
        self.value = value
    }

    /// Reads decimal digits; nil for signs, spaces and anything else.
    package init?(_ text: some StringProtocol) {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int64(text) else {
            return nil
        }
        self.init(value)
    }

    package init(epoch: Int64, sequence: Int64) {
        precondition((0..<Self.epochMax).contains(epoch) && (0..<(1 << 32)).contains(sequence), "position out of range")
        value = epoch << 32 | sequence
    }

    package var epoch: Int64 { value >> 32 }
    package var sequence: Int64 { value & 0xFFFF_FFFF }
    package var next: Position { Position(epoch: epoch, sequence: sequence + 1) }
    package var description: String { String(value) }

    package static func < (a: Self, b: Self) -> Bool { a.value < b.value }
}

/// What a tenant's log holds: from just after `floor` to `head`, in one or more epochs.
package struct LogState: Hashable, Sendable {
    package var head: Position
    /// Rows up to and including this position may be gone.
    package var floor: Position
    /// The last position of each epoch that ended, oldest first.
    package var endedEpochs: [Position]

    package init(head: Position, floor: Position = .start, endedEpochs: [Position] = []) {
        self.head = head
        self.floor = floor
        self.endedEpochs = endedEpochs
    }

    /// Whether reading on from `cursor` gives every row after it: not compacted, not beyond head, not of a lost timeline.
    package func accepts(_ cursor: Position) -> Bool {
        guard cursor >= floor, cursor <= head else { return false }
        if cursor == .start || cursor.epoch == head.epoch { return true }
        return endedEpochs.contains { $0.epoch == cursor.epoch && cursor <= $0 }
    }
}
