/// What an ``Identifier`` names; its prefix starts the text form.
package protocol IdentifierKind: Sendable {
    static var prefix: String { get }
}

/// A typed id whose text is a prefix, an underscore and a ULID, such as `shr_01J9Z…`.
package struct Identifier<Kind: IdentifierKind>: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let ulid: ULID

    package init(_ ulid: ULID) { self.ulid = ulid }

    /// nil when the text is not exactly the prefix and a ULID.
    package init?(_ text: some StringProtocol) {
        guard let ulid = parseIdentifier(text, prefix: Kind.prefix) else { return nil }
        self.ulid = ulid
    }

    package var description: String { identifierText(prefix: Kind.prefix, ulid) }

    package static func < (a: Self, b: Self) -> Bool { a.ulid < b.ulid }
}

package enum TenantKind: IdentifierKind { package static let prefix = "tnt" }
package enum UserKind: IdentifierKind { package static let prefix = "usr" }
package enum ShareKind: IdentifierKind { package static let prefix = "shr" }
package enum VersionKind: IdentifierKind { package static let prefix = "ver" }
package enum ChangeKind: IdentifierKind { package static let prefix = "chg" }
package enum ConflictKind: IdentifierKind { package static let prefix = "cfl" }
package enum UploadKind: IdentifierKind { package static let prefix = "upl" }

package typealias TenantID = Identifier<TenantKind>
package typealias UserID = Identifier<UserKind>
package typealias ShareID = Identifier<ShareKind>
package typealias VersionID = Identifier<VersionKind>
package typealias ChangeID = Identifier<ChangeKind>
package typealias ConflictID = Identifier<ConflictKind>
package typealias UploadID = Identifier<UploadKind>

/// The id of a file (`fil_…`) or a folder (`fld_…`).
package struct NodeID: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let kind: NodeKind
    package let ulid: ULID

    package init(_ kind: NodeKind, _ ulid: ULID) {
        self.kind = kind
        self.ulid = ulid
    }

    package init?(_ text: some StringProtocol) {
        if let ulid = parseIdentifier(text, prefix: NodeKind.file.prefix) {
            self.init(.file, ulid)
        } else if let ulid = parseIdentifier(text, prefix: NodeKind.folder.prefix) {
            self.init(.folder, ulid)
        } else {
            return nil
        }
    }

    package var description: String { identifierText(prefix: kind.prefix, ulid) }

    package static func < (a: Self, b: Self) -> Bool {
        a.kind != b.kind ? a.kind == .file : a.ulid < b.ulid
    }
}

package enum NodeKind: UInt8, Sendable {
    case file, folder

    package var prefix: String { self == .file ? "fil" : "fld" }
    package var resourceType: ResourceType { self == .file ? .file : .folder }
}

private func parseIdentifier(_ text: some StringProtocol, prefix: String) -> ULID? {
    let bytes = text.utf8
    guard bytes.count == prefix.utf8.count + 1 + ULID.textLength, text.hasPrefix(prefix),
        bytes.dropFirst(prefix.utf8.count).first == UInt8(ascii: "_")
    else { return nil }
    return ULID(bytes.dropFirst(prefix.utf8.count + 1))
}

private func identifierText(prefix: String, _ ulid: ULID) -> String {
    var bytes = Array(prefix.utf8)
    bytes.reserveCapacity(bytes.count + 1 + ULID.textLength)
    bytes.append(UInt8(ascii: "_"))
    ulid.appendText(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
}
