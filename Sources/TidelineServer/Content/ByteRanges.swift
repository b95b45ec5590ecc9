/// Which bytes of a content are asked for.
enum ByteSelection: Hashable, Sendable {
    case whole
    /// Never empty, and within the content.
    case part(Range<Int64>)
    case unsatisfiable
}

enum ByteRanges {
    /// Reads a `Range` field (RFC 9110, section 14). Malformed ones, other units and several ranges give the whole.
    static func select(header: String?, size: Int64) -> ByteSelection {
        guard let header, let equals = header.firstIndex(of: "="), header[..<equals].lowercased() == "bytes" else {
            return .whole
        }
        let spec = header[header.index(after: equals)...]
        let sides = spec.split(separator: "-", omittingEmptySubsequences: false).map { $0.trimmed }
        guard sides.count == 2, sides.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }) else { return .whole }
        switch (sides[0].isEmpty, sides[1].isEmpty) {
        case (true, true): return .whole
        case (true, false): return suffix(clamped(sides[1]), size)
        case (false, let isOpen):
            let first = clamped(sides[0])
            let last = isOpen ? Int64.max : clamped(sides[1])
            return last < first ? .whole : select(first: first, last: last, size: size)
        }
    }

    /// `range_start` and `range_end` of the query, both inclusive and not negative.
    static func select(start: Int64?, end: Int64?, size: Int64) -> ByteSelection {
        guard start != nil || end != nil else { return .whole }
        return select(first: start ?? 0, last: end ?? .max, size: size)
    }

    private static func select(first: Int64, last: Int64, size: Int64) -> ByteSelection {
        guard first < size, first <= last else { return .unsatisfiable }
        return .part(first..<min(last, size - 1) + 1)
    }

    private static func suffix(_ length: Int64, _ size: Int64) -> ByteSelection {
        guard length > 0 else { return .unsatisfiable }
        return size == 0 ? .whole : .part(max(0, size - length)..<size)
    }

    /// Digits only; what does not fit is as far as it goes.
    private static func clamped(_ digits: Substring) -> Int64 { Int64(digits) ?? .max }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = self
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
