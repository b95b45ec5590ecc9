import Logging
import Synchronization
import Testing
import TidelineCore
import TidelineSync
import TidelineTestKit

/// A dry run says what the pass after it does, and changes nothing anywhere.
@Suite final class PreviewTests {
    private let compared = Mutex(0)

    @Test(arguments: 1...20) func `a dry run tells what the pass after it does`(seed: Int) async throws {
        var work = RandomWork(seed: UInt64(seed), sea: try await Sea(devices: 2))
        for _ in 0..<12 {
            for _ in 0..<work.roll(6) { try work.act() }
            if work.roll(3) == 0 { try await work.sea.boats[1].pass() }
            try await check(work.sea, "seed \(seed)")
        }
        #expect(compared.withLock { $0 } > 3, "seed \(seed)")
    }

    private func check(_ sea: Sea, _ name: String) async throws {
        let boat = sea.boats[0]
        let before = try await sea.serverTree()
        let tree = boat.tree()
        let calls = Mutex<[String]>([])
        boat.server.setFault(before: { call throws(RemoteError) in calls.withLock { $0.append(call) } })
        let writes = Mutex<[String]>([])
        boat.disk.setFault { operation, path in
            if ![.marker, .list, .entry, .open, .read, .recover].contains(operation) {
                writes.withLock { $0.append("\(operation) \(path)") }
            }
        }
        let preview = try await preview(boat)
        boat.server.setFault()
        boat.disk.setFault(nil)
        #expect(writes.withLock { $0 } == [], "\(name)")
        #expect(
            calls.withLock { Set($0) }.subtracting(["changes", "snapshot", "manifest", "selection"]) == [], "\(name)")
        #expect(boat.tree() == tree, "\(name)")

        let installed = Mutex<Set<String>>([])
        let trashed = Mutex<Set<String>>([])
        boat.disk.setFault { operation, path in
            if operation == .install { installed.withLock { _ = $0.insert(path) } }
            if operation == .trash { trashed.withLock { _ = $0.insert(path) } }
        }
        let report = try await boat.pass()
        boat.disk.setFault(nil)
        let after = try await sea.serverTree()
        let told = Told(preview.acts)
        #expect(report.conflicts.isEmpty || !told.conflicts.isEmpty, "\(name): \(report.conflicts) / \(preview.acts)")
        #expect(report.skipped.map(\.path) == told.skips, "\(name)")
        // What becomes of those is the server's to decide.
        guard told.conflicts.isEmpty else { return }
        compared.withLock { $0 += 1 }
        let sent = Set(after.values.compactMap { $0 }).subtracting(before.values.compactMap { $0 })
        #expect(Set(told.uploads.compactMap { tree[$0] ?? nil }) == sent, "\(name): \(preview.acts)")
        #expect(report.uploaded == told.uploads.count, "\(name): \(preview.acts)")
        #expect(installed.withLock { $0 } == Set(told.downloads), "\(name): \(preview.acts)")
        #expect(report.downloaded == told.downloads.count, "\(name): \(preview.acts)")
        #expect(report.deleted == told.deletes, "\(name): \(report) \(preview.acts)")
        #expect((report.moved > 0) == (told.moves > 0) && report.moved >= told.moves, "\(name): \(preview.acts)")
    }

    private func preview(_ boat: Boat) async throws -> Preview {
        let engine = SyncEngine(
            disk: PreviewFolder(boat.disk, mayBeMissing: true), server: PreviewShare(boat.server),
            state: boat.state.copy(), ids: CountingIDs(after: 90_000_000), strategy: .keepBoth,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        return try await engine.preview(allowing: .unlimited)
    }

    @Test func `touched files and equal content on both sides are no acts`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write("same", "1")
        try a.disk.write("touched", "2")
        try await a.pass()
        try await b.pass()
        try b.disk.write("same", "1")
        try b.disk.write("touched", "2")
        try a.disk.write("new on both", "3")
        try await a.pass()
        try b.disk.write("new on both", "3")
        #expect(try await preview(b).acts == [])
    }

    @Test func `each kind of act is told with its path`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        for name in ["kept", "edited", "moved", "copied", "removed", "theirs", "both"] {
            try a.disk.write(name, "old \(name)")
        }
        try await a.pass()
        try await b.pass()
        try b.disk.write("theirs", "new from b")
        try b.disk.write("both", "of b")
        try b.disk.rename("kept", to: "kept elsewhere")
        try await b.pass()
        try a.disk.write("edited", "new from a")
        try a.disk.write("both", "of a")
        try a.disk.mkdir("folder")
        try a.disk.link("shortcut", to: "edited")
        try a.disk.rename("moved", to: "folder/moved")
        try a.disk.write("copy", "old copied")
        try a.disk.remove("copied")
        try a.disk.remove("removed")
        let acts = Set(try await preview(a).acts)
        #expect(
            acts == [
                .makeFolder("folder", .server), .upload("edited", bytes: 10), .upload("shortcut", bytes: 6),
                .move("moved", to: "folder/moved", .server), .move("copied", to: "copy", .server),
                .delete("removed", .server),
                .conflict("both", .editEdit), .download("theirs", bytes: 10),
                .move("kept", to: "kept elsewhere", .here),
            ])
    }

    @Test func `a halt is told as one`() async throws {
        let sea = try await Sea()
        let a = sea.boats[0]
        for index in 0..<30 { try a.disk.write("\(index)", "\(index)") }
        try await a.pass()
        for index in 0..<30 { try a.disk.remove("\(index)") }
        let engine = SyncEngine(
            disk: PreviewFolder(a.disk, mayBeMissing: false), server: PreviewShare(a.server), state: a.state.copy(),
            ids: CountingIDs(after: 90_000_000), strategy: .keepBoth,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        await #expect(throws: Halt.massDelete(count: 30, of: 30, locally: false)) { _ = try await engine.preview() }
    }
}

/// Acts by what a report counts.
private struct Told {
    var uploads: [String] = []
    var downloads: [String] = []
    var conflicts: [String] = []
    var skips: [String] = []
    var moves = 0
    var deletes = 0

    init(_ acts: [PreviewAct]) {
        for act in acts {
            switch act {
            case .upload(let path, _): uploads.append(path)
            case .download(let path, _): downloads.append(path)
            case .conflict(let path, _): conflicts.append(path)
            case .skip(let path, _): skips.append(path)
            case .move: moves += 1
            case .delete: deletes += 1
            case .makeFolder: continue
            }
        }
    }
}

/// Users on two devices who write, move and remove at random; each content is unique.
private struct RandomWork {
    let sea: Sea
    private var random: SplitMix64
    private var count = 0

    init(seed: UInt64, sea: Sea) {
        random = SplitMix64(seed: seed)
        self.sea = sea
    }

    mutating func roll(_ sides: Int) -> Int { Int(random.next() % UInt64(sides)) }
    private mutating func pick<T>(_ list: [T]) -> T? { list.isEmpty ? nil : list[roll(list.count)] }

    mutating func act() throws {
        let boat = sea.boats[roll(2)]
        let tree = boat.tree()
        let folders = tree.filter { $0.value == nil }.keys.sorted()
        let files = tree.filter { $0.value != nil }.keys.sorted()
        let fresh = (roll(2) == 0 ? "" : (pick(folders).map { $0 + "/" } ?? "")) + ["a", "b", "c", "d", "e"][roll(5)]
        count += 1
        let content = Array("content \(count)".utf8)
        switch roll(7) {
        case 0, 1: if tree[fresh] != .some(.none) { try boat.disk.write(fresh, content) }
        case 2: if let path = pick(files) { try boat.disk.replace(path, content) }
        case 3: try boat.disk.mkdir(fresh)
        case 4, 5: if let path = pick(files + folders) { _ = try? boat.disk.rename(path, to: fresh) }
        default: if let path = pick(files + folders) { try boat.disk.remove(path) }
        }
    }
}
