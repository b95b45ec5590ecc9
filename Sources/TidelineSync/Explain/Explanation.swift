package import TidelineCore

/// Why a path syncs, or does not.
package struct Explanation: Hashable, Sendable {
    package enum State: String, Sendable {
        /// Both sides have the same.
        case synced
        /// One side has news that the next pass carries over.
        case pending
        case ignored
        /// Outside what this device syncs of the share.
        case unselected
        /// The share is switched off on this device.
        case resting
        /// It cannot be synced as it is.
        case skipped
        /// Neither here nor, as far as this device knows, on the server.
        case absent
    }

    package var state: State
    /// A sentence without its end.
    package var reason: String
    /// What changes it; nil where nothing needs to.
    package var remedy: String?
    package var rule: IgnoreMatch?
    /// When the side that has the news, or both, got what it has now.
    package var since: Timestamp?

    package init(
        _ state: State, _ reason: String, remedy: String? = nil, rule: IgnoreMatch? = nil, since: Timestamp? = nil
    ) {
        self.state = state
        self.reason = reason
        self.remedy = remedy
        self.rule = rule
        self.since = since
    }
}

extension IgnoreMatch {
    /// The path of the file that the rule stands in; nil for one that is built in.
    package var file: String? { folder.map { join($0, IgnoreFile.name) } }
}
