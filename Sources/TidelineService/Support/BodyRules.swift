import TidelineAPI
import TidelineCore

// Members of bodies as domain values. What is wrong is told with its place.

func parseName(_ text: String, _ field: String) throws -> NodeName {
    do { return try NodeName(text) } catch { throw ServiceError.invalid(["body", field], error.explanation) }
}

/// nil is the root of the share.
func parseFolder(_ reference: ParentReference, _ field: String) throws -> NodeID? {
    guard case .folder(let text) = reference, text != "root" else { return nil }
    guard let id = NodeID(text), id.kind == .folder else {
        throw ServiceError.invalid(
            ["body", field], "must be the id of a folder (fld_…), or null or \"root\" for the root of the share")
    }
    return id
}

func parseTime(_ text: String, _ field: String) throws -> Timestamp {
    guard let time = Timestamp(rfc3339: text) else {
        throw ServiceError.invalid(["body", field], "must be a time as 2026-04-23T08:15:30Z")
    }
    return time
}

func parseChecksum(_ text: String, _ field: String) throws -> Digest {
    guard let digest = Digest(hex: text) else {
        throw ServiceError.invalid(["body", field], "must be 64 hexadecimal digits")
    }
    return digest
}

func parseMimeType(_ text: String, _ field: String) throws -> String {
    guard isMimeType(text) else {
        throw ServiceError.invalid(
            ["body", field],
            "must be a media type of at most \(Limits.mimeTypeBytesMax) ASCII characters (mimeTypeBytesMax)")
    }
    return text
}

/// Whether the text may stand in a header as a media type.
func isMimeType(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && text.contains("/")
        && text.utf8.count <= Limits.mimeTypeBytesMax
}

func requireListLimit(_ limit: Int) throws {
    guard (1...Limits.listRowsMax).contains(limit) else {
        throw ServiceError.invalid(["query", "limit"], "must be from 1 to \(Limits.listRowsMax) (listRowsMax)")
    }
}
