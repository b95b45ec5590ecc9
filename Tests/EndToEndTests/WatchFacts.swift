import Foundation
import Testing

/// `tideline watch` on both sides. How quick it is, is not for a test to say.
@Suite(.serialized, .oneServer)
struct WatchFacts {
    @Test func `every kind of change arrives while both sides watch`() async throws {
        let (a, b) = try await pair()
        let (one, two) = try await watched(a, b)
        try a.folder.write("folder/file", "from a")
        try b.folder.write("other", "from b")
        try await untilSame([a, b]) { $0.text("folder/file") == "from a" && $0.text("other") == "from b" }
        try b.folder.write("folder/file", "edited on b")
        try await untilSame([a, b]) { $0.text("folder/file") == "edited on b" }
        try a.folder.move("folder", "renamed")
        try await untilSame([a, b]) { $0.text("renamed/file") == "edited on b" && !$0.exists("folder") }
        try await eventually("both tell of a move") { one.total("moved") > 0 && two.total("moved") > 0 }
        try b.folder.move("renamed/file", "top")
        try await untilSame([a, b]) { $0.exists("top") && $0.names("renamed").isEmpty }
        try a.folder.makeExecutable("top")
        try await untilSame([a, b]) { access($0.full("top"), X_OK) == 0 }
        try a.folder.remove("other")
        try b.folder.remove("renamed")
        try await untilSame([a, b]) { $0.names() == ["top"] }
        #expect(try await one.stop() == 130)
        #expect(try await two.stop() == 130)
        #expect(one.count("error") + two.count("error") + one.count("conflict") + two.count("conflict") == 0)
    }

    @Test func `a conflict while both watch leaves both contents on both sides`() async throws {
        let (a, b) = try await pair()
        try a.folder.write("plan", "base")
        try await a.synced()
        try await b.synced()
        try a.folder.write("plan", "of a")
        try b.folder.write("plan", "of b")
        let (one, two) = try await watched(a, b)
        try await untilSame([a, b]) { folder in
            Set(folder.names().compactMap { folder.text($0) }) == ["of a", "of b"]
        }
        #expect(one.count("conflict") + two.count("conflict") == 1)
    }

    @Test func `edits go on through a restart of the server`() async throws {
        let (a, b) = try await pair()
        let (one, two) = try await watched(a, b)
        try a.folder.write("before", "1")
        try await untilSame([a, b]) { $0.exists("before") }
        #expect(try await Harness.current.server.stop() == 0)
        try a.folder.write("without a server, on a", "2")
        try b.folder.write("without a server, on b", "3")
        try await Harness.current.server.start()
        try await untilSame([a, b]) { $0.names().count == 3 }
        try b.folder.write("after", "4")
        try await untilSame([a, b]) { $0.exists("after") }
        #expect(one.program.isRunning && two.program.isRunning)
    }

    @Test func `a watch that was killed goes on where it was`() async throws {
        let (a, b) = try await pair()
        let (one, _) = try await watched(a, b)
        try a.folder.write("kept", "1")
        try a.folder.write("edited", "1")
        try a.folder.write("removed", "1")
        try await untilSame([a, b]) { $0.names().count == 3 }
        one.program.kill()
        _ = try await one.program.end()
        try a.folder.write("edited", "2 while nobody watched")
        try a.folder.remove("removed")
        try b.folder.write("meanwhile", "b")
        try a.folder.makeFolder("new")
        try a.folder.move("kept", "new/moved")
        let again = try a.watch()
        try await again.untilIdle()
        try await untilSame([a, b]) {
            $0.names() == ["edited", "meanwhile", "new"] && $0.text("edited") == "2 while nobody watched"
                && $0.text("new/moved") == "1"
        }
    }

    @Test func `a storm of changes on both sides ends in one tree`() async throws {
        let (a, b) = try await pair()
        let (_, _) = try await watched(a, b)
        for round in 0..<20 {
            for device in [a, b] {
                let own = "\(device.name)\(round % 4)"
                try device.folder.write("\(own)/file \(round)", "\(round)")
                try device.folder.write("\(own)/log", String(repeating: "line\n", count: round + 1))
                if round % 4 == 3 { try device.folder.move(own, "\(own) done \(round)") }
                if round % 5 == 4 { try? device.folder.remove("\(device.name)1/file 1") }
            }
            try await pause(milliseconds: 25)
        }
        let total = Tree(a.folder).count
        #expect(total > 0)
        try await untilSame([a, b]) { folder in
            ["a", "b"].allSatisfy { name in folder.names().contains { $0.hasPrefix(name + "3 done 19") } }
        }
    }

    private func pair() async throws -> (Device, Device) {
        let devices = try await Harness.current.team("a", "b")
        return (devices[0], devices[1])
    }

    private func watched(_ a: Device, _ b: Device) async throws -> (Watching, Watching) {
        let both = (try a.watch(), try b.watch())
        try await both.0.untilIdle()
        try await both.1.untilIdle()
        return both
    }
}
