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

    @Test func `every kind of conflict is in the table`() {
        #expect(Set(ConflictTable.rows.map(\.type)) == Set(ConflictType.allCases))
    }

    @Test func `the page shows this table`() throws {
        let root = URL(filePath: #filePath).appending(path: "../../../..").standardized
        let page = try String(contentsOf: root.appending(path: "docs/conflicts.md"), encoding: .utf8)
        #expect(page.contains(ConflictTable.markdown), "docs/conflicts.md must contain:\n\(ConflictTable.markdown)")
    }
}
