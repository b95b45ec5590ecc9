import Testing
import TidelineCore
import TidelineService

@Suite struct ShareAndDeviceFacts {
    @Test(arguments: StoreKind.allCases) func `a share comes back as it was put`(_ kind: StoreKind) async throws {
        try await kind.run { store in
            var share = World.share(World.docs, "Plans")
            share.quotaBytes = 1 << 40
            share.usedBytes = 5
            share.deletedAt = World.time(8)
            let changed = share
            try await store.write { try $0.put(changed) }
            #expect(try await store.read { try $0.share(World.docs) } == changed)
        }
    }

    @Test(arguments: StoreKind.allCases) func `a user's shares come by name then id, without deleted ones`(
        _ kind: StoreKind
    ) async throws {
        try await kind.run { store in
            try await store.write { writer in
                for (number, name) in [(5, "Photos"), (6, "Alpha"), (7, "Gone")] {
                    var share = World.share(ShareID(number: UInt64(number)), name)
                    share.deletedAt = name == "Gone" ? World.time(3) : nil
                    try writer.put(share)
                    try writer.put(member(World.ben, of: share.id, .reader))
                }
                try writer.put(member(World.ben, of: World.photos, .owner))
                try writer.put(member(World.ann, of: World.docs, .owner))
            }
            let shares = try await store.read { try $0.shares(of: World.ben).map { ($0.share.id, $0.role) } }
            #expect(shares.map(\.0) == [ShareID(number: 6), World.photos, ShareID(number: 5)])
            #expect(shares.map(\.1) == [.reader, .owner, .reader])
        }
    }

    @Test(arguments: StoreKind.allCases) func `members come by time of joining, and can change and leave`(
        _ kind: StoreKind
    ) async throws {
        try await kind.run { store in
            try await store.write { writer in
                try writer.put(member(World.ann, of: World.docs, .reader, joined: 7))
                try writer.put(member(World.ben, of: World.docs, .reader, joined: 5))
                try writer.put(member(World.ann, of: World.docs, .admin, joined: 7))
            }
            let members = try await store.read { try $0.members(of: World.docs) }
            #expect(members.map(\.userID) == [World.ben, World.ann])
            #expect(members.map(\.role) == [.reader, .admin])
            try await store.write { try $0.removeMember(World.ben, of: World.docs) }
            #expect(try await store.read { try $0.member(World.ben, of: World.docs) } == nil)
            #expect(try await store.read { try $0.member(World.ann, of: World.docs)?.role } == .admin)
        }
    }

    @Test(arguments: StoreKind.allCases) func `a removed device is found but not listed, until it is put again`(
        _ kind: StoreKind
    ) async throws {
        try await kind.run { store in
            var phone = World.device("phone", createdAt: World.time(2))
            phone.lastSeenAt = World.time(5)
            phone.removedAt = World.time(6)
            let removed = phone
            try await store.write { writer in
                try writer.put(removed)
                try writer.put(World.device("laptop", createdAt: World.time(3)))
                try writer.put(World.device("tablet", createdAt: World.time(1)))
                try writer.put(World.device("phone", of: World.ben))
            }
            #expect(try await store.read { try $0.device("phone", of: World.ann) } == removed)
            #expect(try await store.read { try $0.devices(of: World.ann).map(\.deviceID) } == ["tablet", "laptop"])
            phone.removedAt = nil
            let revived = phone
            try await store.write { try $0.put(revived) }
            #expect(
                try await store.read { try $0.devices(of: World.ann).map(\.deviceID) } == ["tablet", "phone", "laptop"])
        }
    }

    @Test(arguments: StoreKind.allCases) func `cursors belong to a device and a share, and go with the device`(
        _ kind: StoreKind
    ) async throws {
        try await kind.run { store in
            try await store.write { writer in
                try writer.put(World.device("laptop"))
                try writer.put(cursor(World.docs, 3, at: nil))
                try writer.put(cursor(World.photos, 4, at: World.time(7)))
                try writer.put(cursor(World.docs, 5, at: World.time(8)))
            }
            let docs = try await store.read { try $0.cursor(of: "laptop", user: World.ann, share: World.docs) }
            #expect(docs == cursor(World.docs, 5, at: World.time(8)))
            try await store.write { try $0.removeCursors(of: "laptop", user: World.ann) }
            for share in [World.docs, World.photos] {
                #expect(try await store.read { try $0.cursor(of: "laptop", user: World.ann, share: share) } == nil)
            }
        }
    }

    private func cursor(_ share: ShareID, _ sequence: Int64, at time: Timestamp?) -> DeviceCursor {
        DeviceCursor(
            userID: World.ann, deviceID: "laptop", shareID: share, position: World.position(sequence), lastSyncAt: time)
    }

    private func member(_ user: UserID, of share: ShareID, _ role: Role, joined: Int64 = 1) -> Member {
        Member(shareID: share, userID: user, role: role, createdAt: World.time(joined))
    }
}
