import TidelineCore

/// A text that people choose: not empty, bounded, without control characters.
func checkText(_ text: String, _ field: String, bytesMax: Int, limit: String) throws -> String {
    let text = text.composed
    guard !text.isEmpty else { throw ServiceError.invalid(["body", field], "may not be empty") }
    guard text.utf8.count <= bytesMax else {
        throw ServiceError.invalid(["body", field], "may have at most \(bytesMax) bytes of UTF-8 (\(limit))")
    }
    guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
        throw ServiceError.invalid(["body", field], "may not contain control characters")
    }
    return text
}
