import Foundation

/// The name of a file or folder: NFC, 1 to 255 bytes of UTF-8, without `/` and NUL, neither `.` nor `..`.
package struct NodeName: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    package var description: String { text }

    /// Normalises to NFC first, then checks.
    package init(_ raw: String) throws(NameError) {
        let text = raw.composed
        guard !text.isEmpty else { throw .empty }
        guard text.utf8.count <= Limits.nameBytesMax else { throw .tooLong }
        guard text != ".", text != ".." else { throw .reserved }
        guard !text.utf8.contains(where: { $0 == 0 || $0 == UInt8(ascii: "/") }) else { throw .forbiddenCharacter }
        self.text = text
    }

    /// A name that a thing has for a moment, while two others swap theirs.
    package static func passing(_ id: ULID) -> NodeName {
        var bytes = Array(".tideline-".utf8)
        id.appendText(to: &bytes)
        return NodeName(checked: String(decoding: bytes, as: UTF8.self))
    }

    private init(checked text: String) { self.text = text }

    /// Two names that may not stand side by side have the same key: NFC, then Unicode full case folding.
    package var key: String { text.caseFolded }
}

/// Why a name cannot be.
package enum NameError: Error, Sendable {
    case empty, tooLong, reserved, forbiddenCharacter

    package var explanation: String {
        switch self {
        case .empty: "A name may not be empty."
        case .tooLong: "A name may have at most \(Limits.nameBytesMax) bytes of UTF-8 (nameBytesMax)."
        case .reserved: "A name may not be \".\" or \"..\"."
        case .forbiddenCharacter: "A name may not contain \"/\" or a NUL character."
        }
    }
}

extension String {
    /// Unicode normalisation form C.
    package var composed: String {
        utf8.allSatisfy { $0 < 0x80 } ? self : precomposedStringWithCanonicalMapping
    }

    /// Unicode full case folding of the NFC form, again in NFC.
    ///
    /// Folding is `lower(upper(lower(x)))` a scalar at a time, which agrees with CaseFolding.txt (C + F) for equality
    /// of all scalars but U+0131, a dotless i, that has no upper case of its own.
    package var caseFolded: String {
        if utf8.allSatisfy({ $0 < 0x80 }) { return lowercased() }
        var folded = ""
        for scalar in precomposedStringWithCanonicalMapping.unicodeScalars {
            if scalar == "\u{131}" {
                folded.unicodeScalars.append(scalar)
            } else {
                folded += scalar.properties.lowercaseMapping.mapScalars { $0.uppercaseMapping }
                    .mapScalars { $0.lowercaseMapping }
            }
        }
        return folded.precomposedStringWithCanonicalMapping
    }

    private func mapScalars(_ mapping: (Unicode.Scalar.Properties) -> String) -> String {
        unicodeScalars.reduce(into: "") { $0 += mapping($1.properties) }
    }
}
