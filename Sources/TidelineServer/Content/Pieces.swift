import TidelineCore

/// Part of a chunk.
struct Piece: Hashable, Sendable {
    let hash: Digest
    let range: Range<Int>
}

/// The parts of chunks that make up a range of the whole, in order.
func pieces(of chunks: [ChunkRef], in range: Range<Int64>) -> [Piece] {
    var result: [Piece] = []
    var start: Int64 = 0
    for chunk in chunks {
        let end = start + Int64(chunk.size)
        let overlap = range.clamped(to: start..<end)
        if !overlap.isEmpty {
            result.append(
                Piece(hash: chunk.hash, range: Int(overlap.lowerBound - start)..<Int(overlap.upperBound - start)))
        }
        start = end
        if start >= range.upperBound { break }
    }
    return result
}
