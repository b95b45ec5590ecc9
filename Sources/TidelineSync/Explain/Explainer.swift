import TidelineCore

/// Looks at one path of a synced folder and at what is remembered of it. Changes nothing.
package struct Explainer {
    private let disk: any LocalFolder
    private let base: BaseTree
    private let remote: RemoteTree
    private let selection: Selection
    private let skipped: [SkippedPath]
    private let remedyForSelection = "Change it with `tideline prefs set SHARE`"

    /// - Parameter skipped: what the last pass left out.
    package init(disk: any LocalFolder, state: SavedState, selection: Selection, skipped: [SkippedPath]) {
        self.disk = disk
        base = BaseTree(state.base)
        remote = RemoteTree(state.remote)
        self.selection = selection
        self.skipped = skipped
    }

    /// - Parameter path: relative to the root, as the disk has it; nothing need be there.
    /// - Throws: ``LocalError`` when the disk cannot be asked.
    package func explain(_ path: String) throws -> Explanation {
        if path.utf8.split(separator: UInt8(ascii: "/")).contains(where: { LocalPath.isOwn($0) }) {
            return Explanation(.ignored, "It is Tideline's own and never synced")
        }
        guard selection.isEnabled else {
            return Explanation(
                .resting, "This device does not sync the share now",
                remedy: "Wake it with `tideline prefs set SHARE --on`")
        }
        guard !path.isEmpty else { return Explanation(.synced, "It is the synced folder itself") }
        let entry = try disk.entry(path)
        let node = self.node(at: path)
        let isFolder = entry.map { $0.kind == .folder } ?? (node?.kind == .folder)
        if let rule = try rule(for: path, isFolder: isFolder) { return ignored(rule, path) }
        if isLeftOut(path, isFolder: isFolder) {
            return Explanation(
                .unselected, "It lies outside what this device syncs of the share", remedy: remedyForSelection)
        }
        if let entry, let problem = problem(of: entry, path) { return problem }
        let found = entry.map { present($0, node) } ?? gone(node)
        return leftOut(path, found) ?? found
    }

    /// Why the last pass did not carry over what waits.
    private func leftOut(_ path: String, _ found: Explanation) -> Explanation? {
        guard found.state == .pending else { return nil }
        let reason = skipped.first { $0.path.utf8.elementsEqual(path.utf8) }.map {
            "The last sync left it out: \($0.reason)"
        }
        let above = skipped.first { path.utf8.starts(with: ($0.path + "/").utf8) }
        guard let reason = reason ?? above.map({ "The last sync left \($0.path) out: \($0.reason)" }) else {
            return nil
        }
        return Explanation(.skipped, reason, since: found.since)
    }

    private func ignored(_ rule: IgnoreMatch, _ path: String) -> Explanation {
        let what = rule.path == path ? "It" : "Its folder \(rule.path)"
        guard let file = rule.file else {
            return Explanation(
                .ignored, "\(what) is ignored by the built-in rule \(rule.pattern)",
                remedy: "To sync it all the same, write !\(rule.pattern) into \(IgnoreFile.name)", rule: rule)
        }
        return Explanation(
            .ignored, "\(what) is ignored by the rule \(rule.pattern) in \(file), line \(rule.line)",
            remedy: "Remove or change that line", rule: rule)
    }

    /// What is known of it, though the disk has nothing there.
    private func gone(_ node: NodeID?) -> Explanation {
        guard let node else {
            return Explanation(.absent, "Nothing of this name is here or, as far as this device knows, on the server")
        }
        guard base[node] == nil else {
            return Explanation(.pending, "It is gone here; the next sync deletes it on the server")
        }
        return Explanation(
            .pending, "It is on the server and not here yet; the next sync brings it", since: time(of: node))
    }

    private func present(_ entry: LocalEntry, _ node: NodeID?) -> Explanation {
        let changed = Timestamp(nanoseconds: entry.fingerprint.changed)
        guard let node, let agreed = base[node] else {
            return Explanation(.pending, "It is new here; the next sync sends it", since: changed)
        }
        let isSame =
            node.kind == .folder
            ? agreed.fingerprint.isSameThing(as: entry.fingerprint) : agreed.fingerprint == entry.fingerprint
        guard isSame else { return Explanation(.pending, "It changed here; the next sync sends it", since: changed) }
        switch remote.differences[node] {
        case nil: return Explanation(.synced, "Both sides have the same", since: time(of: node))
        case .live:
            return Explanation(.pending, "It changed on the server; the next sync brings it", since: time(of: node))
        case .deleted: return Explanation(.pending, "It was deleted on the server; the next sync deletes it here")
        case .garbled(let garbled):
            return Explanation(.skipped, "What the server tells of it makes no sense, so it waits: \(garbled.problem)")
        case .left: return Explanation(.pending, "It left what this device syncs; the next sync takes it away here")
        }
    }

    /// When the server got the content it has.
    private func time(of node: NodeID) -> Timestamp? {
        guard let version = remote.node(node, base: base)?.file?.version else { return nil }
        return Timestamp(milliseconds: Int64(version.ulid.high >> 16))
    }

    // MARK: Finding it

    /// What the base has at a path of the disk, else what the server has there.
    private func node(at path: String) -> NodeID? {
        var folder: NodeID?
        for name in path.split(separator: "/") {
            guard let next = child(of: folder, String(name)) else { return nil }
            folder = next
        }
        return folder
    }

    private func child(of folder: NodeID?, _ name: String) -> NodeID? {
        var found: NodeID?
        base.forEachChild(of: folder) { if $0.nameOnDisk.utf8.elementsEqual(name.utf8) { found = $0.id } }
        let key = name.caseFolded
        return found
            ?? remote.children(of: folder, base: base).first { remote.node($0, base: base)?.place.name.key == key }
    }

    private func rule(for path: String, isFolder: Bool) throws -> IgnoreMatch? {
        var book = IgnoreBook()
        let names = path.split(separator: "/").map(String.init)
        for depth in names.indices {
            let folder = names[..<depth].joined(separator: "/")
            let file = try disk.entry(join(folder, IgnoreFile.name))
            _ = try book.learn(folder, file.map { [$0] } ?? [], on: disk, earlier: IgnoreBook())
        }
        return book.rules.match(path, isFolder: isFolder)
    }

    /// By the paths of the choice, since what is left out is not known here.
    private func isLeftOut(_ path: String, isFolder: Bool) -> Bool {
        // Rules are where their folder is.
        let names = path.split(separator: "/")
        if !isFolder, names.last.map(String.init) == IgnoreFile.name {
            return names.count > 1 && isLeftOut(names.dropLast().joined(separator: "/"), isFolder: true)
        }
        let wanted = path.caseFolded + "/"
        func lies(in folder: String) -> Bool { wanted.hasPrefix(folder.caseFolded + "/") }
        if selection.excluded.compactMap(\.path).contains(where: lies) { return true }
        guard !selection.selected.isEmpty else { return false }
        let paths = selection.selected.compactMap(\.path)
        if paths.contains(where: lies) { return false }
        return !isFolder || !paths.contains { ($0.caseFolded + "/").hasPrefix(wanted) }
    }

    // MARK: What keeps it from syncing

    private func problem(of entry: LocalEntry, _ path: String) -> Explanation? {
        switch entry.kind {
        case .other(let what):
            return Explanation(
                .skipped, "It is a \(what)", remedy: "Only files, folders and links are synced; keep it elsewhere")
        case .link(let target):
            guard let problem = LinkTarget.problem(target, at: path, ownFolder: LocalPath.ownFolder) else { return nil }
            return Explanation(.skipped, problem.prefix(1).uppercased() + problem.dropFirst())
        case .file:
            do { try disk.open(path).close() } catch { return unreadable(error) }
        case .folder:
            do { _ = try disk.list(path) } catch { return unreadable(error) }
        }
        return nil
    }

    private func unreadable(_ error: any Error) -> Explanation {
        Explanation(.skipped, "It cannot be read: \(error.explanation)")
    }
}
