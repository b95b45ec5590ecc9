import Testing
import TidelineCore

@Suite struct ChunkerTests {
    private func content(_ seed: UInt64, _ count: Int) -> [UInt8] {
        var generator = SplitMix64(seed: seed)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 8)
        while bytes.count < count { withUnsafeBytes(of: generator.next().bigEndian) { bytes.append(contentsOf: $0) } }
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    private func lengths(_ bytes: [UInt8]) -> [Int] { bytes.withUnsafeBytes { Chunker.lengths(of: $0) } }

    private func hashes(_ bytes: [UInt8]) -> Set<Digest> {
        var rest = bytes[...]
        return Set(
            lengths(bytes).map { length in
                defer { rest.removeFirst(length) }
                return Digest(of: Array(rest.prefix(length)))
            })
    }

    // The next two were worked out by another implementation, in Python. They may never change: devices with other cuts
    // would no longer find each other's chunks.

    @Test func `the gear table is the one that all devices have`() {
        #expect(Gear.table.count == 256)
        #expect(Gear.table[0] == 0xD6E3_3755_355A_97C0 && Gear.table[255] == 0x11BF_9BA2_1790_8123)
        let bytes = Gear.table.flatMap { word in withUnsafeBytes(of: word.bigEndian) { Array($0) } }
        #expect(Digest(of: bytes).hex == "8ac926e725ce1e4562dbccca07227734baf56a28a9ddb357dc45539f9fe4d628")
    }

    @Test func `the cuts are the ones that all devices make`() {
        let expected = [
            263_390, 421_164, 277_729, 271_937, 315_901, 338_644, 347_369, 305_212, 353_381, 603_502, 307_079, 187_132,
            348_161, 262_868, 281_433, 79_225, 350_579, 379_120, 200_802, 143_693, 253_135,
        ]
        #expect(lengths(content(7, 6 << 20)) == expected)
    }

    @Test(arguments: [0, 1, 65_535, 65_536])
    func `content up to the minimum is one chunk, and none is none`(_ count: Int) {
        #expect(lengths(content(1, count)) == (count == 0 ? [] : [count]))
    }

    @Test func `content that never asks for a cut is cut at the maximum`() {
        // Every hash over equal bytes is the same, and that of zeros is over the bound.
        let lengths = lengths([UInt8](repeating: 0, count: (5 << 20) / 2))
        #expect(lengths == [1 << 20, 1 << 20, 1 << 19])
    }

    @Test(arguments: [11, 12] as [UInt64])
    func `chunks lie within their bounds and add up`(_ seed: UInt64) {
        let lengths = lengths(content(seed, (5 << 20) + 123))
        #expect(lengths.reduce(0, +) == (5 << 20) + 123)
        #expect(lengths.dropLast().allSatisfy { (Limits.cutBytesMin...Limits.cutBytesMax).contains($0) })
        #expect(lengths.allSatisfy { $0 > 0 && $0 <= Limits.cutBytesMax })
    }

    @Test(arguments: [1, 4_099, 65_536, 300_007, 2_000_000])
    func `content in pieces is cut like content in one`(_ piece: Int) {
        // A byte at a time is slow, so there are fewer of them.
        let bytes = content(3, piece == 1 ? 400_000 : 3 << 20)
        var chunker = Chunker()
        var found: [Int] = []
        var start = 0
        var end = 0
        bytes.withUnsafeBytes { all in
            while start < all.count {
                end = max(end, min(all.count, end + piece))
                while let length = chunker.cut(
                    in: UnsafeRawBufferPointer(rebasing: all[start..<end]), isLast: end == all.count)
                {
                    found.append(length)
                    start += length
                }
            }
        }
        #expect(found == lengths(bytes))
    }

    @Test func `an insertion in the middle changes few chunks`() {
        let before = content(5, 6 << 20)
        var after = before
        after.insert(contentsOf: Array("a few new bytes".utf8), at: 3 << 20)
        let (old, new) = (hashes(before), hashes(after))
        #expect(old.count > 15)
        #expect(new.subtracting(old).count <= 3)
    }

    @Test func `a prefix that is cut off changes few chunks`() {
        let before = content(6, 6 << 20)
        #expect(hashes(Array(before.dropFirst(1000))).subtracting(hashes(before)).count <= 3)
    }

    @Test func `the chunks are about as long as the average says`() {
        let lengths = lengths(content(8, 12 << 20))
        let mean = (12 << 20) / lengths.count
        #expect((200 << 10...360 << 10).contains(mean))
    }

    @Test func `SplitMix64 gives the numbers of its reference`() {
        var generator = SplitMix64(seed: 0)
        #expect(generator.next() == 0xE220_A839_7B1D_CDAF)
    }

    @Test func `large content is cut more coarsely, by its size alone`() {
        let bytes = content(5, 24 << 20)
        func lengths(_ size: Int64) -> [Int] {
            var chunker = Chunker(size: size)
            var found: [Int] = []
            var start = 0
            bytes.withUnsafeBytes { all in
                while let length = chunker.cut(in: UnsafeRawBufferPointer(rebasing: all[start...]), isLast: true) {
                    found.append(length)
                    start += length
                }
            }
            return found
        }
        #expect(lengths(Limits.finelyCutBytesMax) == self.lengths(bytes))
        let coarse = lengths(80 << 30)
        #expect(coarse.reduce(0, +) == bytes.count)
        let bounds = 8 * Limits.cutBytesMin...Limits.chunkBytesMax
        #expect(coarse.dropLast().allSatisfy { bounds.contains($0) } && coarse.count <= 16)
        #expect(lengths(9 << 30).count > coarse.count)
    }
}
