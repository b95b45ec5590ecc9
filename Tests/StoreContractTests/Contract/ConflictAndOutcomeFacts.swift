import Testing
import TidelineCore
import TidelineService

@Suite struct ConflictAndOutcomeFacts {
    @Test(arguments: StoreKind.allCases) func `a conflict comes back as it was put, and can be resolved`(
        _ kind: StoreKind
    )
        async throws
    {
        try await kind.run { store in
            let place = Place(parent: .folder(1), name: try NodeName("b"))
            var conflict = World.conflict(1, about: .file(1), local: VersionID(number: 1), wanted: place)
            let open = conflict
            try await store.write { writer in
                try writer.put(try World.node(.file(1), "a"))
                try writer.insert(World.version(VersionID(number: 1), of: .file(1)), manifest: [])
                try writer.put(open)
            }
            #expect(try await store.read { try $0.conflict(open.id) } == open)
            #expect(try await store.read { try $0.openConflicts(of: .file(1)) } == [open])
            conflict.status = .resolved
            conflict.resolution = .keepBoth
            conflict.resolvedBy = World.ben
            conflict.resolvedAt = World.time(8)
            conflict.copyID = .file(3)
            let resolved = conflict
            try await store.write { try $0.put(resolved) }
            #expect(try await store.read { try $0.conflict(open.id) } == resolved)
            #expect(try await store.read { try $0.openConflicts(of: .file(1)) } == [])
        }
    }

    @Test(arguments: StoreKind.allCases) func `open conflicts of a thing come oldest first`(_ kind: StoreKind)
        async throws
    {
        try await kind.run { store in
            try await store.write { writer in
                try writer.put(try World.node(.file(1), "a"))
                try writer.put(try World.node(.file(2), "b"))
                for (id, node) in [(5, 1), (2, 1), (3, 2)] as [(UInt64, UInt64)] {
                    try writer.put(World.conflict(id, about: .file(node)))
                }
            }
            let found = try await store.read { try $0.openConflicts(of: .file(1)).map(\.id) }
            #expect(found == [2, 5].map { ConflictID(number: $0) })
        }
    }

    struct Listing: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var shares: Set<ShareID> = [World.docs, World.photos]
        var device: DeviceReference?
        var includeResolved = false
        var before: ConflictID?
        var limit = 10
        let found: [UInt64]
    }

    /// Ann's: 1 resolved, 2, 3 in photos, 4 of the phone, 6 of no device, 7 resolved, in photos; Ben's: 5.
    static let listings = [
        Listing(testDescription: "open ones of everyone, newest first", found: [6, 5, 4, 3, 2]),
        Listing(testDescription: "resolved ones too", includeResolved: true, found: [7, 6, 5, 4, 3, 2, 1]),
        Listing(testDescription: "of one share", shares: [World.photos], found: [3]),
        Listing(testDescription: "of no share", shares: [], found: []),
        Listing(testDescription: "of one device", device: of(World.ann, "phone"), found: [4]),
        Listing(testDescription: "of the other laptop", device: of(World.ben, "laptop"), found: [5]),
        Listing(
            testDescription: "of one device, resolved ones too", device: of(World.ann, "laptop"), includeResolved: true,
            found: [7, 3, 2, 1]),
        Listing(testDescription: "before one", before: ConflictID(number: 4), found: [3, 2]),
        Listing(
            testDescription: "of one device before one", device: of(World.ann, "laptop"), includeResolved: true,
            before: ConflictID(number: 3), found: [2, 1]),
        Listing(testDescription: "limited", limit: 2, found: [6, 5]),
        Listing(testDescription: "limited over shares", includeResolved: true, limit: 6, found: [7, 6, 5, 4, 3, 2]),
        Listing(testDescription: "none asked for", limit: 0, found: []),
    ]

    private static func of(_ user: UserID, _ device: String) -> DeviceReference {
        DeviceReference(userID: user, deviceID: device)
    }

    @Test(arguments: StoreKind.allCases, listings) func `conflicts are listed`(_ kind: StoreKind, _ listing: Listing)
        async throws
    {
        try await kind.run { store in
            try await store.write { writer in
                try writer.put(try World.node(.file(1), "a"))
                try writer.put(World.conflict(1, about: .file(1), status: .resolved))
                try writer.put(World.conflict(2, about: .file(1)))
                try writer.put(World.conflict(3, about: .file(1), in: World.photos))
                try writer.put(World.conflict(4, about: .file(1), device: "phone"))
                try writer.put(World.conflict(5, about: .file(1), of: World.ben))
                try writer.put(World.conflict(6, about: .file(1), device: nil))
                try writer.put(World.conflict(7, about: .file(1), in: World.photos, status: .resolved))
            }
            let query = ConflictsQuery(
                shares: listing.shares, device: listing.device, includeResolved: listing.includeResolved,
                before: listing.before, limit: listing.limit)
            let found = try await store.read { try $0.conflicts(query).map(\.id) }
            #expect(found == listing.found.map { ConflictID(number: $0) })
        }
    }

    @Test(arguments: StoreKind.allCases) func `outcomes are remembered for each device, until forgotten`(
        _ kind: StoreKind
    )
        async throws
    {
        try await kind.run { store in
            try await store.write { writer in
                try writer.remember(outcome("old", at: 5))
                try writer.remember(outcome("new", at: 6))
            }
            #expect(try await found("old", store) == outcome("old", at: 5))
            #expect(try await store.read { try $0.outcome(of: "old", device: "phone", user: World.ann) } == nil)
            #expect(try await store.read { try $0.outcome(of: "old", device: "laptop", user: World.ben) } == nil)
            #expect(try await store.write { try $0.forgetOutcomes(before: World.time(6), limit: 10) } == 1)
            #expect(try await found("old", store) == nil)
            #expect(try await found("new", store) == outcome("new", at: 6))
        }
    }

    private func outcome(_ id: String, at seconds: Int64) -> StoredOutcome {
        StoredOutcome(
            userID: World.ann, deviceID: "laptop", clientChangeID: id, createdAt: World.time(seconds), body: [0, 255])
    }

    private func found(_ id: String, _ store: any MetadataStore) async throws -> StoredOutcome? {
        try await store.read { try $0.outcome(of: id, device: "laptop", user: World.ann) }
    }
}
