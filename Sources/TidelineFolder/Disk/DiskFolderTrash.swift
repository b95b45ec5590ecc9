import Glibc
import TidelineCore
package import TidelineSync

extension DiskFolder {
    private static let trashName: DiskName = "trash"

    /// The file lies in `.tideline/trash/DATE/` of its disk under its old path afterwards, with another name where that is taken.
    package func trash(_ path: String, expecting: Fingerprint) throws {
        let spot = try spot(path)
        let volume = try volume(of: path)
        let trash = try ownFolder(Self.trashName, on: volume)
        noteUse(of: volume)
        try about(path) {
            guard try spot.look() != nil else { throw LocalError.notFound(path) }
            _ = try spot.expected(expecting, path)
            var bin = try trash.makeAndOpenFolder(DiskName(time.now().dateText))
            for name in try LocalPath.names(of: path).dropLast() { bin = try bin.makeFolderBeside(DiskName(name).text) }
            let name = try spot.folder.renameBeside(spot.name, to: bin, spot.text, word: "copy")
            // A save may have come between the look and the rename; then the file goes back.
            guard let moved = try bin.look(name), moved.fingerprint.isSameContent(as: expecting) else {
                _ = try bin.renameBeside(name, to: spot.folder, spot.text, word: "recovered")
                throw LocalError.changed(path)
            }
        }
    }

    /// Removes for good what was put into the trash on days before that age.
    func emptyTrash(on volume: Volume, olderThan seconds: Int) throws {
        guard let trash = try existingOwnFolder(Self.trashName, on: volume) else { return }
        let oldestKept = time.now().adding(seconds: -seconds).dateText
        try about(LocalPath.ownFolder) {
            for name in try trash.names() where name.text < oldestKept { try trash.removeTree(name) }
        }
    }
}

extension Descriptor {
    /// Moves a thing to `folder` under `wanted`, or under a variant of it when that is taken. Answers the name it got.
    func renameBeside(_ name: DiskName, to folder: Descriptor, _ wanted: String, word: String) throws -> DiskName {
        for attempt in 0..<Limits.nameVariantsMax {
            let target = DiskName(attempt == 0 ? wanted : LocalPath.variant(of: wanted, word, attempt: attempt))
            do {
                try rename(name, to: folder, target)
                return target
            } catch {
                guard error.code == EEXIST else { throw error }
            }
        }
        throw SystemError(code: EEXIST)
    }

    /// Opens or makes a folder of that name, or of a variant of it when a file has the name.
    fileprivate func makeFolderBeside(_ wanted: String) throws -> Descriptor {
        for attempt in 0..<Limits.nameVariantsMax {
            let target = DiskName(attempt == 0 ? wanted : LocalPath.variant(of: wanted, "copy", attempt: attempt))
            do { return try makeAndOpenFolder(target) } catch {
                guard error.code == ENOTDIR else { throw error }
            }
        }
        throw SystemError(code: ENOTDIR)
    }
}
