import TidelineCore

/// Rules about paths that every ``LocalFolder`` keeps.
package enum LocalPath {
    /// The folder that holds Tideline's own things, in the root and on disks mounted in it: never listed, never reachable
    /// by a path, wherever it stands.
    package static let ownFolder = ".tideline"

    /// The names of a relative path as bytes: a disk tells NFC from NFD, strings don't. Empty for the root.
    ///
    /// Throws ``LocalError/nameImpossible`` for empty, too long, `.` and `..` names, for NUL, and for ``ownFolder``.
    package static func names(of path: String) throws(LocalError) -> [[UInt8]] {
        guard !path.isEmpty else { return [] }
        var names: [[UInt8]] = []
        for part in path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            let name = Array(part)
            guard isPossible(name) else { throw .nameImpossible(path) }
            names.append(name)
        }
        guard !names.contains(where: isOwn) else { throw .nameImpossible(path) }
        return names
    }

    /// Whatever its case: many mounted disks take all spellings for one.
    package static func isOwn(_ name: some Sequence<UInt8>) -> Bool { name.equalsASCIIFolded(ownFolder.utf8) }

    package static func isPossible(_ name: [UInt8]) -> Bool {
        let dot = UInt8(ascii: ".")
        return !name.isEmpty && name.count <= Limits.nameBytesMax && name != [dot] && name != [dot, dot]
            && !name.contains(0) && !name.contains(UInt8(ascii: "/"))
    }

    /// Another name for a thing whose own is taken: `report (recovered).txt`, then `report (recovered 2).txt`.
    package static func variant(of name: String, _ word: String, attempt: Int) -> String {
        let mark = attempt == 1 ? " (\(word))" : " (\(word) \(attempt))"
        let dot = name.lastIndex(of: ".").flatMap { $0 == name.startIndex ? nil : $0 }
        var stem = name[..<(dot ?? name.endIndex)]
        var ending = dot.map { name[$0...] } ?? ""
        if ending.utf8.count > Limits.nameBytesMax / 2 {
            stem = name[...]
            ending = ""
        }
        while stem.utf8.count + mark.utf8.count + ending.utf8.count > Limits.nameBytesMax { stem.removeLast() }
        return stem + mark + ending
    }
}
