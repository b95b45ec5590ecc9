import Testing
import TidelineCore

@testable import TidelineServer

struct RangeTests {
    @Test(arguments: [
        ("bytes=0-0", 10, ByteSelection.part(0..<1)), ("bytes=0-9", 10, .part(0..<10)),
        ("bytes=9-", 10, .part(9..<10)), ("bytes=10-", 10, .unsatisfiable), ("bytes=-1", 10, .part(9..<10)),
        ("bytes=-0", 10, .unsatisfiable), ("bytes=-11", 10, .part(0..<10)), ("Bytes= 1 - 2 ", 10, .part(1..<3)),
        ("bytes=3-99999999999999999999", 10, .part(3..<10)), ("bytes=99999999999999999999-", 10, .unsatisfiable),
        ("bytes=0-", 0, .unsatisfiable), ("bytes=-5", 0, .whole), ("bytes=2-1", 10, .whole), ("bytes=", 10, .whole),
        ("bytes=0-1,2-3", 10, .whole), ("lines=0-1", 10, .whole), ("bytes=+1-2", 10, .whole), ("0-1", 10, .whole),
        ("bytes=٣-٤", 10, .whole),
    ])
    func `a header selects bytes`(header: String, size: Int64, expected: ByteSelection) {
        #expect(ByteRanges.select(header: header, size: size) == expected)
    }

    @Test func `no header and no parameters select the whole`() {
        #expect(ByteRanges.select(header: nil, size: 10) == .whole)
        #expect(ByteRanges.select(start: nil, end: nil, size: 10) == .whole)
        #expect(ByteRanges.select(start: 5, end: 4, size: 10) == .unsatisfiable)
        #expect(ByteRanges.select(start: nil, end: .max, size: 10) == .part(0..<10))
    }

    @Test func `pieces of chunks cover a range exactly`() {
        let chunks = [3, 0, 4, 2].map { ChunkRef(hash: Digest(of: [UInt8($0)]), size: $0) }
        for start in 0..<9 {
            for end in start...9 {
                let found = pieces(of: chunks, in: Int64(start)..<Int64(end))
                #expect(found.reduce(0) { $0 + $1.range.count } == end - start)
                #expect(found.allSatisfy { !$0.range.isEmpty })
            }
        }
        #expect(pieces(of: chunks, in: 2..<8).map(\.range) == [2..<3, 0..<4, 0..<1])
    }
}
