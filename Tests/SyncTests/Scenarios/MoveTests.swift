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
        for byHints in [false, true] {
            for order in [[0, 1], [1, 0]] {
                try await Scene(byHints: byHints, order: order).play(one, other)
            }
        }
    }
}

/// How the two devices sync.
private struct Scene: CustomStringConvertible {
    let byHints: Bool
    let order: [Int]

    var description: String { "\(byHints ? "by hints" : "as new runs"), in the order \(order)" }

    func play(_ one: Act, _ other: Act) async throws {
        let sea = try await Sea()
        for path in Act.tree { try sea.boats[0].disk.write(path, path) }
        try await sea.calm()
        let sentBefore = sea.boats.map(\.server.bytesSent).reduce(0, +)
        var hands = sea.boats.map(Hand.init)
        try one.run(&hands[0], "a")
        try other.run(&hands[1], "b")
        try await rest(&hands)
        let sent = sea.boats.map(\.server.bytesSent).reduce(0, +) - sentBefore
        let server = try await expectEqual(sea)
        expectKept(server, hands)
        let written = hands.flatMap(\.saved)
        #expect(sent <= written.map { Int64($0.utf8.count) }.reduce(0, +), "\(self): sent \(sent) bytes")
        try await expectHistory(sea, hands)
    }

    private func rest(_ hands: inout [Hand]) async throws {
        for _ in 0..<20 {
            var isQuiet = true
            for index in order {
                let report = try await hands[index].pass(byHints: byHints)
                let work = report.uploaded + report.downloaded + report.moved + report.deleted
                isQuiet = isQuiet && work == 0 && !report.isUnfinished
                #expect(report.skipped.isEmpty || !isQuiet, "\(self): \(report.skipped)")
            }
            if isQuiet { return }
        }
        Issue.record("\(self): the devices never came to rest.")
    }

    private func expectEqual(_ sea: Sea) async throws -> [String: String] {
        let server = try await sea.serverTree()
        for (number, boat) in sea.boats.enumerated() {
            let tree = boat.tree()
            let paths = Set(tree.keys).union(server.keys).filter { tree[$0] != server[$0] }.sorted()
            #expect(paths.isEmpty, "\(self): device \(number) differs from the server in \(paths)")
            #expect(boat.disk.parkedCount() == 0, "\(self)")
        }
        return server.compactMapValues { $0 }.mapValues { String(decoding: $0, as: UTF8.self) }
    }

    /// What nobody gave up is there once; what one gave up is not, unless the other moved it.
    private func expectKept(_ server: [String: String], _ hands: [Hand]) {
        var count: [String: Int] = [:]
        for text in server.values { count[text, default: 0] += 1 }
        let givenUp = hands[0].givenUp.union(hands[1].givenUp)
        let moved = hands[0].moved.union(hands[1].moved)
        for text in hands.reduce(into: Set(Act.tree), { $0.formUnion($1.saved) }) {
            let isGivenUp = givenUp.contains(text)
            let allowed = isGivenUp ? (moved.contains(text) ? 0...1 : 0...0) : 1...1
            #expect(allowed.contains(count[text] ?? 0), "\(self): \"\(text)\" is there \(count[text] ?? 0) times: \(server)")
        }
    }

    /// Whatever the server was ever given, it still has.
    private func expectHistory(_ sea: Sea, _ hands: [Hand]) async throws {
        let kept = try await sea.everKept()
        for text in hands.reduce(into: Set(Act.tree), { $0.formUnion($1.saved.subtracting($1.givenUp)) }) {
            #expect(kept.contains(text), "\(self): \"\(text)\" is in no version")
        }
    }
}
