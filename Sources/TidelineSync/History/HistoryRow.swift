package import TidelineCore

/// One row of the log about a file or folder, with what it takes to undo it.
package struct HistoryRow: Hashable, Sendable {
    package enum Change: Hashable, Sendable {
        /// Made, or brought back from the trash; what comes back with it has a row of its own.
        case created(RemoteNode)
        case updated(RemoteNode)
        /// Got another place; the path is that of before.
        case placed(RemoteNode, oldPath: NodePath)
        /// Put into the trash with all below it, from this place.
        case deleted(Place)
    }

    package let id: NodeID
    package let position: Position
    package let changedAt: Timestamp
    package let change: Change

    package init(id: NodeID, position: Position, changedAt: Timestamp, change: Change) {
        self.id = id
        self.position = position
        self.changedAt = changedAt
        self.change = change
    }

    /// Its state after the row; nil when it is gone.
    var node: RemoteNode? {
        switch change {
        case .created(let node), .updated(let node), .placed(let node, _): node
        case .deleted: nil
        }
    }

    /// Where the thing stands after the row, or stood when it went.
    var place: Place {
        switch change {
        case .created(let node), .updated(let node), .placed(let node, _): node.place
        case .deleted(let place): place
        }
    }

    var isDeletion: Bool { if case .deleted = change { true } else { false } }

    /// The content that it wrote.
    var content: RemoteFile? {
        switch change {
        case .created(let node), .updated(let node): node.file
        case .placed, .deleted: nil
        }
    }
}

/// What a share's log tells of a time that is over.
package struct ShareHistory: Sendable {
    package let time: Timestamp
    /// Rows after the time, in their order.
    package private(set) var rows: [HistoryRow] = []
    /// What each file held at the time, as far as the log tells.
    private(set) var contents: [NodeID: RemoteFile] = [:]
    /// Of things that the log told of before the time.
    private(set) var whereabouts = Whereabouts()

    package init(time: Timestamp) { self.time = time }

    /// Takes the rows one after the other, from where the log begins. Throws ``RollbackError/tooManyRows``.
    package mutating func add(_ row: HistoryRow) throws(RollbackError) {
        guard row.changedAt <= time, rows.isEmpty else {
            guard rows.count < Limits.historyRowsMax else { throw .tooManyRows }
            rows.append(row)
            return
        }
        _ = whereabouts.take(row)
        if let content = row.content { contents[row.id] = content }
    }

    /// Whether the thing was made after the time, as far as the log tells: what comes back from the trash has a row that
    /// looks the same.
    func seemsNew(_ id: NodeID, firstRow: HistoryRow) -> Bool {
        guard case .created = firstRow.change else { return false }
        return !whereabouts.isKnown(id)
    }
}

package enum RollbackError: Error, Hashable, Sendable {
    /// More than ``Limits/historyRowsMax``.
    case tooManyRows
    /// The log does not reach back so far.
    case logBegins(at: Timestamp)
    /// Others changed the share again and again meanwhile.
    case neverQuiet
    /// The folder lies in something that was in it then.
    case folderInItself
}
