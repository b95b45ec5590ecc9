import Synchronization
import Testing
import TidelineAPI
import TidelineCore
import TidelineService
import TidelineSync
import TidelineTestKit

/// A device that syncs parts lets go of the rest, and never deletes by that.
@Suite struct SelectionTests {
    private func sea() async throws -> (Sea, Boat, Boat) {
        let sea = try await Sea()
        let a = sea.boats[0]
        for path in ["in/x", "in/sub/y", "out/z", "out/deep/w", "top"] { try a.disk.write(path, path) }
        try await sea.calm()
        return (sea, a, sea.boats[1])
    }

    private func text(_ boat: Boat, _ path: String) -> String? {
        boat.tree()[path].flatMap { $0 }.map { String(decoding: $0, as: UTF8.self) }
    }

    private func paths(_ boat: Boat) -> [String] { boat.tree().keys.sorted() }

    private let all: Set<String> = [
        "in", "in/x", "in/sub", "in/sub/y", "out", "out/z", "out/deep", "out/deep/w", "top",
    ]

    @Test func `what is excluded goes from this device alone, and comes back`() async throws {
        let (sea, a, b) = try await sea()
        try await b.server.prefer(PreferencePatchBody(excludedFolders: ["/out"]))
        let report = try await b.pass(allowing: .standard)
        #expect(report.skipped.isEmpty)
        #expect(paths(b) == ["in", "in/sub", "in/sub/y", "in/x", "top"])
        #expect(Set(b.disk.trashed().map(\.path)) == ["out/z", "out/deep/w"])
        try await sea.calm()
        #expect(Set(try await sea.serverTree().keys) == all && Set(paths(a)) == all)
        try a.disk.write("out/later", "1")
        try await sea.calm()
        #expect(text(b, "out/later") == nil)
        try await b.server.prefer(PreferencePatchBody(excludedFolders: []))
        try await sea.calm()
        #expect(b.tree() == a.tree() && text(b, "out/later") == "1")
    }

    @Test func `only what is selected stays, with the folders above it`() async throws {
        let (sea, a, b) = try await sea()
        try await b.server.prefer(PreferencePatchBody(selectedFolders: ["/in/sub"]))
        try await sea.calm()
        #expect(paths(b) == ["in", "in/sub", "in/sub/y"])
        try b.disk.write("in/sub/new", "of b")
        try a.disk.write("in/not", "of a")
        try await sea.calm()
        #expect(text(a, "in/sub/new") == "of b" && text(b, "in/not") == nil)
        #expect(Set(try await sea.serverTree().keys) == all.union(["in/sub/new", "in/not"]))
    }

    @Test func `what is not proven to be the server's stays, says so, and is kept when its folder comes back`()
        async throws
    {
        let (sea, a, b) = try await sea()
        try b.disk.write("out/z", "unsent")
        try b.disk.write("out/new", "unsent too")
        b.server.setFault(before: { name throws(RemoteError) in
            if name == "missing" { throw .unreachable("not now") }
        })
        await #expect(throws: RemoteError.self) { try await b.pass() }
        b.server.setFault()
        try await b.server.prefer(PreferencePatchBody(excludedFolders: ["/out"]))
        let report = try await b.pass()
        #expect(report.skipped.contains { $0.path.hasPrefix("out") })
        let later = try await b.pass()
        #expect(later.skipped.map(\.path) == ["out"])
        let texts = Set(b.tree().values.compactMap { $0 }.map { String(decoding: $0, as: UTF8.self) })
        #expect(texts.isSuperset(of: ["unsent", "unsent too"]))
        try await b.server.prefer(PreferencePatchBody(excludedFolders: []))
        try await sea.calm()
        #expect(a.tree() == b.tree())
        let everywhere = Set(a.tree().values.compactMap { $0 }.map { String(decoding: $0, as: UTF8.self) })
        #expect(everywhere.isSuperset(of: ["unsent", "unsent too"]))
    }

    @Test func `new things outside the selection stay here and are reported`() async throws {
        let (sea, _, b) = try await sea()
        try await b.server.prefer(PreferencePatchBody(selectedFolders: ["/in"]))
        try await sea.calm()
        try b.disk.write("fresh/f", "1")
        try b.disk.write("loose", "1")
        let report = try await b.pass()
        #expect(report.uploaded == 0 && report.skipped.map(\.path) == ["fresh", "loose"])
        #expect(try await sea.serverPaths().isDisjoint(with: ["fresh", "loose"]))
    }

    @Test func `a synced file that is moved outside the selection is no delete`() async throws {
        let (sea, _, b) = try await sea()
        try await b.server.prefer(PreferencePatchBody(excludedFolders: ["/out"]))
        try await sea.calm()
        try b.disk.mkdir("out")
        try b.disk.rename("in/x", to: "out/x")
        let report = try await b.pass()
        #expect(report.deleted == 0 && report.skipped.map(\.path) == ["out"])
        #expect(Set(try await sea.serverTree().keys) == all)
        #expect(text(b, "out/x") == "in/x")
    }

    @Test func `deleting a folder here spares what this device does not sync in it`() async throws {
        let (sea, a, b) = try await sea()
        try await b.server.prefer(PreferencePatchBody(excludedFolders: ["/in/sub"]))
        try await sea.calm()
        try b.disk.remove("in")
        try await sea.calm()
        #expect(text(a, "in/sub/y") == "in/sub/y" && text(a, "in/x") == nil)
        try await b.server.prefer(PreferencePatchBody(selectedFolders: ["/out/deep"], excludedFolders: []))
        try await sea.calm()
        try b.disk.remove("out")
        try await sea.calm()
        #expect(text(a, "out/z") == "out/z" && text(a, "out/deep/w") == nil)
    }

    @Test func `letting go is no mass delete, and does not hide one`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        for number in 0..<40 {
            try a.disk.write("out/\(number)", "\(number)")
            try a.disk.write("in/\(number)", "in \(number)")
        }
        try await sea.calm()
        try await b.server.prefer(PreferencePatchBody(excludedFolders: ["/out"]))
        try await b.pass(allowing: .standard)
        #expect(b.tree()["out"] == nil && b.tree().count == 41)
        try a.disk.remove("in")
        try await a.pass()
        await #expect(throws: Halt.self) { try await b.pass(allowing: .standard) }
    }

    @Test func `a share that is switched off rests, and goes on where it was`() async throws {
        let (sea, a, b) = try await sea()
        try await b.server.prefer(PreferencePatchBody(syncEnabled: false))
        try a.disk.write("later", "1")
        try b.disk.write("own", "1")
        try await a.pass()
        let report = try await b.pass()
        #expect(report.isResting && report.uploaded == 0 && text(b, "later") == nil)
        try await b.server.prefer(PreferencePatchBody(syncEnabled: true))
        try await sea.calm()
        #expect(a.tree() == b.tree() && text(a, "own") == "1")
    }

    @Test func `folders that others move in and out come and go`() async throws {
        let (sea, a, b) = try await sea()
        try await b.server.prefer(PreferencePatchBody(selectedFolders: ["/in"]))
        try await sea.calm()
        try a.disk.rename("out/deep", to: "in/deep")
        try await sea.calm()
        #expect(text(b, "in/deep/w") == "out/deep/w")
        try a.disk.rename("in/sub", to: "out/sub")
        try await sea.calm()
        #expect(paths(b) == ["in", "in/deep", "in/deep/w", "in/x"])
        try a.disk.rename("in", to: "out/inner")
        try await sea.calm()
        #expect(paths(b) == ["out", "out/inner", "out/inner/deep", "out/inner/deep/w", "out/inner/x"])
        try a.disk.remove("out/inner")
        try await sea.calm()
        #expect(paths(b).isEmpty)
        #expect(Set(try await sea.serverTree().keys) == ["out", "out/z", "out/sub", "out/sub/y", "top"])
    }

    /// The device is killed at each save in turn while it lets go, and the folder is selected again at once.
    @Test(arguments: 0..<8) func `no crash while letting go makes it a delete`(_ survived: Int) async throws {
        let (sea, a, b) = try await sea()
        try await b.server.prefer(PreferencePatchBody(excludedFolders: ["/out"]))
        let left = Counter(survived)
        b.state.setFault { _ in if !left.take() { throw LocalError.diskFull } }
        _ = try? await b.pass()
        b.state.setFault(nil)
        b.restart()
        try await b.server.prefer(PreferencePatchBody(excludedFolders: []))
        try await sea.calm()
        #expect(Set(try await sea.serverTree().keys) == all)
        #expect(a.tree() == b.tree() && Set(paths(b)) == all)
    }

    @Test(arguments: 0..<8) func `a crash while letting go is gone on with`(_ survived: Int) async throws {
        let (sea, a, b) = try await sea()
        try await b.server.prefer(PreferencePatchBody(excludedFolders: ["/out"]))
        let left = Counter(survived)
        b.state.setFault { _ in if !left.take() { throw LocalError.diskFull } }
        _ = try? await b.pass()
        b.state.setFault(nil)
        b.restart()
        try await sea.calm()
        #expect(paths(b) == ["in", "in/sub", "in/sub/y", "in/x", "top"] && Set(paths(a)) == all)
    }

    /// The choice changes on the server when so many calls of the pass have been answered.
    private func prefer(_ patch: PreferencePatchBody, on boat: Boat, afterFirst name: String) {
        let server = boat.server
        let isDue = Mutex(true)
        server.setFault(after: { call throws(RemoteError) in
            guard call == name,
                isDue.withLock({ due in
                    defer { due = false }
                    return due
                })
            else { return }
            do { try await server.prefer(patch) } catch { throw .garbage("\(error)") }
        })
    }

    @Test(arguments: ["apply", "changes", "selection"])
    func `a choice that narrows in the middle of a pass takes no edit back`(_ moment: String) async throws {
        let (sea, a, b) = try await sea()
        try b.disk.write("out/z", "edited")
        try b.disk.write("out/new", "made")
        prefer(PreferencePatchBody(excludedFolders: ["/out"]), on: b, afterFirst: moment)
        _ = try await b.pass(.folders(["out"], deep: []))
        b.server.setFault()
        try await b.server.prefer(PreferencePatchBody(excludedFolders: []))
        try await sea.calm()
        let everywhere = Set(a.tree().values.compactMap { $0 }.map { String(decoding: $0, as: UTF8.self) })
        #expect(everywhere.isSuperset(of: ["edited", "made"]))
        if moment == "apply" { #expect(text(a, "out/z") == "edited") }
        #expect(a.tree() == b.tree())
    }

    @Test func `a share that is switched off in the middle of a pass takes no edit back`() async throws {
        let (sea, a, b) = try await sea()
        try b.disk.write("out/z", "edited")
        try b.disk.write("out/new", "made")
        prefer(PreferencePatchBody(syncEnabled: false), on: b, afterFirst: "apply")
        let report = try await b.pass()
        #expect(report.isResting && text(b, "out/z") == "edited" && text(b, "out/new") == "made")
        b.server.setFault()
        try await b.server.prefer(PreferencePatchBody(syncEnabled: true))
        try await sea.calm()
        #expect(text(a, "out/z") == "edited" && a.tree() == b.tree())
    }

    @Test func `what was just made and is then left out is no mass delete`() async throws {
        let (sea, a, b) = try await sea()
        for number in 0..<60 { try b.disk.write("out/new/\(number)", "\(number)") }
        prefer(PreferencePatchBody(excludedFolders: ["/out"]), on: b, afterFirst: "apply")
        _ = try await b.pass(allowing: .standard)
        b.server.setFault()
        try await b.pass(allowing: .standard)
        try await sea.calm()
        #expect(text(a, "out/new/59") == "59" && text(b, "out/new/59") == nil)
    }

    @Test func `a snapshot that is due is not forgotten by a crash`() async throws {
        let (sea, a, b) = try await sea()
        try await b.server.prefer(PreferencePatchBody(selectedFolders: ["/in"]))
        try await sea.calm()
        try a.disk.rename("out/deep", to: "in/deep")
        try await a.pass()
        b.server.setFault(before: { name throws(RemoteError) in
            if name == "snapshot" { throw .unreachable("not now") }
        })
        await #expect(throws: RemoteError.self) { try await b.pass() }
        b.server.setFault()
        b.restart()
        try await sea.calm()
        #expect(text(b, "in/deep/w") == "out/deep/w")
    }

    @Test func `deleting a folder spares what was moved into it and is left out here`() async throws {
        let (sea, a, b) = try await sea()
        try await b.server.prefer(PreferencePatchBody(excludedFolders: ["/out"]))
        try await sea.calm()
        try a.disk.rename("out", to: "in/out")
        try await a.pass()
        try b.disk.remove("in")
        for _ in 0..<2 { _ = try await b.pass(.folders([""], deep: [])) }
        try await sea.calm()
        #expect(text(a, "in/out/z") == "out/z" && text(a, "in/x") == nil)
    }

    /// A program of the same user moves `/out` into `/in` just before a batch arrives, knowing all that is there then.
    private func moveOutIn(as device: String, beforeBatchOf boat: Boat, _ sea: Sea) {
        let isDue = Mutex(true)
        let (store, service, caller, share) = (sea.store, sea.service, sea.caller, sea.shareID)
        boat.server.setFault(before: { call throws(RemoteError) in
            guard call == "apply",
                isDue.withLock({ due in
                    defer { due = false }
                    return due
                })
            else { return }
            do {
                let head = try await store.read { try $0.log(of: caller.tenantID).head }
                let move = ProposedChangeBody(
                    resourceType: "folder", changeType: "moved", oldPath: "/out", newPath: "/in/out")
                let answer = try await service.apply(
                    caller, ApplyBody(deviceID: device, shareID: share, changes: [move], baseCursor: head.value))
                guard answer.applied.count == 1 else { throw UnexpectedAnswer(description: "\(answer)") }
            } catch { throw .garbage("\(error)") }
        })
    }

    @Test(arguments: ["device-0", "device-1"])
    func `a folder that is deleted here stays when others just moved into it what is left out here`(mover: String)
        async throws
    {
        let (sea, a, b) = try await sea()
        try await b.server.prefer(PreferencePatchBody(excludedFolders: ["/out"]))
        try await sea.calm()
        try b.disk.remove("in")
        moveOutIn(as: mover, beforeBatchOf: b, sea)
        let report = try await b.pass()
        b.server.setFault()
        #expect(report.conflicts.map(\.type) == [.deleteEdit] && report.conflicts.allSatisfy { $0.copyPath == nil })
        try await sea.calm()
        let hidden = ["in/out", "in/out/deep", "in/out/deep/w", "in/out/z"]
        let shown = ["in", "in/sub", "in/sub/y", "in/x", "top"]
        #expect(paths(b) == shown && paths(a) == (hidden + shown).sorted())
        #expect(text(a, "in/out/z") == "out/z" && text(a, "in/out/deep/w") == "out/deep/w")
        #expect(Set(try await sea.serverTree().keys) == Set(hidden + shown))
        #expect(try await b.pass().conflicts.isEmpty)
    }

    @Test func `what lies beside a selected folder goes when both leave the selection`() async throws {
        let (sea, a, b) = try await sea()
        try a.disk.write("in/sub/deep/v", "1")
        try await sea.calm()
        try await b.server.prefer(PreferencePatchBody(selectedFolders: ["/in", "/in/sub/deep"]))
        try await sea.calm()
        try a.disk.rename("in/sub", to: "sub")
        try await sea.calm()
        #expect(paths(b) == ["in", "in/x", "sub", "sub/deep", "sub/deep/v"])
    }

    @Test func `a new file in a folder deleted elsewhere goes up from a device that syncs parts`() async throws {
        let (sea, a, b) = try await sea()
        try await b.server.prefer(PreferencePatchBody(excludedFolders: ["/out"]))
        try await sea.calm()
        try a.disk.remove("in/sub")
        try await a.pass()
        try b.disk.write("in/sub/fresh", "of b")
        try await sea.calm()
        #expect(text(a, "in/sub/fresh") == "of b")
    }

    @Test func `what was edited while a share rests is sent when it goes on`() async throws {
        let (_, _, b) = try await sea()
        try await b.server.prefer(PreferencePatchBody(syncEnabled: false))
        _ = try await b.pass()
        try b.disk.write("in/x", "edited")
        _ = try await b.pass(.folders(["in"], deep: []))
        try await b.server.prefer(PreferencePatchBody(syncEnabled: true))
        await b.engine.selectionMayHaveChanged()
        #expect(try await b.pass(.nothing).uploaded == 1)
    }

    @Test func `a lost memory makes no deletes of what is not selected`() async throws {
        let (sea, a, b) = try await sea()
        try await b.server.prefer(PreferencePatchBody(excludedFolders: ["/out"]))
        b.state.lose()
        b.restart()
        try await sea.calm()
        #expect(Set(paths(a)) == all)
        #expect(text(b, "out/z") == "out/z")
        #expect(try await b.pass().skipped.map(\.path) == ["out"])
    }
}

/// Lets so many through.
private final class Counter: Sendable {
    private let left: Mutex<Int>
    init(_ count: Int) { left = Mutex(count) }
    func take() -> Bool {
        left.withLock { left in
            left -= 1
            return left >= 0
        }
    }
}
