/// Cuts content into chunks where the content itself says so, so that an insertion moves the cuts near it and no others.
///
/// This is FastCDC with a gear hash, skipped minimum and normalisation level 2: up to the average size a cut needs two more
/// zero bits than the average asks for, beyond it two fewer. Instead of spread masks it looks at the top bits, which in a
/// 64-bit gear hash already depend on the last 45 to 64 bytes.
/// Source: Xia et al., "FastCDC: a Fast and Efficient Content-Defined Chunking Approach for Data Deduplication",
/// USENIX ATC 2016.
///
/// Large content is cut more coarsely, so that its list of chunks stays short: all sizes below are times a scale of 1 to
/// ``Limits/cutScaleMax``, a power of two that follows from its size alone.
///
/// Content of up to ``Limits/cutBytesMin`` is one chunk, no content has none. No chunk is longer than
/// ``Limits/cutBytesMax``, and only the last one may be shorter than the minimum.
package struct Chunker: Sendable {
    private var hash: UInt64 = 0
    /// Bytes of the present chunk that were looked at.
    private var scanned = 0
    private let scale: Int
    private let early: UInt64
    private let late: UInt64

    /// - Parameter size: of the whole content, in bytes, as far as it is known.
    package init(size: Int64 = 0) {
        var scale = 1
        while scale < Limits.cutScaleMax, size > Limits.finelyCutBytesMax * Int64(scale) { scale *= 2 }
        let averageBits = (Limits.cutBytesAverage * scale).trailingZeroBitCount
        self.scale = scale
        early = 1 << UInt64(64 - averageBits - 2)
        late = 1 << UInt64(64 - averageBits + 2)
    }

    /// The length of the chunk that starts at the first byte of `buffer`; nil when it takes more bytes to tell.
    ///
    /// After nil, call again with the same bytes and more behind them: none is looked at twice. After a length, call with
    /// what follows the chunk. `isLast` says that nothing comes after the buffer; then nil means that the buffer is empty.
    package mutating func cut(in buffer: UnsafeRawBufferPointer, isLast: Bool) -> Int? {
        let longest = Limits.cutBytesMax * scale
        let end = min(buffer.count, longest)
        var position = max(scanned, Limits.cutBytesMin * scale)
        if let length = scan(buffer, &position, to: min(end, Limits.cutBytesAverage * scale), below: early)
            ?? scan(buffer, &position, to: end, below: late)
        {
            return finish(length)
        }
        if end == longest || (isLast && end > 0) { return finish(end) }
        scanned = position
        return nil
    }

    /// The lengths of all chunks of content that is in memory.
    package static func lengths(of content: UnsafeRawBufferPointer) -> [Int] {
        var chunker = Chunker()
        var lengths: [Int] = []
        var rest = content
        while let length = chunker.cut(in: rest, isLast: true) {
            lengths.append(length)
            rest = UnsafeRawBufferPointer(rebasing: rest[length...])
        }
        return lengths
    }

    private mutating func finish(_ length: Int) -> Int {
        hash = 0
        scanned = 0
        return length
    }

    /// Rolls over the bytes from `position` to `end`; the chunk ends with the first byte that brings the hash below the bound.
    private mutating func scan(
        _ buffer: UnsafeRawBufferPointer, _ position: inout Int, to end: Int, below bound: UInt64
    ) -> Int? {
        guard position < end else { return nil }
        return Gear.table.withUnsafeBufferPointer { gear in
            guard let bytes = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), let words = gear.baseAddress
            else {
                return nil
            }
            var rolling = hash
            var index = position
            while index < end {
                rolling = rolling &<< 1 &+ words[Int(bytes[index])]
                index &+= 1
                if rolling < bound { break }
            }
            hash = rolling
            position = index
            return rolling < bound ? index : nil
        }
    }
}
