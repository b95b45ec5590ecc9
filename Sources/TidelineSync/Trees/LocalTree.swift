package import TidelineCore

/// What a scan found that differs from the base.
package struct LocalDifferences: Sendable {
    /// New things, moved ones, and files that look touched.
    package var present: [NodeID: LocalNode] = [:]
    package var gone: Set<NodeID> = []
    /// Folders and files whose state could not be learnt: nothing is planned for them or below them.
    package var unknown: Set<NodeID> = []
    /// New files that stand where the server has a new file too: the same content makes them one.
    package var candidates: Set<NodeID> = []
    package var skipped: [SkippedPath] = []
    /// Folders that were read; nil is the root.
    package var listed: Set<NodeID?> = []
    /// Things of the base where the rules ignore them now: they stay on both sides, and nothing is agreed about them.
    package var ignored: Set<NodeID> = []
    /// The rules that this was found by.
    package var ignores = IgnoreBook()

    package init() {}

    /// New files keep their ids from one look to the next, so that it can be told how often each changed meanwhile.
    mutating func keepIDs(of earlier: LocalDifferences, base: BaseTree) {
        var known: [UInt64: NodeID] = [:]
        for (id, node) in earlier.present where earlier.isNewFile(id, base) { known[node.fingerprint.inode] = id }
        for (id, node) in present where isNewFile(id, base) {
            guard let same = known[node.fingerprint.inode], let before = earlier.present[same],
                before.fingerprint.birth == node.fingerprint.birth
            else { continue }
            present[id] = nil
            present[same] = LocalNode(
                id: same, place: node.place, diskName: node.diskName, fingerprint: node.fingerprint,
                isMount: node.isMount)
        }
    }

    private func isNewFile(_ id: NodeID, _ base: BaseTree) -> Bool {
        id.kind == .file && base[id] == nil && !candidates.contains(id)
    }
}

package struct LocalNode: Hashable, Sendable {
    package let id: NodeID
    package var place: Place
    package var diskName: String?
    package var fingerprint: Fingerprint
    package var isMount: Bool

    package init(id: NodeID, place: Place, diskName: String?, fingerprint: Fingerprint, isMount: Bool = false) {
        self.id = id
        self.place = place
        self.diskName = diskName
        self.fingerprint = fingerprint
        self.isMount = isMount
    }
}

/// A path that does not sync, and why; shown by `status`.
package struct SkippedPath: Hashable, Sendable {
    package let path: String
    package let reason: String

    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }
}

/// The folder on disk as base and scan together tell it.
package struct LocalTree: Sendable {
    package var base: BaseTree
    package var differences: LocalDifferences

    package init(base: BaseTree, differences: LocalDifferences) {
        self.base = base
        self.differences = differences
    }

    package func node(_ id: NodeID) -> LocalNode? {
        if let present = differences.present[id] { return present }
        if differences.gone.contains(id) { return nil }
        return base[id].map(LocalNode.init(agreed:))
    }

    /// Where the thing lies on disk, relative to the root; nil when a folder above it is not there. The root is "".
    package func path(of id: NodeID?) -> String? {
        var names: [String] = []
        var next = id
        while let id = next {
            guard let node = node(id), names.count <= Limits.depthMax else { return nil }
            names.append(node.diskName ?? node.place.name.text)
            next = node.place.parent
        }
        return names.reversed().joined(separator: "/")
    }

    package func path(of place: Place) -> String? {
        guard let parent = path(of: place.parent) else { return nil }
        return join(parent, place.name.text)
    }

    /// Whether it or a folder above it is unknown.
    package func isUnknown(_ id: NodeID) -> Bool {
        guard !differences.unknown.isEmpty else { return false }
        var next: NodeID? = id
        var depth = 0
        while let id = next, depth <= Limits.depthMax {
            if differences.unknown.contains(id) { return true }
            next = (differences.present[id]?.place ?? base[id]?.place)?.parent
            depth += 1
        }
        return false
    }
}

extension LocalNode {
    package init(agreed base: BaseNode) {
        self.init(
            id: base.id, place: base.place, diskName: base.diskName, fingerprint: base.fingerprint,
            isMount: base.isMount)
    }
}

package func join(_ folder: String, _ name: String) -> String { folder.isEmpty ? name : folder + "/" + name }
