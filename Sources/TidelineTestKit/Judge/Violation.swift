/// What must never be, and was.
package struct Violation: Hashable, Sendable, CustomStringConvertible {
    /// The invariants, as a judge can see them broken.
    package enum Rule: String, Sendable, CaseIterable {
        /// All came to rest, and they differ.
        case convergence
        /// Content that a user saved and did not give up is nowhere, or content that the server took is not kept.
        case loss
        /// What was deleted for good is back.
        case resurrection
        /// Something is there that nobody made, or twice what was made once.
        case twice
        /// A path held content that nobody saved.
        case torn
        case feed
        case tree
        /// A version's content is not there, or has another hash.
        case content
        /// They never came to rest.
        case termination
    }

    package let rule: Rule
    package let detail: String

    package init(_ rule: Rule, _ detail: String) {
        self.rule = rule
        self.detail = detail
    }

    package var description: String { "\(rule.rawValue): \(detail)" }
}
