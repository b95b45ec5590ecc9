import Testing
import TidelineAPI
import TidelineCore
import TidelineSync
import TidelineTestKit

/// The rules above a selected folder hold on a device that has only that one.
@Suite struct SelectedRulesTests {
    private let rules = ".tidelineignore"

    /// The second device syncs `in/proj` alone.
    private func sea() async throws -> (Sea, Boat, Boat) {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        for path in ["in/proj/x", "in/beside/y", "top"] { try a.disk.write(path, path) }
        try a.disk.write(rules, "*.key\n")
        try a.disk.write("in/" + rules, "*.note\n")
        try a.disk.write("in/beside/" + rules, "*.y\n")
        try await sea.calm()
        try await b.server.prefer(PreferencePatchBody(selectedFolders: ["/in/proj"]))
        try await sea.calm()
        return (sea, a, b)
    }

    private func text(_ boat: Boat, _ path: String) -> String? {
        boat.tree()[path].flatMap { $0 }.map { String(decoding: $0, as: UTF8.self) }
    }

    private func paths(_ boat: Boat) -> [String] { boat.tree().keys.sorted() }

    private let selected = [".tidelineignore", "in", "in/.tidelineignore", "in/proj", "in/proj/x"]

    @Test func `what rules above a selected folder keep private is not sent`() async throws {
        let (sea, _, b) = try await sea()
        #expect(paths(b) == selected)
        for name in ["secret.key", "own.note", "open"] { try b.disk.write("in/proj/" + name, name) }
        let report = try await b.pass()
        #expect(report.uploaded == 1 && report.skipped.isEmpty)
        let there = try await sea.serverPaths()
        #expect(there.contains("in/proj/open"))
        #expect(there.isDisjoint(with: ["in/proj/secret.key", "in/proj/own.note"]))
    }

    @Test func `a device that starts with what is private gets the rules before it sends`() async throws {
        let (sea, _, b) = try await sea()
        b.disk.wipe()
        b.state.lose()
        b.restart()
        try b.disk.write("in/proj/secret.key", "secret")
        try await sea.calm()
        #expect(paths(b) == (selected + ["in/proj/secret.key"]).sorted())
        #expect(try await sea.serverPaths().contains("in/proj/secret.key") == false)
    }

    @Test func `rules that others edit, move in, move out or rename are followed`() async throws {
        let (sea, a, b) = try await sea()
        try a.disk.write(rules, "*.other\n")
        try await sea.calm()
        #expect(text(b, rules) == "*.other\n")
        try a.disk.rename("in/" + rules, to: "in/beside/old")
        try await sea.calm()
        #expect(!paths(b).contains("in/" + rules))
        try a.disk.rename("in/beside/" + rules, to: "in/" + rules)
        try await sea.calm()
        #expect(text(b, "in/" + rules) == "*.y\n")
        try a.disk.rename(rules, to: "plain")
        try await sea.calm()
        #expect(paths(b) == ["in", "in/" + rules, "in/proj", "in/proj/x"])
        try a.disk.rename("plain", to: rules)
        try await sea.calm()
        #expect(paths(b) == selected)
        try a.disk.remove(rules)
        try await sea.calm()
        #expect(!paths(b).contains(rules))
    }

    @Test func `rules follow the selected folder to where others move it`() async throws {
        let (sea, a, b) = try await sea()
        try a.disk.write("far/" + rules, "*.far\n")
        try a.disk.rename("in/proj", to: "far/proj")
        try await sea.calm()
        #expect(paths(b) == [rules, "far", "far/" + rules, "far/proj", "far/proj/x"])
        try a.disk.remove("far")
        try await sea.calm()
        #expect(paths(b) == [rules])
    }

    @Test func `a device may edit, make and delete the rules that it is shown`() async throws {
        let (sea, a, b) = try await sea()
        try b.disk.write(rules, "*.mine\n")
        try await sea.calm()
        #expect(text(a, rules) == "*.mine\n")
        try b.disk.remove(rules)
        try await sea.calm()
        #expect(text(a, rules) == nil && text(a, "top") == "top")
        try b.disk.write(rules, "*.new\n")
        let report = try await b.pass()
        #expect(report.uploaded == 1 && report.skipped.isEmpty)
        try await sea.calm()
        #expect(text(a, rules) == "*.new\n")
    }

    @Test func `rules that get another name here have left, and stay on the server`() async throws {
        let (sea, a, b) = try await sea()
        try b.disk.rename(rules, to: "kept")
        let report = try await b.pass()
        #expect(report.skipped.map(\.path) == ["kept"])
        try await sea.calm()
        #expect(text(a, rules) == "*.key\n" && text(b, "kept") == "*.key\n")
    }

    @Test func `an editor that sets the old rules aside makes no second ones`() async throws {
        let (sea, a, b) = try await sea()
        try b.disk.rename(rules, to: "rules.bak")
        try b.disk.write(rules, "*.edited\n")
        let report = try await b.pass()
        #expect(report.skipped.map(\.path) == ["rules.bak"])
        try await sea.calm()
        #expect(text(a, rules) == "*.edited\n")
        #expect(Set(try await sea.serverTree().keys).filter { $0.contains("conflicted") }.isEmpty)
    }

    @Test func `a folder above that is deleted here keeps its rules for those who have more of it`() async throws {
        let (sea, a, b) = try await sea()
        try b.disk.remove("in")
        try await sea.calm()
        #expect(text(a, "in/" + rules) == "*.note\n" && text(a, "in/beside/y") == "in/beside/y")
        #expect(text(a, "in/proj/x") == nil)
        #expect(paths(b) == [rules])
    }

    @Test func `rules stay while they lie above a selection, and go after only where nobody touched them`() async throws
    {
        let (sea, a, b) = try await sea()
        try await b.server.prefer(PreferencePatchBody(selectedFolders: ["/in/beside"]))
        try await sea.calm()
        #expect(paths(b) == [rules, "in", "in/" + rules, "in/beside", "in/beside/" + rules, "in/beside/y"])
        b.server.setFault(before: { name throws(RemoteError) in
            if name == "missing" { throw .unreachable("not now") }
        })
        try b.disk.write("in/" + rules, "*.unsent\n")
        await #expect(throws: RemoteError.self) { try await b.pass() }
        b.server.setFault()
        try a.disk.mkdir("lone")
        try await a.pass()
        try await b.server.prefer(PreferencePatchBody(selectedFolders: ["/lone"]))
        let report = try await b.pass()
        #expect(report.skipped.map(\.path).allSatisfy { $0.hasPrefix("in") } && !report.skipped.isEmpty)
        try await sea.calm()
        #expect(text(b, "in/" + rules) == "*.unsent\n" && text(a, "in/" + rules) == "*.note\n")
        #expect(text(b, rules) == "*.key\n" && text(b, "in/beside/y") == nil)
    }
}
