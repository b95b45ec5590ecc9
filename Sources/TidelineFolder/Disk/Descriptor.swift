import CTidelineOS
import Glibc
import NIOCore
import TidelineCore
import TidelineSync

/// An open file or folder; closed when nobody holds it any more. No call follows a symbolic link.
final class Descriptor: Sendable {
    let number: Int32

    private init(_ number: Int32) { self.number = number }

    deinit { close(number) }

    /// The only way in by a path: links on the way to the root are the user's own.
    static func openRoot(_ path: String) throws(SystemError) -> Descriptor {
        Descriptor(try SystemError.retry { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) })
    }

    func openFolder(_ name: DiskName) throws(SystemError) -> Descriptor {
        try openFile(name, O_RDONLY | O_DIRECTORY)
    }

    func openFolder(_ names: some Sequence<[UInt8]>) throws(SystemError) -> Descriptor {
        var folder = self
        for name in names { folder = try folder.openFolder(DiskName(name)) }
        return folder
    }

    /// Makes it where it is missing.
    func makeAndOpenFolder(_ name: DiskName, mode: mode_t = 0o700) throws(SystemError) -> Descriptor {
        do { return try openFolder(name) } catch  where error.code == ENOENT {
            do { try makeFolder(name, mode: mode) } catch  where error.code == EEXIST {}
            return try openFolder(name)
        }
    }

    /// Never waits for the other end of a pipe.
    func openFile(_ name: DiskName, _ flags: Int32, mode: mode_t = 0) throws(SystemError) -> Descriptor {
        let all = flags | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK
        return Descriptor(try SystemError.retry { openat(number, name.cString, all, mode) })
    }

    /// nil when nothing is there.
    func look(_ name: DiskName) throws(SystemError) -> Look? { try Look(number, name.cString) }

    func look() throws(SystemError) -> Look {
        guard let look = try Look(number, "") else { throw SystemError(code: ENOENT) }
        return look
    }

    func makeFolder(_ name: DiskName, mode: mode_t) throws(SystemError) {
        try SystemError.retry { mkdirat(number, name.cString, mode) }
    }

    /// One byte more than is allowed tells that there are too many.
    func readLink(_ name: UnsafePointer<CChar>) throws(SystemError) -> [UInt8] {
        var target = [CChar](repeating: 0, count: Limits.linkTargetBytesMax + 1)
        let count = try SystemError.retry { readlinkat(number, name, &target, target.count) }
        return target[..<count].map { UInt8(bitPattern: $0) }
    }

    func makeLink(_ name: DiskName, to target: String) throws(SystemError) {
        try SystemError.retry { symlinkat(target, number, name.cString) }
    }

    func removeFile(_ name: DiskName) throws(SystemError) {
        try SystemError.retry { unlinkat(number, name.cString, 0) }
    }

    /// Fails when it is not empty.
    func removeFolder(_ name: DiskName) throws(SystemError) {
        try SystemError.retry { unlinkat(number, name.cString, AT_REMOVEDIR) }
    }

    /// Fails with `EEXIST` when the target is taken.
    func rename(_ name: DiskName, to folder: Descriptor, _ target: DiskName) throws(SystemError) {
        let code = tideline_rename_no_replace(number, name.cString, folder.number, target.cString)
        guard code == EINVAL || code == ENOSYS else { return try SystemError.check(code) }
        // RACE: this file system can't refuse a taken target in one step. What takes the name in between is replaced.
        guard try folder.look(target) == nil else { throw SystemError(code: EEXIST) }
        try replace(name, in: folder, target)
    }

    /// Swaps two names in one step. False when the file system can't.
    func exchange(_ name: DiskName, with folder: Descriptor, _ other: DiskName) throws(SystemError) -> Bool {
        let code = tideline_exchange(number, name.cString, folder.number, other.cString)
        if code == EINVAL || code == ENOSYS { return false }
        try SystemError.check(code)
        return true
    }

    func replace(_ name: DiskName, in folder: Descriptor, _ target: DiskName) throws(SystemError) {
        try SystemError.retry { renameat(number, name.cString, folder.number, target.cString) }
    }

    /// All names but `.` and `..`, with a `DT_…` type that may be unknown. The pointer is valid during the call only.
    func forEachName(_ body: (UnsafePointer<CChar>, _ type: Int) throws -> Void) throws {
        let copy = try SystemError.retry { openat(number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard let stream = fdopendir(copy) else {
            let code = errno
            close(copy)
            throw SystemError(code: code)
        }
        defer { closedir(stream) }
        while true {
            errno = 0
            guard let entry = readdir(stream) else { return try SystemError.check(errno) }
            let name = UnsafeRawPointer(entry).advanced(by: Self.nameOffset).assumingMemoryBound(to: CChar.self)
            if name[0] == 0x2E && (name[1] == 0 || (name[1] == 0x2E && name[2] == 0)) { continue }
            try body(name, Int(entry.pointee.d_type))
        }
    }

    private static let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0

    func names() throws -> [DiskName] {
        var names: [DiskName] = []
        try forEachName { name, _ in names.append(DiskName(copying: name)) }
        return names
    }

    /// Only what is a folder itself; links to folders are not.
    func folderNames() throws -> [DiskName] {
        var names: [DiskName] = []
        try forEachName { name, type in
            let isFolder = type == DT_UNKNOWN ? try Look(number, name)?.kind == .folder : type == DT_DIR
            if isFolder { names.append(DiskName(copying: name)) }
        }
        return names
    }

    /// With all that is below it.
    func removeTree(_ name: DiskName) throws {
        do { try removeFile(name) } catch {
            guard error.code == EISDIR || error.code == EPERM else { throw error }
            let folder = try openFolder(name)
            for child in try folder.names() { try folder.removeTree(child) }
            try removeFolder(name)
        }
    }
}

extension Descriptor {
    /// Fewer bytes only at the end of the file.
    func read(at offset: Int64, count: Int) throws -> ByteBuffer {
        var bytes = ByteBufferAllocator().buffer(capacity: count)
        while bytes.readableBytes < count {
            let missing = count - bytes.readableBytes
            let position = off_t(offset) + bytes.readableBytes
            let got = try bytes.writeWithUnsafeMutableBytes(minimumWritableBytes: missing) { target in
                try SystemError.retry { pread(number, target.baseAddress, missing, position) }
            }
            if got == 0 { break }
        }
        return bytes
    }

    func write(_ bytes: ByteBuffer, at offset: Int64) throws(SystemError) {
        var rest = bytes.readableBytesView[...]
        var position = off_t(offset)
        while !rest.isEmpty {
            let piece = rest
            let start = position
            let done = try SystemError.retry {
                piece.withUnsafeBytes { pwrite(number, $0.baseAddress, $0.count, start) }
            }
            rest = rest.dropFirst(done)
            position += done
        }
    }

    func truncate(to size: Int64) throws(SystemError) { try SystemError.retry { ftruncate(number, off_t(size)) } }

    func synchronize() throws(SystemError) { try SystemError.retry { fsync(number) } }

    func synchronizeFileSystem() throws(SystemError) { try SystemError.check(tideline_sync_file_system(number)) }

    func setPermissions(_ mode: mode_t) throws(SystemError) { try SystemError.retry { fchmod(number, mode) } }

    func setModified(_ nanoseconds: Int64) throws(SystemError) {
        try SystemError.check(tideline_set_modified(number, nanoseconds))
    }
}
