import Testing
import TidelineCore

@Suite struct PositionTests {
    @Test func `a position is epoch times 2^32 plus sequence`() {
        let position = Position(epoch: 3, sequence: 7)
        #expect(position.value == 3 * 4_294_967_296 + 7)
        #expect(position.epoch == 3 && position.sequence == 7)
        #expect(position.next == Position(epoch: 3, sequence: 8))
        #expect(Position(position.description) == position)
        #expect(Position(epoch: 1, sequence: 0xFFFF_FFFF) < Position(epoch: 2, sequence: 0))
    }

    @Test func `a position stays below 2^53`() {
        #expect(Position(Int64(1) << 53) == nil)
        #expect(Position((Int64(1) << 53) - 1) == Position(epoch: Position.epochMax - 1, sequence: 0xFFFF_FFFF))
        #expect(Position(-1 as Int64) == nil)
        #expect(Position(0 as Int64) == .start)
    }

    @Test(arguments: ["", "-1", "+1", " 1", "1 ", "1.0", "0x1", "abc", "9007199254740992", "99999999999999999999", "١"])
    func `a malformed position is refused`(_ text: String) {
        #expect(Position(text) == nil)
    }

    @Test func `leading zeros are no fault`() {
        #expect(Position("007") == Position(epoch: 0, sequence: 7))
    }

    private func accepted(_ log: LogState, _ cursors: [(Int64, Int64)]) -> [Bool] {
        cursors.map { log.accepts(Position(epoch: $0.0, sequence: $0.1)) }
    }

    @Test func `a log accepts what lies between its floor and its head`() {
        let fresh = LogState(head: Position(epoch: 1, sequence: 10))
        #expect(accepted(fresh, [(0, 0), (1, 0), (1, 10), (1, 11), (2, 0)]) == [true, true, true, false, false])
        let compacted = LogState(head: Position(epoch: 1, sequence: 10), floor: Position(epoch: 1, sequence: 5))
        #expect(accepted(compacted, [(0, 0), (1, 4), (1, 5), (1, 10)]) == [false, false, true, true])
    }

    @Test func `a log that never had a row accepts only the start`() {
        let empty = LogState(head: .start)
        #expect(accepted(empty, [(0, 0), (0, 1), (1, 0)]) == [true, false, false])
    }

    @Test func `a cursor of a lost timeline is not accepted`() {
        let log = LogState(
            head: Position(epoch: 5, sequence: 3),
            endedEpochs: [Position(epoch: 1, sequence: 100), Position(epoch: 3, sequence: 20)])
        #expect(accepted(log, [(1, 1), (1, 100), (3, 0), (3, 20), (5, 0), (5, 3)]) == Array(repeating: true, count: 6))
        // Given out after the backup was made, or in an epoch that this history does not know.
        #expect(accepted(log, [(1, 101), (3, 21), (2, 5), (4, 0), (5, 4)]) == Array(repeating: false, count: 5))
    }
}
