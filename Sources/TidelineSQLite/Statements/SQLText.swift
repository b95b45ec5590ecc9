import TidelineCore

/// Inserts a row, or replaces all but the fixed columns of the one with that key.
func upsert(_ table: String, key: [String], fixed: [String] = [], columns: [String]) -> String {
    let all = key + fixed + columns
    let places = all.map { _ in "?" }.joined(separator: ", ")
    let updates = columns.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
    return """
        INSERT INTO \(table) (\(all.joined(separator: ", "))) VALUES (\(places))
        ON CONFLICT (\(key.joined(separator: ", "))) DO UPDATE SET \(updates)
        """
}

/// A set of ids as one value, for `IN (SELECT value FROM json_each(?))`.
func jsonList<Kind: IdentifierKind>(_ ids: Set<Identifier<Kind>>) -> String {
    "[" + ids.map { "\"\($0)\"" }.joined(separator: ",") + "]"
}
