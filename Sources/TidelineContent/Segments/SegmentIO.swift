package import Glibc
import TidelineService

/// The system calls that can fail on a full or dying disk. They answer as the system does: −1 and `errno`.
package struct SegmentIO: Sendable {
    /// `pwritev`: descriptor, vectors, their count, offset.
    let write: @Sendable (Int32, UnsafePointer<iovec>, Int32, Int64) -> Int
    /// `fdatasync`
    let sync: @Sendable (Int32) -> Int32

    package init(
        write: @escaping @Sendable (Int32, UnsafePointer<iovec>, Int32, Int64) -> Int,
        sync: @escaping @Sendable (Int32) -> Int32
    ) {
        self.write = write
        self.sync = sync
    }

    package static let system = SegmentIO(
        write: { pwritev($0, $1, $2, off_t($3)) },
        sync: { fdatasync($0) })
}

extension StoreUnavailable {
    /// What `errno` says right now. Must be the first thing after the failed call.
    static func lastError(_ call: String, _ path: String) -> StoreUnavailable {
        let number = errno
        return StoreUnavailable(
            reason: "\(call) \(path): \(String(cString: strerror(number)))",
            isFull: number == ENOSPC || number == EDQUOT)
    }
}
