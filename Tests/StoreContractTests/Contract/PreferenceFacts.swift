import Testing
import TidelineCore
import TidelineService

@Suite struct PreferenceFacts {
    @Test(arguments: StoreKind.allCases) func `a preference comes back as it was put, and is replaced by the next`(
        _ kind: StoreKind
    ) async throws {
        try await kind.run { store in
            try await fill(store)
            let first = preference(World.docs, selected: [.folder(2), .folder(1)], excluded: [.folder(3)])
            let second = preference(World.docs, isEnabled: false, at: 9)
            try await store.write { try $0.put(first) }
            #expect(try await found("laptop", World.ann, store) == first)
            try await store.write { try $0.put(second) }
            #expect(try await found("laptop", World.ann, store) == second)
        }
    }

    @Test(arguments: StoreKind.allCases) func `preferences are one device's and come by share`(_ kind: StoreKind)
        async throws
    {
        try await kind.run { store in
            try await fill(store)
            let own = [preference(World.docs), preference(World.photos)]
            try await store.write { writer in
                for preference in own.reversed() { try writer.put(preference) }
                try writer.put(preference(World.docs, device: "phone"))
                try writer.put(preference(World.docs, user: World.ben))
            }
            #expect(try await store.read { try $0.preferences(of: "laptop", user: World.ann) } == own)
            #expect(try await store.read { try $0.preferences(of: "tablet", user: World.ann) } == [])
            #expect(try await found("tablet", World.ann, store) == nil)
        }
    }

    @Test(arguments: StoreKind.allCases) func `preferences go with the device, the membership or the user`(
        _ kind: StoreKind
    ) async throws {
        try await kind.run { store in
            try await fill(store)
            try await store.write { writer in
                try writer.put(preference(World.docs))
                try writer.put(preference(World.photos))
                try writer.put(preference(World.docs, device: "phone"))
                try writer.put(preference(World.docs, user: World.ben))
                try writer.removePreferences(in: World.docs, user: World.ann)
            }
            let left = try await store.read { try $0.preferences(of: "laptop", user: World.ann) }
            #expect(left.map(\.shareID) == [World.photos])
            #expect(try await found("phone", World.ann, store) == nil)
            try await store.write { try $0.removePreferences(of: "laptop", user: World.ann) }
            #expect(try await store.read { try $0.preferences(of: "laptop", user: World.ann) } == [])
            #expect(try await found("laptop", World.ben, store) != nil)
            try await store.write { try $0.remove(World.ben) }
            #expect(try await found("laptop", World.ben, store) == nil)
        }
    }

    @Test(arguments: StoreKind.allCases) func `a preference needs its device and its share`(_ kind: StoreKind)
        async throws
    {
        try await kind.run { store in
            try await fill(store)
            for wrong in [preference(World.docs, device: "tablet"), preference(ShareID(number: 9))] {
                await #expect(throws: ConstraintError.missingReference) {
                    try await store.write { try $0.put(wrong) }
                }
            }
        }
    }

    private func fill(_ store: any MetadataStore) async throws {
        try await store.write { writer in
            try writer.put(World.device("laptop"))
            try writer.put(World.device("phone"))
            try writer.put(World.device("laptop", of: World.ben))
        }
    }

    private func found(_ device: String, _ user: UserID, _ store: any MetadataStore) async throws -> SyncPreference? {
        try await store.read { try $0.preference(of: device, user: user, share: World.docs) }
    }

    private func preference(
        _ share: ShareID, device: String = "laptop", user: UserID = World.ann, isEnabled: Bool = true,
        selected: [NodeID] = [], excluded: [NodeID] = [], at seconds: Int64 = 7
    ) -> SyncPreference {
        SyncPreference(
            userID: user, deviceID: device, shareID: share, isEnabled: isEnabled, selected: selected,
            excluded: excluded, updatedAt: World.time(seconds))
    }
}
