import Glibc
import TidelineCore
import TidelineSync

/// Keeps other processes off as long as somebody holds it. The system frees it with the process, however that ends.
package final class FolderLock: Sendable {
    private let descriptor: Int32

    /// Locks the file at an absolute path, made where it is missing. nil when somebody else has it.
    package init?(path: String) throws {
        descriptor = try about(path) {
            try SystemError.retry { open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600) }
        }
        guard try lockNow(path) else { return nil }
    }

    fileprivate init?(duplicating folder: Descriptor) throws(SystemError) {
        descriptor = try SystemError.retry { openat(folder.number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard try lockNow() else { return nil }
    }

    deinit { close(descriptor) }

    private func lockNow(_ path: String) throws -> Bool { try about(path) { try lockNow() } }

    private func lockNow() throws(SystemError) -> Bool {
        do {
            try SystemError.retry { flock(descriptor, LOCK_EX | LOCK_NB) }
            return true
        } catch {
            guard error.code == EWOULDBLOCK else { throw error }
            return false
        }
    }
}

extension DiskFolder {
    /// Keeps other clients off this folder, those with another home too. nil when one is at work.
    package func lock() throws -> FolderLock? {
        let own = try ownFolder()
        return try about(LocalPath.ownFolder) { try FolderLock(duplicating: own) }
    }
}
