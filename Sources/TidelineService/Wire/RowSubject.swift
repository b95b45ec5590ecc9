import TidelineCore

/// Read from the stored row.
extension RowSubject {
    /// nil for a row that no version of the server writes.
    init?(_ row: LoggedChange) {
        guard let resource = row.wire.text(after: "\"resource_id\":\""),
            let type = row.wire.text(after: "\"change_type\":\"").flatMap({ ChangeType(rawValue: $0) })
        else { return nil }
        let node = NodeID(resource)
        self.init(
            type: type, node: node,
            parent: row.wire.lastText(after: ",\"parent_id\":\"").flatMap { NodeID($0) }, oldParent: row.oldParent,
            isAboutRules: node?.kind == .file && row.wire.hasPathOfRules)
    }
}

// A quote inside a JSON string has a backslash before it, so a member's name with both its quotes is never part of one.
extension [UInt8] {
    /// Whether one of the paths ends with the name of a rule file. They stand before these members.
    fileprivate var hasPathOfRules: Bool {
        stands("/" + IgnoreFile.name, before: "\",\"new_path\":")
            || stands("/" + IgnoreFile.name, before: "\",\"version_id\":")
    }

    private func stands(_ text: String, before pattern: StaticString) -> Bool {
        let last = count - pattern.utf8CodeUnitCount
        guard last >= 0, let end = (0...last).first(where: { holds(pattern, at: $0) }) else { return false }
        return self[..<end].suffix(text.utf8.count).elementsEqual(text.utf8)
    }

    /// What stands from the first place that holds the pattern up to the next quote.
    fileprivate func text(after pattern: StaticString) -> String? {
        let last = count - pattern.utf8CodeUnitCount
        guard last >= 0 else { return nil }
        for start in 0...last where holds(pattern, at: start) { return text(from: start + pattern.utf8CodeUnitCount) }
        return nil
    }

    fileprivate func lastText(after pattern: StaticString) -> String? {
        let last = count - pattern.utf8CodeUnitCount
        guard last >= 0 else { return nil }
        for start in (0...last).reversed() where holds(pattern, at: start) {
            return text(from: start + pattern.utf8CodeUnitCount)
        }
        return nil
    }

    private func holds(_ pattern: StaticString, at start: Int) -> Bool {
        for offset in 0..<pattern.utf8CodeUnitCount where self[start + offset] != pattern.utf8Start[offset] {
            return false
        }
        return true
    }

    private func text(from start: Int) -> String {
        String(decoding: self[start...].prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
    }
}
