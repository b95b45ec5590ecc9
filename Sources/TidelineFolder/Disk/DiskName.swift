import Glibc

/// A name as the disk has it: bytes, ready for C.
struct DiskName: Hashable, ExpressibleByStringLiteral {
    /// Ends with NUL.
    let cString: [CChar]

    init(_ bytes: [UInt8]) { cString = bytes.map { CChar(bitPattern: $0) } + [0] }

    init(copying name: UnsafePointer<CChar>) {
        cString = Array(UnsafeBufferPointer(start: name, count: strlen(name) + 1))
    }

    init(_ text: String) { self.init(Array(text.utf8)) }

    init(stringLiteral text: StaticString) { self.init("\(text)") }

    /// Repaired where it is not UTF-8.
    var text: String { String(decoding: cString.dropLast().lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self) }
}
