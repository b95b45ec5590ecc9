package import TidelineAPI
import TidelineCore
package import TidelineSync

extension ProposedChangeBody {
    /// Addressed by id alone: a folder above may have another name by now.
    package init(_ change: PushChange) {
        self.init(
            clientChangeID: change.clientChangeID, resourceType: change.node.kind.resourceType.rawValue,
            resourceID: change.node.description, changeType: typeOfChange(change.action).rawValue,
            baseVersionID: change.baseVersion?.description)
        switch change.action {
        case .createFolder(let place): address(place)
        case .createFile(let place, let content):
            address(place)
            metadata = ProposedMetadata(content)
        case .update(let content): metadata = ProposedMetadata(content)
        case .move(_, let place): address(place)
        case .delete: break
        }
    }

    private mutating func address(_ place: Place) {
        parentID = place.parent.map { .folder($0.description) } ?? .root
        name = place.name.text
    }
}

private func typeOfChange(_ action: PushChange.Action) -> ChangeType {
    switch action {
    case .createFolder, .createFile: .created
    case .update: .updated
    case .move(let from, let to): from.parent == to.parent ? .renamed : .moved
    case .delete: .deleted
    }
}

extension ProposedMetadata {
    init(_ content: PushContent) {
        self.init(
            size: content.content.size, mimeType: content.content.isLink ? LinkTarget.mimeType : nil,
            checksumSHA256: content.content.checksum.hex,
            modifiedAt: content.modifiedAt.rfc3339, executable: content.content.executable,
            chunks: content.chunks.map { ChunkBody(hash: $0.hash.hex, size: $0.size) })
    }
}
