import TidelineCore
import TidelineTestKit

@testable import TidelineSync

/// A small language for trees in tests: things are named by letters, ids follow from them.
enum Grow {
    static func file(_ letter: Character) -> NodeID { NodeID(.file, ULID(high: 1, low: number(letter))) }
    static func folder(_ letter: Character) -> NodeID { NodeID(.folder, ULID(high: 1, low: number(letter))) }
    static func version(_ number: Int) -> VersionID { VersionID(ULID(high: 2, low: UInt64(number))) }

    static func place(_ parent: NodeID?, _ name: String) throws -> Place {
        Place(parent: parent, name: try NodeName(name))
    }

    static func content(_ text: String) -> Content {
        Content(checksum: Digest(of: Array(text.utf8)), size: Int64(text.utf8.count), executable: false)
    }

    static func fingerprint(_ id: NodeID, touched: Int64 = 0) -> Fingerprint {
        Fingerprint(
            inode: id.ulid.low, birth: 7, size: 1, modified: 100 + touched, changed: 100 + touched, executable: false)
    }

    static func base(_ id: NodeID, _ parent: NodeID?, _ name: String, version: Int = 1) throws -> BaseNode {
        BaseNode(
            id: id, place: try place(parent, name), diskName: nil,
            file: id.kind == .file ? BaseFile(version: self.version(version), content: content("\(version)")) : nil,
            fingerprint: fingerprint(id))
    }

    static func remote(_ id: NodeID, _ parent: NodeID?, _ name: String, version: Int = 1) throws -> RemoteNode {
        RemoteNode(
            id: id, place: try place(parent, name),
            file: id.kind == .file
                ? RemoteFile(
                    version: self.version(version), content: content("\(version)"), modifiedAt: Timestamp(seconds: 1))
                : nil)
    }

    static func local(_ id: NodeID, _ parent: NodeID?, _ name: String, touched: Int64 = 0) throws -> LocalNode {
        LocalNode(id: id, place: try place(parent, name), diskName: nil, fingerprint: fingerprint(id, touched: touched))
    }

    private static func number(_ letter: Character) -> UInt64 { UInt64(letter.unicodeScalars.first?.value ?? 0) }
}

/// Three trees to be planned.
struct World {
    var base: [BaseNode] = []
    var present: [LocalNode] = []
    var gone: Set<NodeID> = []
    var unknown: Set<NodeID> = []
    var remote: [RemoteRow] = []

    func plan() -> Plan {
        let tree = BaseTree(base)
        var differences = LocalDifferences()
        for node in present { differences.present[node.id] = node }
        differences.gone = gone
        differences.unknown = unknown
        var there = RemoteTree()
        var ignored = StateChanges()
        for row in remote { there.apply(row, base: tree, saving: &ignored) }
        return Planner.plan(local: LocalTree(base: tree, differences: differences), remote: there, ids: CountingIDs())
    }
}
