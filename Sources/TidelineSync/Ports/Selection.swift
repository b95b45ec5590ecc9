package import TidelineCore

/// What a device syncs of a share.
package struct Selection: Hashable, Sendable {
    package struct Folder: Hashable, Sendable {
        package let id: NodeID
        /// Relative to the root; nil while it is in the trash or gone.
        package let path: String?

        package init(id: NodeID, path: String?) {
            self.id = id
            self.path = path
        }
    }

    package var isEnabled: Bool
    /// None: the whole share.
    package var selected: [Folder]
    package var excluded: [Folder]

    package static let everything = Selection(isEnabled: true, selected: [], excluded: [])

    package init(isEnabled: Bool, selected: [Folder], excluded: [Folder]) {
        self.isEnabled = isEnabled
        self.selected = selected
        self.excluded = excluded
    }

    package var isWhole: Bool { selected.isEmpty && excluded.isEmpty }

    /// The ``choice`` of nobody: what is remembered has to be compared with a snapshot.
    package static let noChoice = "-"

    /// Equal for choices that show the same, whatever the folders are called today.
    package var choice: String {
        func ids(_ folders: [Folder]) -> String { folders.map(\.id.description).sorted().joined(separator: " ") }
        return isWhole ? "" : "\(ids(selected));\(ids(excluded))"
    }
}
