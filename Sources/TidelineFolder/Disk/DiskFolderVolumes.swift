import Glibc
import Synchronization
import TidelineCore
import TidelineSync

/// The top of a disk that is mounted inside the folder, by names from the root; empty is the root itself. Nothing can be
/// renamed from one to another, so each has its own staging, trash and parking.
struct Volume: Hashable {
    let names: [[UInt8]]

    static let root = Volume(names: [])

    var text: String { names.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/") }
}

extension DiskFolder {
    /// The one that a thing at this path lies on. Folders on the way that are missing count as being where they would be.
    func volume(of path: String) throws -> Volume {
        let names = try LocalPath.names(of: path).dropLast()
        var folder = try openRoot()
        var top = Volume.root
        return try about(path) {
            for (index, name) in names.enumerated() {
                guard let look = try folder.look(DiskName(name)), look.kind == .folder else { break }
                if try folder.isMounted(look) { top = Volume(names: Array(names[...index])) }
                folder = try folder.openFolder(DiskName(name))
            }
            return top
        }
    }

    /// One of the folders of our own on a volume, made where it is missing.
    func ownFolder(_ name: DiskName, on volume: Volume) throws -> Descriptor {
        let root = try openRoot()
        return try about(join(volume.text, LocalPath.ownFolder)) {
            try makeOwn(in: root.openFolder(volume.names)).makeAndOpenFolder(name)
        }
    }

    /// The same, nil where it is missing.
    func existingOwnFolder(_ name: DiskName, on volume: Volume) throws -> Descriptor? {
        let root = try openRoot()
        return try about(join(volume.text, LocalPath.ownFolder)) {
            guard let own = try openOwn(in: root.openFolder(volume.names)), try own.look(name) != nil else {
                return nil
            }
            return try own.openFolder(name)
        }
    }

    /// The root and all disks that are mounted inside it now, also those that cannot be read.
    func volumes() throws -> [Volume] {
        let root = try openRoot()
        return try about("") {
            try [Volume.root]
                + mountPoints(below: path).filter { names in
                    do { _ = try root.openFolder(names) } catch let error as SystemError { return !error.isAbsence }
                    return true
                }.map { Volume(names: $0) }
        }
    }

    /// A volume that is written to is made durable with the root's from now on.
    func noteUse(of volume: Volume) { if volume != .root { _ = used.withLock { $0.insert(volume) } } }

    /// What was written on a disk that has gone meanwhile is gone with it, and not looked for.
    func flushUsedVolumes(from root: Descriptor) throws {
        for volume in used.withLock({ $0 }).sorted(by: { $0.text < $1.text }) {
            do { try root.openFolder(volume.names).synchronizeFileSystem() } catch {
                guard error.isAbsence else { throw error }
            }
        }
    }
}

/// Where something is mounted below a folder, as the system tells; relative names. Empty where it never tells.
private func mountPoints(below root: String) throws(SystemError) -> [[[UInt8]]] {
    guard let file = fopen("/proc/self/mountinfo", "re") else {
        let code = errno
        guard code == ENOENT else { throw SystemError(code: code) }
        return []
    }
    defer { fclose(file) }
    var line: UnsafeMutablePointer<CChar>?
    var room = 0
    defer { free(line) }
    var found: [[[UInt8]]] = []
    let prefix = Array((root == "/" ? "/" : root + "/").utf8)
    while true {
        let count = getline(&line, &room, file)
        guard count > 0, let line else { return found }
        let bytes = UnsafeRawBufferPointer(start: line, count: count)
        // mount id, parent id, device, root, mount point, … (proc(5))
        let fields = bytes.split(separator: UInt8(ascii: " "), maxSplits: 5)
        guard fields.count > 4 else { continue }
        let point = unescaped(fields[4])
        guard point.starts(with: prefix), let names = try? names(of: point.dropFirst(prefix.count)) else { continue }
        found.append(names)
    }
}

private func names(of path: ArraySlice<UInt8>) throws(LocalError) -> [[UInt8]] {
    try LocalPath.names(of: String(decoding: path, as: UTF8.self))
}

/// Spaces and the like stand as a backslash and three octal digits.
private func unescaped(_ field: Slice<UnsafeRawBufferPointer>) -> [UInt8] {
    var result: [UInt8] = []
    var rest = Array(field)[...]
    while let byte = rest.popFirst() {
        let digits = rest.prefix(3).map { Int($0) - 0x30 }
        guard byte == UInt8(ascii: "\\"), digits.count == 3, digits.allSatisfy({ (0...7).contains($0) }) else {
            result.append(byte)
            continue
        }
        result.append(UInt8(truncatingIfNeeded: digits[0] << 6 | digits[1] << 3 | digits[2]))
        rest = rest.dropFirst(3)
    }
    return result
}
