/// `attachment` with the name of a file in both forms: plain ASCII for old readers, and UTF-8 (RFC 6266, RFC 8187).
func contentDisposition(fileName: String) -> String {
    let plain = String(
        fileName.unicodeScalars.map { scalar in
            (0x20..<0x7F).contains(scalar.value) && !"\"\\%".unicodeScalars.contains(scalar) ? Character(scalar) : "_"
        })
    return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(extendedValue(fileName))"
}

/// Percent-encodes all but the `attr-char` of RFC 8187.
private func extendedValue(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: bytes.append(byte)
        case _ where "!#$&+-.^_`|~".utf8.contains(byte): bytes.append(byte)
        default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
