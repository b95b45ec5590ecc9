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
            let now = try await story.calmAnew()
            #expect(treeDifferences(now, end).isEmpty, "\(moment)")
            expectClean(story, "\(moment)")
        }
    }

    @Test(arguments: parts) func `others may work between a pass that ended at any moment and the next one`(
        _ part: Int
    ) async throws {
        let end = try await Story.end()
        try await forEachMoment(part) { story, moment in
            try story.sender.disk.write("A/one", "one edited meanwhile")
            try story.sender.disk.rename("P2", to: "P3")
            try await story.sender.pass()
            let now = try await story.calmAnew()
            let wanted = end.reduce(into: [String: [UInt8]?]()) { wanted, item in
                let path = item.key == "P2" || item.key.hasPrefix("P2/") ? "P3" + item.key.dropFirst(2) : item.key
                wanted[path] = item.key == "A/one" ? Array("one edited meanwhile".utf8) : item.value
            }
            #expect(treeDifferences(now, wanted).isEmpty, "\(moment)")
            expectClean(story, "\(moment)")
        }
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
            #expect(treeDifferences(try await story.calmAnew(), end).isEmpty, "step \(step)")
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

    private func expectClean(_ story: Story, _ moment: String) {
        for boat in story.sea.boats {
            #expect(boat.tree() == story.sender.tree(), "\(moment)")
            #expect(boat.disk.parkedCount() == 0, "\(moment)")
        }
    }
}
