import NIOCore
import TidelineCore
import TidelineService

extension SegmentFolder {
    /// Brings index and segments together after any kind of end, and answers the newest segment and where it ends.
    ///
    /// Records that are not indexed yet are verified and indexed; what follows the last whole record of the newest segment
    /// is cut off. Of a segment that is gone or shorter than it was, the index forgets what is no longer there, so that
    /// devices are asked to send it again. Holds one segment in memory at a time.
    func recover(_ index: ChunkIndex) throws -> (number: Int64, end: Int64)? {
        let numbers = try numbers()
        var scanned = try index.scanned()
        for number in Set(scanned.keys).subtracting(numbers) { try index.forget(number) }
        for number in numbers {
            if let known = scanned[number], try size(of: number) < known {
                try index.forget(number)
                scanned[number] = nil
            }
        }
        var end: Int64 = 0
        for number in numbers {
            end = try recover(number, from: scanned[number] ?? 0, isNewest: number == numbers.last, index)
        }
        return numbers.last.map { ($0, end) }
    }

    /// Where the segment ends now.
    private func recover(_ number: Int64, from known: Int64, isNewest: Bool, _ index: ChunkIndex) throws -> Int64 {
        let size = try size(of: number)
        guard size > known else { return size }
        let (records, length) = try bytes(of: number, known..<size).withUnsafeReadableBytes { findRecords(in: $0) }
        let end = isNewest ? known + Int64(length) : size
        if end < size { try cut(number, to: end) }
        let entries = records.map { record in
            ChunkIndex.Entry(
                tenant: record.header.tenant, hash: record.header.hash,
                placement: Placement(
                    segment: number, offset: known + Int64(record.offset), length: record.header.length))
        }
        try index.add(entries, scanned: [number: end])
        return end
    }
}
