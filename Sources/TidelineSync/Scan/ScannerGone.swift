import TidelineCore

/// What is nowhere any more, and what only looks so.
extension Scanner {
    mutating func findGone(everything: Bool) {
        let missing = everything ? missingFromBase() : missingFromListed()
        for node in missing where node.isMount || otherVolumes.contains(node.id) {
            result.unknown.insert(node.id)
            skip(tree.path(of: node.id) ?? node.nameOnDisk, Self.unmounted)
        }
        let there = LocalTree(base: base, differences: result)
        for node in missing where !isBelowUnknown(node) {
            if isIgnored(node, there) { result.ignored.insert(node.id) } else { result.gone.insert(node.id) }
        }
    }

    /// By where it would be, had it stayed where the base has it: what went to an ignored name has left.
    func isIgnored(_ node: BaseNode, _ there: LocalTree) -> Bool {
        let folder = there.path(of: node.place.parent) ?? tree.path(of: node.place.parent) ?? ""
        return result.ignores.rules.match(
            join(folder, node.place.name.text), isFolder: node.id.kind == .folder) != nil
    }

    /// New folders that hold ignored things and nothing else stay here: a folder that others deleted would come back by
    /// what is left in it.
    mutating func leaveOutIgnoredAlone() {
        guard !foldersWithIgnored.isEmpty else { return }
        var held: [NodeID?: Int] = [:]
        var rules: [NodeID?: NodeID] = [:]
        for node in result.present.values {
            if node.place.name.text == IgnoreFile.name, node.place.parent != nil, base[node.id] == nil {
                rules[node.place.parent] = node.id
            } else {
                held[node.place.parent, default: 0] += 1
            }
        }
        var queue = foldersWithIgnored.compactMap { $0 }
        while let id = queue.popLast() {
            guard base[id] == nil, held[id] == nil, remote.node(id, base: base) == nil,
                let node = result.present.removeValue(forKey: id)
            else { continue }
            if let rules = rules[id] { result.present[rules] = nil }
            held[node.place.parent, default: 1] -= 1
            guard held[node.place.parent] == 0 else { continue }
            held[node.place.parent] = nil
            if let parent = node.place.parent { queue.append(parent) }
        }
    }

    func missingFromBase() -> [BaseNode] {
        var missing: [BaseNode] = []
        base.forEach { node in if !seen.contains(node.id) { missing.append(node) } }
        return missing
    }

    /// What is below a missing folder is missing too, unless it was found elsewhere.
    func missingFromListed() -> [BaseNode] {
        var missing: [NodeID: BaseNode] = [:]
        for folder in listed {
            base.forEachChild(of: folder) { node in
                guard !seen.contains(node.id) else { return }
                missing[node.id] = node
                guard node.id.kind == .folder else { return }
                for below in base.descendants(of: node.id) where !seen.contains(below) { missing[below] = base[below] }
            }
        }
        return Array(missing.values)
    }

    func isBelowUnknown(_ node: BaseNode) -> Bool {
        guard !result.unknown.isEmpty else { return false }
        var next: BaseNode? = node
        var steps = 0
        while let node = next, steps <= Limits.depthMax {
            steps += 1
            if result.unknown.contains(node.id) { return true }
            next = node.place.parent.flatMap { base[$0] }
        }
        return false
    }
}
