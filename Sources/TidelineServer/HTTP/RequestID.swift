import HTTPTypes
import TidelineCore

/// The id that a request is known by in its answer and in the log.
enum RequestIDs {
    static let lengthMax = 128

    /// The client's own when it is sane: up to 128 letters, digits and `-_.:`. Else a new one.
    static func take(_ field: String?, ids: any ULIDSource) -> String {
        if let field, (1...lengthMax).contains(field.utf8.count), field.utf8.allSatisfy(isSane) { return field }
        var bytes: [UInt8] = []
        ids.next().appendText(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isSane(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "-_.:".utf8.contains(byte)
        }
    }
}

extension HTTPField.Name {
    static let requestID = named("X-Request-Id")
    static let reprDigest = named("Repr-Digest")
    static let rateLimitLimit = named("RateLimit-Limit")
    static let rateLimitRemaining = named("RateLimit-Remaining")
    static let rateLimitReset = named("RateLimit-Reset")
    static let xForwardedFor = named("X-Forwarded-For")

    private static func named(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is not a field name") }
        return name
    }
}
