import Glibc
package import TidelineCore
package import TidelineSync

extension DiskFolder {
    static let stagingName: DiskName = "staging"

    package func stage(_ name: String) throws -> any StagedFile { try stage(name, on: .root) }

    package func stage(_ name: String, for path: String) throws -> any StagedFile {
        try stage(name, on: volume(of: path))
    }

    private func stage(_ name: String, on volume: Volume) throws -> any StagedFile {
        precondition(LocalPath.isPossible(Array(name.utf8)), "not a name for a staged file: \(name)")
        let staging = try ownFolder(Self.stagingName, on: volume)
        noteUse(of: volume)
        return try about(name) {
            let file = try staging.openFile(DiskName(name), O_RDWR | O_CREAT, mode: 0o666)
            guard try file.look().kind == .file else { throw LocalError.changed(name) }
            return DiskStagedFile(folder: self, name: name, on: volume, file)
        }
    }

    package func install(
        _ staged: any StagedFile, at path: String, expecting: Fingerprint?, modifiedAt: Timestamp, executable: Bool
    ) throws -> Fingerprint {
        let staging = try ownFolder(Self.stagingName, on: (staged as? DiskStagedFile)?.volume ?? .root)
        let name = DiskName(staged.name)
        let spot = try spot(path)
        return try about(path) {
            let file = try staging.openFile(name, O_RDWR)
            var permissions = try file.look().permissions
            if let expecting {
                guard !expecting.isLink else { throw LocalError.changed(path) }
                permissions = try spot.expected(expecting, path).permissions
            }
            try file.setPermissions(permissions.withExecutable(executable))
            try file.setModified(modifiedAt.nanoseconds)
            if let expecting {
                try spot.replace(by: name, from: staging, expecting: expecting, path)
            } else {
                try staging.rename(name, to: spot.folder, spot.name)
            }
            return try file.look().fingerprint
        }
    }

    package func installLink(_ target: String, staged name: String, at path: String, expecting: Fingerprint?) throws
        -> Fingerprint
    {
        let volume = try volume(of: path)
        let staging = try ownFolder(Self.stagingName, on: volume)
        noteUse(of: volume)
        let name = DiskName(name)
        let spot = try spot(path)
        return try about(path) {
            if try staging.look(name) != nil { try staging.removeFile(name) }
            try staging.makeLink(name, to: target)
            guard let made = try staging.look(name) else { throw LocalError.changed(path) }
            do {
                if let expecting {
                    guard expecting.isLink else { throw LocalError.changed(path) }
                    try spot.replace(by: name, from: staging, expecting: expecting, path)
                } else {
                    try staging.rename(name, to: spot.folder, spot.name)
                }
            } catch {
                // What cannot be removed now goes with recover().
                try? staging.removeFile(name)
                throw error
            }
            return try spot.fingerprint(of: made, path)
        }
    }

    /// Drops staged files that nobody wrote to for ``Limits/stagedSecondsKept``.
    func dropOldStaged(on volume: Volume) throws {
        guard let staging = try existingOwnFolder(Self.stagingName, on: volume) else { return }
        let oldest = time.now().adding(seconds: -Limits.stagedSecondsKept).nanoseconds
        try about(LocalPath.ownFolder) {
            for name in try staging.names() {
                guard let look = try staging.look(name), look.modified < oldest else { continue }
                try staging.removeTree(name)
            }
        }
    }
}

extension Spot {
    func expected(_ fingerprint: Fingerprint, _ path: String) throws -> Look {
        guard let look = try look(), look.isFileOrLink, look.fingerprint == fingerprint else {
            throw LocalError.changed(path)
        }
        return look
    }
}

extension Spot {
    /// Puts a staged file in place of the one here. A save that comes in between is found by looking at what came out, and
    /// undoes the replacement: nothing is ever lost.
    func replace(by name: DiskName, from staging: Descriptor, expecting: Fingerprint, _ path: String) throws {
        guard let new = try staging.look(name) else { throw SystemError(code: ENOENT) }
        _ = try expected(expecting, path)
        guard try staging.exchange(name, with: folder, self.name) else {
            // RACE: this file system can't swap. A save since the look above, microseconds ago, is replaced.
            return try staging.replace(name, in: folder, self.name)
        }
        if let old = try staging.look(name), old.isFileOrLink, old.fingerprint.isSameContent(as: expecting) {
            return try staging.removeFile(name)
        }
        _ = try staging.exchange(name, with: folder, self.name)
        // Saved again between the two swaps: then this is not ours but the user's.
        if try staging.look(name)?.fingerprint.isSameContent(as: new.fingerprint) != true {
            _ = try staging.renameBeside(name, to: folder, text, word: "recovered")
        }
        throw LocalError.changed(path)
    }
}

extension mode_t {
    /// Whoever may read may execute, or nobody may.
    fileprivate func withExecutable(_ executable: Bool) -> mode_t {
        executable ? self | (self & 0o444) >> 2 : self & ~0o111
    }
}
