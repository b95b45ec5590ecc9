import Testing
import TidelineCore
import TidelineService

@Suite struct LogFacts {
    @Test(arguments: StoreKind.allCases) func `a page holds rows in order, joined by commas`(_ kind: StoreKind)
        async throws
    {
        try await kind.run { store in
            try await store.write { writer in for _ in 1...5 { try writer.log() } }
            let page = try await store.read { try $0.changes(World.query(after: World.position(1), limit: 3)) }
            #expect(
                String(decoding: page.wire, as: UTF8.self) == "{\"position\":2},{\"position\":3},{\"position\":4}")
            #expect(page.count == 3 && page.last == World.position(4) && page.hasMore)
            let rest = try await store.read { try $0.changes(World.query(after: World.position(4), limit: 3)) }
            #expect(rest.count == 1 && rest.last == World.position(5) && !rest.hasMore)
            let none = try await store.read { try $0.changes(World.query(after: World.position(5))) }
            #expect(none.wire.isEmpty && none.count == 0 && none.last == nil && !none.hasMore)
        }
    }

    @Test(arguments: StoreKind.allCases) func `rows come one by one as they were appended`(_ kind: StoreKind)
        async throws
    {
        try await kind.run { store in
            let rows = try await store.write { writer in
                try (1...4).map { number in
                    let row = World.change(
                        try writer.takePosition(of: World.tenant), in: number == 2 ? World.photos : World.docs,
                        for: number == 3 ? World.ben : nil, from: number == 1 ? .folder(7) : nil)
                    try writer.append(row)
                    return row
                }
            }
            #expect(try await store.read { try $0.rows(World.query()) } == rows)
            #expect(
                try await store.read { try $0.rows(World.query(after: World.position(1), limit: 2)) }
                    == Array(rows[1...2]))
            #expect(try await store.read { try $0.rows(World.query(only: World.photos)) } == [rows[1]])
        }
    }

    @Test(arguments: StoreKind.allCases) func `has more means that a visible row follows`(_ kind: StoreKind)
        async throws
    {
        try await kind.run { store in
            try await store.write { writer in
                for share in [World.docs, World.docs, World.photos] { try writer.log(in: share) }
            }
            for only in [nil, World.docs] {
                let page = try await store.read {
                    try $0.changes(World.query(limit: 2, readable: [World.docs], only: only))
                }
                #expect(page.count == 2 && !page.hasMore)
            }
            #expect(try await store.read { try $0.changes(World.query(limit: 2)).hasMore })
        }
    }

    struct Visibility: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let query: ChangesQuery
        let positions: [Int64]
    }

    /// The rows: 1 docs, 2 photos, 3 docs for Ann, 4 photos for Ben, 5 docs, 6 a share that nobody named.
    static let visibilities = [
        Visibility(testDescription: "a reader", query: World.query(), positions: [1, 2, 4, 5]),
        Visibility(
            testDescription: "an admin of one",
            query: World.query(readable: [World.photos], administered: [World.docs]),
            positions: [1, 2, 3, 4, 5]),
        Visibility(
            testDescription: "readable and administered", query: World.query(administered: [World.docs]),
            positions: [1, 2, 3, 4, 5]),
        Visibility(
            testDescription: "Ann without shares", query: World.query(readable: [], user: World.ann), positions: [3]),
        Visibility(
            testDescription: "only docs", query: World.query(user: World.ann, only: World.docs), positions: [1, 3, 5]),
        Visibility(
            testDescription: "only docs, not the audience", query: World.query(only: World.docs), positions: [1, 5]),
        Visibility(
            testDescription: "only docs, administered alone",
            query: World.query(readable: [], administered: [World.docs], only: World.docs), positions: [1, 3, 5]),
        Visibility(
            testDescription: "only photos, administered",
            query: World.query(administered: [World.photos], user: World.ann, only: World.photos), positions: [2, 4]),
        Visibility(
            testDescription: "only a share one has left", query: World.query(readable: [], only: World.photos),
            positions: [4]),
    ]

    @Test(arguments: StoreKind.allCases, visibilities) func `rows are seen by those whom they concern`(
        _ kind: StoreKind, _ visibility: Visibility
    ) async throws {
        try await kind.run { store in
            try await store.write { writer in
                try writer.put(World.share(ShareID(number: 9), "Hidden"))
                try writer.log()
                try writer.log(in: World.photos)
                try writer.log(for: World.ann)
                try writer.log(in: World.photos, for: World.ben)
                try writer.log()
                try writer.log(in: ShareID(number: 9))
                try writer.put(foreignShare)
                try writer.log(in: foreignShare.id, tenant: World.otherTenant)
            }
            let page = try await store.read { try $0.changes(visibility.query) }
            let rows = try await store.read { try $0.rows(visibility.query) }
            #expect(rows.map(\.position.value) == visibility.positions)
            let expected = visibility.positions.map { "{\"position\":\($0)}" }.joined(separator: ",")
            #expect(String(decoding: page.wire, as: UTF8.self) == expected)
            #expect(try await store.read { try $0.countChanges(visibility.query) } == visibility.positions.count)
            var short = visibility.query
            short.limit = 1
            let limited = short
            #expect(try await store.read { try $0.countChanges(limited) } == 1)
        }
    }

    private let foreignShare = Share(
        id: ShareID(number: 10), tenantID: World.otherTenant, name: "Foreign", ownerID: World.zoe, quotaBytes: nil,
        usedBytes: 0, createdAt: World.time(1))

    @Test(arguments: StoreKind.allCases) func `each tenant's positions start at one and grow by one`(_ kind: StoreKind)
        async throws
    {
        try await kind.run { store in
            #expect(try await store.read { try $0.log(of: World.tenant) } == LogState(head: .start))
            let taken = try await store.write { writer in
                let mine = [try writer.log(), try writer.log()]
                return mine + [try writer.takePosition(of: World.otherTenant)]
            }
            #expect(taken == [World.position(1), World.position(2), World.position(1)])
            #expect(try await store.read { try $0.log(of: World.tenant) } == LogState(head: World.position(2)))
        }
    }

    @Test(arguments: StoreKind.allCases) func `a position must be taken and be new`(_ kind: StoreKind) async throws {
        try await kind.run { store in
            _ = try await store.write { try $0.log() }
            for sequence in [1, 2] as [Int64] {
                await #expect(throws: ConstraintError.positionNotAfterHead) {
                    try await store.write { try $0.append(World.change(World.position(sequence))) }
                }
            }
            await #expect(throws: ConstraintError.positionNotAfterHead) {
                try await store.write { writer in
                    let earlier = try writer.takePosition(of: World.tenant)
                    try writer.log()
                    try writer.append(World.change(earlier))
                }
            }
            #expect(try await store.read { try $0.log(of: World.tenant).head } == World.position(1))
        }
    }

    @Test(arguments: StoreKind.allCases) func `a log may start in a later epoch, and never goes back`(_ kind: StoreKind)
        async throws
    {
        try await kind.run { store in
            let state = LogState(
                head: Position(epoch: 2, sequence: 0), floor: World.position(4),
                endedEpochs: [World.position(9), Position(epoch: 1, sequence: 3)])
            try await store.write { writer in
                try writer.log()
                try writer.startLog(of: World.tenant, at: state)
            }
            #expect(try await store.read { try $0.log(of: World.tenant) } == state)
            #expect(try await store.write { try $0.log() } == Position(epoch: 2, sequence: 1))
            await #expect(throws: ConstraintError.positionNotAfterHead) {
                try await store.write { try $0.startLog(of: World.tenant, at: LogState(head: World.position(5))) }
            }
            let page = try await store.read { try $0.changes(World.query()) }
            #expect(page.count == 2 && page.last == Position(epoch: 2, sequence: 1))
        }
    }
}
