import Testing
import TidelineCore
import TidelineService

@Suite struct TreeFacts {
    @Test(arguments: StoreKind.allCases) func `a file comes back with its head`(_ kind: StoreKind) async throws {
        try await kind.run { store in
            let version = World.version(VersionID(number: 1), of: .file(1))
            var node = try World.node(.file(1), "Übung.TXT", in: .folder(1), changed: 4, trashed: true)
            node.head = Head(version)
            node.changedByDevice = "laptop"
            node.placedBy = World.ben
            node.placedByDevice = "phone"
            node.headPosition = World.position(3)
            let file = node
            try await store.write { writer in
                try writer.put(try World.node(.folder(1), "Folder"))
                try writer.put(file)
                try writer.insert(version, manifest: [])
            }
            #expect(try await store.read { try $0.node(.file(1)) } == file)
            #expect(try await store.read { try $0.node(.folder(1)) } == (try World.node(.folder(1), "Folder")))
            #expect(try await store.read { try $0.node(.file(2)) } == nil)
        }
    }

    @Test(arguments: StoreKind.allCases) func `a live name is unique below its parent`(_ kind: StoreKind) async throws {
        try await kind.run { store in
            try await store.write { writer in
                try writer.put(try World.node(.folder(1), "Straße"))
                try writer.put(try World.node(.file(1), "a", in: .folder(1)))
                try writer.put(try World.node(.file(2), "a"))
                try writer.put(try World.node(.file(3), "a", share: World.photos))
            }
            for parent in [nil, NodeID.folder(1)] {
                await #expect(throws: ConstraintError.nameTaken) {
                    try await store.write { try $0.put(try World.node(.file(9), "A", in: parent)) }
                }
            }
            await #expect(throws: ConstraintError.nameTaken) {
                try await store.write { try $0.put(try World.node(.file(9), "STRASSE")) }
            }
            await #expect(throws: ConstraintError.nameTaken) {
                try await store.write { try $0.put(try World.node(.file(1), "a")) }
            }
            #expect(try await store.read { try $0.node(.file(1))?.place.parent } == .folder(1))
        }
    }

    @Test(arguments: StoreKind.allCases) func `a name is free again after trash, rename and move`(_ kind: StoreKind)
        async throws
    {
        try await kind.run { store in
            try await store.write { writer in
                try writer.put(try World.node(.folder(1), "folder"))
                try writer.put(try World.node(.file(1), "a"))
                try writer.put(try World.node(.file(1), "a", trashed: true))
                try writer.put(try World.node(.file(2), "A"))
                try writer.put(try World.node(.file(2), "b"))
                try writer.put(try World.node(.file(3), "a"))
                try writer.put(try World.node(.file(3), "a", in: .folder(1)))
                try writer.put(try World.node(.file(4), "a"))
            }
            #expect(try await child("a", in: nil, store) == .file(4))
            #expect(try await child("b", in: nil, store) == .file(2))
            #expect(try await child("a", in: .folder(1), store) == .file(3))
            await #expect(throws: ConstraintError.nameTaken) {
                try await store.write { try $0.put(try World.node(.file(1), "a")) }
            }
        }
    }

    private func child(_ key: String, in parent: NodeID?, _ store: any MetadataStore) async throws -> NodeID? {
        try await store.read { try $0.child(of: parent, in: World.docs, key: key)?.id }
    }

    @Test(arguments: StoreKind.allCases) func `children are the live ones right below, by key`(_ kind: StoreKind)
        async throws
    {
        try await kind.run { store in
            try await store.write(fillTree)
            let root = try await store.read { try $0.children(of: nil, in: World.docs).map(\.place.name.text) }
            #expect(root == ["Alpha", "beta", "Zeta", "über"])
            let inside = try await store.read { try $0.children(of: .folder(1), in: World.docs).map(\.id) }
            #expect(inside == [.folder(2)])
            #expect(try await store.read { try $0.children(of: nil, in: World.photos) } == [])
        }
    }

    @Test(arguments: StoreKind.allCases) func `ancestors go up to the root, through the trash`(_ kind: StoreKind)
        async throws
    {
        try await kind.run { store in
            try await store.write(fillTree)
            let above = try await store.read { try $0.ancestors(of: .file(12)).map(\.id) }
            #expect(above == [.folder(4), .folder(3), .folder(1)])
            #expect(try await store.read { try $0.ancestors(of: .folder(1)) } == [])
        }
    }

    @Test(arguments: StoreKind.allCases) func `descendants stop at trashed folders, and follow their parents`(
        _ kind: StoreKind
    ) async throws {
        try await kind.run { store in
            try await store.write(fillTree)
            let below = try await store.read { try $0.descendants(of: .folder(1)).map(\.id) }
            #expect(below.sorted() == [.file(10), .file(11), .folder(2), .folder(5)])
            let pairs: [(NodeID, NodeID)] = [
                (.folder(2), .folder(5)), (.folder(5), .file(11)), (.folder(2), .file(10)),
            ]
            for (parent, child) in pairs {
                let places = (try #require(below.firstIndex(of: parent)), try #require(below.firstIndex(of: child)))
                #expect(places.0 < places.1)
            }
            // Of a folder in the trash: what went there with it.
            #expect(try await store.read { try $0.descendants(of: .folder(3)).map(\.id) } == [.folder(4), .file(12)])
            #expect(try await store.read { try $0.descendants(of: .folder(9)) } == [])
        }
    }

    @Test(arguments: StoreKind.allCases) func `levels are those of the deepest live thing`(_ kind: StoreKind)
        async throws
    {
        try await kind.run { store in
            try await store.write(fillTree)
            let levels = try await store.read { reader in
                try [1, 2, 3, 5, 9].map { try reader.levels(below: .folder($0)) }
            }
            #expect(levels == [3, 2, 2, 1, 0])
        }
    }

    @Test(arguments: StoreKind.allCases) func `the longest path below is counted in bytes, up to so many things`(
        _ kind: StoreKind
    ) async throws {
        try await kind.run { store in
            try await store.write(fillTree)
            let longest = try await store.read { reader in
                try [1, 2, 3, 5, 9].map { try reader.longestPath(below: .folder($0), limit: 4) }
            }
            #expect(longest == ["/Sub/Deep/eleven", "/Deep/eleven", "/Inner/twelve", "/eleven", ""].map(\.utf8.count))
            #expect(try await store.read { try $0.longestPath(below: .folder(1), limit: 3) } == nil)
            try await store.write { try $0.put(try World.node(.file(13), "Ünïcödé", in: .folder(4))) }
            #expect(try await store.read { try $0.longestPath(below: .folder(4), limit: 2) } == 12)
        }
    }

    @Test(arguments: StoreKind.allCases) func `live things are paged by id, files first`(_ kind: StoreKind) async throws
    {
        try await kind.run { store in
            try await store.write(fillTree)
            var pages: [[NodeID]] = []
            repeat {
                let last = pages.last?.last
                pages.append(try await store.read { try $0.nodes(in: World.docs, after: last, limit: 4).map(\.id) })
            } while pages.last?.isEmpty == false
            #expect(
                pages == [
                    [.file(1), .file(2), .file(3), .file(10)], [.file(11), .file(12), .folder(1), .folder(2)],
                    [.folder(4), .folder(5)], [],
                ])
        }
    }

    @Test(arguments: StoreKind.allCases) func `changed things come by position, trashed ones included`(
        _ kind: StoreKind
    )
        async throws
    {
        try await kind.run { store in
            try await store.write { writer in
                try writer.put(try World.node(.file(1), "a", changed: 9))
                try writer.put(try World.node(.file(2), "b", changed: 3))
                try writer.put(try World.node(.file(3), "c", changed: 5, trashed: true))
                try writer.put(try World.node(.file(4), "d", changed: 7))
                try writer.put(try World.node(.file(5), "e", share: World.photos, changed: 6))
                try writer.put(try World.node(.file(4), "d", changed: 11))
            }
            let first = try await changed(after: 3, limit: 2, store)
            #expect(first == [.file(3), .file(1)])
            #expect(try await changed(after: 9, limit: 2, store) == [.file(4)])
        }
    }

    private func changed(after sequence: Int64, limit: Int, _ store: any MetadataStore) async throws -> [NodeID] {
        try await store.read {
            try $0.nodes(in: World.docs, changedAfter: World.position(sequence), limit: limit).map(\.id)
        }
    }

    /// Alpha/(Sub/(Deep/11, 10), (trashed) Old/Inner/12), beta, Zeta, über
    @Sendable private func fillTree(_ writer: any MetadataWriter) throws {
        try writer.put(try World.node(.folder(1), "Alpha"))
        try writer.put(try World.node(.file(1), "beta"))
        try writer.put(try World.node(.file(2), "Zeta"))
        try writer.put(try World.node(.file(3), "über"))
        try writer.put(try World.node(.folder(2), "Sub", in: .folder(1)))
        try writer.put(try World.node(.folder(5), "Deep", in: .folder(2)))
        try writer.put(try World.node(.file(11), "eleven", in: .folder(5)))
        try writer.put(try World.node(.file(10), "ten", in: .folder(2)))
        try writer.put(try World.node(.folder(3), "Old", in: .folder(1), trashed: true))
        try writer.put(try World.node(.folder(4), "Inner", in: .folder(3)))
        try writer.put(try World.node(.file(12), "twelve", in: .folder(4)))
    }
}
