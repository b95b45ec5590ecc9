import Testing
import TidelineCore
import TidelineService

/// Things that go for good.
@Suite struct RetentionFacts {
    // MARK: Log

    @Test(arguments: StoreKind.allCases) func `the oldest rows go, and the floor moves with them`(_ kind: StoreKind)
        async throws
    {
        try await kind.run { store in
            try await store.write { writer in for _ in 1...5 { try writer.log() } }
            #expect(try await compact(store, upTo: 4, limit: 3) == 3)
            #expect(try await store.read { try $0.log(of: World.tenant).floor } == World.position(3))
            #expect(try await compact(store, upTo: 4, limit: 3) == 1)
            #expect(try await compact(store, upTo: 4, limit: 3) == 0)
            let state = try await store.read { try $0.log(of: World.tenant) }
            #expect(state == LogState(head: World.position(5), floor: World.position(4)))
            let page = try await store.read { try $0.changes(World.query(after: World.position(4))) }
            #expect(String(decoding: page.wire, as: UTF8.self) == "{\"position\":5}")
        }
    }

    /// All rows were written at 9.
    @Test(arguments: StoreKind.allCases) func `rows go up to the first that is too young, of one tenant alone`(
        _ kind: StoreKind
    ) async throws {
        try await kind.run { store in
            let foreign = Share(
                id: ShareID(number: 10), tenantID: World.otherTenant, name: "Foreign", ownerID: World.zoe,
                quotaBytes: nil, usedBytes: 0, createdAt: World.time(1))
            try await store.write { writer in
                for _ in 1...2 { try writer.log() }
                let late = try writer.takePosition(of: World.tenant)
                try writer.append(
                    LoggedChange(
                        tenantID: World.tenant, position: late, shareID: World.docs, audience: nil,
                        changedAt: World.time(20), wire: []))
                try writer.log()
                try writer.put(foreign)
                try writer.log(in: foreign.id, tenant: World.otherTenant)
            }
            #expect(try await compact(store, upTo: 4, before: 9) == 0)
            #expect(try await compact(store, upTo: 4, before: 10) == 2)
            #expect(try await compact(store, upTo: 4, before: 10) == 0)
            #expect(try await store.read { try $0.log(of: World.tenant).floor } == World.position(2))
            #expect(try await store.read { try $0.log(of: World.otherTenant).floor } == .start)
        }
    }

    @Test(arguments: StoreKind.allCases) func `positions go on where they were when no row is left`(_ kind: StoreKind)
        async throws
    {
        try await kind.run { store in
            try await store.write { writer in for _ in 1...3 { try writer.log() } }
            #expect(try await compact(store, upTo: 3) == 3)
            for sequence in 2...3 as ClosedRange<Int64> {
                await #expect(throws: ConstraintError.positionNotAfterHead) {
                    try await store.write { try $0.append(World.change(World.position(sequence))) }
                }
            }
            #expect(try await store.write { try $0.log() } == World.position(4))
            #expect(try await store.read { try $0.changes(World.query(after: World.position(3))).count } == 1)
        }
    }

    @Test(arguments: StoreKind.allCases) func `compaction that is undone leaves rows and floor`(_ kind: StoreKind)
        async throws
    {
        struct Undone: Error {}
        try await kind.run { store in
            try await store.write { writer in for _ in 1...3 { try writer.log() } }
            await #expect(throws: Undone.self) {
                try await store.write { writer in
                    _ = try writer.compactLog(
                        of: World.tenant, upTo: World.position(2), before: World.time(10), limit: 9)
                    throw Undone()
                }
            }
            #expect(try await store.read { try $0.log(of: World.tenant).floor } == .start)
            #expect(try await store.read { try $0.changes(World.query()).count } == 3)
        }
    }

    private func compact(
        _ store: any MetadataStore, upTo position: Int64, before: Int64 = 10, limit: Int = 100
    ) async throws -> Int {
        try await store.write {
            try $0.compactLog(
                of: World.tenant, upTo: World.position(position), before: World.time(before), limit: limit)
        }
    }

    @Test(arguments: StoreKind.allCases) func `a device's cursors are listed by share`(_ kind: StoreKind) async throws {
        try await kind.run { store in
            let cursors = [World.docs, World.photos].map { share in
                DeviceCursor(
                    userID: World.ann, deviceID: "laptop", shareID: share, position: World.position(0), lastSyncAt: nil)
            }
            try await store.write { writer in
                for device in ["laptop", "phone"] { try writer.put(World.device(device)) }
                for cursor in cursors.reversed() { try writer.put(cursor) }
                try writer.put(
                    DeviceCursor(
                        userID: World.ann, deviceID: "phone", shareID: World.docs, position: .start, lastSyncAt: nil))
            }
            #expect(try await store.read { try $0.cursors(of: "laptop", user: World.ann) } == cursors)
            #expect(try await store.read { try $0.cursors(of: "laptop", user: World.ben) } == [])
        }
    }

    @Test(arguments: StoreKind.allCases) func `all shares are listed by id, deleted ones too`(_ kind: StoreKind)
        async throws
    {
        try await kind.run { store in
            try await store.write { writer in
                var gone = World.share(ShareID(number: 9), "Gone")
                gone.deletedAt = World.time(3)
                try writer.put(gone)
            }
            let found = try await store.read { try $0.allShares(of: World.tenant) }
            #expect(found.map(\.id) == [World.docs, World.photos, ShareID(number: 9)])
            #expect(found.last?.deletedAt == World.time(3))
            #expect(try await store.read { try $0.allShares(of: World.otherTenant) } == [])
        }
    }

    @Test(arguments: StoreKind.allCases) func `refresh tokens go once they ended`(_ kind: StoreKind) async throws {
        try await kind.run { store in
            try await store.write { writer in
                for end in 1...4 { try writer.put(token(end)) }
                #expect(try writer.forgetRefreshTokens(endedBefore: World.time(4), limit: 2) == 2)
                #expect(try writer.forgetRefreshTokens(endedBefore: World.time(4), limit: 2) == 1)
                #expect(try writer.forgetRefreshTokens(endedBefore: World.time(4), limit: 2) == 0)
            }
            #expect(try await store.read { try $0.refreshToken(World.digest(4)) } == token(4))
            #expect(try await store.read { try $0.refreshToken(World.digest(3)) } == nil)
        }
    }

    private func token(_ end: Int) -> RefreshToken {
        RefreshToken(
            hash: World.digest(end), family: ULID(high: 0, low: 1), userID: World.ann, expiresAt: World.time(Int64(end))
        )
    }

    // MARK: Trash

    /// `/1` holds a live file, a trashed one and a purged folder; `/2` is a purged file.
    @Sendable private func fill(_ writer: any MetadataWriter) throws {
        var nodes = [
            try World.node(.folder(1), "1", changed: 5), try World.node(.file(3), "3", in: .folder(1), changed: 2),
            try World.node(.file(4), "4", in: .folder(1), changed: 3, trashed: true),
            try World.node(.folder(5), "5", in: .folder(1), changed: 4, trashed: true),
            try World.node(.file(2), "2", changed: 1, trashed: true),
        ]
        for index in 3...4 { nodes[index].purgedAt = World.time(8) }
        for node in nodes { try writer.put(node) }
    }

    @Test(arguments: StoreKind.allCases) func `what is purged is no longer in the trash, and comes back as it was put`(
        _ kind: StoreKind
    ) async throws {
        try await kind.run { store in
            try await store.write(fill)
            #expect(try await store.read { try $0.node(.file(2))?.purgedAt } == World.time(8))
            #expect(
                try await store.read { try $0.trashed(in: World.docs, before: nil, limit: 9) }.map(\.id) == [.file(4)])
            try await store.read { (reader) throws -> Void in
                let below = try reader.unpurged(below: .folder(1), in: World.docs, after: nil, limit: 9)
                #expect(below.map(\.id) == [.file(3), .file(4)])
                #expect(
                    try reader.unpurged(below: .folder(1), in: World.docs, after: .file(3), limit: 9).map(\.id)
                        == [.file(4)])
                #expect(try reader.unpurged(below: .folder(1), in: World.docs, after: nil, limit: 1).count == 1)
                #expect(
                    try reader.unpurged(below: nil, in: World.docs, after: nil, limit: 9).map(\.id) == [.folder(1)])
                #expect(try reader.unpurged(below: nil, in: World.photos, after: nil, limit: 9) == [])
            }
        }
    }

    @Test(arguments: StoreKind.allCases) func `tombstones are found by position`(_ kind: StoreKind) async throws {
        try await kind.run { store in
            try await store.write(fill)
            try await store.read { (reader) throws -> Void in
                func found(upTo position: Int64, after: Node? = nil, limit: Int = 9) throws -> [NodeID] {
                    try reader.tombstones(
                        in: World.docs, upTo: World.position(position), after: after, limit: limit
                    ).map(\.id)
                }
                #expect(try found(upTo: 9) == [.file(2), .folder(5)])
                #expect(try found(upTo: 3) == [.file(2)])
                #expect(try found(upTo: 9, limit: 1) == [.file(2)])
                #expect(try found(upTo: 9, after: reader.node(.file(2))) == [.folder(5)])
            }
        }
    }

    @Test(arguments: StoreKind.allCases) func `a thing goes once nothing is in it and it has no versions`(
        _ kind: StoreKind
    ) async throws {
        try await kind.run { store in
            try await store.write(fill)
            try await store.write { try $0.insert(World.version(VersionID(number: 1), of: .file(3)), manifest: []) }
            #expect(try await store.read { try $0.isParent(.folder(1)) })
            #expect(try await store.read { try !$0.isParent(.folder(5)) })
            for id in [NodeID.folder(1), .file(3)] {
                await #expect(throws: ConstraintError.missingReference) { try await store.write { try $0.remove(id) } }
            }
            try await store.write { writer in
                try writer.remove(VersionID(number: 1))
                for id in [NodeID.file(3), .file(4), .folder(5), .folder(1)] { try writer.remove(id) }
                try writer.remove(.file(99))
            }
            #expect(try await store.read { try $0.node(.folder(1)) } == nil)
            #expect(try await store.read { try $0.unpurged(below: nil, in: World.docs, after: nil, limit: 9) } == [])
        }
    }

    // MARK: Conflicts

    @Test(arguments: StoreKind.allCases) func `an open conflict holds what it names, a resolved one outlives it`(
        _ kind: StoreKind
    ) async throws {
        try await kind.run { store in
            let (about, holder, folder) = (NodeID.file(1), NodeID.file(2), NodeID.folder(3))
            let version = VersionID(number: 1)
            let place = Place(parent: folder, name: try NodeName("b"))
            let open = World.conflict(1, about: about, local: version, wanted: place)
            try await store.write { writer in
                for (id, name) in [(about, "a"), (holder, "b"), (folder, "c"), (.file(4), "d")] {
                    try writer.put(try World.node(id, name))
                }
                try writer.insert(World.version(version, of: holder), manifest: [])
                try writer.put(open)
            }
            for id in [about, holder, folder] { #expect(try await store.read { try $0.isInOpenConflict(id) }) }
            #expect(try await store.read { try !$0.isInOpenConflict(.file(4)) })
            await #expect(throws: ConstraintError.missingReference) { try await store.write { try $0.remove(version) } }
            var resolved = open
            resolved.status = .resolved
            let settled = resolved
            try await store.write { writer in
                try writer.put(settled)
                #expect(try !writer.isInOpenConflict(about) && !writer.isInOpenConflict(holder))
                try writer.remove(version)
                for id in [about, holder, folder] { try writer.remove(id) }
                try writer.put(settled)
            }
            #expect(try await store.read { try $0.conflict(open.id) } == settled)
        }
    }

    @Test(arguments: StoreKind.allCases) func `a conflict names what is there`(_ kind: StoreKind) async throws {
        try await kind.run { store in
            try await store.write { try $0.put(try World.node(.file(1), "a")) }
            for conflict in [
                World.conflict(1, about: .file(2)), World.conflict(2, about: .file(1), local: VersionID(number: 1)),
            ] {
                await #expect(throws: ConstraintError.missingReference) {
                    try await store.write { try $0.put(conflict) }
                }
            }
        }
    }
}
