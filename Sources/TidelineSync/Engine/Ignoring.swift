import Synchronization
import TidelineCore

/// The rules of a folder as its last scan found them, for those who ask from other threads.
package final class IgnoredPaths: Sendable {
    private let rules = Mutex(IgnoreRules())

    package init() {}

    package func contains(_ path: String, isFolder: Bool) -> Bool {
        rules.withLock { $0 }.match(path, isFolder: isFolder) != nil
    }

    /// True when they are others than before.
    func set(_ new: IgnoreRules) -> Bool {
        rules.withLock { rules in
            defer { rules = new }
            return rules != new
        }
    }
}

extension SyncEngine {
    /// One look at the disk by the rules of now. When a look at parts finds other rules, all is looked at.
    func look(_ scope: Scanner.Scope) throws -> LocalDifferences {
        try bringBackParked()
        var found = try scanned(scope, ignores)
        if case .folders = scope, found.ignores.rules != ignores.rules || movesRules(found) {
            found = try scanned(.everything, IgnoreBook())
        }
        if !found.gone.isEmpty, try hasParkedMeanwhile() { return try look(scope) }
        ignores = found.ignores
        if ignored.set(ignores.rules) { ignoreChanges += 1 }
        try letGo(of: found.ignored)
        return found
    }

    /// A disk that came while others were read may hide what seems gone.
    private func hasParkedMeanwhile() throws -> Bool {
        try disk.parked().things.contains { unsafeDisks[$0.top] == nil }
    }

    private func scanned(_ scope: Scanner.Scope, _ ignores: IgnoreBook) throws -> LocalDifferences {
        try Scanner.scan(
            disk, base: base, remote: remote, ids: ids, scope: scope, ignores: ignores, selection: selectionView,
            unsafeDisks: unsafeDisks)
    }

    /// Rules are kept by path.
    private func movesRules(_ found: LocalDifferences) -> Bool {
        found.ignores.hasNestedRules
            && (found.gone.contains { $0.kind == .folder }
                || found.present.contains { id, node in
                    id.kind == .folder && base[id].map { $0.place != node.place } ?? false
                })
    }

    /// What is ignored from now on stays as it is on both sides. Should the rules change again, they are compared anew.
    private func letGo(of ignored: Set<NodeID>) throws {
        guard !ignored.isEmpty else { return }
        var changes = StateChanges()
        for id in ignored { _ = keepingRemote(of: id, &changes) { setBase(id, nil, &$0) } }
        try save(changes)
    }

    /// Rules come before what they may be about: files that bring some, and the folders they lie in. Empty when there are
    /// none on the way.
    func rulesFirst(of pulls: [PullStep]) -> [PullStep] {
        let rules = pulls.filter { $0.placeOfRules != nil }
        guard !rules.isEmpty else { return [] }
        let files = Set(rules.compactMap(\.node))
        var folders: Set<NodeID?> = []
        for step in rules {
            var next = step.placeOfRules?.parent
            while let folder = next, folders.insert(folder).inserted {
                next = remote.node(folder, base: base)?.place.parent
            }
        }
        let end = pulls.lastIndex { if case .delete = $0 { false } else { true } } ?? -1
        let early = pulls[...end]
        // Names may have to be freed first.
        let isPlain = early.allSatisfy {
            switch $0 {
            case .makeFolder, .fetch: true
            case .move, .park, .delete: false
            }
        }
        return early.filter { step in
            switch step {
            case .fetch(let node): files.contains(node.id)
            case .makeFolder(let node): !isPlain || folders.contains(node.id)
            case .move, .park, .delete: true
            }
        }
    }

    /// Brings rules. What is on disk is judged by them only when some came.
    func pullRules(_ steps: [PullStep]) async throws {
        try await pull(steps)
        let hasCome = steps.contains { step in
            guard case .fetch(let node) = step, let version = node.file?.version else { return false }
            return base[node.id]?.file?.version == version
        }
        if hasCome { needsFullScan = true }
    }

    /// Without the content that lies below a folder whose rules could not be brought: they may be there to keep it here.
    func withoutUnruled(_ pushes: [PushStep], _ pulls: [PullStep]) -> [PushStep] {
        var missing: [NodeID?: String] = [:]
        for step in pulls {
            guard let place = step.placeOfRules, let id = step.node, let problem = problems[id] else { continue }
            missing[place.parent] = problem.path
        }
        guard !missing.isEmpty else { return pushes }
        let tree = localTree
        return pushes.filter { step in
            guard step.sendsContent, let node = tree.node(step.node), node.place.name.text != IgnoreFile.name,
                let rules = missing[above: node, in: tree]
            else { return true }
            hold(node.id, tree.path(of: node.id) ?? node.place.name.text, "it waits for the rules in \(rules)")
            return false
        }
    }

    /// Rules stay in a folder that others deleted while it holds what they ignore: else that would count as new.
    func staysForIgnored(_ node: BaseNode, _ path: String) throws -> Bool {
        guard node.place.name.text == IgnoreFile.name, let folder = node.place.parent,
            remote.node(folder, base: base) == nil, remote.differences[folder] != .left,
            let above = localTree.path(of: folder)
        else { return false }
        return try holdsIgnored(above)
    }

    private func holdsIgnored(_ path: String, depth: Int = 0) throws -> Bool {
        guard depth < Limits.depthMax else { return false }
        let rules = ignores.rules.scope(of: IgnoreName.names(of: path))
        return try disk.list(path).contains { entry in
            if rules.match(IgnoreName(entry.readableName), isFolder: entry.kind == .folder) != nil { return true }
            guard entry.kind == .folder, let name = entry.name else { return false }
            return try holdsIgnored(join(path, name), depth: depth + 1)
        }
    }

    /// Whether a folder holds ignored things, rules, and nothing else, at any depth.
    func holdsOnlyIgnored(_ path: String, depth: Int = 0) throws -> Bool {
        let entries = try disk.list(path).filter { $0.name != IgnoreFile.name }
        guard !entries.isEmpty, depth < Limits.depthMax else { return false }
        let rules = ignores.rules.scope(of: IgnoreName.names(of: path))
        return try entries.allSatisfy { entry in
            if rules.match(IgnoreName(entry.readableName), isFolder: entry.kind == .folder) != nil { return true }
            guard entry.kind == .folder, let name = entry.name else { return false }
            return try holdsOnlyIgnored(join(path, name), depth: depth + 1)
        }
    }
}

extension PullStep {
    /// Where it puts an ignore file that counts.
    fileprivate var placeOfRules: Place? {
        switch self {
        case .fetch(let node):
            guard let content = node.file?.content, !content.isLink, content.size <= Int64(Limits.ignoreFileBytesMax)
            else { return nil }
            return node.place.name.text == IgnoreFile.name ? node.place : nil
        case .move(let id, let place): return id.kind == .file && place.name.text == IgnoreFile.name ? place : nil
        case .makeFolder, .park, .delete: return nil
        }
    }
}

extension PushStep {
    fileprivate var sendsContent: Bool {
        switch self {
        case .createFile, .createFolder, .update: true
        case .move, .delete: false
        }
    }
}

extension [NodeID?: String] {
    /// What is kept for the nearest folder above a thing.
    fileprivate subscript(above node: LocalNode, in tree: LocalTree) -> String? {
        var next = node.place.parent
        for _ in 0...Limits.depthMax {
            if let found = self[next] { return found }
            guard let folder = next else { return nil }
            next = tree.node(folder)?.place.parent
        }
        return nil
    }
}
