import Testing
import TidelineCore

@Suite struct IdentifierTests {
    /// The example of the ULID specification.
    private let example = ULID(high: 0x0156_3E3A_B5D3_D676, low: 0x4C61_EFB9_9302_BD5B)

    @Test func `a ULID reads and writes the text of the specification`() throws {
        let text = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
        let ulid = try #require(ULID(text.utf8))
        #expect(ulid == example)
        #expect(ulid.high >> 16 == 1_469_922_850_259)
        #expect(ShareID(ulid).description == "shr_" + text)
    }

    @Test func `any id survives the way through its text`() throws {
        var generator = SplitMix64(seed: 1)
        for _ in 0..<1000 {
            let ulid = ULID(high: generator.next(), low: generator.next())
            #expect(VersionID(VersionID(ulid).description) == VersionID(ulid))
            let node = NodeID(generator.next() & 1 == 0 ? .file : .folder, ulid)
            #expect(NodeID(node.description) == node)
        }
    }

    @Test func `a new ULID keeps 48 bits of time and 80 of randomness`() {
        let ulid = ULID(milliseconds: .max, randomHigh: .max, randomLow: .max)
        #expect(ulid == ULID(high: .max, low: .max))
        #expect(ULID(milliseconds: 5, randomHigh: 0xF_0001, randomLow: 2) == ULID(high: 0x5_0001, low: 2))
    }

    @Test func `ids sort by time, and their texts sort alike`() {
        var generator = SplitMix64(seed: 2)
        let ids = (0..<200).map { step in
            UserID(
                ULID(
                    milliseconds: 1_700_000_000_000 + UInt64(step) / 3, randomHigh: generator.next(),
                    randomLow: generator.next()))
        }
        #expect(ids.sorted().map(\.description) == ids.map(\.description).sorted())
        #expect(ids[0] < ids[199])
    }

    @Test func `files come before folders`() {
        #expect(NodeID(.file, ULID(high: 9, low: 9)) < NodeID(.folder, ULID(high: 0, low: 0)))
        #expect(NodeID(.file, ULID(high: 1, low: 1)) < NodeID(.file, ULID(high: 1, low: 2)))
    }

    @Test(arguments: [
        "", "shr_", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV", "shr-01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "shr_01ARZ3NDEKTSV4RRFFQ69G5FA", "shr_01ARZ3NDEKTSV4RRFFQ69G5FAVV", "shr_01arz3ndektsv4rrffq69g5fav",
        "shr_81ARZ3NDEKTSV4RRFFQ69G5FAV", "shr_01ARZ3NDEKTSV4RRFFQ69G5FAI", "shr_01ARZ3NDEKTSV4RRFFQ69G5FAL",
        "shr_01ARZ3NDEKTSV4RRFFQ69G5FAO", "shr_01ARZ3NDEKTSV4RRFFQ69G5FAU", " shr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "shr_01ARZ3NDEKTSV4RRFFQ69G5F\u{E9}", "SHR_01ARZ3NDEKTSV4RRFFQ69G5FAV", "shr_01ARZ3NDEKTSV4RRFFQ69G5FA\0",
    ])
    func `a malformed id is refused`(_ text: String) {
        #expect(ShareID(text) == nil)
        #expect(NodeID(text) == nil)
    }

    @Test func `the greatest ULID starts with 7`() {
        #expect(TenantID(ULID(high: .max, low: .max)).description == "tnt_7ZZZZZZZZZZZZZZZZZZZZZZZZZ")
        #expect(TenantID(ULID(high: 0, low: 0)).description == "tnt_00000000000000000000000000")
    }

    @Test func `each kind of node has its prefix and resource type`() {
        #expect(NodeKind.file.prefix == "fil" && NodeKind.file.resourceType == .file)
        #expect(NodeKind.folder.prefix == "fld" && NodeKind.folder.resourceType == .folder)
        let prefixes = [
            TenantKind.prefix, UserKind.prefix, ShareKind.prefix, VersionKind.prefix, ChangeKind.prefix,
            ConflictKind.prefix, UploadKind.prefix,
        ]
        #expect(prefixes == ["tnt", "usr", "shr", "ver", "chg", "cfl", "upl"])
    }
}
