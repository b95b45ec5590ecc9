import Foundation
import NIOCore
import NIOFoundationCompat

func encodeJSON(_ value: some Encodable) throws(TidelineError) -> ByteBuffer {
    do {
        return try JSONEncoder().encodeAsByteBuffer(value, allocator: ByteBufferAllocator())
    } catch {
        throw TidelineError(.garbage, "The request could not be written as JSON: \(error).")
    }
}

func decodeJSON<Value: Decodable>(_ type: Value.Type, _ bytes: ByteBuffer) throws(TidelineError) -> Value {
    do {
        return try JSONDecoder().decode(type, from: bytes)
    } catch {
        throw TidelineError(.garbage, "The server's answer is not what was expected: \(explanation(of: error)).")
    }
}

/// Where the JSON went wrong, without the data itself.
func explanation(of error: any Error) -> String {
    func place(_ path: [any CodingKey]) -> String {
        let text = path.map(\.stringValue).joined(separator: ".")
        return text.isEmpty ? "the top" : text
    }
    return switch error {
    case DecodingError.keyNotFound(let key, let context):
        "member \(key.stringValue) is missing at \(place(context.codingPath))"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
        "a value of another type at \(place(context.codingPath))"
    case DecodingError.dataCorrupted(let context):
        "unknown or malformed value at \(place(context.codingPath))"
    default: "not JSON"
    }
}
