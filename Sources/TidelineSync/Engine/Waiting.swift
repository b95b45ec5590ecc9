import TidelineCore

/// What the server tells garbled waits alone.
extension SyncEngine {
    /// Rows that were passed never come again, so a look at everything also reads the whole tree again, until all of it
    /// makes sense.
    func askAnewWhereGarbled(_ scope: Scope) {
        if case .everything = scope, !waiting().isEmpty { isSnapshotDue = true }
    }

    /// Paths that wait until the server tells of them what makes sense; what lies below them goes unsaid.
    func waiting() -> [SkippedPath] {
        remote.differences.compactMap { id, state in
            switch state {
            case .garbled(let garbled): SkippedPath(path: path(of: garbled), reason: garbled.reason)
            case .live(let node) where remote.isStranded(id, base: base):
                SkippedPath(path: pathForPeople(node), reason: Self.isStranded)
            case .live, .deleted, .left: nil
            }
        }
    }

    private static let isStranded = "it waits, because the server says that it lies in a folder that is not there"

    private func path(of garbled: Garbled) -> String {
        if let agreed = base[garbled.id], let path = localTree.path(of: garbled.id) ?? localPath(of: agreed.place) {
            return path
        }
        let folder = garbled.parent.flatMap { localTree.path(of: $0) ?? remote.path(of: $0, base: base) }
        return join(folder ?? "", garbled.name)
    }
}

extension Garbled {
    /// For people, why it waits.
    var reason: String { "it waits, because what the server tells of it makes no sense: \(problem)" }

    /// Of a snapshot that has entries which do not say what they are about.
    init(missing node: BaseNode) {
        self.init(
            id: node.id, known: .id, parent: nil, name: node.place.name.text,
            problem: "It may be one of the things that cannot be made out in the list of all")
    }
}
