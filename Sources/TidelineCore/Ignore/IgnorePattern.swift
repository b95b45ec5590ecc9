/// A name in the form that patterns look at: NFC, as scalars.
package struct IgnoreName: Hashable, Sendable {
    package let text: String
    let scalars: [Unicode.Scalar]

    package init(_ raw: String) {
        text = raw.composed
        scalars = Array(text.unicodeScalars)
    }

    /// The names of a relative path; none for the root.
    package static func names(of path: String) -> [IgnoreName] {
        path.utf8.split(separator: UInt8(ascii: "/")).map { IgnoreName(String(decoding: $0, as: UTF8.self)) }
    }
}

/// One line of an ignore file, as gitignore(5) means it; `?` stands for one character, not one byte.
struct IgnorePattern: Hashable, Sendable {
    let line: Int
    /// As it was written.
    let text: String
    let isNegated: Bool
    private let isFoldersOnly: Bool
    /// Matches the whole path below the ignore file's folder; else the last name of any path below it.
    private let isAnchored: Bool
    /// Empty for a pattern that matches nothing, as git takes a malformed one.
    private let segments: [Glob]

    /// nil for blank lines and comments.
    init?(_ text: String, line: Int) {
        var rest = Self.withoutTrailingSpaces(Array(text.unicodeScalars))[...]
        guard let first = rest.first, first != "#" else { return nil }
        self.line = line
        self.text = text
        isNegated = first == "!"
        if isNegated { rest = rest.dropFirst() }
        isFoldersOnly = rest.last == "/"
        if isFoldersOnly { rest = rest.dropLast() }
        isAnchored = rest.contains("/")
        if rest.first == "/" { rest = rest.dropFirst() }
        segments = rest.isEmpty ? [] : Glob.segments(of: Array(rest), isAnchored: isAnchored) ?? []
    }

    /// - Parameter names: below the ignore file's folder, at least one.
    func matches(_ names: ArraySlice<IgnoreName>, isFolder: Bool) -> Bool {
        guard isFolder || !isFoldersOnly, let last = names.last, let first = segments.first else { return false }
        return isAnchored ? matches(names) : segments.count == 1 && first.matches(last.scalars)
    }

    /// `**` takes any number of folders, at the end at least one name. Going back to the last one is enough.
    private func matches(_ names: ArraySlice<IgnoreName>) -> Bool {
        var segment = 0
        var name = names.startIndex
        var retry: (segment: Int, name: Int)?
        while name < names.endIndex {
            if segment < segments.count, segments[segment] == .anyFolders {
                if segment == segments.count - 1 { return true }
                segment += 1
                retry = (segment, name)
            } else if segment < segments.count, segments[segment].matches(names[name].scalars) {
                segment += 1
                name += 1
            } else if let again = retry {
                retry = (again.segment, again.name + 1)
                (segment, name) = (again.segment, again.name + 1)
            } else {
                return false
            }
        }
        return segment == segments.count
    }

    /// A backslash keeps the space after it.
    private static func withoutTrailingSpaces(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var end = 0
        var index = 0
        while index < text.count {
            if text[index] == "\\" {
                index += 1
                if index == text.count { return text }
                end = index + 1
            } else if text[index] != " " {
                end = index + 1
            }
            index += 1
        }
        return Array(text[..<end])
    }
}
