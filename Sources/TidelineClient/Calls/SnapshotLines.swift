import NIOCore
import TidelineAPI
import TidelineCore

/// Takes entries out of a streamed snapshot. The last line is no entry: it says that the tree is whole.
struct SnapshotLines<Entry: Decodable> {
    private var pending = ByteBuffer()
    /// The last whole line: an entry as soon as another line follows.
    private var held: ByteBuffer?
    /// Lines joined to a JSON array, for reading many at a time.
    private var batch = ByteBuffer()
    private var batchCount = 0
    private var count = 0

    /// Entries once there are enough of them to hand on.
    mutating func append(_ piece: ByteBuffer) throws(TidelineError) -> [Entry]? {
        pending.writeImmutableBuffer(piece)
        while let length = pending.readableBytesView.firstIndex(of: UInt8(ascii: "\n")).map({ $0 - pending.readerIndex }
        ) {
            guard let line = pending.readSlice(length: length) else { break }
            pending.moveReaderIndex(forwardBy: 1)
            guard !line.readableBytesView.isEmpty else { continue }
            if let held { add(held) }
            held = ByteBuffer(bytes: line.readableBytesView)
        }
        pending.discardReadBytes()
        guard pending.readableBytes <= Limits.snapshotLineBytesMax else {
            throw TidelineError(.garbage, "A line of the snapshot is too long (snapshotLineBytesMax).")
        }
        return batchCount >= Limits.pageRowsDefault ? try takeBatch() : nil
    }

    mutating func finish() throws(TidelineError) -> ([Entry], SnapshotEnd) {
        guard let held, pending.readableBytes == 0, let end = try? decodeJSON(SnapshotEnd.self, held), end.complete
        else {
            throw TidelineError(.disconnected, "The snapshot ended before it was complete.")
        }
        guard end.count == count else {
            throw TidelineError(.garbage, "The snapshot has \(count) entries, and says that it has \(end.count).")
        }
        return (try takeBatch(), end)
    }

    private mutating func add(_ line: ByteBuffer) {
        batch.writeInteger(UInt8(ascii: batchCount == 0 ? "[" : ","))
        batch.writeImmutableBuffer(line)
        batchCount += 1
        count += 1
    }

    private mutating func takeBatch() throws(TidelineError) -> [Entry] {
        guard batchCount > 0 else { return [] }
        batch.writeInteger(UInt8(ascii: "]"))
        let entries = try decodeJSON([Entry].self, batch)
        batch.clear()
        batchCount = 0
        return entries
    }
}
