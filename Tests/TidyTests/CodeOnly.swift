/// Swift source with the contents of comments, string literals and raw identifiers replaced by spaces. Lines stay where
/// they are, and what is interpolated into a string stays code.
func codeOnly(_ text: String) -> String {
    var scanner = CodeScanner(bytes: Array(text.utf8))
    scanner.code(until: nil)
    return String(decoding: scanner.output, as: UTF8.self)
}

private struct CodeScanner {
    let bytes: [UInt8]
    var output: [UInt8] = []
    private var index = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Copies code up to a closing parenthesis that was not opened here, or to the end.
    mutating func code(until closing: UInt8?) {
        var depth = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "/") where sees("//"):
                while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { blank() }
            case UInt8(ascii: "/") where sees("/*"):
                comment()
            case UInt8(ascii: "\""), UInt8(ascii: "#"):
                if let hashes = stringStart() { string(hashes: hashes) } else { copy() }
            case UInt8(ascii: "`"):
                blank()
                while index < bytes.count, bytes[index] != UInt8(ascii: "`") { blank() }
                blank()
            case UInt8(ascii: ")") where depth == 0 && closing != nil:
                return
            case UInt8(ascii: "("):
                depth += 1
                copy()
            case UInt8(ascii: ")"):
                depth -= 1
                copy()
            default:
                copy()
            }
        }
    }

    private mutating func comment() {
        var depth = 0
        repeat {
            if sees("/*") {
                depth += 1
                blank()
            } else if sees("*/") {
                depth -= 1
                blank()
            }
            blank()
        } while depth > 0 && index < bytes.count
    }

    /// How many number signs stand before the quote, if a string starts here.
    private func stringStart() -> Int? {
        var end = index
        while end < bytes.count, bytes[end] == UInt8(ascii: "#") { end += 1 }
        return end < bytes.count && bytes[end] == UInt8(ascii: "\"") ? end - index : nil
    }

    private mutating func string(hashes: Int) {
        let marks = String(repeating: "#", count: hashes)
        for _ in 0..<hashes { blank() }
        let quotes = sees("\"\"\"") ? "\"\"\"" : "\""
        for _ in 0..<quotes.utf8.count { blank() }
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") || !sees(quotes + marks) {
            if quotes.utf8.count == 1, bytes[index] == UInt8(ascii: "\n") { return }
            guard bytes[index] == UInt8(ascii: "\\") else {
                blank()
                continue
            }
            if sees("\\" + marks + "(") {
                for _ in 0..<hashes + 2 { blank() }
                code(until: UInt8(ascii: ")"))
            } else if sees("\\" + marks) {
                for _ in 0..<hashes + 1 { blank() }
            }
            blank()
        }
        for _ in 0..<quotes.utf8.count + hashes { blank() }
    }

    private func sees(_ word: String) -> Bool { bytes[index...].starts(with: word.utf8) }

    private mutating func copy() {
        output.append(bytes[index])
        index += 1
    }

    private mutating func blank() {
        guard index < bytes.count else { return }
        output.append(bytes[index] == UInt8(ascii: "\n") ? bytes[index] : UInt8(ascii: " "))
        index += 1
    }
}
