package import TidelineAPI
package import TidelineCore
package import TidelineService

/// Reads a share's log while it grows, as a client does, and sees whether it keeps its promises: strictly increasing, no
/// gap that fills later, what was read stays as it was, and a snapshot with the rows after it is what all rows make.
package struct FeedReader: Sendable {
    private let caller: Caller
    private let share: String
    private var start: Position
    package private(set) var rows: [ChangeBody] = []
    private var cursor: Position
    private var snapshot: (replica: FeedReplica, cursor: Position, token: String?)?
    package private(set) var violations: [Violation] = []

    /// - Parameter start: where to begin; the log may no longer hold what is before.
    package init(_ caller: Caller, share: String, from start: Position = .start) {
        self.caller = caller
        self.share = share
        self.start = start
        cursor = start
    }

    /// One page more of the log, and one of a snapshot.
    package mutating func read(_ service: Service, limit: Int) async throws {
        let page = try await page(service, after: cursor, limit)
        follow(page.rows, after: cursor)
        cursor = page.cursor
        try await readSnapshot(service, limit)
    }

    /// Reads to the end, and all once more.
    package mutating func finish(_ service: Service) async throws -> [Violation] {
        while true {
            let page = try await page(service, after: cursor, 100)
            follow(page.rows, after: cursor)
            cursor = page.cursor
            if !page.hasMore { break }
        }
        try await compareAgain(service)
        try await compareWithSnapshots(service)
        return violations
    }

    /// The log no longer holds what is before: who has not come so far starts over.
    package mutating func logBegins(at floor: Position) {
        guard floor > start else { return }
        start = floor
        if let early = snapshot, early.token != nil, early.cursor.value < floor.value { snapshot = nil }
        if cursor < floor { (cursor, rows, snapshot) = (floor, [], nil) }
    }

    /// Another reader's rows must be these.
    package mutating func compare(_ again: [ChangeBody]) {
        let rows = rows.filter { $0.position > start.value }
        guard again != rows else { return }
        let index = zip(again, rows).prefix { $0 == $1 }.count
        let (now, before) = (again.dropFirst(index).first, rows.dropFirst(index).first)
        violations.append(
            Violation(
                .feed,
                "row \(index) was \(before.map { "\($0.position)" } ?? "nothing") and now is "
                    + "\(now.map { "\($0.position)" } ?? "nothing")"))
    }

    private mutating func compareAgain(_ service: Service) async throws {
        var again: [ChangeBody] = []
        var at = start
        while true {
            let page = try await page(service, after: at, 7)
            again += page.rows
            at = page.cursor
            if !page.hasMore { break }
        }
        compare(again)
    }

    private mutating func compareWithSnapshots(_ service: Service) async throws {
        var truth: [SnapshotEntry] = []
        var token: String?
        repeat {
            let page = try await service.snapshots.page(caller, share: share, pageToken: token, limit: 5)
            truth += try page.entries.map { try JSONBytes.decode(SnapshotEntry.self, from: $0) }
            token = page.nextPageToken
        } while token != nil
        let now = FeedReplica(truth)
        var replayed = FeedReplica()
        for row in rows { replayed.take(row) }
        if start == .start, replayed != now { violations.append(Violation(.feed, "all rows do not make the snapshot")) }
        while snapshot?.token != nil { try await readSnapshot(service, 50) }
        guard var early = snapshot else { return }
        for row in rows where row.position > early.cursor.value { early.replica.take(row) }
        for line in early.replica.differences(from: now) {
            violations.append(
                Violation(.feed, "a snapshot with the rows after \(early.cursor) / the snapshot of now: \(line)"))
        }
    }

    /// Takes the next rows; each must come after the one before.
    package mutating func follow(_ rows: [ChangeBody], after cursor: Position) {
        var last = cursor.value
        for row in rows {
            if row.position <= last { violations.append(Violation(.feed, "row \(row.position) follows \(last)")) }
            last = row.position
        }
        self.rows += rows
    }

    /// The first one begun stays, so that most rows come after it.
    private mutating func readSnapshot(_ service: Service, _ limit: Int) async throws {
        if let snapshot, snapshot.token == nil { return }
        let page = try await service.snapshots.page(caller, share: share, pageToken: snapshot?.token, limit: limit)
        var replica = snapshot?.replica ?? FeedReplica()
        replica.add(try page.entries.map { try JSONBytes.decode(SnapshotEntry.self, from: $0) })
        snapshot = (replica, page.cursor, page.nextPageToken)
    }

    private func page(_ service: Service, after: Position, _ limit: Int) async throws -> (
        rows: [ChangeBody], cursor: Position, hasMore: Bool
    ) {
        let page = try await service.changes.page(
            caller, cursor: after.description, share: share, device: nil, limit: limit, waitSeconds: 0)
        return (try JSONBytes.decode([ChangeBody].self, from: [0x5B] + page.wire + [0x5D]), page.cursor, page.hasMore)
    }
}
