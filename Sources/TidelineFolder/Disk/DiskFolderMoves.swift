import Glibc
import NIOCore
import TidelineCore
package import TidelineSync

extension DiskFolder {
    package func makeFolder(_ path: String) throws -> Fingerprint {
        let spot = try spot(path)
        return try about(path) {
            try spot.folder.makeFolder(spot.name, mode: 0o777)
            return try spot.folder.openFolder(spot.name).look().fingerprint
        }
    }

    package func move(_ path: String, to target: String) throws -> Fingerprint {
        let source = try spot(path)
        let goal = try spot(target)
        guard let before = try about(path, { try source.look() }) else { throw LocalError.notFound(path) }
        return try about(target) {
            do { try source.folder.rename(source.name, to: goal.folder, goal.name) } catch let error as SystemError
                where error.code == EEXIST
            {
                guard try isSameThing(before, goal), path.caseFolded == target.caseFolded else { throw error }
                try source.folder.replace(source.name, in: goal.folder, goal.name)
            } catch let error as SystemError where error.code == EXDEV && before.kind == .file {
                return try carry(path, before.fingerprint, to: target)
            }
            return try goal.fingerprint(of: before, target)
        }
    }

    /// To another disk: a copy is put there, durable, and the old file goes to the trash of its own.
    private func carry(_ path: String, _ expected: Fingerprint, to target: String) throws -> Fingerprint {
        let file = try open(path)
        defer { file.close() }
        let staged = try stage("moved-\(expected.inode)", for: target)
        do {
            try staged.truncate(to: 0)
            var offset: Int64 = 0
            while offset < expected.size {
                let bytes = try file.read(at: offset, count: Limits.copyBufferBytes)
                guard bytes.readableBytes > 0 else { break }
                try staged.write(bytes, at: offset)
                offset += Int64(bytes.readableBytes)
            }
            guard try file.fingerprint() == expected else { throw LocalError.changed(path) }
            staged.close()
            try flushStaged()
            let now = try install(
                staged, at: target, expecting: nil, modifiedAt: Timestamp(nanoseconds: expected.modified),
                executable: expected.executable)
            try flushStaged()
            try trash(path, expecting: expected)
            return now
        } catch {
            staged.discard()
            throw error
        }
    }

    /// On a disk that folds case, the new spelling of a name is already taken: by the thing itself.
    private func isSameThing(_ look: Look, _ goal: Spot) throws -> Bool { try goal.look()?.identity == look.identity }

    package func removeFolder(_ path: String) throws -> Bool {
        let spot = try spot(path)
        return try about(path) {
            do {
                try spot.folder.removeFolder(spot.name)
                return true
            } catch let error as SystemError where error.code == ENOTEMPTY || error.code == EEXIST {
                return false
            }
        }
    }
}

extension Spot {
    /// Of the thing that was just put here; its change time is new.
    func fingerprint(of thing: Look, _ path: String) throws -> Fingerprint {
        guard let now = try look(), now.identity == thing.identity else { throw LocalError.changed(path) }
        return now.fingerprint
    }
}
