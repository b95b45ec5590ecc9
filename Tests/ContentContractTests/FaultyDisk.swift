import Dispatch
import Glibc
import NIOConcurrencyHelpers
import TidelineContent

/// A disk that counts, and fails when told to.
final class FaultyDisk: Sendable {
    private struct State {
        var writes = 0
        var syncs = 0
        /// What may still be written; nil is no bound.
        var room: Int?
        /// No file may be longer.
        var fileBytesMax: Int?
        var syncError: Int32?
        /// The most that one call writes.
        var pieceMax: Int?
        var holdsNextSync = false
        var isSyncHeld = false
    }

    private let state = NIOLockedValueBox(State())
    /// Called at the start and the end of each system call.
    private let moment: @Sendable () -> Void
    private let gate = DispatchSemaphore(value: 0)

    init(_ moment: @escaping @Sendable () -> Void = {}) { self.moment = moment }

    var writes: Int { state.withLockedValue { $0.writes } }
    var syncs: Int { state.withLockedValue { $0.syncs } }

    func fill(after room: Int?) { state.withLockedValue { $0.room = room } }
    func bound(files bytesMax: Int?) { state.withLockedValue { $0.fileBytesMax = bytesMax } }
    func failSyncs(_ error: Int32?) { state.withLockedValue { $0.syncError = error } }
    func writePieces(of bytes: Int) { state.withLockedValue { $0.pieceMax = bytes } }

    var io: SegmentIO { SegmentIO(write: write, sync: sync) }

    @Sendable private func write(
        _ descriptor: Int32, _ vectors: UnsafePointer<iovec>, _ count: Int32, _ offset: Int64
    ) -> Int {
        moment()
        defer { moment() }
        let bound = state.withLockedValue { state in
            state.writes += 1
            let left = state.fileBytesMax.map { max(0, $0 - Int(offset)) }
            return min(state.room ?? .max, state.pieceMax ?? .max, left ?? .max)
        }
        guard bound < .max else { return pwritev(descriptor, vectors, count, off_t(offset)) }
        guard bound > 0 else {
            errno = ENOSPC
            return -1
        }
        let written = pwrite(descriptor, vectors[0].iov_base, min(bound, vectors[0].iov_len), off_t(offset))
        state.withLockedValue { if let room = $0.room { $0.room = room - written } }
        return written
    }

    @Sendable private func sync(_ descriptor: Int32) -> Int32 {
        moment()
        defer { moment() }
        let isHeld = state.withLockedValue { state in
            state.isSyncHeld = state.holdsNextSync
            state.holdsNextSync = false
            return state.isSyncHeld
        }
        if isHeld { gate.wait() }
        let error = state.withLockedValue { state in
            state.syncs += 1
            return state.syncError
        }
        guard let error else { return fdatasync(descriptor) }
        errno = error
        return -1
    }

    /// The next sync stays inside until ``releaseSync()``.
    func holdNextSync() { state.withLockedValue { $0.holdsNextSync = true } }

    /// Gives up when the test's time is over.
    func waitForHeldSync() async {
        while !state.withLockedValue({ $0.isSyncHeld }), !Task.isCancelled { await Task.yield() }
    }

    func releaseSync() { gate.signal() }
}
