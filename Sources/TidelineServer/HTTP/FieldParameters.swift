import Foundation

/// A header's value with its parameters: `form-data; name="file"`. Of a name that stands twice the first counts.
struct FieldParameters {
    /// What stands before the first semicolon.
    let value: String
    private var parameters: [String: String] = [:]

    /// By lower-case name.
    subscript(name: String) -> String? { parameters[name] }

    /// Within quotation marks a semicolon is an ordinary character, and `\"` is a quotation mark.
    init(_ text: String) {
        let parts = Self.split(text)
        value = parts.first?.trimmingCharacters(in: .whitespaces) ?? ""
        for part in parts.dropFirst() {
            guard let equals = part.firstIndex(of: "=") else { continue }
            let name = part[..<equals].trimmingCharacters(in: .whitespaces).lowercased()
            var value = part[part.index(after: equals)...].trimmingCharacters(in: .whitespaces)
            if value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") {
                value = value.dropFirst().dropLast().replacingOccurrences(of: "\\\"", with: "\"")
            }
            if parameters[name] == nil { parameters[name] = value }
        }
    }

    private static func split(_ text: String) -> [String] {
        var parts: [[UInt8]] = [[]]
        var isQuoted = false
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\""), !(isQuoted && previous == UInt8(ascii: "\\")) { isQuoted.toggle() }
            if byte == UInt8(ascii: ";"), !isQuoted {
                parts.append([])
            } else {
                parts[parts.count - 1].append(byte)
            }
            previous = byte
        }
        return parts.map { String(decoding: $0, as: UTF8.self) }
    }
}
