import TidelineCore

extension SyncEngine {
    /// Puts what is in a new folder into the one that the server has at its place, before anything of it is sent. The next
    /// look finds it there.
    func pour(_ merge: FolderMerge) {
        needsFullScan = true
        guard let path = localTree.path(of: merge.folder), let target = localTree.path(of: merge.target) else { return }
        do {
            if target.hasPrefix(path + "/") {
                try turnInsideOut(path, target)
            } else {
                try pour(path, into: target)
            }
            if try disk.entry(path) != nil { throw LocalError.exists(path) }
        } catch {
            hold(merge.target, path, error.explanation)
        }
    }

    /// The known folder lies in the new one: it comes out, takes in the rest, and then the name.
    private func turnInsideOut(_ path: String, _ target: String) throws {
        let above = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) } ?? ""
        let aside = join(above, NodeName.passing(ids.next()).text)
        _ = try disk.move(target, to: aside)
        try pour(path, into: aside)
        _ = try disk.move(aside, to: try disk.entry(path) == nil ? path : target)
    }

    private func pour(_ path: String, into target: String) throws {
        for entry in try disk.list(path) {
            guard let name = entry.name else { continue }
            let there = try disk.entry(join(target, name))
            if there?.kind == .folder, entry.kind == .folder {
                try pour(join(path, name), into: join(target, name))
            } else {
                _ = try disk.move(join(path, name), to: try free(name, in: target))
            }
        }
        _ = try disk.removeFolder(path)
    }

    /// The name, or another where that is taken.
    private func free(_ name: String, in folder: String) throws -> String {
        var path = join(folder, name)
        var attempt = 0
        while try disk.entry(path) != nil {
            attempt += 1
            guard attempt <= Limits.nameVariantsMax else { throw LocalError.exists(path) }
            path = join(folder, LocalPath.variant(of: name, "copy", attempt: attempt))
        }
        return path
    }
}
