import Foundation
import Testing
import TidelineCore

struct ConflictTableTests {
    @Test func `every cell does what the table says`() {
        for row in ConflictTable.rows {
            for (strategy, action) in zip(ConflictTable.strategies, row.actions) {
                let decision = decide(row.proposal, row.state, strategy)
                #expect(decision.action == action, "\(row.type) \(strategy)")
                #expect(decision.conflict == ConflictSketch(row.type, isOpen: strategy == .manual))
            }
        }
    }

    @Test(arguments: [-1, 0, 1] as [Int64])
    func `the later writer has their cell, and a tie is the server's`(clientTime: Int64) {
        for row in ConflictTable.rows {
            var state = row.state
            state.times.client = Timestamp(seconds: clientTime)
            let decision = decide(row.proposal, state, .lastWriterWins)
            #expect(decision.action == row.lastWriter[clientTime > 0 ? 0 : 1], "\(row.type) \(clientTime)")
            #expect(decision.conflict == ConflictSketch(row.type, isOpen: false))
        }
    }

    @Test func `every strategy and every kind of proposal is in the table`() {
        #expect(Set(ConflictTable.strategies + [.lastWriterWins]) == Set(ConflictResolution.allCases))
        #expect(Set(ConflictTable.rows.map(\.proposal.verb)) == Set(Proposal.Verb.allCases))
    }

    @Test func `every kind of conflict is in the table`() {
        #expect(Set(ConflictTable.rows.map(\.type)) == Set(ConflictType.allCases))
    }

    @Test func `the page shows this table`() throws {
        let root = URL(filePath: #filePath).appending(path: "../../../..").standardized
        let page = try String(contentsOf: root.appending(path: "docs/conflicts.md"), encoding: .utf8)
        #expect(page.contains(ConflictTable.markdown), "docs/conflicts.md must contain:\n\(ConflictTable.markdown)")
    }
}
