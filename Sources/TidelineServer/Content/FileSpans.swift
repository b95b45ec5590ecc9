import TidelineService

/// Bytes of one file that go out together.
struct FileSpan: Hashable, Sendable {
    let path: String
    let offset: Int64
    var length: Int

    var end: Int64 { offset + Int64(length) }
}

/// Where the pieces of a content lie, neighbours joined, and nothing longer than `bytesMax`.
///
/// `locations` are those of the pieces' chunks, in the same order.
func fileSpans(_ pieces: [Piece], _ locations: [ChunkLocation], bytesMax: Int) -> [FileSpan] {
    precondition(pieces.count == locations.count, "a location for each piece")
    var spans: [FileSpan] = []
    for (piece, location) in zip(pieces, locations) {
        var start = location.offset + Int64(piece.range.lowerBound)
        var left = piece.range.count
        while left > 0 {
            if spans.last?.end != start || spans.last?.path != location.path || spans.last?.length == bytesMax {
                spans.append(FileSpan(path: location.path, offset: start, length: 0))
            }
            let length = min(left, bytesMax - spans[spans.count - 1].length)
            spans[spans.count - 1].length += length
            start += Int64(length)
            left -= length
        }
    }
    return spans
}
