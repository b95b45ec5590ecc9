package import TidelineCore

/// What to do so that disk and server agree, in an order that can be carried out.
package struct Plan: Sendable, Equatable {
    /// To be done on disk before all else.
    package var merges: [FolderMerge] = []
    /// To be sent; the server decides where both sides changed.
    package var pushes: [PushStep] = []
    /// To be done on disk.
    package var pulls: [PullStep] = []
    /// Both sides are equal already: only the base has to learn it. nil forgets.
    package var agreed: [NodeID: BaseNode?] = [:]

    package init() {}

    package var isEmpty: Bool { merges.isEmpty && pushes.isEmpty && pulls.isEmpty && agreed.isEmpty }
}

/// A new folder that is one with a known one.
package struct FolderMerge: Hashable, Sendable {
    package let folder: NodeID
    package let target: NodeID
}

package enum PushStep: Hashable, Sendable {
    case createFolder(NodeID)
    /// New content. A candidate becomes one with the server's new file when their contents are equal.
    case createFile(NodeID)
    /// Content that may have changed on what `base` remembers.
    case update(NodeID)
    /// To its last place, or out of the way of another step under a passing name.
    case move(NodeID, from: Place, to: Place)
    /// The thing with all below it.
    case delete(NodeID)

    package var node: NodeID {
        switch self {
        case .createFolder(let id), .createFile(let id), .update(let id), .move(let id, _, _), .delete(let id): id
        }
    }
}

package enum PullStep: Hashable, Sendable {
    case makeFolder(RemoteNode)
    case fetch(RemoteNode)
    case move(NodeID, to: Place)
    /// Out of the way of another step; a later step moves or deletes it.
    case park(NodeID)
    case delete(NodeID)
}
