/// What one ignore file says.
package struct IgnoreFile: Hashable, Sendable {
    /// In every folder, and synced like any other file.
    package static let name = ".tidelineignore"

    let patterns: [IgnorePattern]

    /// - Parameter content: UTF-8, a pattern a line; what is not UTF-8 matches nothing.
    package init(_ content: some BidirectionalCollection<UInt8>) throws(IgnoreFileError) {
        guard content.count <= Limits.ignoreFileBytesMax else { throw .tooLarge }
        var lines = content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
        if let first = lines.first, first.starts(with: [0xEF, 0xBB, 0xBF]) { lines[0] = first.dropFirst(3) }
        var patterns: [IgnorePattern] = []
        for (index, line) in lines.enumerated() {
            let text = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            let pattern = IgnorePattern(String(decoding: text, as: UTF8.self).composed, line: index + 1)
            guard let pattern else { continue }
            guard patterns.count < Limits.ignoreRulesMax else { throw .tooManyRules }
            patterns.append(pattern)
        }
        self.patterns = patterns
    }

    fileprivate init(builtIn lines: [String]) {
        patterns = lines.enumerated().compactMap { IgnorePattern($1, line: $0 + 1) }
    }

    /// The last pattern that matches decides.
    fileprivate func decision(on names: ArraySlice<IgnoreName>, isFolder: Bool) -> IgnorePattern? {
        patterns.last { $0.matches(names, isFolder: isFolder) }
    }
}

package enum IgnoreFileError: Error, Hashable, Sendable {
    case tooLarge, tooManyRules

    package var explanation: String {
        switch self {
        case .tooLarge:
            "none of its rules apply: it has more than \(Limits.ignoreFileBytesMax >> 10) KiB (ignoreFileBytesMax); "
                + "shorten it"
        case .tooManyRules:
            "none of its rules apply: it has more than \(Limits.ignoreRulesMax) (ignoreRulesMax); shorten it"
        }
    }
}

/// Why a path is ignored.
package struct IgnoreMatch: Hashable, Sendable {
    /// The folder of the ignore file, relative to the root; nil for a rule that is built in.
    package let folder: String?
    package let line: Int
    package let pattern: String
    /// The path itself, or the folder above it that the rule is about.
    package let path: String
}

/// The ignore files of a synced folder, and the rules that are built in.
///
/// Nearer files win over those further up, in a file the last pattern wins, and nothing below an ignored folder can be
/// brought back. Ignore files themselves are ignored only below such a folder.
package struct IgnoreRules: Hashable, Sendable {
    private struct Folder: Hashable, Sendable {
        var file: IgnoreFile?
        var children: [String: Folder] = [:]

        mutating func set(_ file: IgnoreFile?, at names: ArraySlice<IgnoreName>) {
            guard let first = names.first else {
                self.file = file
                return
            }
            var child = children[first.text] ?? Folder()
            child.set(file, at: names.dropFirst())
            children[first.text] = child.file == nil && child.children.isEmpty ? nil : child
        }
    }

    private var root = Folder()

    package init() {}

    /// - Parameter folder: the path of the ignore file's folder, relative to the root.
    package mutating func set(_ file: IgnoreFile?, in folder: String) {
        root.set(file, at: IgnoreName.names(of: folder)[...])
    }

    /// nil when the path is not ignored.
    package func match(_ path: String, isFolder: Bool) -> IgnoreMatch? {
        match(IgnoreName.names(of: path), isFolder: isFolder)
    }

    package func match(_ names: [IgnoreName], isFolder: Bool) -> IgnoreMatch? {
        for index in names.indices {
            let isLast = index == names.count - 1
            let found = scope(of: Array(names[..<index])).match(names[index], isFolder: isFolder || !isLast)
            if let found { return found }
        }
        return nil
    }

    /// The rules that hold right below a folder, which must not be ignored itself.
    package func scope(of folder: [IgnoreName]) -> IgnoreScope {
        var files: [(Int, IgnoreFile)] = []
        var at = root
        for depth in 0...folder.count {
            if let file = at.file { files.append((depth, file)) }
            guard depth < folder.count, let next = at.children[folder[depth].text] else { break }
            at = next
        }
        return IgnoreScope(folder: folder, files: files)
    }
}

/// The rules that hold right below one folder.
package struct IgnoreScope: Sendable {
    package let folder: [IgnoreName]
    /// From the root down; `depth` is how many names lead to the file's folder.
    fileprivate let files: [(depth: Int, file: IgnoreFile)]

    package func match(_ name: IgnoreName, isFolder: Bool) -> IgnoreMatch? {
        if !isFolder, name.text == IgnoreFile.name { return nil }
        let names = folder + [name]
        for (depth, file) in files.reversed() {
            guard let pattern = file.decision(on: names[depth...], isFolder: isFolder) else { continue }
            return pattern.isNegated ? nil : match(pattern, names[...], folder: Self.path(names[..<depth]))
        }
        guard !isFolder, let pattern = Self.builtIn.decision(on: names.suffix(1), isFolder: false) else { return nil }
        return match(pattern, names[...], folder: nil)
    }

    private func match(_ pattern: IgnorePattern, _ names: ArraySlice<IgnoreName>, folder: String?) -> IgnoreMatch {
        IgnoreMatch(folder: folder, line: pattern.line, pattern: pattern.text, path: Self.path(names))
    }

    private static func path(_ names: ArraySlice<IgnoreName>) -> String { names.map(\.text).joined(separator: "/") }

    /// Files only: a folder of such a name is somebody's own.
    private static let builtIn = IgnoreFile(builtIn: [
        // Vim, Emacs, GIO, Kate, LibreOffice, Microsoft Office
        ".*.sw[a-px]", "4913", "*~", ".#*", "\\#*#", ".goutputstream-*", ".*.kate-swp", ".~lock.*#", "~$*",
        "~WRL[0-9]*.tmp",
        // What systems keep about a folder
        ".DS_Store", "[Tt]humbs.db", "[Dd]esktop.ini", ".directory",
    ])
}
