/// Hears what a pass is doing, to show it. Called from several tasks at once, often, and in between the work: it must
/// return at once.
package protocol SyncObserver: Sendable {
    func tell(_ event: SyncEvent)
}

/// Sizes are bytes of content, however few of them travel. Paths are those of the disk.
package enum SyncEvent: Hashable, Sendable {
    /// So many changes of the server were read by now.
    case readingChanges(Int)
    /// The disk is looked at.
    case scanning
    /// What there is to carry from here on; told anew whenever it is planned anew.
    case planned(TransferTotals)
    case started(TransferDirection, path: String, bytes: Int64)
    /// So many more bytes of it are where they belong.
    case advanced(TransferDirection, path: String, bytes: Int64)
    /// Carried whole, or left for later.
    case ended(TransferDirection, path: String, isWhole: Bool)
    /// The pass is over, however it went.
    case passEnded
}

package enum TransferDirection: Hashable, Sendable { case up, down }

package struct TransferTotals: Hashable, Sendable {
    package var filesUp = 0
    package var filesDown = 0
    package var bytesUp: Int64 = 0
    package var bytesDown: Int64 = 0

    package init() {}

    package init(filesUp: Int, filesDown: Int, bytesUp: Int64, bytesDown: Int64) {
        self.filesUp = filesUp
        self.filesDown = filesDown
        self.bytesUp = bytesUp
        self.bytesDown = bytesDown
    }

    package var bytes: Int64 { bytesUp + bytesDown }
    package var files: Int { filesUp + filesDown }
}
