import TidelineCore

/// Things that only the server has and that stay there: ignored ones, and folders that hold nothing else.
struct Unwanted {
    private let local: LocalTree
    private let remote: RemoteTree
    private let rules: IgnoreRules
    /// nil inside for a folder that is ignored.
    private var scopes: [NodeID?: IgnoreScope?] = [:]
    private var known: [NodeID: Bool] = [:]

    init(local: LocalTree, remote: RemoteTree) {
        self.local = local
        self.remote = remote
        rules = local.differences.ignores.rules
    }

    mutating func contains(_ id: NodeID) -> Bool {
        guard local.base[id] == nil, local.differences.present[id] == nil,
            case .live(let node) = remote.differences[id]
        else { return false }
        if let known = known[id] { return known }
        // A ring of folders would ask without end.
        known[id] = false
        let result = isIgnored(node) || (id.kind == .folder && holdsNothingElse(id))
        known[id] = result
        return result
    }

    private mutating func holdsNothingElse(_ folder: NodeID) -> Bool {
        let children = remote.children(of: folder, base: local.base)
        return !children.isEmpty && children.allSatisfy { contains($0) }
    }

    private mutating func isIgnored(_ node: RemoteNode) -> Bool {
        guard let scope = scope(of: node.place.parent) else { return true }
        return scope.match(IgnoreName(node.place.name.text), isFolder: node.id.kind == .folder) != nil
    }

    /// By where the folder is here, where it is here.
    private mutating func scope(of folder: NodeID?) -> IgnoreScope? {
        if let known = scopes[folder] { return known }
        scopes[folder] = .some(rules.scope(of: []))
        let scope = findScope(of: folder)
        scopes[folder] = .some(scope)
        return scope
    }

    private mutating func findScope(of folder: NodeID?) -> IgnoreScope? {
        if folder == nil || folder.flatMap({ local.node($0) }) != nil, let path = local.path(of: folder) {
            return rules.scope(of: IgnoreName.names(of: path))
        }
        guard let folder, case .live(let node) = remote.differences[folder] else { return rules.scope(of: []) }
        guard let above = scope(of: node.place.parent) else { return nil }
        let name = IgnoreName(node.place.name.text)
        return above.match(name, isFolder: true) == nil ? rules.scope(of: above.folder + [name]) : nil
    }
}
