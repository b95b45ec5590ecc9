import Testing
import TidelineCore
import TidelineSync
import TidelineTestKit

/// A device that ends at any of its calls to the outside, in the middle of whatever it does, and is started anew.
@Suite struct AbortTests {
    /// Which part of all moments a case tries, so that several run at once.
    private static let parts = 0..<8

    @Test(arguments: parts) func `a pass that ends at any moment goes on in the next one as if nothing had been`(
        _ part: Int
    ) async throws {
        let end = try await Story.end()
        try await forEachMoment(part) { story, moment in
            let violations = try await story.endAnew(as: end)
            #expect(violations.isEmpty, "\(moment)")
        }
    }

    @Test(arguments: parts) func `others may work between a pass that ended at any moment and the next one`(
        _ part: Int
    ) async throws {
        let end = try await Story.end()
        try await forEachMoment(part) { story, moment in
            try story.sender.save("A/one", "one edited meanwhile")
            try story.sender.disk.rename("P2", to: "P3")
            try story.sender.disk.rename("A/B", to: "C")
            try await story.sender.pass()
            let violations = try await story.endAnew(as: Self.later(end))
            #expect(violations.isEmpty, "\(moment)")
        }
    }

    private static func later(_ end: TreeView) -> TreeView {
        var later: TreeView = ["A/one": .file("one edited meanwhile")]
        for (path, item) in end where path != "A/one" {
            if path == "P2" || path.hasPrefix("P2/") {
                later["P3" + path.dropFirst(2)] = item
            } else if path == "A/B" || path.hasPrefix("A/B/") {
                later["C" + path.dropFirst(3)] = item
            } else {
                later[path] = item
            }
        }
        return later
    }

    @Test(arguments: parts) func `a device that ends again and again still comes to the end`(_ part: Int) async throws {
        let end = try await Story.end()
        for step in 0..<12 where step % Self.parts.count == part {
            let story = try await Story.begun()
            for attempt in 0..<200 {
                let length = 5 + step + attempt
                let calls = Calls { $0.number >= length ? LocalError.io("cut", errno: 5) : nil }
                calls.attach(to: story.subject)
                _ = try? await story.subject.pass()
                Calls.detach(from: story.subject)
                story.subject.restart()
            }
            #expect(try await story.endAnew(as: end).isEmpty, "step \(step)")
        }
    }

    /// Ends the second device's pass at each of its calls in turn, then goes on with `body`.
    private func forEachMoment(_ part: Int, _ body: (Story, Calls.Call) async throws -> Void) async throws {
        var moment = part
        while true {
            let story = try await Story.begun()
            let last = moment
            let calls = Calls { $0.number >= last ? LocalError.io("cut", errno: 5) : nil }
            calls.attach(to: story.subject)
            _ = try? await story.subject.pass()
            Calls.detach(from: story.subject)
            guard calls.all.count > moment else {
                #expect(moment > 60, "The story is too short to tell much: \(moment) calls.")
                return
            }
            try await body(story, calls.all[moment])
            moment += Self.parts.count
        }
    }
}
