import TidelineCore

/// Content of a change after it was checked: stored, the caller's to use, and what it says it is.
struct ProposedContent: Sendable {
    let content: Content
    let mimeType: String?
    let chunks: [ChunkRef]
}

/// A change of a batch with its content, or why it cannot be.
struct PreparedChange: Sendable {
    let index: Int
    let clientChangeID: String?
    var change: Result<ParsedChange, ServiceError>
    var content: ProposedContent?
}
