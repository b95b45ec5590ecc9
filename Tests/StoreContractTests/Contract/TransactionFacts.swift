import Testing
import TidelineCore
import TidelineService

@Suite(.timeLimit(.minutes(5))) struct TransactionFacts {
    private struct Refused: Error, Equatable {}

    @Test(arguments: StoreKind.allCases) func `a body that throws leaves nothing`(_ kind: StoreKind) async throws {
        try await kind.run { store in
            try await store.write { writer in
                try writer.put(try World.node(.file(1), "a"))
                try writer.put(Member(shareID: World.docs, userID: World.ben, role: .reader, createdAt: World.time(1)))
            }
            await #expect(throws: Refused()) { try await store.write(Self.changeMuchThenThrow) }
            try await store.read { (reader) throws -> Void in
                #expect(try reader.node(.file(1)) == (try World.node(.file(1), "a")))
                #expect(try reader.children(of: nil, in: World.docs).map(\.id) == [.file(1)])
                #expect(try reader.child(of: nil, in: World.docs, key: "b") == nil)
                #expect(try reader.versions(of: .file(1)) == [])
                #expect(try reader.share(World.docs)?.usedBytes == 0)
                #expect(try reader.log(of: World.tenant).head == .start)
                #expect(try reader.countChanges(World.query()) == 0)
                #expect(try reader.member(World.ben, of: World.docs) != nil)
                let hashes = [World.digest(1), World.digest(2)]
                #expect(
                    try reader.chunks(hashes, knownTo: World.ann, shares: [World.docs], grantedSince: World.time(0))
                        == [])
            }
            #expect(try await store.write { try $0.log() } == World.position(1))
            try await store.write { try $0.put(try World.node(.file(2), "b")) }
        }
    }

    @Sendable private static func changeMuchThenThrow(_ writer: any MetadataWriter) throws {
        try writer.log()
        try writer.put(try World.node(.file(1), "b"))
        try writer.put(try World.node(.file(2), "a"))
        try writer.insert(
            World.version(VersionID(number: 1), of: .file(1)), manifest: [ChunkRef(hash: World.digest(1), size: 1)])
        try writer.grant([World.digest(2)], to: World.ann, at: World.time(1))
        try writer.remove(World.ben)
        throw Refused()
    }

    @Test(arguments: StoreKind.allCases) func `a body sees what it wrote`(_ kind: StoreKind) async throws {
        try await kind.run { store in
            let seen = try await store.write { writer in
                try writer.put(try World.node(.file(1), "a"))
                try writer.log()
                return (try writer.child(of: nil, in: World.docs, key: "a")?.id, try writer.countChanges(World.query()))
            }
            #expect(seen == (.file(1), 1))
        }
    }

    @Test(arguments: StoreKind.allCases) func `a body may go on after a refused put`(_ kind: StoreKind) async throws {
        try await kind.run { store in
            let error = try await store.write { writer -> ConstraintError? in
                try writer.put(try World.node(.file(1), "a"))
                do {
                    try writer.put(try World.node(.file(2), "a"))
                    return nil
                } catch let error as ConstraintError {
                    try writer.put(try World.node(.file(2), "a 2"))
                    return error
                }
            }
            #expect(error == .nameTaken)
            #expect(
                try await store.read { try $0.children(of: nil, in: World.docs).map(\.id) } == [.file(1), .file(2)])
        }
    }

    struct Dangling: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let body: @Sendable (any MetadataWriter) throws -> Void
    }

    static let danglings = [
        Dangling(testDescription: "tenant of a user") {
            try $0.put(World.user(UserID(number: 9), "X", in: TenantID(number: 9)))
        },
        Dangling(testDescription: "user of a token") {
            try $0.put(
                RefreshToken(
                    hash: World.digest(1), family: ULID(high: 0, low: 1), userID: UserID(number: 9),
                    expiresAt: World.time(1)))
        },
        Dangling(testDescription: "user of a member") {
            try $0.put(
                Member(shareID: World.docs, userID: UserID(number: 9), role: .reader, createdAt: World.time(1)))
        },
        Dangling(testDescription: "share of a member") {
            try $0.put(
                Member(shareID: ShareID(number: 9), userID: World.ann, role: .reader, createdAt: World.time(1)))
        },
        Dangling(testDescription: "user of a device") { try $0.put(World.device("laptop", of: UserID(number: 9))) },
        Dangling(testDescription: "device of a cursor") {
            try $0.put(
                DeviceCursor(
                    userID: World.ann, deviceID: "none", shareID: World.docs, position: .start, lastSyncAt: nil))
        },
        Dangling(testDescription: "share of a node") {
            try $0.put(try World.node(.file(1), "a", share: ShareID(number: 9)))
        },
        Dangling(testDescription: "parent of a node") { try $0.put(try World.node(.file(1), "a", in: .folder(9))) },
        Dangling(testDescription: "head of a node") {
            var node = try World.node(.file(1), "a")
            node.head = Head(World.version(VersionID(number: 9), of: .file(1)))
            try $0.put(node)
        },
        Dangling(testDescription: "file of a version") {
            try $0.insert(World.version(VersionID(number: 1), of: .file(9)), manifest: [])
        },
        Dangling(testDescription: "share of a row") { try $0.log(in: ShareID(number: 9)) },
        Dangling(testDescription: "tenant of a position") { _ = try $0.takePosition(of: TenantID(number: 9)) },
        Dangling(testDescription: "tenant of a log") {
            try $0.startLog(of: TenantID(number: 9), at: LogState(head: World.position(1)))
        },
        Dangling(testDescription: "node of a conflict") { try $0.put(World.conflict(1, about: .file(9))) },
        Dangling(testDescription: "user of an outcome") {
            try $0.remember(
                StoredOutcome(
                    userID: UserID(number: 9), deviceID: "d", clientChangeID: "c", createdAt: World.time(1), body: []))
        },
        Dangling(testDescription: "user of a grant") {
            try $0.grant([World.digest(1)], to: UserID(number: 9), at: World.time(1))
        },
    ]

    @Test(arguments: StoreKind.allCases, danglings) func `what is referred to must exist`(
        _ kind: StoreKind, _ dangling: Dangling
    ) async throws {
        try await kind.run { store in
            await #expect(throws: ConstraintError.missingReference) {
                try await store.write { try dangling.body($0) }
            }
            // Nothing of it lingers in the next one.
            try await store.write { try $0.put(try World.node(.file(77), "next")) }
            #expect(try await store.read { try $0.children(of: nil, in: World.docs).map(\.id) } == [.file(77)])
        }
    }

    @Test(arguments: StoreKind.allCases) func `a closed store throws`(_ kind: StoreKind) async throws {
        try await kind.run { store in
            try await store.close()
            await #expect(throws: StoreUnavailable.self) { try await store.read { try $0.tenants() } }
            await #expect(throws: StoreUnavailable.self) { try await store.write { try $0.log() } }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `many writers get distinct positions, and a reader never sees a gap that fills later`(_ kind: StoreKind)
        async throws
    {
        try await kind.run { store in
            let writes = 400
            async let seen = follow(store, until: writes)
            let positions = try await withThrowingTaskGroup(of: Position?.self) { group in
                for number in 0..<writes * 5 / 4 {
                    group.addTask {
                        do {
                            return try await store.write { writer in
                                let position = try writer.log()
                                if number % 5 == 4 { throw Refused() }
                                return position
                            }
                        } catch is Refused { return nil }
                    }
                }
                return try await group.reduce(into: []) { $0 += [$1].compactMap(\.self) }
            }
            #expect(positions.sorted() == (1...Int64(writes)).map(World.position))
            #expect(try await seen == (1...writes).map { "{\"position\":\($0)}" }.joined(separator: ","))
        }
    }

    /// Reads on from the last row seen until that many rows came, and joins them all.
    private func follow(_ store: any MetadataStore, until count: Int) async throws -> String {
        var seen = 0
        var cursor = Position.start
        var wire: [UInt8] = []
        while seen < count {
            let after = cursor
            let page = try await store.read { try $0.changes(World.query(after: after, limit: 7)) }
            if let last = page.last {
                wire += (wire.isEmpty ? [] : [UInt8(ascii: ",")]) + page.wire
                cursor = last
            }
            seen += page.count
            await Task.yield()
        }
        return String(decoding: wire, as: UTF8.self)
    }
}
