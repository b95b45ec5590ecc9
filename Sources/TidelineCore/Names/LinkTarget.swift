/// What symbolic links may point to. They are never followed, and kept only where they cannot lead out of the folder.
package enum LinkTarget {
    /// A version of this type holds the target of a link, as UTF-8.
    package static let mimeType = "inode/symlink"

    /// nil for a link that is kept: relative, inside the folder, and not in Tideline's own one.
    ///
    /// `..` may stand only at the beginning: after a name that is itself a link it would lead elsewhere than it says.
    ///
    /// - Parameters:
    ///   - path: of the link, relative to the root.
    ///   - ownFolder: the name of Tideline's own folders.
    package static func problem(_ target: String, at path: String, ownFolder: String) -> String? {
        guard !target.isEmpty, !target.utf8.contains(0) else { return "it is a symbolic link to nothing" }
        guard target.utf8.count <= Limits.linkTargetBytesMax else {
            return "its target has more than \(Limits.linkTargetBytesMax) bytes (linkTargetBytesMax)"
        }
        let slash = UInt8(ascii: "/")
        guard target.utf8.first != slash else { return "it is a symbolic link with an absolute target; \(remedy)" }
        let names = target.utf8.split(separator: slash).filter { !$0.elementsEqual(".".utf8) }
        let ups = names.prefix { $0.elementsEqual("..".utf8) }.count
        let depth = path.utf8.split(separator: slash).count - 1
        guard ups <= depth else { return "it is a symbolic link that leads out of the folder; \(remedy)" }
        let down = names[ups...]
        guard !down.contains(where: { $0.elementsEqual("..".utf8) }) else {
            return "it is a symbolic link that has .. after a name; \(remedy)"
        }
        if down.contains(where: { $0.equalsASCIIFolded(ownFolder.utf8) }) {
            return "it is a symbolic link into Tideline's own folder"
        }
        return nil
    }

    private static let remedy = "make it relative, to something in the folder"
}

extension Sequence<UInt8> {
    /// Equal but for the case of ASCII letters: many disks take all spellings for one.
    package func equalsASCIIFolded(_ other: some Sequence<UInt8>) -> Bool {
        elementsEqual(other) { $0.asciiFolded == $1.asciiFolded }
    }
}

extension UInt8 {
    fileprivate var asciiFolded: UInt8 { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= self ? self | 0x20 : self }
}
