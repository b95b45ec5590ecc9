import Glibc
package import TidelineCore
package import TidelineSync

extension DiskFolder {
    static let stagingName: DiskName = "staging"

    package func stage(_ name: String) throws -> any StagedFile {
        precondition(LocalPath.isPossible(Array(name.utf8)), "not a name for a staged file: \(name)")
        let staging = try ownFolder(Self.stagingName)
        return try about(name) {
            let file = try staging.openFile(DiskName(name), O_RDWR | O_CREAT, mode: 0o666)
            guard try file.look().kind == .file else { throw LocalError.changed(name) }
            return DiskStagedFile(folder: self, name: name, file)
        }
    }

    package func install(
        _ staged: any StagedFile, at path: String, expecting: Fingerprint?, modifiedAt: Timestamp, executable: Bool
    ) throws -> Fingerprint {
        let staging = try ownFolder(Self.stagingName)
        let name = DiskName(staged.name)
        let spot = try spot(path)
        return try about(path) {
            let file = try staging.openFile(name, O_RDWR)
            var permissions = try file.look().permissions
            if let expecting { permissions = try spot.expected(expecting, path).permissions }
            try file.setPermissions(permissions.withExecutable(executable))
            try file.setModified(modifiedAt.nanoseconds)
            if let expecting {
                // RACE: a save between this look and the rename is replaced. It lasts a few microseconds.
                _ = try spot.expected(expecting, path)
                try staging.replace(name, in: spot.folder, spot.name)
            } else {
                try staging.rename(name, to: spot.folder, spot.name)
            }
            return try file.look().fingerprint
        }
    }

    /// Drops staged files that nobody wrote to for ``Limits/stagedSecondsKept``.
    func dropOldStaged() throws {
        let staging = try ownFolder(Self.stagingName)
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
        guard let look = try look(), look.kind == .file, look.fingerprint == fingerprint else {
            throw LocalError.changed(path)
        }
        return look
    }
}

extension mode_t {
    /// Whoever may read may execute, or nobody may.
    fileprivate func withExecutable(_ executable: Bool) -> mode_t {
        executable ? self | (self & 0o444) >> 2 : self & ~0o111
    }
}
