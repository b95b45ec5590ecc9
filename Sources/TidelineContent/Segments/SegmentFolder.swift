import Foundation
import Glibc
import TidelineService

/// The folder of a store: `segments/0000000000000001.seg` and so on, `index.sqlite`, and `lock`.
///
/// Until ``release()`` no other one, in this process or another, has the same folder.
final class SegmentFolder: Sendable {
    let path: String
    private let lock: Int32

    /// Makes the folder if need be. Throws ``StoreUnavailable`` when somebody else has it.
    init(_ path: String) throws {
        self.path = path
        do {
            try FileManager.default.createDirectory(
                atPath: path + "/segments", withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw StoreUnavailable(reason: "cannot make \(path): \(error.localizedDescription)")
        }
        lock = open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw StoreUnavailable.lastError("open", path + "/lock") }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw StoreUnavailable(reason: "\(path) is in use by another server; stop that one first")
        }
        try syncFolder(path)
        try syncFolder((path as NSString).deletingLastPathComponent)
    }

    deinit { close(lock) }

    /// Lets another store have the folder.
    func release() { flock(lock, LOCK_UN) }

    var indexPath: String { path + "/index.sqlite" }

    func path(of number: Int64) -> String {
        let digits = String(number)
        return path + "/segments/" + String(repeating: "0", count: max(0, 16 - digits.count)) + digits + ".seg"
    }

    /// Ascending.
    func numbers() throws -> [Int64] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path + "/segments")
                .compactMap { $0.hasSuffix(".seg") ? Int64($0.dropLast(4)) : nil }.sorted()
        } catch {
            throw StoreUnavailable(reason: "cannot list \(path)/segments: \(error.localizedDescription)")
        }
    }

    /// Makes the names of new segments durable.
    func syncNames() throws { try syncFolder(path + "/segments") }

    private func syncFolder(_ path: String) throws {
        let descriptor = open(path.isEmpty ? "." : path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreUnavailable.lastError("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw StoreUnavailable.lastError("fsync", path) }
    }
}

extension SegmentFolder {
    /// Removes a segment, durably. Whoever has it open reads on.
    func remove(_ number: Int64) throws {
        let path = path(of: number)
        guard unlink(path) == 0 || errno == ENOENT else { throw StoreUnavailable.lastError("unlink", path) }
        try syncNames()
    }

    /// Shortens a segment, durably.
    func cut(_ number: Int64, to size: Int64) throws {
        let path = path(of: number)
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreUnavailable.lastError("open", path) }
        defer { close(descriptor) }
        guard ftruncate(descriptor, off_t(size)) == 0, fsync(descriptor) == 0 else {
            throw StoreUnavailable.lastError("ftruncate", path)
        }
    }
}
