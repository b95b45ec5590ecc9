import TidelineCore

/// Which folder each thing lies in, by the tree of one transaction; each is looked up once.
final class FolderParents {
    private let reader: any MetadataReader
    private var links: [NodeID: FolderLink?] = [:]

    init(_ reader: any MetadataReader) { self.reader = reader }

    /// nil when the thing is gone for good.
    func link(from id: NodeID) throws -> FolderLink? {
        if let known = links[id] { return known }
        let link = try reader.node(id).map { FolderLink(parent: $0.place.parent, isTrashed: $0.trashedAt != nil) }
        // Files are asked for once; only folders come again.
        if id.kind == .folder { links[id] = .some(link) }
        return link
    }
}

extension SyncPreference {
    /// Everything, as if nothing had been chosen.
    var isWhole: Bool { isEnabled && selected.isEmpty && excluded.isEmpty }
}

extension FolderFilter {
    convenience init(_ preference: SyncPreference, _ parents: FolderParents) {
        self.init(
            isEnabled: preference.isEnabled, selected: preference.selected, excluded: preference.excluded,
            link: parents.link)
    }

    func shows(_ node: Node) throws -> Bool { try shows(node.id, at: node.place) }
}
