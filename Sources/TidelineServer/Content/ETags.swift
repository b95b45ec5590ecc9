import TidelineCore

/// Content is named by its SHA-256, so that is its entity tag too.
func entityTag(_ checksum: Digest) -> String { "\"\(checksum.hex)\"" }

/// Whether an `If-None-Match` field names the tag, by weak comparison (RFC 9110, section 13.1.2).
func matches(ifNoneMatch field: String, _ tag: String) -> Bool {
    field.split(separator: ",").contains { part in
        var candidate = part.drop { $0 == " " || $0 == "\t" }
        while candidate.last == " " || candidate.last == "\t" { candidate.removeLast() }
        if candidate.hasPrefix("W/") { candidate = candidate.dropFirst(2) }
        return candidate == "*" || candidate == tag
    }
}
