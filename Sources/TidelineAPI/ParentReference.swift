/// A parent in a proposed change: a folder's id, or the root of the share, which is `null` on the wire.
public enum ParentReference: Codable, Sendable, Hashable {
    case root
    case folder(String)

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        self = container.decodeNil() ? .root : .folder(try container.decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .root: try container.encodeNil()
        case .folder(let id): try container.encode(id)
        }
    }
}

extension KeyedDecodingContainer {
    /// Tells an absent member (nil) from a `null` one (the root).
    public func decodeIfPresent(_: ParentReference.Type, forKey key: Key) throws -> ParentReference? {
        contains(key) ? try ParentReference(from: superDecoder(forKey: key)) : nil
    }
}
