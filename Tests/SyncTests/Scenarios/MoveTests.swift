import Testing
import TidelineCore
import TidelineSync
import TidelineTestKit

/// Two people away from each other do what ``Act`` has, in every combination.
@Suite struct MoveTests {
    @Test(arguments: Act.all, Act.all)
    func `what two people do apart comes together, and nothing is lost, doubled or sent twice`(
        _ one: Act, _ other: Act
    ) async throws {
        // The pair the other way round is that in which the second device syncs first.
        for byHints in [false, true] { try await Meeting(byHints: byHints).play(one, other) }
    }
}

/// How the two devices sync.
private struct Meeting: CustomStringConvertible {
    let byHints: Bool

    var description: String { byHints ? "by hints" : "as new runs" }

    func play(_ one: Act, _ other: Act) async throws {
        let sea = try await Sea()
        for path in Act.tree { try sea.boats[0].save(path, path) }
        try await sea.calm()
        let sentBefore = bytesSent(sea)
        var hands = sea.boats.map(Hand.init)
        try one.run(&hands[0], "a")
        try other.run(&hands[1], "b")
        let moved = hands[0].moved.union(hands[1].moved)
        for text in hands[0].givenUp.union(hands[1].givenUp).subtracting(moved) {
            sea.judge.isGoneForGood(Array(text.utf8))
        }
        try await rest(&hands)
        let violations = try await sea.verdict()
        #expect(violations.isEmpty, "\(self)")
        let written = hands.flatMap(\.saved).map { Int64($0.utf8.count) }.reduce(0, +)
        #expect(bytesSent(sea) - sentBefore <= written, "\(self)")
    }

    private func bytesSent(_ sea: Sea) -> Int64 { sea.boats.map(\.server.bytesSent).reduce(0, +) }

    private func rest(_ hands: inout [Hand]) async throws {
        for _ in 0..<20 {
            var isQuiet = true
            for index in hands.indices {
                let report = try await hands[index].pass(byHints: byHints)
                let work = report.uploaded + report.downloaded + report.moved + report.deleted
                isQuiet = isQuiet && work == 0 && !report.isUnfinished && report.skipped.isEmpty
            }
            if isQuiet { return }
        }
        Issue.record("\(self): the devices never came to rest.")
    }
}
