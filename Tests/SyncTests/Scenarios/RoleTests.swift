import Testing
import TidelineCore
import TidelineSync
import TidelineTestKit

/// A creator makes files; then a winner and a loser change some of them apart. The winner syncs first, the loser after it,
/// and may have lost its memory in between.
@Suite struct RoleTests {
    enum Change: String, CaseIterable, Sendable { case modified, added, deleted }
    enum Doer: String, CaseIterable, Sendable { case none, loser, winner, both }

    struct Case: Sendable, CustomStringConvertible {
        let change: Change
        let doer: Doer
        let strategy: ConflictResolution
        let losesMemory: Bool
        let byHints: Bool

        var description: String {
            "\(change.rawValue) by \(doer.rawValue), \(strategy)\(losesMemory ? ", memory lost" : "")"
                + (byHints ? ", watching" : "")
        }
    }

    static let cases = Change.allCases.flatMap { change in
        Doer.allCases.flatMap { doer in
            ConflictResolution.allCases.flatMap { strategy in
                [false, true].flatMap { loses in
                    [false, true].map {
                        Case(change: change, doer: doer, strategy: strategy, losesMemory: loses, byHints: $0)
                    }
                }
            }
        }
    }

    @Test(arguments: cases) func `what winner and loser do ends alike on all devices, and nothing is lost`(_ role: Case)
        async throws
    {
        let sea = try await Sea(devices: 3, strategy: role.strategy)
        let creator = sea.boats[0]
        for name in ["unchanged", "d/unchanged", "file", "d/file"] { try creator.save(name, name) }
        if role.change == .added {
            for name in ["file", "d/file"] { try creator.remove(name) }
        }
        try await sea.calm()
        var winner = Hand(sea.boats[1])
        var loser = Hand(sea.boats[2])
        if [.winner, .both].contains(role.doer) { try role.act(&winner, "winner") }
        if [.loser, .both].contains(role.doer) { try role.act(&loser, "loser") }
        while try await winner.pass(byHints: role.byHints).isUnfinished {}
        if role.losesMemory {
            loser.boat.state.lose()
            loser.boat.restart()
        }
        _ = try await loser.pass(byHints: role.byHints)
        try await sea.calm()
        #expect(try await sea.verdict().isEmpty, "\(role)")
        let live = sea.boats[0].texts().values.sorted()
        #expect(live.filter { $0.hasSuffix("unchanged") } == ["d/unchanged", "unchanged"], "\(role)")
        if role.strategy == .keepBoth { role.expectKeepBoth(live.filter { !$0.hasSuffix("unchanged") }) }
    }
}

extension RoleTests.Case {
    fileprivate func act(_ hand: inout Hand, _ name: String) throws {
        for path in ["file", "d/file"] {
            switch change {
            case .modified: try hand.write(path, "\(path) modified by \(name)")
            case .added: try hand.write(path, "\(path) added by \(name)")
            case .deleted: try hand.remove(path)
            }
        }
    }

    /// What is live in the end but for what nobody touched. A loser without memory brings back what it still has, and gets
    /// again what it deleted: without knowledge nothing is deleted.
    fileprivate func expectKeepBoth(_ live: [String]) {
        let first = ["d/file", "file"]
        func made(_ name: String) -> [String] { first.map { "\($0) \(change.rawValue) by \(name)" } }
        let wanted: [String] =
            switch (change, doer, losesMemory) {
            case (.added, .none, _), (.deleted, .both, _), (.deleted, .loser, false), (.deleted, .winner, false): []
            case (.deleted, .loser, true), (.deleted, .winner, true), (_, .none, _): first
            case (.modified, .loser, true): first + made("loser")
            case (.modified, .winner, true): first + made("winner")
            case (_, .loser, _): made("loser")
            case (_, .winner, _): made("winner")
            case (_, .both, _): made("loser") + made("winner")
            }
        #expect(live == wanted.sorted(), "\(self)")
    }
}
