import Testing
import TidelineCore
import TidelineService

@Suite struct BrowsingFacts {
    @Test(arguments: StoreKind.allCases) func `children come a page at a time by their keys`(_ kind: StoreKind)
        async throws
    {
        try await kind.run { store in
            try await store.write { writer in
                try writer.put(try World.node(.folder(1), "top"))
                for (number, name) in [(1, "b"), (2, "A"), (3, "ä"), (4, "C")] as [(UInt64, String)] {
                    try writer.put(try World.node(.file(number), name, in: .folder(1)))
                }
                try writer.put(try World.node(.folder(2), "aa", in: .folder(1)))
                try writer.put(try World.node(.file(5), "gone", in: .folder(1), trashed: true))
            }
            try await store.read { (reader) throws -> Void in
                func names(after key: String?, _ limit: Int) throws -> [String] {
                    try reader.children(of: .folder(1), in: World.docs, after: key, limit: limit).map(\.place.name.text)
                }
                #expect(try names(after: nil, 9) == ["A", "aa", "b", "C", "ä"])
                #expect(try names(after: nil, 2) == ["A", "aa"])
                #expect(try names(after: "aa", 2) == ["b", "C"])
                #expect(try names(after: "ä", 2) == [])
                #expect(try reader.children(of: nil, in: World.docs, after: nil, limit: 9).map(\.id) == [.folder(1)])
                #expect(try reader.children(of: nil, in: World.photos, after: nil, limit: 9) == [])
            }
        }
    }

    @Test(arguments: StoreKind.allCases) func `the trash is listed newest first, ties by id`(_ kind: StoreKind)
        async throws
    {
        try await kind.run { store in
            try await store.write { writer in
                for (id, time) in [(.file(1), 3), (.folder(1), 5), (.file(2), 5), (.file(3), 4)] as [(NodeID, Int64)] {
                    var node = try World.node(id, "x")
                    node.trashedAt = World.time(time)
                    try writer.put(node)
                }
                try writer.put(try World.node(.file(4), "x"))
                try writer.put(try World.node(.file(5), "y", share: World.photos, trashed: true))
            }
            try await store.read { (reader) throws -> Void in
                func ids(_ before: TrashMark?, _ limit: Int) throws -> [NodeID] {
                    try reader.trashed(in: World.docs, before: before, limit: limit).map(\.id)
                }
                #expect(try ids(nil, 9) == [.folder(1), .file(2), .file(3), .file(1)])
                #expect(try ids(nil, 1) == [.folder(1)])
                #expect(try ids(TrashMark(trashedAt: World.time(5), id: .folder(1)), 2) == [.file(2), .file(3)])
                #expect(try ids(TrashMark(trashedAt: World.time(3), id: .file(1)), 2) == [])
            }
        }
    }

    @Test(arguments: StoreKind.allCases) func `versions come a page at a time, newest first`(_ kind: StoreKind)
        async throws
    {
        try await kind.run { store in
            try await store.write { writer in
                try writer.put(try World.node(.file(1), "a"))
                for number in 1...4 {
                    let id = VersionID(number: UInt64(number))
                    try writer.insert(World.version(id, of: .file(1), number: number), manifest: [])
                }
            }
            try await store.read { (reader) throws -> Void in
                func numbers(_ before: Int?, _ limit: Int) throws -> [Int] {
                    try reader.versions(of: .file(1), before: before, limit: limit).map(\.number)
                }
                #expect(try numbers(nil, 2) == [4, 3])
                #expect(try numbers(3, 9) == [2, 1])
                #expect(try numbers(1, 9) == [])
            }
        }
    }
}
