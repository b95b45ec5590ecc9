/// Nothing may be longer than can be taken in at once, but what nobody writes.
enum LengthRule {
    static let functionLinesMax = 70
    static let fileLinesMax = 450

    static func findings(in file: SourceFile) -> [Finding] {
        guard file.path.hasSuffix(".swift"), !file.path.contains("/Generated/") else { return [] }
        var result: [Finding] = []
        let count = lines(of: file.text).count - (file.text.hasSuffix("\n") ? 1 : 0)
        if count > fileLinesMax {
            result.append(
                Finding(path: file.path, line: 1, message: "\(count) lines; a file may have \(fileLinesMax), split it"))
        }
        for (line, length) in functions(in: Array(file.code.utf8)) where length > functionLinesMax {
            result.append(
                Finding(
                    path: file.path, line: line,
                    message: "a function of \(length) lines; it may have \(functionLinesMax), split it"))
        }
        return result
    }

    /// Where each function starts, and how many lines it has with its braces.
    private static func functions(in code: [UInt8]) -> [(line: Int, length: Int)] {
        var result: [(Int, Int)] = []
        var line = 1
        for index in code.indices {
            if code[index] == UInt8(ascii: "\n") { line += 1 }
            guard startsFunction(code, index), let end = endOfFunction(code, index) else { continue }
            result.append((line, 1 + code[index..<end].count { $0 == UInt8(ascii: "\n") }))
        }
        return result
    }

    private static func startsFunction(_ code: [UInt8], _ index: Int) -> Bool {
        ["func", "init", "deinit", "subscript"].contains { word in
            guard code[index...].starts(with: word.utf8), index == 0 || !isWord(code[index - 1]) else { return false }
            let after = index + word.utf8.count
            // `.init(…)` is a call.
            return (index == 0 || code[index - 1] != UInt8(ascii: ".")) && (after == code.count || !isWord(code[after]))
        }
    }

    /// Just behind the closing brace; nil for a requirement of a protocol, and for a call.
    private static func endOfFunction(_ code: [UInt8], _ start: Int) -> Int? {
        var round = 0
        var braces = 0
        for index in start..<code.count {
            switch code[index] {
            case UInt8(ascii: "("), UInt8(ascii: "["): round += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"): round -= 1
            case UInt8(ascii: "{"): braces += 1
            case UInt8(ascii: "}"):
                braces -= 1
                if braces == 0, round == 0 { return index + 1 }
                if braces < 0 { return nil }
            default:
                if index > start, braces == 0, round == 0, startsFunction(code, index) { return nil }
            }
            if round < 0 { return nil }
        }
        return nil
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), 0x80...: true
        default: false
        }
    }
}
