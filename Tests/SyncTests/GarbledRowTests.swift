import Foundation
import Logging
import Synchronization
import Testing
import TidelineCore
import TidelineSync
import TidelineTestKit

/// A server that tells of one thing what makes no sense: that waits and is reported, all others go on, and nothing of it is
/// lost, deleted or made twice.
@Suite struct GarbledRowTests {
    private func pair() async throws -> (Sea, Boat, Boat) {
        let sea = try await Sea()
        return (sea, sea.boats[0], sea.boats[1])
    }

    /// What the server has.
    private func texts(_ sea: Sea) async throws -> [String: String] {
        try await sea.serverTree().compactMapValues { $0 }.mapValues { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: Garble.all, [true, false])
    func `a new thing that makes no sense waits alone, until a row that does`(_ garble: Garble, _ atFirst: Bool)
        async throws
    {
        let (sea, a, b) = try await pair()
        if !atFirst { try await b.pass() }
        try a.save("bad", "harm")
        try a.save("good", "fine")
        try await a.pass()
        b.server.forge(garble.forger(of: "bad"))
        for _ in 0..<2 {
            let report = try await b.pass(.nothing)
            if garble.spoils(snapshot: atFirst) {
                #expect(report.skipped.count == 1 && report.skipped[0].reason.contains("it waits"), "\(report)")
                #expect(b.texts() == ["good": "fine"])
            }
            #expect(report.uploaded + report.deleted == 0 && !report.isUnfinished)
            b.restart()
        }
        let outlook = try await b.outlook()
        if garble.spoils(snapshot: atFirst) { #expect(outlook.skipped.count == 1 && outlook.items.isEmpty) }
        try a.disk.rename("bad", to: "better")
        try await a.pass()
        b.server.forge(nil)
        try await b.pass(.nothing)
        #expect(b.texts() == ["better": "harm", "good": "fine"])
        #expect(try await b.pass().skipped.isEmpty)
        try await sea.calm()
        #expect(try await sea.verdict().isEmpty && b.texts() == ["better": "harm", "good": "fine"])
    }

    @Test(arguments: Garble.all) func `what was garbled is read again by a look at everything`(_ garble: Garble)
        async throws
    {
        let (sea, a, b) = try await pair()
        try await b.pass()
        try a.save("bad", "harm")
        try await a.pass()
        b.server.forge(garble.forger(of: "bad"))
        try await b.pass(.nothing)
        b.server.forge(nil)
        b.restart()
        #expect(try await b.pass().skipped.isEmpty)
        #expect(try await sea.verdict().isEmpty && b.texts() == ["bad": "harm"])
    }

    @Test(arguments: Garble.all, [true, false])
    func `a known thing of which a row makes no sense stays as it is on both sides`(_ garble: Garble, _ edits: Bool)
        async throws
    {
        let (sea, a, b) = try await pair()
        for name in ["bad", "good"] { try a.save(name, "\(name) 1") }
        try await sea.calm()
        for name in ["bad", "good"] { try a.save(name, "\(name) 2") }
        try await a.pass()
        b.server.forge(garble.forger(of: "bad"))
        try await b.pass(.nothing)
        #expect(b.texts() == ["bad": "bad 1", "good": "good 2"])
        if garble.holdsBack {
            if edits { try b.save("bad", "mine") } else { try b.remove("bad") }
            try await b.pass(.folders([""], deep: []))
            let report = try await b.pass(.folders([""], deep: []))
            #expect(report.uploaded + report.deleted == 0 && report.skipped.map(\.path) == ["bad"], "\(report)")
            #expect(try await texts(sea) == ["bad": "bad 2", "good": "good 2"])
        }
        try a.save("bad", "bad 3")
        try await a.pass()
        b.server.forge(nil)
        try await sea.calm()
        #expect(try await sea.verdict().isEmpty)
        #expect(b.texts()["bad"] == "bad 3")
        if garble.holdsBack && edits { #expect(Set(b.texts().values) == ["bad 3", "good 2", "mine"]) }
    }

    @Test(arguments: [Garble.name(".."), .member("parent_id", "fld_x"), .member("version_id", "ver_1")])
    func `a folder is not deleted on the server with something garbled that is in it, or may be`(_ garble: Garble)
        async throws
    {
        let (sea, a, b) = try await pair()
        for name in ["bad", "other"] { try a.save("d/" + name, "\(name) 1") }
        try await sea.calm()
        try a.save("d/bad", "bad 2")
        try await a.pass()
        b.server.forge(garble.forger(of: "bad"))
        try await b.pass(.nothing)
        try b.remove("d")
        for _ in 0..<3 { try await b.pass(.folders([""], deep: [])) }
        #expect(try await texts(sea)["d/bad"] == "bad 2")
        b.server.forge(nil)
        try a.save("d/bad", "bad 3")
        try await sea.calm()
        #expect(try await sea.verdict().isEmpty && b.texts()["d/bad"] == "bad 3")
    }

    @Test(arguments: [true, false]) func `what lies in a folder that makes no sense waits with it`(_ isKnown: Bool)
        async throws
    {
        let (sea, a, b) = try await pair()
        try await b.pass()
        if isKnown {
            try a.save("bad", "first")
            try a.disk.rename("bad", to: "inside")
            try a.save("fine/inside", "1")
            try await sea.calm()
            try a.disk.rename("fine", to: "bad")
            try a.save("bad/inside", "2")
        } else {
            try a.save("bad/inside", "2")
        }
        try await a.pass()
        b.server.forge(Garble.name("..").forger(of: "bad"))
        let before = b.texts()
        let report = try await b.pass(.nothing)
        #expect(b.texts() == before && report.skipped.count == 1, "\(report.skipped)")
        if isKnown {
            try b.save("fine/new", "mine")
            try await b.pass(.folders(["fine"], deep: []))
            #expect(try await texts(sea)["bad/new"] == nil)
        }
        b.server.forge(nil)
        b.restart()
        try await sea.calm()
        #expect(try await sea.verdict().isEmpty && b.texts()["bad/inside"] == "2")
        if isKnown { #expect(a.texts()["bad/new"] == "mine") }
    }

    @Test func `a list of all with an entry about nobody deletes nothing that it does not show`() async throws {
        let (sea, a, b) = try await pair()
        for name in ["bad", "good", "gone"] { try a.save(name, name) }
        try await sea.calm()
        try a.remove("gone")
        try await a.pass()
        b.engineStartsOver()
        b.server.forge(Garble.member("resource_id", "fil_x").forger(of: "bad"))
        try b.save("good", "edited")
        let report = try await b.pass()
        #expect(b.texts() == ["bad": "bad", "good": "edited", "gone": "gone"])
        #expect(report.deleted == 0 && Set(report.skipped.map(\.path)).isSuperset(of: ["bad", "gone"]))
        b.server.forge(nil)
        try await sea.calm()
        #expect(try await sea.verdict().isEmpty && b.texts() == ["bad": "bad", "good": "edited"])
    }

    @Test func `a ring of folders is let be, and deleting one of them ends`() async throws {
        let folders = ["A", "B", "C"].map { Grow.folder(Character($0)) }
        var world = World()
        for index in 0..<3 {
            world.remote.append(.live(try Grow.remote(folders[index], folders[(index + 1) % 3], "x")))
        }
        #expect(world.plan().isEmpty)
        world.remote.append(.deleted(folders[0]))
        #expect(world.plan().isEmpty)
    }
}

extension Boat {
    fileprivate func outlook() async throws -> Outlook {
        try await SyncEngine(
            disk: disk, server: server, state: state.copy(), ids: CountingIDs(after: 90_000_000), strategy: .keepBoth,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ).outlook()
    }

    /// As when the log no longer goes on from its cursor.
    fileprivate func engineStartsOver() {
        let isFirst = Mutex(true)
        server.setFault(before: { name throws(RemoteError) in
            let fails =
                name == "changes"
                && isFirst.withLock { first in
                    defer { first = false }; return first
                }
            if fails { throw .cursorInvalid }
        })
    }
}

/// One way in which a row, or an entry of a snapshot, makes no sense.
struct Garble: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Whether what happens to it here waits too.
    var holdsBack = true
    var isOfRowsOnly = false
    private let change: @Sendable (inout [String: Any]) -> Void

    static let all: [Garble] =
        ["..", ".", "", "a/b", "/", "x\u{0}y", String(repeating: "n", count: 256)].map { .name($0) } + [
            .member("resource_type", "widget"), .member("resource_type", "folder"), .member("version_id", "ver_1"),
            .member("version_id", nil), .member("version_id", 7), .member("parent_id", "fld_x"),
            .member("parent_id", "fil_01ARZ3NDEKTSV4RRFFQ69G5FAV"), .member("parent_id", 7), .member("metadata", nil),
            .metadata("size", -1), .metadata("size", "four"), .metadata("checksum_sha256", "abc"),
            .metadata("modified_at", "yesterday"), .strange(.member("resource_id", "fil_x")),
            .strange(.member("resource_id", nil)), .rowsOnly(.member("change_type", "exploded")),
            .rowsOnly(.member("new_path", nil)), .rowsOnly(.member("position", "first")), .dangling,
        ]

    static func name(_ name: String) -> Garble {
        Garble(testDescription: "the name \(name.prefix(9))") { row in
            if row["name"] != nil { row["name"] = name }
            for key in ["path", "new_path"] where row[key] is String {
                let path = row[key] as? String ?? ""
                row[key] = path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex) + "/" + name
            }
        }
    }

    static func member(_ name: String, _ value: (any Sendable)?) -> Garble {
        Garble(testDescription: "\(name) = \(value.map { "\($0)" } ?? "nothing")") { $0[name] = value }
    }

    static func metadata(_ name: String, _ value: any Sendable) -> Garble {
        Garble(testDescription: "\(name) = \(value)") { row in
            var metadata = row["metadata"] as? [String: Any] ?? [:]
            metadata[name] = value
            row["metadata"] = metadata
        }
    }

    /// In a folder that nobody knows.
    static let dangling = strange(
        Garble(testDescription: "a folder that is not there") { row in
            row["parent_id"] = "fld_01ARZ3NDEKTSV4RRFFQ69G5FAV"
            if let path = row["new_path"] as? String { row["new_path"] = "/x" + path }
        })

    /// Nobody can tell what it is about, or it is told well but for its folder.
    static func strange(_ garble: Garble) -> Garble {
        var garble = garble
        garble.holdsBack = false
        return garble
    }

    static func rowsOnly(_ garble: Garble) -> Garble {
        var garble = garble
        garble.isOfRowsOnly = true
        return garble
    }

    func spoils(snapshot: Bool) -> Bool { !(snapshot && isOfRowsOnly) }

    private init(testDescription: String, _ change: @escaping @Sendable (inout [String: Any]) -> Void) {
        self.testDescription = testDescription
        self.change = change
    }

    /// Garbles what is told of things of this name.
    func forger(of name: String) -> @Sendable (String) -> String {
        { [change] json in
            let told = try? JSONSerialization.jsonObject(with: Data(json.utf8))
            func garbled(_ row: [String: Any]) -> [String: Any] {
                let path = row["new_path"] as? String ?? row["path"] as? String ?? ""
                guard path.hasSuffix("/" + name) else { return row }
                var row = row
                change(&row)
                return row
            }
            let result: Any =
                (told as? [[String: Any]])?.map(garbled) ?? (told as? [String: Any]).map(garbled) ?? [String]()
            return (try? JSONSerialization.data(withJSONObject: result)).map { String(decoding: $0, as: UTF8.self) }
                ?? ""
        }
    }
}
