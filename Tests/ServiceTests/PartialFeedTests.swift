import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineTestKit

/// A device that syncs parts of a share, as the protocol's page tells it to.
private struct PartialReplica {
    struct Thing: Equatable {
        var parent: String?
        var name: String
        var version: String?
    }

    let selected: Set<String>
    let excluded: Set<String>
    var things: [String: Thing] = [:]
    /// It met a folder that it does not know: only a snapshot helps.
    var mustReadAnew = false

    mutating func take(_ row: ChangeBody) {
        guard row.resourceType != .share else { return }
        let id = row.resourceID
        guard let path = row.newPath else { return remove(id) }
        if let parent = row.parentID, things[parent] == nil {
            if isOnTheWay(id), row.changeType == .moved || row.changeType == .created { mustReadAnew = true }
            return remove(id)
        }
        if things[id] == nil, row.resourceType == .folder, row.changeType != .created {
            if row.changeType == .moved { mustReadAnew = true }
            return
        }
        let name = String(decoding: path.utf8[(path.utf8.lastIndex(of: 0x2F)!)...].dropFirst(), as: UTF8.self)
        things[id] = Thing(parent: row.parentID, name: name, version: row.versionID)
        letGo()
    }

    mutating func take(_ entries: [SnapshotEntry]) {
        mustReadAnew = false
        things = [:]
        for entry in entries {
            things[entry.resourceID] = Thing(parent: entry.parentID, name: entry.name, version: entry.versionID)
        }
    }

    private mutating func remove(_ id: String) {
        things[id] = nil
        for (child, thing) in things where thing.parent == id { remove(child) }
        letGo()
    }

    /// Of all that lies outside.
    private mutating func letGo() {
        let kept = Set(things.keys.filter { isInside($0) })
        let above = Set(selected.filter { kept.contains($0) }.flatMap { chain($0) })
        things = things.filter { id, thing in
            if kept.contains(id) || above.contains(id) { return true }
            guard id.hasPrefix("fil"), thing.name == ".tidelineignore" else { return false }
            return thing.parent.map { above.contains($0) } ?? true
        }
    }

    private func chain(_ id: String) -> [String] {
        Array(sequence(first: id) { things[$0]?.parent })
    }

    private func isInside(_ id: String) -> Bool {
        let chain = chain(id)
        return chain.allSatisfy { !excluded.contains($0) }
            && (selected.isEmpty || chain.contains { selected.contains($0) })
    }

    /// Selected itself, or above something selected.
    private func isOnTheWay(_ id: String) -> Bool {
        selected.contains(id) || selected.contains { chain($0).contains(id) }
    }
}

struct PartialFeedTests {
    private func folders(_ ids: [String], _ dice: inout Dice) -> [String] {
        let folders = ids.filter { $0.hasPrefix("fld") }.shuffled(using: &dice)
        return Array(folders.prefix(Int.random(in: 0...2, using: &dice)))
    }

    /// Only those that are there can be chosen.
    private func live(_ ids: [String], _ desk: Desk) async throws -> [String] {
        let there = Set(try await desk.snapshot().entries.map(\.resourceID))
        return ids.filter { there.contains($0) }
    }

    private func step(_ ids: inout [String], _ number: Int, _ desks: [Desk], _ dice: inout Dice) async throws {
        let desk = desks.randomElement(using: &dice)!
        let change = try await anyChange(ids, "text \(number)", desk, &dice)
        let answer = try await desk.apply([change], .clientWins)
        ids += answer.applied.filter { $0.outcome != .merged && $0.changeType == .created }.map(\.resourceID)
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func `a device that syncs parts ends where a snapshot of these parts is, however it reads`(seed: UInt64)
        async throws
    {
        var dice = Dice(state: seed)
        let (world, desk) = try await TestWorld.started()
        let phone = try await world.desk(desk.caller, share: desk.share, device: "phone")
        var ids: [String] = []
        for number in 0..<25 { try await step(&ids, number, [desk], &dice) }
        let selected = try await live(folders(ids, &dice), desk)
        let excluded = try await live(folders(ids, &dice), desk)
        try await phone.choose(only: selected, not: excluded)
        var replica = PartialReplica(selected: Set(selected), excluded: Set(excluded))
        let start = try await phone.snapshot(limit: 3, ofDevice: true)
        replica.take(start.entries)
        var cursor = start.cursor
        var snapshots = 0
        for number in 0..<60 {
            try await step(&ids, 100 + number, [desk, phone], &dice)
            // Often at once, sometimes much later.
            guard Int.random(in: 0..<8, using: &dice) < seed % 8 || number == 59 else { continue }
            let limit = Int.random(in: 1...4, using: &dice)
            for row in try await phone.changes(after: cursor, limit: limit, ofDevice: true) { replica.take(row) }
            let snapshot = try await phone.snapshot(ofDevice: true)
            cursor = snapshot.cursor
            if replica.mustReadAnew {
                replica.take(snapshot.entries)
                snapshots += 1
            }
            var truth = PartialReplica(selected: [], excluded: [])
            truth.take(snapshot.entries)
            #expect(replica.things == truth.things, "step \(number), after \(snapshots) snapshots")
        }
    }

    @Test(arguments: 0..<30 as Range<UInt64>)
    func `whoever must read anew is told so by its socket`(seed: UInt64) async throws {
        var dice = Dice(state: seed)
        let (world, desk) = try await TestWorld.started()
        let phone = try await world.desk(desk.caller, share: desk.share, device: "phone")
        var ids: [String] = []
        for number in 0..<25 { try await step(&ids, number, [desk], &dice) }
        let selected = try await live(folders(ids, &dice), desk)
        let excluded = try await live(folders(ids, &dice), desk)
        try await phone.choose(only: selected, not: excluded)
        var replica = PartialReplica(selected: Set(selected), excluded: Set(excluded))
        replica.take(try await phone.snapshot(ofDevice: true).entries)
        let reference = DeviceReference(userID: phone.caller.userID, deviceID: phone.device)
        for number in 0..<60 {
            let cursor = try await desk.head()
            let events = try await desk.events { try await step(&ids, 100 + number, [desk], &dice) }
            let questions = events.compactMap { event -> Preferences.Question? in
                guard case .changed(let row) = event else { return nil }
                return Preferences.Question(share: row.shareID, row: row, devices: [reference])
            }
            let hearings = try await world.service.preferences.hearings(questions).flatMap(\.self)
            let rows = try await phone.changes(after: cursor, ofDevice: true)
            #expect(hearings.count { $0 != .nothing } == rows.count)
            for row in rows { replica.take(row) }
            if replica.mustReadAnew { #expect(hearings.contains(.eventAndForceSync), "step \(number)") }
            if hearings.contains(.eventAndForceSync) { replica.take(try await phone.snapshot(ofDevice: true).entries) }
        }
    }
}
