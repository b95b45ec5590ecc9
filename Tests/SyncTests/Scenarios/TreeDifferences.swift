/// Paths in which two trees differ, each with what either has there.
func treeDifferences(_ one: [String: [UInt8]?], _ other: [String: [UInt8]?]) -> [String] {
    func text(_ item: [UInt8]??) -> String {
        switch item {
        case nil: "nothing"
        case .some(nil): "a folder"
        case .some(let bytes?): "\"\(String(decoding: bytes.prefix(60), as: UTF8.self))\""
        }
    }
    return Set(one.keys).union(other.keys).sorted().filter { one[$0] != other[$0] }
        .map { "\($0): \(text(one[$0])) and \(text(other[$0]))" }
}
