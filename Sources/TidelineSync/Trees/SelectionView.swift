import TidelineCore

/// What this device syncs, by what it knows of the server's tree now. nil for whoever syncs everything.
struct SelectionView {
    private let filter: FolderFilter
    private let selection: Selection
    private let excludedPaths: Set<String>

    init?(_ selection: Selection, remote: RemoteTree, base: BaseTree) {
        guard !selection.isWhole else { return nil }
        self.selection = selection
        filter = FolderFilter(
            isEnabled: true, selected: selection.selected.map(\.id), excluded: selection.excluded.map(\.id)
        ) { id in
            // What goes into a folder that others deleted brings it back where it was.
            let isDeleted = remote.differences[id] == .deleted
            let place = remote.node(id, base: base)?.place ?? (isDeleted ? base[id]?.place : nil)
            return place.map { FolderLink(parent: $0.parent, isTrashed: isDeleted) }
        }
        excludedPaths = Set(selection.excluded.compactMap { $0.path?.caseFolded })
    }

    /// Whether things right below a folder are synced; nil is the root.
    func isInside(_ folder: NodeID?) -> Bool { ((try? filter.standing(of: folder)) ?? .unknown) == .inside }

    func shows(_ id: NodeID, at place: Place) -> Bool { (try? filter.shows(id, at: place)) ?? false }

    /// Whether a thing is synced in another folder or under another name too, once it is synced at one place.
    func isShownLike(_ id: NodeID, at place: Place, as other: Place) -> Bool {
        guard place.parent == other.parent else { return false }
        return id.kind == .folder || isInside(place.parent)
            || (place.name.text == IgnoreFile.name) == (other.name.text == IgnoreFile.name)
    }

    func leadsToSelected(_ folder: NodeID) -> Bool { (try? filter.leadsToSelected(folder)) ?? false }

    /// Folders that this device holds and that hold what it does not sync; nil when that cannot be told, because the
    /// choice and the tree were not read at one time.
    func foldersWithOthers(remote: RemoteTree, base: BaseTree) -> Set<NodeID>? {
        var found: Set<NodeID> = []
        for path in selection.excluded.compactMap(\.path) {
            var folder: NodeID?
            for name in path.split(separator: "/").dropLast() {
                let key = String(name).caseFolded
                folder = remote.children(of: folder, base: base).first { id in
                    id.kind == .folder && remote.node(id, base: base)?.place.name.key == key
                }
                guard let folder else { return nil }
                found.insert(folder)
            }
        }
        return found
    }

    /// Whether a new folder of this path would take the place of one that is left out.
    func isExcluded(_ path: String) -> Bool { excludedPaths.contains(path.caseFolded) }
}

extension Selection {
    static let leftOut =
        "it lies outside what this device syncs; select its folder with `tideline prefs set`, or move it into one that is"
    static let leftBehind =
        "its folder is no longer synced here, and what this device has was never sent; select the folder again with "
        + "`tideline prefs set`, or move it into one that is synced"
}
