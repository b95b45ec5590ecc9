import Glibc
import TidelineService

/// Keeps segments from being removed while a backup reads them, across processes. Held until this object goes; the kernel
/// lets go of it when the process dies.
package final class CollectionLock {
    private let descriptor: Int32

    /// nil when somebody else has it and `waits` is false.
    package init?(content: String, waits: Bool) throws {
        let path = content + "/collection.lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreUnavailable.lastError("open", path) }
        while flock(descriptor, LOCK_EX | (waits ? 0 : LOCK_NB)) != 0 {
            if errno == EINTR { continue }
            if errno == EWOULDBLOCK { return nil }
            throw StoreUnavailable.lastError("flock", path)
        }
    }

    deinit { close(descriptor) }

    /// Lets another one have it.
    package func release() { flock(descriptor, LOCK_UN) }
}
