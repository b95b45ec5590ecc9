import Glibc
import NIOCore
import Synchronization
package import TidelineCore
package import TidelineSync

/// A synced folder on a Linux disk.
///
/// Every path is walked name by name from the root, never through a link, so nothing can leave the root. The root itself
/// is opened anew for each call and must still be the one that the last ``marker()`` saw.
package final class DiskFolder: LocalFolder {
    let time: any TimeSource
    let path: String
    /// Volumes beside the root that were written to.
    let used = Mutex<Set<Volume>>([])
    private let identity = Mutex<Identity?>(nil)

    /// - Parameter root: an absolute path; it need not exist yet.
    package init(root: String, time: any TimeSource) {
        path = root
        self.time = time
    }

    package func marker() throws -> RootMarker? {
        let folder = try openAnyRoot()
        let seen = try about("") { try folder.look().identity }
        identity.withLock { $0 = seen }
        return try about(LocalPath.ownFolder) {
            guard let own = try openOwn(in: folder) else { return nil }
            guard try own.look(Self.markerName) != nil else { return nil }
            let file = try own.openFile(Self.markerName, O_RDONLY)
            let text = Array(try file.read(at: 0, count: Limits.markerBytesMax).readableBytesView)
            let written = text.dropFirst(ULID.textLength)
            let signature = Self.signature(try file.look().fingerprint)
            let isCopy = !written.isEmpty && Array(written) != signature
            return ULID(text.prefix(ULID.textLength)).map { RootMarker(folderID: $0, isCopy: isCopy) }
        }
    }

    package func setMarker(_ marker: RootMarker) throws {
        let root = try openRoot()
        try about(LocalPath.ownFolder) {
            let own = try makeOwn(in: root)
            var text: [UInt8] = []
            marker.folderID.appendText(to: &text)
            try own.writeDurably("root.new", text)
            // It names itself too, so that a copy of it can be told from it.
            let file = try own.openFile("root.new", O_WRONLY)
            try file.write(ByteBuffer(bytes: text + Self.signature(try file.look().fingerprint)), at: 0)
            try file.synchronize()
            try own.replace("root.new", in: own, Self.markerName)
            try own.synchronize()
            try root.synchronize()
        }
    }

    package func list(_ folder: String) throws -> [LocalEntry] {
        let names = try LocalPath.names(of: folder)
        let root = try openRoot()
        return try about(folder) {
            let opened = try root.openFolder(names)
            // Where the system does not tell, it may be the top of a mounted disk.
            return try opened.entries(hidingOwn: names.isEmpty || opened.look().isMountRoot ?? true)
        }
    }

    package func entry(_ path: String) throws -> LocalEntry? {
        if path.isEmpty {
            let root = try openRoot()
            return try about(path) { LocalEntry(name: path, readableName: path, try root.look(), isMount: true) }
        }
        do {
            let spot = try spot(path)
            return try about(path) {
                guard let look = try spot.look(), let kind = try spot.folder.kind(of: look, spot.name.cString) else {
                    return nil
                }
                return LocalEntry(
                    name: spot.text, readableName: spot.text, look, kind: kind,
                    isMount: try spot.folder.isMounted(look))
            }
        } catch LocalError.notFound, LocalError.changed {
            return nil
        }
    }

    package func open(_ path: String) throws -> any LocalFile {
        let spot = try spot(path)
        return try about(path) {
            let file = try spot.folder.openFile(spot.name, O_RDONLY)
            guard try file.look().kind == .file else { throw LocalError.changed(path) }
            return DiskFile(path: path, file)
        }
    }

    /// Makes finished staged files durable, and with them every change before this call.
    package func flushStaged() throws {
        let root = try openRoot()
        try about("") {
            try root.synchronizeFileSystem()
            try flushUsedVolumes(from: root)
        }
    }

    // MARK: - Ways in

    private static let markerName: DiskName = "root"

    /// Empty where the file system does not tell when a file was made: there a number is no name for good.
    private static func signature(_ file: Fingerprint) -> [UInt8] {
        file.birth == 0 ? [] : Array(" \(file.inode) \(file.birth)".utf8)
    }

    private func openAnyRoot() throws -> Descriptor {
        do { return try Descriptor.openRoot(path) } catch {
            throw error.isAbsence ? LocalError.rootMissing : error.at("")
        }
    }

    func openRoot() throws -> Descriptor {
        let folder = try openAnyRoot()
        let seen = try about("") { try folder.look().identity }
        try identity.withLock { known in
            if let known, known != seen { throw LocalError.rootMissing }
            known = seen
        }
        return folder
    }

    func openOwn(in root: Descriptor) throws -> Descriptor? {
        do { return try root.openFolder(Self.ownName) } catch {
            if error.code == ENOENT { return nil }
            throw refusal(error)
        }
    }

    func makeOwn(in root: Descriptor) throws -> Descriptor {
        do { return try root.makeAndOpenFolder(Self.ownName) } catch { throw refusal(error) }
    }

    static let ownName = DiskName(LocalPath.ownFolder)

    /// Something of the user's, or a trap, stands where our folder must be.
    private func refusal(_ error: SystemError) -> any Error {
        error.code == ENOTDIR || error.code == ELOOP ? LocalError.exists(LocalPath.ownFolder) : error
    }

    /// The folder of our own things, made where it is missing.
    func ownFolder() throws -> Descriptor {
        let root = try openRoot()
        return try about(LocalPath.ownFolder) { try makeOwn(in: root) }
    }

    /// The place of a path below the root: its parent is open, it may itself be missing.
    func spot(_ path: String) throws -> Spot {
        var names = try LocalPath.names(of: path)
        guard let name = names.popLast() else { throw LocalError.nameImpossible(path) }
        let root = try openRoot()
        return Spot(folder: try about(path) { try root.openFolder(names) }, name: DiskName(name))
    }
}

struct Spot {
    let folder: Descriptor
    let name: DiskName

    var text: String { name.text }

    func look() throws(SystemError) -> Look? { try folder.look(name) }
}
