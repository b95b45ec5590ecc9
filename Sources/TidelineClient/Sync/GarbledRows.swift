package import TidelineAPI
import TidelineCore
package import TidelineSync

extension RemoteRow {
    /// nil for rows about shares. One that makes no sense is ``garbled(_:)``.
    package init?(_ told: Told<ChangeBody>) {
        guard told.parts.type != ResourceType.share.rawValue else { return nil }
        do {
            guard let row = try RemoteRow(told.body.get()) else { return nil }
            self = row
        } catch {
            self = .garbled(Garbled(told.parts, error))
        }
    }

    /// Live, or ``garbled(_:)``.
    package init(_ told: Told<SnapshotEntry>) {
        do { self = .live(try RemoteNode(told.body.get())) } catch { self = .garbled(Garbled(told.parts, error)) }
    }
}

extension Garbled {
    init(_ parts: ToldParts, _ error: any Error) {
        let told = parts.id.flatMap { NodeID($0) }
        let id = told ?? Self.standIn(parts)
        let parent = parts.parent.flatMap { Self.folder($0, of: id) }
        self.init(
            id: id, known: told == nil ? .nothing : parent == nil ? .id : .folder, parent: parent ?? nil,
            name: Self.name(parts) ?? id.description, problem: Self.explanation(error).withoutFullStop)
    }

    /// nil for what cannot be its folder; an inner nil is the root.
    private static func folder(_ text: String?, of id: NodeID) -> NodeID?? {
        guard let text else { return .some(nil) }
        guard let folder = NodeID(text), folder.kind == .folder, folder != id else { return nil }
        return .some(folder)
    }

    /// The same for the same words, and nobody's id.
    private static func standIn(_ parts: ToldParts) -> NodeID {
        let digest = Digest(of: Array("\(parts.id ?? "") \(parts.path ?? "")".utf8)).bytes
        func word(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
        return NodeID(.file, ULID(high: word(digest[..<8]), low: word(digest[8..<16])))
    }

    private static func name(_ parts: ToldParts) -> String? {
        guard let last = parts.path?.utf8.split(separator: UInt8(ascii: "/")).last else { return nil }
        return try? NodeName(String(decoding: last, as: UTF8.self)).text
    }

    private static func explanation(_ error: any Error) -> String {
        switch error {
        case let unreadable as Unreadable: unreadable.problem
        case RemoteError.garbage(let detail): detail
        default: "\(error)"
        }
    }
}

extension String {
    fileprivate var withoutFullStop: String { hasSuffix(".") ? String(dropLast()) : self }
}
