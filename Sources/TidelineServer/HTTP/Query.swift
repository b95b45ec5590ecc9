import Foundation
import TidelineCore
import TidelineService

/// The parameters of a query or of a form. A name that stands twice has its first value.
struct Query: Sendable {
    private let values: [String: String]
    /// Where an error says the parameter stands: `query` or `body`.
    private let location: String

    /// Reads `a=b&c=d` with `%` escapes and `+` for a space. Throws `BAD_REQUEST` when it is not UTF-8 so escaped.
    init(_ text: String?, location: String = "query") throws {
        var values: [String: String] = [:]
        for pair in (text ?? "").utf8.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = percentDecoded(parts[0], plusIsSpace: true),
                let value = percentDecoded(parts.count > 1 ? parts[1] : Substring.UTF8View.empty, plusIsSpace: true)
            else { throw ServiceError(.badRequest, "The \(location) is not properly percent-encoded UTF-8.") }
            if values[name] == nil { values[name] = value }
        }
        self.values = values
        self.location = location
    }

    /// nil when absent or empty.
    func text(_ name: String) -> String? {
        guard let value = values[name], !value.isEmpty else { return nil }
        return value
    }

    func required(_ name: String) throws -> String {
        guard let value = text(name) else { throw ServiceError.invalid([location, name], "is required") }
        return value
    }

    func integer(_ name: String, default standard: Int, in range: ClosedRange<Int>) throws -> Int {
        guard let value = text(name) else { return standard }
        guard let number = Int(value), range.contains(number) else {
            throw ServiceError.invalid(
                [location, name], "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// nil when absent; not below 0.
    func offset(_ name: String) throws -> Int64? {
        guard let value = text(name) else { return nil }
        guard let number = Int64(value), number >= 0 else {
            throw ServiceError.invalid([location, name], "must be a whole number from 0 on")
        }
        return number
    }

    func flag(_ name: String) throws -> Bool {
        switch text(name)?.lowercased() {
        case nil, "false", "0": return false
        case "true", "1": return true
        default: throw ServiceError.invalid([location, name], "must be true or false")
        }
    }

    func choice<T: RawRepresentable & CaseIterable>(_ name: String, _: T.Type = T.self) throws -> T
    where T.RawValue == String {
        let value = try required(name)
        guard let choice = T(rawValue: value) else {
            let allowed = T.allCases.map(\.rawValue).joined(separator: ", ")
            throw ServiceError.invalid([location, name], "must be one of \(allowed)")
        }
        return choice
    }
}

/// nil for a broken escape or bytes that are not UTF-8.
func percentDecoded(_ bytes: some Sequence<UInt8>, plusIsSpace: Bool = false) -> String? {
    var decoded: [UInt8] = []
    var iterator = bytes.makeIterator()
    while let byte = iterator.next() {
        switch byte {
        case UInt8(ascii: "%"):
            guard let high = iterator.next().flatMap(hexDigit), let low = iterator.next().flatMap(hexDigit) else {
                return nil
            }
            decoded.append(high << 4 | low)
        case UInt8(ascii: "+") where plusIsSpace: decoded.append(UInt8(ascii: " "))
        default: decoded.append(byte)
        }
    }
    return String(validating: decoded, as: UTF8.self)
}

private func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
}

extension Substring.UTF8View {
    fileprivate static var empty: Self { Substring().utf8 }
}
