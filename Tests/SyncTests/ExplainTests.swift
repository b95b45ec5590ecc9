import Testing
import TidelineAPI
import TidelineCore
import TidelineSync
import TidelineTestKit

/// Each reason why a path does not sync is named.
@Suite struct ExplainTests {
    private func explain(_ boat: Boat, _ path: String) async throws -> Explanation {
        try await explain(boat, path, [])
    }

    private func explain(_ boat: Boat, _ path: String, _ skipped: [SkippedPath]) async throws -> Explanation {
        try Explainer(
            disk: boat.disk, state: boat.state.load(), selection: try await boat.server.selection(), skipped: skipped
        ).explain(path)
    }

    @Test func `what the last pass left out is not called pending`() async throws {
        let boat = try await Sea().boats[0]
        try boat.disk.write("Plan", "1")
        try boat.disk.write("plan", "2")
        try boat.disk.write("d/x", "3")
        boat.server.censor { batch throws(RemoteError) in
            for change in batch.changes {
                if case .createFile(let place, _) = change.action, place.name.text == "x" {
                    throw .refused(.badRequest, "not this")
                }
            }
        }
        let report = try await boat.pass()
        for path in ["plan", "d/x"] {
            let told = try await explain(boat, path, report.skipped)
            #expect(told.state == .skipped, "\(path): \(told)")
        }
        #expect(try await explain(boat, "Plan", report.skipped).state == .synced)
        try boat.disk.write("after", "4")
        #expect(try await explain(boat, "after", report.skipped).state == .pending)
    }

    @Test func `what the server tells garbled is named as what holds it back`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.save("bad", "1")
        try await sea.calm()
        try a.save("bad", "2")
        try await a.pass()
        b.server.forge(Garble.member("version_id", "ver_1").forger(of: "bad"))
        try await b.pass(.nothing)
        let told = try await explain(b, "bad")
        #expect(told.state == .skipped && told.reason.hasSuffix("version_id is malformed"), "\(told)")
    }

    @Test func `what is synced, new, changed, or only on the server is told apart`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write("d/same", "1")
        try a.disk.write("d/edited", "1")
        try a.disk.write("d/removed", "1")
        try await sea.calm()
        try a.disk.write("d/edited", "2")
        try a.disk.remove("d/removed")
        try a.disk.write("new", "1")
        #expect(try await explain(a, "d/same").state == .synced)
        #expect(try await explain(a, "d").state == .synced)
        #expect(try await explain(a, "d/same").since != nil)
        for path in ["d/edited", "d/removed", "new"] {
            let told = try await explain(a, path)
            #expect(told.state == .pending, "\(path)")
        }
        #expect(try await explain(a, "nothing/here").state == .absent)
        #expect(try await explain(a, ".tideline/root").state == .ignored)
        try b.disk.write("theirs", "1")
        try await b.pass()
        b.disk.setFault(nil)
        a.disk.setFault { operation, _ in if operation == .stage { throw LocalError.diskFull } }
        _ = try? await a.pass()
        #expect(try await explain(a, "theirs").state == .pending)
    }

    @Test func `rules, choices and things that are no files are named, with what to do`() async throws {
        let sea = try await Sea()
        let a = sea.boats[0]
        try a.disk.write("d/.tidelineignore", "#\n*.o\n")
        try a.disk.write("out/x", "1")
        try a.disk.write("in/x", "1")
        try a.disk.plant("pipe", other: "pipe")
        try a.disk.link("link", to: "/etc")
        try await a.pass()
        let ignored = try await explain(a, "d/build/x.o")
        #expect(ignored.state == .ignored && ignored.rule?.line == 2 && ignored.rule?.folder == "d")
        #expect(ignored.reason.contains("d/.tidelineignore") && ignored.remedy != nil)
        let builtIn = try await explain(a, "a~")
        #expect(builtIn.rule != nil && builtIn.rule?.folder == nil)
        #expect(try await explain(a, "pipe").state == .skipped)
        #expect(try await explain(a, "link").state == .skipped)
        try await a.server.prefer(PreferencePatchBody(excludedFolders: ["/out"]))
        #expect(try await explain(a, "out/x").state == .unselected)
        #expect(try await explain(a, "in/x").state == .synced)
        try await a.server.prefer(PreferencePatchBody(selectedFolders: ["/in"], excludedFolders: []))
        #expect(try await explain(a, "loose").state == .unselected)
        #expect(try await explain(a, "in").state == .synced)
        try await a.server.prefer(PreferencePatchBody(syncEnabled: false))
        #expect(try await explain(a, "in/x").state == .resting)
    }
}
